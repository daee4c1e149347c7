import { eq } from 'drizzle-orm';
import { recordAudit } from '../db/audit.ts';
import type { Context } from '../db/context.ts';
import type { Db } from '../db/database.ts';
import { requireRole } from '../db/roles.ts';
import { watchRules } from '../db/schema/index.ts';
import { getAgreement } from '../lists/catalogue.ts';
import { alertsById, type Alert } from './alerts.ts';
import { Noise, noiseRules } from './noise.ts';
import type { Day } from '../madrid/rules/calendar.ts';
import { isoDate } from '../platform/clock.ts';
import { compareLoosened, loosenedMarks } from './loosened.ts';
import { holdNoise, hushAlerts, hushOf } from './quiet.ts';

/** A threshold to be set in a scope, or to be taken away where `alertAt` is absent. */
export interface NoiseChange {
  scope: string;
  alertAt?: number | undefined;
}

/** Examples a preview shows. */
const EXAMPLES = 5;

async function checkScope(db: Db, { scope, alertAt }: NoiseChange): Promise<void> {
  const [, agreement] = /^agreement:(.*)$/.exec(scope) ?? [];
  // A rule of an agreement that is gone can still be taken away.
  if (agreement !== undefined && alertAt !== undefined) await getAgreement(db, agreement);
}

/** What a change of a rule would do to alerts nobody has touched, and to marks. */
export interface NoisePreview {
  quietens: number;
  reopens: number;
  /** Marks to be compared with every name again, since the rule may have kept them from raising an alert. */
  marksToCompare: number;
  /** Some of those that would be quiet. */
  examples: Alert[];
}

/** What setting a rule, or taking it away, would do; changes nothing. @throws Refusal not-found/agreement */
export async function previewNoise(db: Db, change: NoiseChange, today: Day): Promise<NoisePreview> {
  await checkScope(db, change);
  const { scope, alertAt } = change;
  const rules = await noiseRules(db);
  const others = rules.filter((rule) => rule.scope !== scope);
  const noise = new Noise([...others, ...(alertAt === undefined ? [] : [{ scope, alertAt }])]);
  const { quietens, reopens } = await hushOf(db, noise, { scope });
  const shown = quietens.slice(0, EXAMPLES).map((alert) => alert.id);
  return {
    quietens: quietens.length,
    reopens: reopens.length,
    marksToCompare: await loosenedMarks(db, { scope, before: new Noise(rules), after: noise }, today),
    examples: await alertsById(db, shown),
  };
}

/**
 * Sets a rule, or takes it away when `alertAt` is absent. Alerts within its scope that nobody has touched become quiet
 * where the rules now silence them, and new again where they do not any more. Where the rules are looser now, marks
 * that may still be opposed are compared again by the next comparison, for alerts that were never raised.
 * @returns how many became quiet, how many new, and how many marks are to be compared
 * @throws Refusal accounts/not-allowed below approver, not-found/agreement
 */
export async function setNoise(
  ctx: Context,
  rule: NoiseChange & { reason: string },
): Promise<{ quietened: number; reopened: number; marksToCompare: number }> {
  const { scope, alertAt, reason } = rule;
  return ctx.db.transaction(async (tx) => {
    await requireRole(tx, ctx.actor, 'approver');
    await checkScope(tx, rule);
    await holdNoise(tx);
    const before = new Noise(await noiseRules(tx));
    const at = ctx.clock();
    const values = { alertAt: alertAt ?? 0, reason, changedAt: at, changedBy: ctx.actor };
    if (alertAt === undefined) await tx.delete(watchRules).where(eq(watchRules.scope, scope));
    else
      await tx
        .insert(watchRules)
        .values({ scope, ...values })
        .onConflictDoUpdate({ target: watchRules.scope, set: values });
    const after = new Noise(await noiseRules(tx));
    const hushed = await hushAlerts(tx, after, { scope }, { at, actor: ctx.actor });
    const marksToCompare = await compareLoosened(tx, { scope, before, after }, isoDate(at));
    const done = { ...hushed, marksToCompare };
    await recordAudit(tx, {
      at,
      actor: ctx.actor,
      action: 'watch.noise-set',
      subject: scope,
      details: { ...rule, ...done },
    });
    return done;
  });
}
