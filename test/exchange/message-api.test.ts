import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Db } from '../../src/db/database.ts';
import { audit, evidence, imports, listVersions, messages, sourceFiles } from '../../src/db/schema/index.ts';
import type { SignedReceipt } from '../../src/exchange/messages/answer.ts';
import type { ExchangeContext } from '../../src/exchange/send.ts';
import { openApp, staffToken, type TestApp } from '../support/app.ts';
import { receiveMessage } from '../../src/exchange/messages/receive.ts';
import { databases } from '../support/databases.ts';
import { addKey, addPartner, bearer } from '../support/partners.ts';

interface Made {
  id: string;
  messageId: string;
  sha256: string;
  body: string;
  signature: string;
}
interface Answer {
  id: string;
  receipt: {
    messageId: string;
    messageSha256: string;
    outcome: string;
    records: number;
    changes: { added: number; changed: number; removed: number };
    problems: { code: string }[];
  };
  body: string;
  signature: string;
  repeated: boolean;
  code: string;
  messages: { id: string; direction: string; partner: string; type: string; outcome?: string }[];
  next?: string;
}

const DAY = 86_400_000;
const base64 = (value: string | Uint8Array): string => Buffer.from(value).toString('base64');
const text = (made: { body: string }): string => Buffer.from(made.body, 'base64').toString();

describe.each(databases)('messages between partner offices, on $name', ({ open }) => {
  let cn: TestApp;
  let eu: TestApp;
  let key: string;
  let counter = 0;

  beforeAll(async () => {
    cn = await openApp(open, { officeCode: 'CN' });
    eu = await openApp(open, { officeCode: 'EU' });
    await addPartner(cn, 'EU', { keys: eu.signer.publicKeys() });
    await addPartner(eu, 'CN', { keys: cn.signer.publicKeys() });
    ({ key } = await addKey(eu, 'CN'));
  });
  afterAll(async () => {
    await cn.close();
    await eu.close();
  });

  const make = async (format = 'json', list = 'cn-eu/III'): Promise<Made> => {
    const made = await cn.staff<Made>('POST', `/api/v1/lists/${list}/messages`, { recipient: 'EU', format });
    expect(made.status).toBe(200);
    return made.body;
  };
  const post = async (body: string | Buffer, type = 'application/json', bearerKey = key) => {
    const headers = { ...bearer(bearerKey), 'content-type': type };
    const response = await eu.get('/api/v1/messages', { method: 'POST', headers, body });
    return { status: response.status, body: (await response.json()) as Answer };
  };
  const sign = async (value: string): Promise<string> =>
    JSON.stringify({ body: base64(value), signature: await cn.signer.sign(Buffer.from(value)) });
  const altered = async (made: Made, ...changes: [string | RegExp, string][]): Promise<string> => {
    let value = text(made).replace(
      made.messageId,
      `msg_${Math.abs(Number(Buffer.from(made.sha256).readInt32LE()))}_${counter++}`,
    );
    for (const [from, to] of changes) value = value.replace(from, to);
    return sign(value);
  };

  const ask = async (path: string, bearerKey = key) => {
    const response = await eu.get(path, { headers: bearer(bearerKey) });
    return { status: response.status, body: (await response.json()) as Answer };
  };

  it('are taken as JSON with a detached JWS, as a flattened JWS, and as signed XML', async () => {
    const json = await make();
    const [protectedPart, , mark] = (await make()).signature.split('.') as [string, string, string];
    expect(await post(JSON.stringify({ body: json.body, signature: json.signature }))).toMatchObject({
      status: 200,
      body: { repeated: false, receipt: { outcome: 'accepted', records: 54, messageSha256: json.sha256 } },
    });
    const flat = await make();
    const [header, , signature] = flat.signature.split('.') as [string, string, string];
    expect(header).toBe(protectedPart);
    expect(signature).not.toBe(mark);
    const payload = Buffer.from(flat.body, 'base64').toString('base64url');
    const jose = JSON.stringify({ protected: header, payload, signature });
    expect(await post(jose, 'application/jose+json')).toMatchObject({
      status: 200,
      body: { receipt: { outcome: 'accepted', messageSha256: flat.sha256 } },
    });
    const xml = await make('xml');
    expect(xml.signature).toBe('');
    const taken = await post(Buffer.from(xml.body, 'base64'), 'application/xml');
    expect(taken).toMatchObject({
      status: 200,
      body: { receipt: { outcome: 'accepted', records: 54, messageSha256: xml.sha256, problems: [] } },
    });
    // What rides in processing instructions is signed too, and arrives: nothing is to change.
    expect(taken.body.receipt.changes).toEqual({ added: 0, changed: 0, removed: 0 });
    expect(await post('x', 'text/csv')).toMatchObject({ status: 400, body: { code: 'request/invalid' } });
  });

  it('are done once, however often and however much at once they come', async () => {
    const made = await make();
    const body = JSON.stringify({ body: made.body, signature: made.signature });
    const runs = async () => (await eu.database.db.select().from(imports)).length;
    const before = await runs();
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(body)));
    expect(answers.map((a) => a.status)).toEqual([200, 200, 200, 200, 200]);
    expect(new Set(answers.map((a) => a.body.body + a.body.signature)).size).toBe(1);
    expect(answers.filter((a) => !a.body.repeated)).toHaveLength(1);
    expect(await runs()).toBe(before + 1);
    const received = await eu.database.db
      .select()
      .from(audit)
      .where(and(eq(audit.action, 'message.received'), eq(audit.actor, 'partner:CN')));
    expect(received.filter((r) => r.details['messageId'] === made.messageId)).toHaveLength(1);
    expect(await post(await sign(text(made).replace('"number": 1', '"number": 2')))).toMatchObject({
      status: 409,
      body: { code: 'exchange/content-changed' },
    });
  });

  it('are taken over from a process that died while it read them', async () => {
    const made = await make();
    const body = JSON.stringify({ body: made.body, signature: made.signature });
    const first = await post(body);
    // As a process leaves it that is killed after the import and before the answer.
    await eu.database.db
      .update(messages)
      .set({
        receipt: null,
        receiptSignature: null,
        outcome: null,
        claimedBy: 'dead',
        claimedUntil: new Date('2026-01-01T00:00:00Z'),
      })
      .where(eq(messages.id, first.body.id));
    const again = await post(body);
    expect(again).toMatchObject({ status: 200, body: { repeated: false } });
    expect(again.body.receipt).toEqual({ ...first.body.receipt, receivedAt: expect.any(String) });
    const runs = await eu.database.db.select().from(imports);
    const [row] = await eu.database.db.select().from(messages).where(eq(messages.id, first.body.id));
    expect(runs.filter((r) => r.id === row!.importId)).toHaveLength(1);
    const drafts = await eu.database.db
      .select()
      .from(listVersions)
      .where(eq(listVersions.importId, row!.importId!));
    expect(drafts.length).toBeLessThanOrEqual(1);
  });

  /** A database that does something once, before the first transaction that begins while a condition holds. */
  const interrupting = (when: () => Promise<boolean>, then: () => Promise<void>): Db => {
    const { db } = eu.database;
    let done = false;
    return new Proxy(db, {
      get(target, name) {
        if (name !== 'transaction') return Reflect.get(target, name) as unknown;
        return async (work: Parameters<Db['transaction']>[0]) => {
          if (!done && (await when())) {
            done = true;
            await then();
          }
          return target.transaction(work);
        };
      },
    });
  };

  it.each([
    ['in the middle of reading', 'building'],
    ['with the draft made and the answer not yet', 'draft'],
  ] as const)('leave one draft when their reader is held up %s', async (_, state) => {
    const { db } = eu.database;
    const made = await make();
    // Something is to change, so that there is a draft.
    const body = Buffer.from(text(made).replaceAll('安吉白茶', `安吉白茶${++counter}`));
    const signed = { format: 'json', body, signature: await cn.signer.sign(body) } as const;
    const reader = (inside: Db): ExchangeContext => ({
      db: inside,
      clock: () => new Date('2026-11-22T11:59:00Z'),
      actor: 'partner:CN',
      signer: eu.signer,
      officeCode: 'EU',
    });
    const draftsOf = () => {
      const runs = db
        .select({ id: imports.id })
        .from(imports)
        .innerJoin(sourceFiles, eq(sourceFiles.id, imports.fileId))
        .where(eq(sourceFiles.name, `${made.messageId}.json`));
      return db.select().from(listVersions).where(inArray(listVersions.importId, runs));
    };
    let other: SignedReceipt | undefined;
    const held = interrupting(
      async () => (await draftsOf()).some((version) => version.state === state),
      async () => {
        const claimedUntil = new Date('2026-01-01T00:00:00Z');
        await db.update(messages).set({ claimedUntil }).where(eq(messages.messageId, made.messageId));
        other = await receiveMessage(reader(db), signed, { way: 'network' });
      },
    );
    const late = await receiveMessage(reader(held), signed, { way: 'network' });
    expect(other).toMatchObject({ repeated: false, receipt: { outcome: 'accepted' } });
    expect(late).toMatchObject({ body: other!.body, signature: other!.signature, repeated: true });
    const versions = await draftsOf();
    expect(versions.map((version) => version.state).filter((s) => s !== 'discarded')).toEqual(['draft']);
    expect(other!.receipt.changes).toMatchObject({ changed: 1 });
    const [row] = await db.select().from(messages).where(eq(messages.messageId, made.messageId));
    expect(versions.find((version) => version.state === 'draft')!.importId).toBe(row!.importId);
  });

  it('are refused before their content is looked at', async () => {
    const made = await make();
    const content: [RegExp, string] = [/"content": \{[^]*\}\n\}/, '"content": {"x": 1}\n}'];
    const at = (ms: number): [RegExp, string] => [
      /"createdAt": "[^"]+"/,
      `"createdAt": "${new Date(Date.parse('2026-11-22T12:00:00Z') + ms).toISOString()}"`,
    ];
    const cases: [string, string][] = [
      ['exchange/not-for-us', await altered(made, content, ['"recipient": "EU"', '"recipient": "TH"'])],
      ['exchange/sender-mismatch', await altered(made, content, ['"sender": "CN"', '"sender": "EU"'])],
      ['exchange/stale', await altered(made, content, at(-8 * DAY))],
      ['exchange/from-the-future', await altered(made, content, at(3_600_000))],
      ['exchange/not-agreed', await altered(made, content, ['"agreement": "cn-eu"', '"agreement": "cn-th"'])],
      ['not-found/list', await altered(made, content, ['"list": "cn-eu/III"', '"list": "cn-eu/XX"'])],
      ['exchange/bad-id', await altered(made, content, [/"id": "msg_/, '"id": "../msg_'])],
      ['exchange/bad-id', await altered(made, content, [/"id": "msg_/, '"id": "C:\\\\msg_'])],
    ];
    for (const [code, body] of cases) expect((await post(body)).body.code).toBe(code);
    const [refused] = await eu.database.db.select().from(evidence).orderBy(desc(evidence.seq)).limit(1);
    expect(refused?.record).toContain('message.refused');
    expect(refused?.record).toContain('exchange/bad-id');
  });

  it('are not taken with the sender’s public key as a shared secret', async () => {
    const made = await make();
    const { keys } = cn.signer.publicKeys();
    const header = Buffer.from(JSON.stringify({ alg: 'HS256', kid: keys[0]!.kid })).toString('base64url');
    const payload = Buffer.from(made.body, 'base64').toString('base64url');
    const mac = createHmac('sha256', Buffer.from(keys[0]!.x!, 'base64url')).update(`${header}.${payload}`);
    const forged = { body: made.body, signature: `${header}..${mac.digest('base64url')}` };
    expect((await post(JSON.stringify(forged))).body.code).toBe('exchange/symmetric-algorithm');
  });

  it('that stray from the way by mail may be older', async () => {
    const made = await make();
    const old = new Date(Date.parse('2026-11-22T12:00:00Z') - 30 * DAY).toISOString();
    const body = await altered(made, [/"createdAt": "[^"]+"/, `"createdAt": "${old}"`]);
    expect((await post(body)).body.code).toBe('exchange/stale');
    expect(await eu.staff('POST', '/api/v1/messages', JSON.parse(body))).toMatchObject({ status: 200 });
  });

  it('that come too late for a newer version of the list are answered and left alone', async () => {
    const made = await make();
    const second = await post(await altered(made, ['"number": 1', '"number": 3']));
    expect(second.body.receipt.outcome).toBe('accepted');
    const late = await post(await altered(made, ['"number": 1', '"number": 2']));
    expect(late.body.receipt).toMatchObject({ outcome: 'superseded', records: 0 });
  });

  it('claim no more evidence than the sender is trusted for', async () => {
    const list = 'cn-th/TH';
    const agreements = ['cn-eu', 'cn-th'];
    const keys = await (await cn.get('/api/v1/keys')).json();
    const save = (trust: object) =>
      eu.staff('PUT', '/api/v1/partners/CN', { name: 'CN', keys, agreements, trust });
    const made = await make('json', list);
    const claiming = (source: string): [string | RegExp, string][] => [
      [/"level": "(?:public-source|unverified)",/g, '"level": "official",'],
      [/"source": "[^"]*"/g, `"source": "${source}"`],
    ];
    const levels = async (answer: Answer): Promise<string[]> => {
      const [row] = await eu.database.db.select().from(messages).where(eq(messages.id, answer.id));
      const [draft] = await eu.database.db
        .select()
        .from(listVersions)
        .where(eq(listVersions.importId, row!.importId!));
      const { body } = await eu.staff<object>('GET', `/api/v1/drafts/${draft!.id}/changes?limit=500`);
      return [...JSON.stringify(body).matchAll(/"level":"([^"]+)","source":"Gazette[^"]*"/g)].map(
        (m) => m[0],
      );
    };
    await save({});
    const plain = await post(await altered(made, ...claiming('Gazette 1')));
    const capped = await levels(plain.body);
    expect(capped.length).toBeGreaterThan(0);
    expect(new Set(capped)).toEqual(
      new Set(['"level":"public-source","source":"Gazette 1 (as CN states it)"']),
    );
    await save({ [list]: 'official' });
    const trusted = await post(await altered(made, ...claiming('Gazette 2')));
    expect(new Set(await levels(trusted.body))).toEqual(new Set(['"level":"official","source":"Gazette 2"']));
  });

  it('may be notices about one entry', async () => {
    const write = (type: string, about: object, format: string) =>
      cn.staff<Made>('POST', '/api/v1/lists/cn-eu/III/notices', {
        recipient: 'EU',
        type,
        format,
        notice: about,
      });
    const notify = async (type: string, about: object, format = 'json') => {
      const made = await write(type, about, format);
      expect(made.status).toBe(200);
      return format === 'xml'
        ? post(Buffer.from(made.body.body, 'base64'), 'application/xml')
        : post(JSON.stringify({ body: made.body.body, signature: made.body.signature }));
    };
    const document = await (await cn.get('/api/v1/lists/cn-eu/III/document?format=csv')).text();
    const entry = /^([^,\n]+),/m.exec(document.slice(document.indexOf('\n') + 1))![1]!;
    const notice = { entry, on: '2026-11-20', text: 'Earlier mark <“龙”> & goods', reference: 'OPP/1' };
    for (const format of ['json', 'xml'])
      expect(await notify('opposition', notice, format)).toMatchObject({
        status: 200,
        body: { receipt: { outcome: 'accepted', records: 1 } },
      });
    expect(await write('opposition', { ...notice, entry: 'nothing' }, 'json')).toMatchObject({
      status: 404,
      body: { code: 'not-found/entry' },
    });
    const { body: known } = await write('protection-ended', notice, 'json');
    const unknown = await post(await altered(known, [`"${entry}"`, '"nothing"']));
    expect(unknown.body.receipt).toMatchObject({
      outcome: 'refused',
      problems: [{ code: 'exchange/unknown-entry' }],
    });
    const undecided = await notify('decision', notice, 'xml');
    expect(undecided.body.receipt.problems).toMatchObject([{ code: 'exchange/notice-outcome' }]);
    const decided = await notify('decision', { ...notice, outcome: 'refused' }, 'xml');
    expect(decided.body.receipt.outcome).toBe('accepted');
    const { body } = await ask('/api/v1/messages?type=opposition');
    expect(body.messages).toHaveLength(2);
  });

  it('are found again with their receipts, page by page', async () => {
    const made = await make('xml', 'cn-eu/IV');
    const { body: given } = await post(Buffer.from(made.body, 'base64'), 'application/xml');
    const first = await ask('/api/v1/messages?limit=2');
    expect(first.body.messages).toHaveLength(2);
    expect(first.body.messages[0]).toMatchObject({
      id: given.id,
      direction: 'in',
      partner: 'CN',
      outcome: 'accepted',
    });
    const rest = await ask(`/api/v1/messages?limit=200&cursor=${first.body.next}`);
    const all = (await ask('/api/v1/messages?limit=200')).body.messages.map((m) => m.id);
    expect([...first.body.messages, ...rest.body.messages].map((m) => m.id)).toEqual(all);
    for (const id of [given.id, made.messageId]) {
      expect((await ask(`/api/v1/messages/${id}`)).body).toMatchObject({ id: given.id, body: made.body });
      expect((await ask(`/api/v1/messages/${id}/receipt`)).body).toMatchObject({
        body: given.body,
        signature: given.signature,
        receipt: given.receipt,
      });
    }
    const sent = await eu.staff<Made>('POST', '/api/v1/lists/cn-eu/III/messages', { recipient: 'CN' });
    const fetched = await ask(`/api/v1/messages/${sent.body.id}`);
    expect(fetched.body).toMatchObject({
      direction: 'out',
      body: sent.body.body,
      signature: sent.body.signature,
    });
    expect((await ask(`/api/v1/messages/${sent.body.id}/receipt`)).body.code).toBe('not-found/receipt');
    const receipt = await cn.staff<Answer>('POST', '/api/v1/messages', sent.body);
    const { body, signature } = receipt.body;
    const headers = { ...bearer(key), 'content-type': 'application/json' };
    const back = await eu.get('/api/v1/receipts', {
      method: 'POST',
      headers,
      body: JSON.stringify({ body, signature }),
    });
    expect(back.status).toBe(200);
    expect((await ask(`/api/v1/messages/${sent.body.id}/receipt`)).body.receipt.outcome).toBe('accepted');
  });

  it('need a key for the purpose, of the office that signed', async () => {
    const made = await make();
    const body = JSON.stringify({ body: made.body, signature: made.signature });
    const reading = await addKey(eu, 'CN', ['messages:read']);
    expect(await post(body, 'application/json', reading.key)).toMatchObject({
      status: 403,
      body: { code: 'access/scope' },
    });
    const writing = await addKey(eu, 'CN', ['messages:write']);
    expect((await ask('/api/v1/messages', writing.key)).body.code).toBe('access/scope');
    const anonymous = await eu.get('/api/v1/messages', { method: 'POST', body });
    expect(anonymous.status).toBe(401);
    const keys = await (await cn.get('/api/v1/keys')).json();
    await eu.staff('PUT', '/api/v1/partners/CN', { name: 'CN', keys, suspended: true });
    expect((await post(body)).status).toBe(401);
    expect(
      await eu.staff('POST', '/api/v1/messages', { body: made.body, signature: made.signature }),
    ).toMatchObject({
      status: 403,
      body: { code: 'exchange/suspended' },
    });
    await eu.staff('PUT', '/api/v1/partners/CN', { name: 'CN', keys });
  });

  it('leave other requests their turn while a large one is verified', async () => {
    const made = await make('xml');
    const large = text(made)
      .replace('</g:Content>', `<!--${'x'.repeat(5 << 20)}--></g:Content>`)
      .replace('安吉', '安 吉');
    const events: string[] = [];
    const verifying = eu
      .get('/api/v1/messages', {
        method: 'POST',
        headers: { authorization: `Bearer ${staffToken}`, 'content-type': 'application/xml' },
        body: large,
      })
      .then(async (response) => {
        events.push('verified');
        return ((await response.json()) as Answer).code;
      });
    const asking = (async () => {
      while (!events.includes('verified')) {
        await eu.get('/healthz');
        events.push('answered');
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    expect(await verifying).toBe('exchange/bad-signature');
    await asking;
    expect(events.indexOf('verified')).toBeGreaterThan(20);
  });

  it('about one list are read one after another, in whatever order they come', async () => {
    const made = await make('json', 'cn-eu/IV');
    const versions = await Promise.all(
      [2, 3, 4].map((number) => altered(made, ['"number": 1', `"number": ${number}`])),
    );
    const answers = await Promise.all(versions.map((body) => post(body)));
    expect(answers.map((a) => a.status)).toEqual([200, 200, 200]);
    const outcomes = answers.map((a) => a.body.receipt.outcome);
    // What is newest is taken; an older one is told that it came too late, or was taken before.
    expect(outcomes[2]).toBe('accepted');
    const runs = await eu.database.db
      .select({ from: imports.startedAt, to: imports.endedAt })
      .from(imports)
      .where(eq(imports.listId, 'cn-eu/IV'))
      .orderBy(imports.startedAt);
    const read = runs.filter((run) => run.from > new Date('2026-11-22T12:00:00Z')).slice(-3);
    expect(outcomes.filter((o) => o === 'accepted').length).toBeLessThanOrEqual(read.length);
    for (const [n, run] of read.entries())
      if (n > 0) expect(run.from.getTime()).toBeGreaterThan(read[n - 1]!.to!.getTime());
  });
});
