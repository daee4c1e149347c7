import { asc, eq } from 'drizzle-orm';
import { recordAudit } from '../db/audit.ts';
import type { Context } from '../db/context.ts';
import type { Db } from '../db/database.ts';
import { requireRole } from '../db/roles.ts';
import { watchRules } from '../db/schema/index.ts';
import { getAgreement } from '../lists/catalogue.ts';
import { defaultAlertAt } from '../names/engine.ts';

/** How loud the watch is in one scope: `all`, `agreement:<id>` or `class:<Nice class>`. */
export interface NoiseRule {
  scope: string;
  /** Expected false alerts per million comparisons that are still worth an alert; 0 raises none. */
  alertAt: number;
  reason: string;
  changedAt: string;
  changedBy: string;
}

/** The form of a scope. */
export const noiseScope = /^(all|agreement:[a-z0-9-]{1,60}|class:([1-9]|[1-3][0-9]|4[0-5]))$/;

/** Every rule set by a person, by scope. */
export async function noiseRules(db: Db): Promise<NoiseRule[]> {
  const rows = await db.select().from(watchRules).orderBy(asc(watchRules.scope));
  return rows.map((row) => ({ ...row, changedAt: row.changedAt.toISOString() }));
}

/**
 * Sets a rule, or takes it away when `alertAt` is absent.
 * @throws Refusal accounts/not-allowed below approver, not-found/agreement
 */
export async function setNoise(
  ctx: Context,
  rule: { scope: string; alertAt?: number | undefined; reason: string },
): Promise<void> {
  const { scope, alertAt, reason } = rule;
  await ctx.db.transaction(async (tx) => {
    await requireRole(tx, ctx.actor, 'approver');
    const [, agreement] = /^agreement:(.*)$/.exec(scope) ?? [];
    // A rule of an agreement that is gone can still be taken away.
    if (agreement !== undefined && alertAt !== undefined) await getAgreement(tx, agreement);
    const at = ctx.clock();
    const values = { alertAt: alertAt ?? 0, reason, changedAt: at, changedBy: ctx.actor };
    if (alertAt === undefined) await tx.delete(watchRules).where(eq(watchRules.scope, scope));
    else
      await tx
        .insert(watchRules)
        .values({ scope, ...values })
        .onConflictDoUpdate({ target: watchRules.scope, set: values });
    await recordAudit(tx, {
      at,
      actor: ctx.actor,
      action: 'watch.noise-set',
      subject: scope,
      details: { ...rule },
    });
  });
}

/** The thresholds of a run. */
export class Noise {
  readonly #rules: ReadonlyMap<string, number>;

  constructor(rules: readonly Pick<NoiseRule, 'scope' | 'alertAt'>[]) {
    this.#rules = new Map(rules.map((r) => [r.scope, r.alertAt]));
  }

  get #base(): number {
    return this.#rules.get('all') ?? defaultAlertAt;
  }

  /** The loudest threshold there is: what findings are asked for. */
  get loudest(): number {
    return Math.max(
      this.#base,
      ...[...this.#rules].filter(([scope]) => !scope.startsWith('class:')).map(([, n]) => n),
    );
  }

  /**
   * Threshold for a mark of these Nice classes beside a GI of these agreements: the loudest of its agreements, and no
   * louder than the classes allow, where each of them has a rule.
   */
  at(agreements: readonly string[], classes: readonly number[]): number {
    const byAgreement = agreements.map((id) => this.#rules.get(`agreement:${id}`) ?? this.#base);
    const threshold = byAgreement.length > 0 ? Math.max(...byAgreement) : this.#base;
    const caps = classes.map((n) => this.#rules.get(`class:${n}`) ?? Number.POSITIVE_INFINITY);
    return caps.length > 0 ? Math.min(threshold, Math.max(...caps)) : threshold;
  }
}
