import { asc } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { watchRules } from '../db/schema/index.ts';
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

/** The form of a scope; browsers read it too, under the `v` flag. */
export const noiseScope = /^(all|agreement:(?:[a-z0-9]|-){1,60}|class:([1-9]|[1-3][0-9]|4[0-5]))$/;

/** Every rule set by a person, by scope. */
export async function noiseRules(db: Db): Promise<NoiseRule[]> {
  const rows = await db.select().from(watchRules).orderBy(asc(watchRules.scope));
  return rows.map((row) => ({ ...row, changedAt: row.changedAt.toISOString() }));
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

  /** The loudest threshold of any agreement. */
  get loudest(): number {
    return Math.max(
      this.#base,
      ...[...this.#rules].filter(([scope]) => !scope.startsWith('class:')).map(([, n]) => n),
    );
  }

  /** The loudest threshold there is for a mark of these Nice classes: what findings are asked for. */
  loudestFor(classes: readonly number[]): number {
    return Math.min(this.loudest, this.#cap(classes)?.alertAt ?? Number.POSITIVE_INFINITY);
  }

  /** The loudest rule of some classes, where each of them has one. */
  #cap(classes: readonly number[]): { scope: string; alertAt: number } | undefined {
    const caps = classes.map((n) => this.#rule(`class:${n}`));
    return caps.reduce((a, b) => (a && b ? (b.alertAt > a.alertAt ? b : a) : undefined), caps[0]);
  }

  /**
   * Threshold for a mark of these Nice classes beside a GI of these agreements: the loudest of its agreements, and no
   * louder than the classes allow, where each of them has a rule.
   */
  at(agreements: readonly string[], classes: readonly number[]): number {
    return this.ruling(agreements, classes).alertAt;
  }

  /** The same threshold with the scope of the rule that sets it; `default` where it is the usual one. */
  ruling(agreements: readonly string[], classes: readonly number[]): { scope: string; alertAt: number } {
    const base = this.#rule('all') ?? { scope: 'default', alertAt: defaultAlertAt };
    const byAgreement = agreements.map((id) => this.#rule(`agreement:${id}`) ?? base);
    const loudest = byAgreement.reduce((a, b) => (b.alertAt > a.alertAt ? b : a), byAgreement[0] ?? base);
    const cap = this.#cap(classes);
    return cap && cap.alertAt <= loudest.alertAt ? cap : loudest;
  }

  #rule(scope: string): { scope: string; alertAt: number } | undefined {
    const alertAt = this.#rules.get(scope);
    return alertAt === undefined ? undefined : { scope, alertAt };
  }

  /** What the rule of one scope lets through: where there is none, what does in its place; anything, of a class. */
  threshold(scope: string): number {
    return this.#rules.get(scope) ?? (scope.startsWith('class:') ? Number.POSITIVE_INFINITY : this.#base);
  }

  /** Nice classes that have a rule. */
  get ruledClasses(): number[] {
    return [...this.#rules.keys()].flatMap((scope) => /^class:(\d+)$/.exec(scope)?.[1] ?? []).map(Number);
  }

  /** True when both say the same of everything. */
  equals(other: Noise): boolean {
    return (
      this.#rules.size === other.#rules.size &&
      [...this.#rules].every(([scope, alertAt]) => other.#rules.get(scope) === alertAt)
    );
  }
}
