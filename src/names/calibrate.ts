import type { Match } from './compare.ts';
import { readLexicon } from './data.ts';
import { mostGoodsRarity, type GoodsRelation } from './goods.ts';
import type { Script } from './script.ts';

/** Points of a curve from a path's own measure to strength, ascending; straight lines between, the last ones go on. */
type Curve = [raw: number, strength: number][];

/** Fitted by scripts/names/calibrate.ts; see docs/names.md. */
interface Calibration {
  version: number;
  provenance: string;
  curves: Record<string, Curve>;
}

const calibration = readLexicon<Calibration>('calibration');

/** Version of the fitted table, part of the engine's version. */
export const calibrationVersion = calibration.version;

/** Strength at which nothing more is told apart: one false alert in a million million comparisons. */
export const strongest = 12;

function along(curve: Curve, raw: number): number {
  let i = 1;
  while (i < curve.length - 1 && (curve[i] as [number, number])[0] < raw) i++;
  const from = curve[i - 1] as [number, number];
  const to = curve[i] as [number, number];
  return from[1] + ((raw - from[0]) / (to[0] - from[0])) * (to[1] - from[1]);
}

const byGoods = { similar: 0.2, different: -1, unknown: 0 } as const;
/**
 * Two Latin names that merely look or sound alike: many do, and it matters where their goods are alike, as courts see
 * evocation; so it tells more with goods of one class.
 */
const likenessOfGoods = 0.3;
/**
 * The curves of likeness are those of names of products. Names that are for no goods we know of, places and persons
 * as they may be, lie closer together: so much less is a likeness to one of them, by path.
 */
const likenessUnnamed: Partial<Record<Match['path'], number>> = { altered: -1.2, spelling: -0.75, cadence: -0.75, sound: -0.75 }; // prettier-ignore
/**
 * A place alone says less of the goods than a place with its product (Torino beside Vermut di Torino), unless the goods
 * are known to be the same or similar.
 */
const byProducts = { same: 0.3, different: -0.5, missing: -1.2, added: -0.1, unknown: 0 } as const;
/** Each plain word (City, Commune, old) that the candidate has and the query has not, up to two. */
const plainWordMissing = -0.6;

/**
 * Strength of a match: −log10 of the expected share of comparisons of unrelated names that come out as alike.
 * `pair` tells the sound curves of different scripts apart (`Hani`, `Thai`, `Grek`, `Cyrl`, `Latn`).
 */
export function strengthOf(match: Match, pair: string): number {
  const curve = calibration.curves[`${match.path}:${pair}`] ?? calibration.curves[match.path];
  if (!curve) throw new RangeError(`no calibration for ${match.path}`);
  const alone = along(curve, match.raw);
  const goods = match.goods === 'same' ? match.goodsRarity : byGoods[match.goods];
  if (match.path === 'whole') return limited(alone + goods);
  const known = match.goods === 'same' || match.goods === 'similar';
  const products = known && match.products === 'missing' ? 0 : byProducts[match.products];
  // The sound model weighs place words itself.
  const plain = match.path === 'sound' ? 0 : plainWordMissing * Math.min(2, match.plainMissing);
  return limited(alone + goods + products + plain + (pair === 'Latn' ? likeness(match) : 0));
}

function likeness({ path, goods, named }: Match): number {
  const unnamed = likenessUnnamed[path];
  if (unnamed === undefined) return 0;
  return goods === 'same' ? likenessOfGoods : named ? 0 : unnamed;
}

/** What a likeness of two names comes to by one path, goods and products left out; `pair` as of {@link strengthOf}. */
export function likenessAlone(path: Match['path'], pair: string, raw: number): number {
  return along((calibration.curves[`${path}:${pair}`] ?? calibration.curves[path]) as Curve, raw);
}

/** What the relation of goods adds to the likeness of two names, see {@link strengthOf}. */
export function goodsAddition(relation: GoodsRelation, rarity: number): number {
  return relation === 'same' ? rarity : byGoods[relation];
}

const mostOfProducts = Math.max(0, ...Object.values(byProducts));

/**
 * The most that a match by sound alone can come to: what goods and products add at best, when the query speaks of
 * any (`kinds`).
 */
export function soundCeiling(raw: number, pair: string, kinds: boolean): number {
  const curve = (calibration.curves[`sound:${pair}`] ?? calibration.curves['sound']) as Curve;
  return limited(along(curve, raw) + (kinds ? mostGoodsRarity + mostOfProducts : 0));
}

/** The measure at which a curve comes to a strength. */
function measureAt(curve: Curve, strength: number): number {
  let i = 1;
  while (i < curve.length - 1 && (curve[i] as [number, number])[1] < strength) i++;
  const [x0, y0] = curve[i - 1] as [number, number];
  const [x1, y1] = curve[i] as [number, number];
  return x0 + ((strength - y0) / (y1 - y0)) * (x1 - x0);
}

/**
 * The score by sound below which a match by sound alone does not come to a strength, by the goods of a query and of the
 * candidate; a query that names products may name the candidate's.
 */
export function soundFloor(
  strength: number,
  script: Script,
  goods: { relation: GoodsRelation; rarity: number; products: boolean },
): number {
  const added =
    (goods.relation === 'same' ? goods.rarity : byGoods[goods.relation]) +
    (goods.products ? mostOfProducts : 0);
  const other = measureAt(calibration.curves['sound'] as Curve, strength - added);
  if (script !== 'Latn') return other;
  const latin = strength - added - (goods.relation === 'same' ? likenessOfGoods : 0);
  return Math.min(other, measureAt(calibration.curves['sound:Latn'] as Curve, latin));
}

const limited = (strength: number): number => Math.max(0, Math.min(strongest, strength));

/** Expected false alerts per million comparisons at a strength. */
export function falseAlertsPerMillion(strength: number): number {
  return 10 ** (6 - strength);
}

/** 0..1 from strength: 0 at certainty, 1 at one in ten thousand million. */
export function scoreOf(strength: number): number {
  return Math.max(0, Math.min(1, strength / 10));
}
