import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { entryRevisions, imports, messages } from '../../src/db/schema/index.ts';
import { openApp, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';

interface Signed {
  body: string;
  signature: string;
}
interface Answer extends Signed {
  receipt: { outcome: string; messageSha256: string; records: number; changes: object; problems: object[] };
  repeated: boolean;
  code?: string;
}

const text = (signed: Signed): string => Buffer.from(signed.body, 'base64').toString();
const base64 = (value: string): string => Buffer.from(value).toString('base64');

describe.each(databases)('two offices exchanging a list, on $name', ({ open }) => {
  let cn: TestApp;
  let eu: TestApp;
  let message: Signed & { messageId: string; sha256: string };

  const introduce = async (here: TestApp, code: string, there: TestApp): Promise<void> => {
    const keys = await (await there.get('/api/v1/keys')).json();
    expect((await here.staff('PUT', `/api/v1/partners/${code}`, { name: code, keys })).status).toBe(200);
  };

  beforeAll(async () => {
    cn = await openApp(open, { officeCode: 'CN' });
    eu = await openApp(open, { officeCode: 'EU' });
    await introduce(cn, 'EU', eu);
    await introduce(eu, 'CN', cn);
    message = (
      await cn.staff<typeof message>('POST', '/api/v1/lists/cn-eu/III/messages', { recipient: 'EU' })
    ).body;
  });
  afterAll(async () => {
    await cn.close();
    await eu.close();
  });
  const receive = (signed: Signed) => eu.staff<Answer>('POST', '/api/v1/messages', signed);

  it('checks the signature before the content', async () => {
    const altered = { ...message, body: base64(text(message).replace('安吉白茶', '安吉黑茶')) };
    expect(altered.body).not.toBe(message.body);
    expect(await receive(altered)).toMatchObject({ status: 422, body: { code: 'exchange/bad-signature' } });
  });

  it.each([
    [
      'no algorithm',
      (jws: string) => `${Buffer.from('{"alg":"none"}').toString('base64url')}..${jws.split('.')[2]}`,
      'exchange/algorithm-none',
    ],
    [
      'a shared secret, such as a public key',
      (jws: string) => `${Buffer.from('{"alg":"HS256"}').toString('base64url')}..${jws.split('.')[2]}`,
      'exchange/symmetric-algorithm',
    ],
    [
      'another algorithm',
      (jws: string) => `${Buffer.from('{"alg":"RS1"}').toString('base64url')}..${jws.split('.')[2]}`,
      'exchange/algorithm-refused',
    ],
    ['no signature', () => '', 'exchange/unsigned'],
    ['a signature cut off', (jws: string) => jws.slice(0, jws.lastIndexOf('.') + 1), 'exchange/unsigned'],
    [
      'an attached payload',
      (jws: string) => jws.replace('..', `.${Buffer.from('{}').toString('base64url')}.`),
      'exchange/bad-signature',
    ],
  ])('refuses a message with %s', async (_, spoil, code) => {
    const answer = await receive({ body: message.body, signature: spoil(message.signature) });
    expect(answer).toMatchObject({ status: 422, body: { code } });
  });

  it('refuses what is not for it, and senders it does not know', async () => {
    const forCn = (await eu.staff<Signed>('POST', '/api/v1/lists/cn-eu/III/messages', { recipient: 'CN' }))
      .body;
    expect(await receive(forCn)).toMatchObject({ status: 422, body: { code: 'exchange/unknown-sender' } });
    const misdirected = text(message).replace('"recipient": "EU"', '"recipient": "TH"');
    const signature = await cn.signer.sign(new TextEncoder().encode(misdirected));
    expect(await receive({ body: base64(misdirected), signature })).toMatchObject({
      status: 422,
      body: { code: 'exchange/not-for-us' },
    });
  });

  it('leaves a draft and answers with a receipt bound to the bytes received, once', async () => {
    const first = await receive(message);
    expect(first).toMatchObject({
      status: 200,
      body: {
        repeated: false,
        receipt: { outcome: 'accepted', messageSha256: message.sha256, records: 54, problems: [] },
      },
    });
    // Both offices hold the same bundled annex, so nothing is to change: no name may have gained evidence on the way.
    expect(first.body.receipt.changes).toEqual({ added: 0, changed: 0, removed: 0 });
    const again = await receive(message);
    expect(again.body).toEqual({ ...first.body, repeated: true });
    expect(
      await eu.database.db.select().from(imports).where(eq(imports.fileId, first.body.receipt.messageSha256)),
    ).toEqual([]);
    expect(await eu.database.db.select().from(messages).where(eq(messages.direction, 'in'))).toHaveLength(1);
  });

  it('refuses other content under a message id it has seen', async () => {
    const other = text(message).replace('"number": 1', '"number": 2');
    const signature = await cn.signer.sign(new TextEncoder().encode(other));
    expect(await receive({ body: base64(other), signature })).toMatchObject({
      status: 409,
      body: { code: 'exchange/content-changed' },
    });
  });

  it('answers a signed list it cannot use with a refusing receipt, and keeps its version', async () => {
    const broken = text(message)
      .replace(message.messageId, 'msg_broken')
      .replace(/"content": \{[^]*\}\n\}/, '"content": {"x": 1}\n}');
    const signature = await cn.signer.sign(new TextEncoder().encode(broken));
    const { body } = await receive({ body: base64(broken), signature });
    expect(body.receipt.outcome).toBe('refused');
    expect(body.receipt.problems.length).toBeGreaterThan(0);
    const versions = await (await eu.get('/api/v1/lists/cn-eu/III/versions')).json();
    expect(versions).toMatchObject({ versions: [{ number: 1 }] });
  });

  it('the sender checks the receipt and keeps it with the message', async () => {
    const { body: answer } = await receive(message);
    const kept = await cn.staff('POST', '/api/v1/receipts', {
      body: answer.body,
      signature: answer.signature,
    });
    expect(kept).toMatchObject({ status: 200, body: { outcome: 'accepted' } });
    const forged = base64(text(answer).replace('accepted', 'refused'));
    expect(
      await cn.staff('POST', '/api/v1/receipts', { body: forged, signature: answer.signature }),
    ).toMatchObject({
      status: 422,
      body: { code: 'exchange/bad-signature' },
    });
  });

  it('refuses a key set with a private key in it', async () => {
    const keys = { keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'AA', d: 'AA' }] };
    expect(await cn.staff('PUT', '/api/v1/partners/FR', { name: 'INAO', keys })).toMatchObject({
      status: 400,
    });
  });

  it('never puts a revision on record that says more than its sender knew', async () => {
    const rows = await eu.database.db.select().from(entryRevisions);
    const recalled = rows
      .flatMap((r) => r.data.names)
      .filter((n) => n.evidence.source.startsWith('recalled'));
    expect(recalled.length).toBeGreaterThan(0);
    expect(recalled.every((n) => n.evidence.level === 'unverified')).toBe(true);
  });
});
