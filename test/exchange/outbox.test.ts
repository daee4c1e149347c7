import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import type { Database } from '../../src/db/database.ts';
import { enqueue, type Announcement } from '../../src/db/outbox.ts';
import { audit, deliveryTargets, outbox, type TargetKind } from '../../src/db/schema/index.ts';
import { claimDue, LEASE_MS } from '../../src/exchange/outbox/claim.ts';
import { Deliverer, type Courier } from '../../src/exchange/outbox/deliverer.ts';
import { discard, getDelivery, listDeliveries, replay } from '../../src/exchange/outbox/manage.ts';
import { nextDelay, retryAfter, retryDelays } from '../../src/exchange/outbox/schedule.ts';
import { DISABLE_AFTER_MS, settle, type Tried } from '../../src/exchange/outbox/settle.ts';
import { createLog } from '../../src/platform/log.ts';
import { databases, reset } from '../support/databases.ts';

const start = Date.parse('2026-11-22T12:00:00Z');
const delivered: Tried = { outcome: 'delivered', status: 200, detail: 'answered 200' };
const failed: Tried = { outcome: 'failed', status: 503, detail: 'answered 503' };

describe.each(databases)('the outbox on $name', ({ open }) => {
  let database: Database;
  let now: number;
  const clock = (): Date => new Date(now);
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    now = start;
    await reset(database);
  });

  const addTarget = async (id: string, more: Partial<typeof deliveryTargets.$inferInsert> = {}) => {
    await database.db.insert(deliveryTargets).values({
      id,
      partner: 'EU',
      kind: 'webhook',
      url: `https://${id}.example/`,
      topics: [],
      lists: [],
      addedAt: clock(),
      addedBy: 'test',
      ...more,
    });
  };
  const announce = (subject: string, more: Partial<Announcement> = {}) =>
    database.db.transaction((tx) =>
      enqueue(tx, {
        at: clock(),
        actor: 'test',
        topic: 'list.published',
        subject,
        orderKey: subject,
        payload: { subject },
        ...more,
      }),
    );
  /** A deliverer whose couriers answer as told, and who remembers what it brought where. */
  const deliverer = (answer: (n: number) => Tried | Promise<Tried>) => {
    const brought: string[] = [];
    const courier: Courier = async ({ delivery, target }) => {
      brought.push(`${target.id} ${delivery.subject}`);
      return answer(brought.length);
    };
    const couriers: Record<TargetKind, Courier> = { webhook: courier, messages: courier };
    const worker = new Deliverer({
      db: database.db,
      clock,
      random: () => 0,
      log: createLog('silent'),
      couriers,
      idleMs: 5,
    });
    return { worker, brought };
  };
  const settleContext = () => ({ db: database.db, clock, random: () => 0 });
  const states = async () =>
    Object.fromEntries((await database.db.select().from(outbox)).map((r) => [r.subject, r.state]));

  it('takes an announcement in with its change, once for each target that wants it, or not at all', async () => {
    await addTarget('all');
    await addTarget('cn-eu', { lists: ['cn-eu'] });
    await addTarget('fr', { lists: ['cn-fr/FR'], partner: 'FR' });
    await addTarget('oppositions', { topics: ['opposition'] });
    await addTarget('off', { disabledAt: clock() });
    await addTarget('office-off', { disabledAt: clock(), kind: 'messages' });
    expect(await announce('cn-eu/III')).toHaveLength(3);
    expect(await announce('cn-fr/FR', { partner: 'FR' })).toHaveLength(1);
    const wanted = await database.db.select().from(outbox).where(eq(outbox.subject, 'cn-eu/III'));
    expect(wanted.map((r) => r.targetId).sort()).toEqual(['all', 'cn-eu', 'office-off']);
    await expect(
      database.db.transaction(async (tx) => {
        await enqueue(tx, {
          at: clock(),
          actor: 'test',
          topic: 'list.published',
          subject: 'cn-th/TH',
          payload: {},
        });
        throw new Error('the change failed');
      }),
    ).rejects.toThrow('the change failed');
    expect(await states()).not.toHaveProperty(['cn-th/TH']);
  });

  it('delivers what is due, once, and writes down what came of it', async () => {
    await addTarget('a');
    const [id] = await announce('cn-eu/III');
    const { worker, brought } = deliverer(() => delivered);
    expect(await worker.drain()).toBe(1);
    expect(await worker.drain()).toBe(0);
    expect(brought).toEqual(['a cn-eu/III']);
    expect(await getDelivery(database.db, id!)).toMatchObject({
      delivery: { state: 'delivered', attempts: 1 },
      tries: [{ attempt: 1, outcome: 'delivered', status: 200 }],
    });
    const rows = await database.db.select().from(audit).where(eq(audit.action, 'delivery.delivered'));
    expect(rows).toMatchObject([{ subject: 'EU', actor: 'system', details: { delivery: id } }]);
  });

  it('tries again after growing waits, then gives up visibly, until somebody sends it again', async () => {
    await addTarget('a');
    const [id] = await announce('cn-eu/III');
    const { worker, brought } = deliverer((n) => (n <= retryDelays.length + 1 ? failed : delivered));
    for (const wait of retryDelays) {
      expect(await worker.drain()).toBe(1);
      now += wait - 1;
      expect(await worker.drain()).toBe(0);
      now += 1;
    }
    expect(await worker.drain()).toBe(1);
    expect(await listDeliveries(database.db, { state: 'dead' }, 10)).toMatchObject([{ id, attempts: 10 }]);
    const told = await database.db.select().from(audit).where(eq(audit.action, 'delivery.dead'));
    expect(told).toMatchObject([{ details: { delivery: id, detail: 'answered 503' } }]);
    now += 1_000_000_000;
    expect(await worker.drain()).toBe(0);
    const ctx = { db: database.db, clock, actor: 'tester' };
    expect(await replay(ctx, id!)).toMatchObject({ state: 'pending' });
    expect(await worker.drain()).toBe(1);
    expect((await getDelivery(database.db, id!)).tries).toHaveLength(11);
    expect(brought).toHaveLength(11);
    expect(await states()).toEqual({ 'cn-eu/III': 'delivered' });
    expect(await database.db.select().from(audit).where(eq(audit.action, 'delivery.replayed'))).toMatchObject(
      [{ actor: 'tester', details: { was: 'dead' } }],
    );
  });

  it('waits as long as the receiver asks', async () => {
    await addTarget('a');
    await announce('cn-eu/III');
    const { worker } = deliverer(() => ({ ...failed, askedMs: 60_000 }) as Tried);
    await worker.drain();
    now += 59_999;
    expect(await worker.drain()).toBe(0);
    now += 1;
    expect(await worker.drain()).toBe(1);
  });

  it('gives up at once where no try will do better', async () => {
    await addTarget('a', { kind: 'messages' });
    const [id] = await announce('cn-eu/III');
    const { worker } = deliverer(() => ({ outcome: 'refused', status: 422, detail: 'exchange/not-agreed' }));
    await worker.drain();
    expect((await getDelivery(database.db, id!)).delivery).toMatchObject({ state: 'dead', attempts: 1 });
  });

  it('keeps the order of one list to one gateway, past failures and dead letters, and holds up nothing else', async () => {
    await addTarget('a', { kind: 'messages' });
    await addTarget('b', { kind: 'messages' });
    const [first] = await announce('cn-eu/III', { targetId: 'a' });
    await announce('cn-eu/III', { targetId: 'a' });
    await announce('cn-eu/IV', { targetId: 'a' });
    await announce('cn-eu/III', { targetId: 'b' });
    const { worker, brought } = deliverer((n) => (brought[n - 1] === 'a cn-eu/III' ? failed : delivered));
    await worker.drain();
    expect(brought.toSorted()).toEqual(['a cn-eu/III', 'a cn-eu/IV', 'b cn-eu/III']);
    for (const wait of retryDelays) {
      now += wait;
      await worker.drain();
    }
    // The first is dead now, and the second still waits behind it.
    now += 1_000_000_000;
    expect(await worker.drain()).toBe(0);
    await discard({ db: database.db, clock, actor: 'tester' }, first!);
    expect(await worker.drain()).toBe(1);
  });

  it('tells a webhook of what came later, though an earlier event could not be delivered', async () => {
    await addTarget('hook');
    const [first] = await announce('cn-eu/III');
    const { worker, brought } = deliverer((n) => (n === 1 ? failed : delivered));
    await worker.drain();
    expect(await announce('cn-eu/III')).toHaveLength(1);
    expect(await worker.drain()).toBe(1);
    await database.db.update(outbox).set({ state: 'dead' }).where(eq(outbox.id, first!));
    const [last] = await announce('cn-eu/III');
    // As releases before queued them: with an order.
    await database.db.update(outbox).set({ orderKey: 'cn-eu/III' });
    expect(await worker.drain()).toBe(1);
    expect(brought).toHaveLength(3);
    expect((await getDelivery(database.db, last!)).delivery.state).toBe('delivered');
    expect(await listDeliveries(database.db, { state: 'dead' }, 10)).toMatchObject([{ id: first }]);
  });

  it('is claimed by one deliverer at a time', async () => {
    await addTarget('a');
    for (let n = 0; n < 20; n++) await announce(`cn-eu/${n}`);
    const taken = await Promise.all(Array.from({ length: 5 }, () => claimDue(database.db, clock(), 6)));
    const ids = taken.flat().map((c) => c.delivery.id);
    expect(ids).toHaveLength(20);
    expect(new Set(ids).size).toBe(20);
    expect(await claimDue(database.db, clock(), 10)).toEqual([]);
  });

  it('is taken over from a deliverer that died, whose word then counts no more', async () => {
    await addTarget('a');
    await announce('cn-eu/III');
    const [lost] = await claimDue(database.db, clock(), 1);
    now += LEASE_MS;
    expect(await claimDue(database.db, clock(), 1)).toEqual([]);
    now += 1;
    const [taken] = await claimDue(database.db, clock(), 1);
    expect(taken!.delivery.attempts).toBe(2);
    expect(await settle(settleContext(), lost!, failed)).toBeUndefined();
    expect(await settle(settleContext(), taken!, delivered)).toBe('delivered');
    expect(await states()).toEqual({ 'cn-eu/III': 'delivered' });
  });

  it('does not try for ever what kills its deliverer', async () => {
    await addTarget('a');
    const [id] = await announce('cn-eu/III');
    for (let n = 0; n <= retryDelays.length; n++) {
      expect(await claimDue(database.db, clock(), 1)).toHaveLength(1);
      now += LEASE_MS + 1;
    }
    const { worker, brought } = deliverer(() => delivered);
    await worker.drain();
    expect(brought).toEqual([]);
    expect((await getDelivery(database.db, id!)).delivery.state).toBe('dead');
  });

  it('takes a webhook out of use after long failure, or when it is gone, and goes on when it is back', async () => {
    await addTarget('a');
    await addTarget('b');
    await addTarget('office', { kind: 'messages' });
    for (const targetId of ['a', 'b', 'office']) await announce(`cn-eu/${targetId}`, { targetId });
    const { worker } = deliverer(() => failed);
    await worker.drain();
    now += DISABLE_AFTER_MS;
    await worker.drain();
    const disabled = async () =>
      (await database.db.select().from(deliveryTargets)).filter((t) => t.disabledAt).map((t) => t.id);
    expect((await disabled()).sort()).toEqual(['a', 'b']);
    expect(await database.db.select().from(audit).where(eq(audit.action, 'target.disabled'))).toHaveLength(2);
    await addTarget('c');
    await announce('cn-eu/c', { targetId: 'c' });
    await deliverer(() => ({ outcome: 'gone', status: 410, detail: '' })).worker.drain();
    expect(await disabled()).toContain('c');
    // What waited for a disabled target stays.
    await database.db.update(deliveryTargets).set({ disabledAt: null }).where(eq(deliveryTargets.id, 'a'));
    now += 1_000_000_000;
    const { worker: later, brought } = deliverer(() => delivered);
    await later.drain();
    expect(brought).toContain('a cn-eu/a');
    expect(brought).not.toContain('b cn-eu/b');
  });

  it('works by itself until it is stopped, lets what is on its way arrive, and gives back what does not', async () => {
    await addTarget('a');
    await announce('cn-eu/III');
    await announce('cn-eu/IV');
    const held: { arrive?: () => void } = {};
    const couriers: Courier = async ({ delivery }, signal) => {
      if (delivery.subject === 'cn-eu/III') {
        await new Promise<void>((resolve) => (held.arrive = resolve));
        return delivered;
      }
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return failed;
    };
    const worker = new Deliverer({
      db: database.db,
      clock,
      random: () => 0,
      log: createLog('silent'),
      couriers: { webhook: couriers, messages: couriers },
      idleMs: 5,
    });
    worker.start();
    while (!held.arrive) await new Promise((resolve) => setTimeout(resolve, 5));
    const stopped = worker.stop(50);
    held.arrive();
    await stopped;
    expect(await states()).toEqual({ 'cn-eu/III': 'delivered', 'cn-eu/IV': 'pending' });
    // Given back untried: the next deliverer takes it at once.
    expect(await claimDue(database.db, clock(), 1)).toMatchObject([
      { delivery: { subject: 'cn-eu/IV', attempts: 1 } },
    ]);
  });

  it('refuses by hand what its state does not allow', async () => {
    await addTarget('a');
    const [id] = await announce('cn-eu/III');
    const ctx = { db: database.db, clock, actor: 'tester' };
    await claimDue(database.db, clock(), 1);
    const refused = { code: 'outbox/not-possible' };
    await expect(replay(ctx, id!)).rejects.toMatchObject(refused);
    await expect(discard(ctx, id!)).rejects.toMatchObject(refused);
    now += LEASE_MS + 1;
    expect(await discard(ctx, id!)).toMatchObject({ state: 'discarded' });
    await expect(replay(ctx, id!)).rejects.toMatchObject(refused);
    await expect(discard(ctx, 'msg_none')).rejects.toMatchObject({ code: 'not-found/delivery' });
  });
});

describe('waits between tries', () => {
  it('are lengthened by up to a quarter, never shortened, and end', () => {
    expect(nextDelay(1, 0)).toBe(5000);
    expect(nextDelay(1, 1)).toBe(6250);
    expect(nextDelay(retryDelays.length + 1, 0)).toBeUndefined();
    expect(nextDelay(1, 0, 7000)).toBe(7000);
    expect(nextDelay(9, 0, 1)).toBe(86_400_000);
    expect(nextDelay(1, 0, 10 * 86_400_000)).toBe(86_400_000);
  });
  it.each([
    [undefined, undefined],
    ['120', 120_000],
    ['Sun, 22 Nov 2026 12:01:00 GMT', 60_000],
    ['Sun, 22 Nov 2026 11:00:00 GMT', 0],
    ['soon', undefined],
  ])('are asked for by Retry-After: %s', (header, ms) => {
    expect(retryAfter(header, new Date(start))).toBe(ms);
  });
});
