import { inConflict, rulingsOn } from '../conflicts/decisions.ts';
import type { Db } from '../db/database.ts';
import { relateGoods, type GoodsRelation } from '../names/goods.ts';
import type { Finding } from '../names/engine.ts';
import { elsewhereFactor, goodsOf, type MarkGoods } from './goods.ts';
import type { WatchedMark } from './marks/mark.ts';
import type { Noise } from './noise.ts';
import { windowsOf, type OppositionWindow } from './opposition.ts';
import type { ProtectedNames, WatchedGi } from './protected-names.ts';
import type { Screener, Sign } from './screener.ts';

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
 * What is asked of marks: as loud as the rules let an alert for each be. A mark that people ruled to be in conflict with
 * some name is asked about as loudly as any, since such a pair alerts whatever the rules say.
 */
export async function signsOf(
  db: Db,
  noise: Noise,
  marks: readonly WatchedMark[],
  goods: readonly MarkGoods[] = marks.map(goodsOf),
): Promise<Sign[]> {
  const ruled = await inConflict(
    db,
    marks.map(({ text }) => text),
  );
  return marks.map(({ text, classes }, i) => {
    const { classes: kinds, elsewhere } = goods[i] as MarkGoods;
    const factor = elsewhere ? elsewhereFactor : 1;
    return { text, goods: kinds, alertAt: ruled[i] ? noise.loudest : noise.loudestFor(classes) / factor };
  });
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
  const found = await screener.screen(await signsOf(db, noise, marks, goods));
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
