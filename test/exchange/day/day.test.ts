import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ne } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgres, type Database } from '../../../src/db/database.ts';
import { audit, deliveryAttempts, imports, messages, outbox } from '../../../src/db/schema/index.ts';
import { verifyEvidence } from '../../../src/client/evidence.ts';
import { sha256Hex } from '../../../src/gi/content-hash.ts';
import { packagePath } from '../../../src/platform/paths.ts';
import { temporaryFolder } from '../../support/app.ts';
import { freshPostgresUrl } from '../../support/databases.ts';
import { faultProxy, seeded, type FaultProxy } from './fault-proxy.ts';
import { Office } from './office.ts';

/** Changes each office publishes: a few in every run, `DAY_CHANGES=500` for the whole day. */
const changes = Number(process.env['DAY_CHANGES'] ?? 8);
/** A gateway is killed about once in so many changes. */
const KILL_EVERY = 10;
/** An office does not publish on while more than this waits in its outbox, so that kills fall into deliveries all day long. */
const MOST_WAITING = 8;
const seed = 20261122;
const HOUR = 60 * 60 * 1000;

/** What each office keeps, and publishes changes of. */
const lists = { CN: 'cn-eu/III', EU: 'cn-eu/IV' } as const;
type Code = keyof typeof lists;
const codes: Code[] = ['CN', 'EU'];
const other = (code: Code): Code => (code === 'CN' ? 'EU' : 'CN');

describe(`two offices exchange ${changes} changes each way over a bad line, and are killed meanwhile`, () => {
  const folder = temporaryFolder();
  const offices = {} as Record<Code, Office>;
  const databases = {} as Record<Code, Database>;
  /** The line to each office. */
  const lines = {} as Record<Code, FaultProxy>;
  let kills = 0;

  beforeAll(async () => {
    for (const code of codes) {
      const url = await freshPostgresUrl();
      offices[code] = await Office.open(code, url, join(folder.path, code));
      databases[code] = await openPostgres(url, packagePath('src/db/migrations'), { poolSize: 2 });
      lines[code] = await faultProxy(seed + codes.indexOf(code));
    }
    for (const code of codes) {
      const [here, there] = [offices[code], offices[other(code)]];
      const keys = await there.json('GET', '/keys');
      const trust = { [lists[other(code)]]: 'official' };
      await here.json('PUT', `/partners/${there.code}`, { name: there.code, keys, trust });
    }
    for (const code of codes) {
      const [here, there] = [offices[code], offices[other(code)]];
      const { key } = await there.json<{ key: string }>('POST', `/partners/${code}/keys`, {
        name: 'deliveries',
        scopes: ['messages:write'],
      });
      await here.json('POST', '/delivery-targets', {
        partner: there.code,
        kind: 'messages',
        url: `${lines[other(code)].url}/api/v1/messages`,
        lists: [lists[code]],
        bearer: key,
      });
      lines[code].target = await here.start();
    }
  }, HOUR);
  afterAll(async () => {
    for (const code of codes) {
      await offices[code]?.close();
      await databases[code]?.close();
      await lines[code]?.close();
    }
    folder.remove();
  }, HOUR);

  const publishOne = async (code: Code, n: number): Promise<void> => {
    const office = offices[code];
    const list = lists[code];
    const bundle = JSON.parse(await (await office.ask(`/lists/${list}/document?format=bundle`)).text()) as {
      entries: { notes: string[] }[];
    };
    const entry = bundle.entries[n % bundle.entries.length]!;
    entry.notes = [`change ${n} of the day`];
    const imported = await office.ask(`/lists/${list}/imports?fileName=list.json`, {
      method: 'POST',
      body: JSON.stringify(bundle),
    });
    if (!imported.ok) throw new Error(await imported.text());
    await imported.text();
    await office.json('POST', `/lists/${list}/publications`, {});
  };

  const killOne = async (code: Code): Promise<void> => {
    lines[code].target = undefined;
    await offices[code].kill();
    lines[code].target = await offices[code].start();
    kills++;
  };

  const open = (code: Code): Promise<number> =>
    databases[code].db.$count(outbox, ne(outbox.state, 'delivered'));

  /** Waits until no office has more than so much waiting; the line keeps failing all the while. */
  const fewerWaiting = async (most: number): Promise<void> => {
    while ((await Promise.all(codes.map(open))).some((count) => count > most)) await sleep(200);
  };

  /** What the day was like, for whoever ran it. */
  const tell = async (seconds: number): Promise<void> => {
    const told = await Promise.all(
      codes.map(async (code) => {
        const tries = await databases[code].db.$count(deliveryAttempts);
        return `  ${code} sent ${changes} lists in ${tries} settled tries; on the line to it: ${JSON.stringify(lines[code].happened)}`;
      }),
    );
    console.log([`${changes} changes each way, ${kills} kills, ${seconds.toFixed(0)} s`, ...told].join('\n'));
  };

  it(
    'goes through the day',
    async () => {
      const random = seeded(seed);
      const started = performance.now();
      // The staff publish on while a gateway is down.
      let killing = Promise.resolve();
      for (let n = 0; n < changes; n++) {
        await fewerWaiting(MOST_WAITING);
        await Promise.all(codes.map((code) => publishOne(code, n)));
        if (random() >= 1 / KILL_EVERY && n !== 2) continue;
        await killing;
        killing = killOne(codes[Math.floor(random() * 2)]!);
      }
      await killing;
      // The line keeps failing to the end: what is left must get through it all the same.
      await fewerWaiting(0);
      await tell((performance.now() - started) / 1000);
      for (const code of codes)
        for (const fault of ['lost', 'answer-lost', 'twice', 'late', 'broken-off'] as const)
          if (changes >= 100) expect(lines[code].happened[fault], `${fault} to ${code}`).toBeGreaterThan(0);
      expect(kills).toBeGreaterThan(0);
    },
    HOUR,
  );

  it('lost nothing, did nothing twice, and every receipt fits its message on both sides', async () => {
    for (const code of codes) {
      const sent = (await databases[code].db.select().from(messages)).filter((m) => m.direction === 'out');
      const received = (await databases[other(code)].db.select().from(messages)).filter(
        (m) => m.direction === 'in',
      );
      expect(sent).toHaveLength(changes);
      const theirs = new Map(received.map((m) => [m.messageId, m]));
      expect(theirs.size).toBe(received.length);
      expect(received).toHaveLength(changes);
      for (const message of sent) {
        const there = theirs.get(message.messageId)!;
        expect(there.sha256).toBe(message.sha256);
        expect(sha256Hex(there.body)).toBe(message.sha256);
        expect(there.receipt).toBe(message.receipt);
        expect(there.receiptSignature).toBe(message.receiptSignature);
        expect(JSON.parse(message.receipt!)).toMatchObject({
          messageId: message.messageId,
          messageSha256: message.sha256,
          outcome: 'accepted',
        });
      }
      // In the order of publication, though requests overtook each other.
      const arrived = received.toSorted((a, b) => a.at.getTime() - b.at.getTime()).map((m) => m.version);
      expect(arrived).toEqual(arrived.toSorted((a, b) => a! - b!));
      const finished = (await databases[other(code)].db.select().from(imports)).filter(
        (run) => run.startedBy === `partner:${code}` && run.state === 'done',
      );
      expect(new Set(finished.map((run) => run.id))).toEqual(new Set(received.map((m) => m.importId)));
      const told = (await databases[other(code)].db.select().from(audit)).filter(
        (row) => row.action === 'message.received',
      );
      expect(told).toHaveLength(changes);
    }
  });

  it('left each office able to publish exactly what the other has', async () => {
    for (const code of codes) {
      const here = offices[other(code)];
      const list = lists[code];
      await here.json('POST', `/lists/${list}/publications`, {});
      const hash = async (office: Office): Promise<string | null> =>
        (await office.ask(`/lists/${list}/document?format=bundle`)).headers.get('x-content-hash');
      expect(await hash(here)).toBe(await hash(offices[code]));
    }
  });

  it('is proven by both logs, record by record', async () => {
    for (const code of codes) {
      const text = await (await offices[code].ask('/evidence')).text();
      const keys = (await offices[code].json('GET', '/keys')) as { keys: object[] };
      const exported = text.trimEnd().split('\n');
      expect(await verifyEvidence(exported, { keys: keys as never })).toMatchObject({ sound: true });
      const kinds = exported.map((line) => /"kind":"([^"]+)"/.exec(line)?.[1]);
      for (const kind of ['message.sent', 'receipt.received', 'message.received', 'receipt.given'])
        expect(
          kinds.filter((k) => k === kind),
          `${kind} of ${code}`,
        ).toHaveLength(changes);
    }
  });
});
