import type { TargetKind } from '../../db/schema/index.ts';
import { InputError } from '../../gi/problem.ts';
import { Refusal } from '../../platform/errors.ts';
import type { Log } from '../../platform/log.ts';
import { claimDue, LEASE_MS, nextDue, release, renewLeases, type Claimed } from './claim.ts';
import { retryDelays } from './schedule.ts';
import { settle, type SettleContext, type Tried } from './settle.ts';

/** Brings a delivery to a target of one kind. Throws only what is worth another try. */
export type Courier = (claimed: Claimed, signal: AbortSignal) => Promise<Tried>;

export interface DelivererContext extends SettleContext {
  log: Log;
  couriers: Record<TargetKind, Courier>;
  /** Deliveries on their way at once. */
  parallel?: number;
  /** Longest wait before looking again when nothing was due: what another process writes is not told of here. */
  idleMs?: number;
  /** How long this deliverer is believed to be alive without saying so. */
  leaseMs?: number;
}

/** How often the outbox is looked at when nothing is due. */
const IDLE_MS = 1000;
/** How long those on their way may take after the word to stop. */
const GRACE_MS = 8_000;

/** Works through the outbox until it is told to stop; any number of processes may. */
export class Deliverer {
  readonly #ctx: DelivererContext;
  readonly #parallel: number;
  readonly #leaseMs: number;
  readonly #underWay = new Map<string, { claimed: Claimed; done: Promise<void> }>();
  readonly #cut = new AbortController();
  #stopping = false;
  #wake: (() => void) | undefined;
  /** Something was settled since the outbox was last looked at. */
  #changed = false;
  #loop: Promise<void> | undefined;
  #renewal: NodeJS.Timeout | undefined;

  constructor(ctx: DelivererContext) {
    this.#ctx = ctx;
    this.#parallel = ctx.parallel ?? 4;
    this.#leaseMs = ctx.leaseMs ?? LEASE_MS;
  }

  start(): void {
    this.#loop ??= this.#run();
    this.#renewal ??= setInterval(() => void this.#renew(), this.#leaseMs / 3);
  }

  /** Takes nothing new, lets what is on its way arrive, and gives back what does not in time. */
  async stop(graceMs = GRACE_MS): Promise<void> {
    this.#stopping = true;
    this.#wake?.();
    const cut = setTimeout(() => this.#cut.abort(), graceMs);
    await this.#loop;
    await this.#settled();
    clearTimeout(cut);
    clearInterval(this.#renewal);
  }

  /** Delivers what is due now, and what becomes due by it; returns when nothing is. For tests and one-off runs. */
  async drain(): Promise<number> {
    let count = 0;
    for (;;) {
      const taken = await this.#take();
      await this.#settled();
      if (taken === 0) return count;
      count += taken;
    }
  }

  async #run(): Promise<void> {
    const { log } = this.#ctx;
    while (!this.#stopping) {
      let taken = 0;
      let idleMs = IDLE_MS;
      try {
        taken = await this.#take();
        if (taken === 0) idleMs = await this.#idle();
      } catch (error) {
        log.error({ err: error }, 'the outbox could not be read');
      }
      if (this.#underWay.size >= this.#parallel) await this.#anySettled();
      else if (taken === 0) await this.#rest(idleMs);
    }
  }

  /** How long nothing will be due, as far as is known. */
  async #idle(): Promise<number> {
    const { db, clock, idleMs = IDLE_MS } = this.#ctx;
    const now = clock();
    const due = await nextDue(db, now);
    return due ? Math.min(idleMs, due.getTime() - now.getTime()) : idleMs;
  }

  async #rest(ms: number): Promise<void> {
    if (this.#stopping || this.#changed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }

  async #take(): Promise<number> {
    this.#changed = false;
    const free = this.#parallel - this.#underWay.size;
    const claimed = await claimDue(this.#ctx.db, this.#ctx.clock(), free, this.#leaseMs);
    for (const one of claimed) {
      const { id } = one.delivery;
      const done = this.#deliver(one).finally(() => {
        this.#underWay.delete(id);
        // What waited behind it may be due now.
        this.#changed = true;
        this.#wake?.();
      });
      this.#underWay.set(id, { claimed: one, done });
    }
    return claimed.length;
  }

  async #settled(): Promise<void> {
    await Promise.all([...this.#underWay.values()].map((one) => one.done));
  }

  async #anySettled(): Promise<void> {
    await Promise.race([...this.#underWay.values()].map((one) => one.done));
  }

  async #deliver(claimed: Claimed): Promise<void> {
    const { db, log, couriers } = this.#ctx;
    const { delivery, target } = claimed;
    try {
      const tried = await this.#try(claimed, couriers[target.kind]);
      // Cut short by our own stop: that was no try.
      if (tried.outcome !== 'delivered' && this.#cut.signal.aborted) return await release(db, delivery);
      const state = await settle(this.#ctx, claimed, tried);
      log.info(
        { delivery: delivery.id, target: target.id, attempt: delivery.attempts, ...tried, state },
        'delivery',
      );
    } catch (error) {
      // The lease runs out, and it is tried again.
      log.error({ err: error, delivery: delivery.id }, 'a delivery could not be settled');
    }
  }

  async #try(claimed: Claimed, courier: Courier): Promise<Tried> {
    const most = (this.#ctx.delays ?? retryDelays).length + 1;
    const { attempts, triedBefore } = claimed.delivery;
    if (attempts - triedBefore > most)
      return { outcome: 'refused', detail: 'the process that made the last try did not live to tell of it' };
    try {
      return await courier(claimed, this.#cut.signal);
    } catch (error) {
      if (error instanceof Refusal) {
        const { code, message } = error;
        return { outcome: 'failed', detail: `${code}: ${message}` };
      }
      if (error instanceof InputError) return { outcome: 'failed', detail: error.problems[0]!.code };
      this.#ctx.log.error({ err: error, delivery: claimed.delivery.id }, 'a delivery failed');
      return { outcome: 'failed', detail: 'internal: the gateway failed; its log has the cause' };
    }
  }

  async #renew(): Promise<void> {
    const { db, clock, log } = this.#ctx;
    const rows = [...this.#underWay.values()].map((one) => one.claimed.delivery);
    await renewLeases(db, rows, clock(), this.#leaseMs).catch((error: unknown) =>
      log.error({ err: error }, 'leases could not be renewed'),
    );
  }
}
