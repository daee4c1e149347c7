import type { ProductClass } from '../../gi/product.ts';
import type { Decision } from '../decided.ts';
import type { FindingKind } from '../finding.ts';
import type { GoodsRelation } from '../goods.ts';
import type { Prepared } from '../prepare.ts';

/** How one part of a name answers to a part of the other. */
export type Via = 'same' | 'alias' | 'romanised' | 'homophone' | 'meaning';

/** Which argument a match rests on; each is calibrated for itself. */
export type Path = 'whole' | 'parts' | 'sound' | 'spelling' | 'altered' | 'cadence' | 'han' | 'meaning';

/** A comparison's outcome before calibration and ranking. */
export interface Match {
  path: Path;
  kind: FindingKind;
  /** The path's own measure, higher is more alike. */
  raw: number;
  /** Key of the message that says why. */
  rule: string;
  segments: { query: string; candidate: string; weight: number; why?: string }[];
  alias?: string;
  /** The rendering that the query is close to, when the candidate was found over one. */
  via?: string;
  /** The ruling that the match rests on. */
  decision?: Decision;
  /** Qualifiers that the query sets beside the candidate's name. */
  marks: string[];
  goods: GoodsRelation;
  /** Whether it is known what the candidate is a name of goods for. */
  named: boolean;
  /** How rare goods of the class that both name are, in decimal orders; 0 where they share none. */
  goodsRarity: number;
  /** `missing`: only the candidate names a product; `added`: only the query does. */
  products: 'same' | 'different' | 'missing' | 'added' | 'unknown';
  /** Plain words (administrative, descriptive) of the candidate that the query lacks. */
  plainMissing: number;
}

/** What a comparison is given besides the names. */
export interface CompareContext {
  queryGoods?: readonly ProductClass[];
  candidateGoods?: readonly ProductClass[];
  /** Score of the sound model for the two cores, where it was asked. */
  sound?: number;
  /** How many different candidate names begin (B) or end (E) with some letters; a shared rare one tells more. */
  common?: (side: 'B' | 'E', letters: string) => number;
}

/** What a comparison knows before any argument: goods, products, qualifiers. */
export type Frame = Pick<Match, 'marks' | 'goods' | 'named' | 'goodsRarity' | 'products' | 'plainMissing'>;

/** One argument, without the frame. */
export type Argument = Omit<Match, keyof Frame>;

/** Administrative and descriptive words of a name. */
export const plainWords = (name: Prepared): number =>
  name.parts.parts.filter((p) => p.role === 'admin' || p.role === 'descriptor').length;

export const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);

/** Share of a core's letters that the parts make up. */
export function share(core: string, parts: readonly string[]): number {
  return core.length === 0 ? 0 : Math.min(1, sum(parts.map((p) => p.length)) / core.length);
}
