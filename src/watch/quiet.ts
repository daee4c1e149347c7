import { and, asc, eq, gt, inArray, sql, type SQL } from 'drizzle-orm';
import { rulingsOn } from '../conflicts/decisions.ts';
import { recordAudits } from '../db/audit.ts';
import type { Db } from '../db/database.ts';
import { jsonTexts } from '../db/json-rows.ts';
import { watchAlerts, watchMarks } from '../db/schema/index.ts';
import { elsewhereFactor, goodsOf } from './goods.ts';
import { Noise, noiseRules } from './noise.ts';
import type { Hand } from './write-alerts.ts';

/** Any fixed number: whoever sets a rule waits for batches that are being written, and they for the rule. */
const NOISE_LOCK = 7_220_611;
/** Alerts read together. */
const PAGE = 2000;

/** Holds back everybody who writes alerts, until the transaction ends: rules can be set. */
export async function holdNoise(tx: Db): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${NOISE_LOCK})`);
}

/** The rules as they stand, which stay so until the transaction ends. */
export async function heldNoise(tx: Db): Promise<Noise> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${NOISE_LOCK})`);
  return new Noise(await noiseRules(tx));
}

/** Alerts that rules speak of: those within a scope, or of marks that were just screened. */
export type Which = { scope: string } | { marks: readonly string[] };

function conditionOf(which: Which): SQL | undefined {
  if ('marks' in which) return sql`${watchAlerts.markId} in ${jsonTexts(which.marks)}`;
  const [, kind, value] = /^(agreement|class):(.*)$/.exec(which.scope) ?? [];
  if (kind === 'agreement') return sql`${value} = any(${watchAlerts.agreements})`;
  if (kind === 'class') return sql`${Number(value)}::int = any(${watchMarks.classes})`;
  return undefined;
}

/** What rules do to alerts that nobody has touched. */
export interface Hush {
  /** Alerts that the rules silence from now on, each with the scope of the rule that does. */
  quietens: { id: string; scope: string }[];
  /** Alerts that were quiet and no rule silences any more. */
  reopens: string[];
  /** Alerts that stay quiet, by another rule now. */
  moves: { id: string; scope: string }[];
}

/**
 * The scope of the rule that silences an alert as it was found; undefined where none does. A ruling that the pair
 * conflicts goes before it.
 */
export function silencedBy(
  noise: Noise,
  alert: { rate: number; agreements: readonly string[]; classes: number[]; goods: string },
): string | undefined {
  const { alertAt, scope } = noise.ruling(alert.agreements, alert.classes);
  return alert.rate * (goodsOf(alert).elsewhere ? elsewhereFactor : 1) > alertAt ? scope : undefined;
}

/**
 * What the rules say of alerts nobody has touched: those above their threshold are to be quiet, those that are quiet
 * and are not above it any more are to be new. Pairs that people ruled to conflict are never silenced.
 * @param lock whether the alerts are held until the transaction ends
 */
export async function hushOf(db: Db, noise: Noise, which: Which, lock = false): Promise<Hush> {
  const hush: Hush = { quietens: [], reopens: [], moves: [] };
  for (let after = ''; ;) {
    const query = db
      .select({
        id: watchAlerts.id,
        status: watchAlerts.status,
        quietedBy: watchAlerts.quietedBy,
        candidate: watchAlerts.candidate,
        rate: watchAlerts.falseAlertsPerMillion,
        agreements: watchAlerts.agreements,
        text: watchMarks.text,
        classes: watchMarks.classes,
        goods: watchMarks.goods,
      })
      .from(watchAlerts)
      .innerJoin(watchMarks, eq(watchMarks.id, watchAlerts.markId))
      .where(
        and(inArray(watchAlerts.status, ['new', 'quiet']), gt(watchAlerts.id, after), conditionOf(which)),
      )
      .orderBy(asc(watchAlerts.id))
      .limit(PAGE);
    const rows = await (lock ? query.for('update', { of: watchAlerts }) : query);
    const judged = rows.map((row) => ({ ...row, scope: silencedBy(noise, row) }));
    const above = judged.filter((row) => row.scope !== undefined);
    const rulings = await rulingsOn(
      db,
      above.map((row) => [row.text, row.candidate]),
    );
    const ruled = new Set(above.filter((_, i) => rulings[i] === 'conflict').map((row) => row.id));
    for (const { id, status, scope, quietedBy } of judged) {
      const silencing = ruled.has(id) ? undefined : scope;
      if (silencing === undefined) {
        if (status === 'quiet') hush.reopens.push(id);
      } else if (status === 'new') hush.quietens.push({ id, scope: silencing });
      else if (quietedBy !== silencing) hush.moves.push({ id, scope: silencing });
    }
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return hush;
    after = last.id;
  }
}

async function write(
  tx: Db,
  ids: string[],
  to: { status: 'new' | 'quiet'; quietedBy: string | null },
  hand: Hand,
): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .update(watchAlerts)
    .set({ ...to, changedAt: hand.at, changedBy: hand.actor })
    .where(sql`${watchAlerts.id} in ${jsonTexts(ids)}`);
}

/**
 * Makes untouched alerts as quiet as the rules want them, or new again, with an audit row each.
 * @param tx a transaction that holds the rules
 */
export async function hushAlerts(
  tx: Db,
  noise: Noise,
  which: Which,
  hand: Hand,
): Promise<{ quietened: number; reopened: number }> {
  const { quietens, reopens, moves } = await hushOf(tx, noise, which, true);
  const silenced = [...quietens, ...moves];
  for (const scope of new Set(silenced.map((alert) => alert.scope))) {
    const ids = silenced.filter((alert) => alert.scope === scope).map((alert) => alert.id);
    await write(tx, ids, { status: 'quiet', quietedBy: scope }, hand);
  }
  await write(tx, reopens, { status: 'new', quietedBy: null }, hand);
  await recordAudits(tx, hand, [
    ...silenced.map(({ id, scope }) => ({
      action: 'watch.alert-quiet',
      subject: id,
      details: { scope },
    })),
    ...reopens.map((id) => ({ action: 'watch.alert-new', subject: id, details: {} })),
  ]);
  return { quietened: quietens.length, reopened: reopens.length };
}
