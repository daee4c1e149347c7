import { rulingsOn } from '../conflicts/decisions.ts';
import type { Db } from '../db/database.ts';
import { relateGoods, type GoodsRelation } from '../names/goods.ts';
import type { Finding } from '../names/engine.ts';
import { elsewhereFactor, goodsOf } from './goods.ts';
import type { WatchedMark } from './marks/mark.ts';
import type { Noise } from './noise.ts';
import { windowsOf, type OppositionWindow } from './opposition.ts';
import type { ProtectedNames, WatchedGi } from './protected-names.ts';
import type { Screener } from './screener.ts';

/** A mark that comes close to a GI, and where that can be opposed. */
export interface Concern {
  mark: WatchedMark;
  gi: WatchedGi;
  finding: Finding;
  goodsRelation: GoodsRelation;
  windows: OppositionWindow[];
}

/** The strongest finding of each GI. */
function byGi(findings: readonly Finding[]): Finding[] {
  const best = new Map<string, Finding>();
  for (const finding of findings) {
    const known = best.get(finding.group ?? '');
    if (finding.group !== undefined && (!known || finding.score > known.score))
      best.set(finding.group, finding);
  }
  return [...best.values()];
}

/**
 * What of a batch of marks is worth an alert: the findings within the thresholds, less the pairs that people ruled to
 * coexist or to be one, plus those they ruled to conflict.
 */
export async function concernsOf(
  db: Db,
  names: ProtectedNames,
  screener: Screener,
  noise: Noise,
  marks: readonly WatchedMark[],
): Promise<Concern[]> {
  const goods = marks.map(goodsOf);
  const found = await screener.screen(
    marks.map((mark, i) => ({ text: mark.text, goods: goods[i]?.classes ?? [] })),
    noise.loudest,
  );
  const pairs = marks.flatMap((mark, i) =>
    byGi(found[i] ?? []).map((finding) => ({ mark, finding, goods: goods[i]! })),
  );
  const rulings = await rulingsOn(
    db,
    pairs.map(({ mark, finding }) => [mark.text, finding.candidate]),
  );
  return pairs.flatMap(({ mark, finding, goods: own }, i) => {
    const gi = names.gis.get(finding.group ?? '');
    const ruling = rulings[i];
    if (!gi || ruling === 'coexist' || ruling === 'same-entity') return [];
    const rate = finding.falseAlertsPerMillion * (own.elsewhere ? elsewhereFactor : 1);
    if (ruling !== 'conflict' && rate > noise.at(gi.agreements, mark.classes)) return [];
    const goodsRelation = own.elsewhere ? 'different' : relateGoods(own.classes, gi.goods);
    return [
      {
        mark,
        gi,
        finding,
        goodsRelation,
        windows: windowsOf(mark, (office) => names.protectedAt(gi.id, office)),
      },
    ];
  });
}
