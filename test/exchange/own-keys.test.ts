import { cpSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JWK } from 'jose';
import { verifyEvidence } from '../../src/client/evidence.ts';
import { audit, evidence } from '../../src/db/schema/index.ts';
import { noteKeysFound, rotateSigningKeys } from '../../src/exchange/keys/rotate.ts';
import { verifyDetached } from '../../src/exchange/keys/verify-jws.ts';
import { openSigner } from '../../src/exchange/signing.ts';
import { readSigned } from '../../src/exchange/xmldsig/read-signed.ts';
import { signXml } from '../../src/exchange/xmldsig/sign.ts';
import { openApp, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';
import { addKey, addPartner, bearer } from '../support/partners.ts';
import { addPerson } from '../support/people.ts';

interface Rotation {
  keys: { kid: string; kind: string; replaces: string }[];
  until: string;
}
type Own = JWK & { kid: string; exp?: number };

const DAY = 86_400_000;

describe.each(databases)('changing the keys of an office, on $name', ({ open }) => {
  let app: TestApp;
  let folder: string;
  beforeAll(async () => {
    app = await openApp(open);
    folder = dirname(app.dropDir);
  });
  afterAll(() => app.close());

  const rotate = (overlapDays?: number) =>
    app.staff<Rotation & { code?: string }>('POST', '/api/v1/keys/rotation', {
      ...(overlapDays !== undefined && { overlapDays }),
    });
  const published = async (): Promise<Own[]> =>
    ((await (await app.get('/api/v1/keys')).json()) as { keys: Own[] }).keys;
  const context = () => ({
    db: app.database.db,
    clock: () => new Date('2026-12-24T00:00:00Z'),
    signer: app.signer,
    officeCode: 'CN',
  });
  const counts = async (kid: string) =>
    (
      await app.database.db
        .select()
        .from(audit)
        .where(sql`${audit.subject} = ${kid}`)
    ).length;

  it('signs with the new ones at once, and what the old ones signed still verifies', async () => {
    const body = Buffer.from('a message');
    const before = await app.signer.sign(body);
    const [json, xml] = await published();
    expect(await published()).toHaveLength(2);
    const { status, body: made } = await rotate();
    expect(status).toBe(200);
    expect(made.keys.map((key) => [key.kind, key.replaces])).toEqual([
      ['Ed25519', json!.kid],
      ['P-256', xml!.kid],
    ]);
    const keys = await published();
    expect(keys.map(({ kid }) => kid).sort()).toEqual(
      made.keys.flatMap(({ kid, replaces }) => [kid, replaces]).sort(),
    );
    expect(keys.filter(({ exp }) => exp === undefined).map(({ kid }) => kid)).toEqual(
      made.keys.map(({ kid }) => kid),
    );
    expect(keys.some((key) => 'd' in key)).toBe(false);
    const after = await app.signer.sign(body);
    expect(JSON.parse(Buffer.from(after.split('.')[0]!, 'base64url').toString())).toMatchObject({
      kid: made.keys[0]!.kid,
    });
    const until = Date.parse(made.until);
    const at = (ms: number) => new Date(until + ms);
    await verifyDetached(body, before, { keys }, at(-1));
    await verifyDetached(body, after, { keys }, at(-1));
    await verifyDetached(body, after, { keys }, at(DAY));
    await expect(verifyDetached(body, before, { keys }, at(0))).rejects.toMatchObject({
      code: 'exchange/key-not-valid',
    });
  });

  it('is written down for each key, and kept as evidence that verifies over the change', async () => {
    const { body: made } = await rotate();
    for (const { kid } of made.keys) expect(await counts(kid)).toBe(1);
    const [record] = await app.database.db
      .select()
      .from(evidence)
      .where(sql`kind = 'keys.rotated'`)
      .orderBy(sql`seq desc`)
      .limit(1);
    expect(JSON.parse(record!.record)).toMatchObject({ actor: 'local:tester', subject: 'CN', details: made });
    const exported = async () =>
      (
        await (
          await app.get('/api/v1/evidence', {
            headers: { authorization: 'Bearer the-staff-token-of-these-tests' },
          })
        ).text()
      )
        .trimEnd()
        .split('\n');
    await exported();
    await rotate();
    const lines = await exported();
    expect(await verifyEvidence(lines, { keys: app.signer.publicKeys() })).toMatchObject({ sound: true });
  });

  it('is noticed by other processes of the folder, for JSON, XML and tokens', async () => {
    const other = openSigner(folder);
    const token = await other.signToken({ iss: 'i', aud: 'i', sub: 's', exp: 4e9, iat: 1, jti: 'j' });
    const { body: made } = await rotate(1);
    expect([other.kid, other.xml.kid]).toEqual(made.keys.map(({ kid }) => kid));
    const signed = Buffer.from(await signXml('<a>1</a>', other));
    expect(signed.toString()).toContain(made.keys[1]!.kid);
    expect((await readSigned(signed)).signature).toBeDefined();
    const read = (at: number) => other.readToken(token, { issuer: 'i', now: new Date(at) });
    expect(await read(Date.parse(made.until) - 1)).toMatchObject({ sub: 's' });
    expect(await read(Date.parse(made.until))).toBeUndefined();
  });

  it('ends what a stolen key signs, with keys retired before, and its tokens', async () => {
    await addPartner(app, 'EU');
    const { id, secret } = await addKey(app, 'EU');
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: id,
      client_secret: secret,
    });
    const answer = await app.get('/oauth/token', { method: 'POST', body });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const lists = () => app.get('/api/v1/lists', { headers: bearer(token) });
    expect((await lists()).status).toBe(200);
    await rotate(30);
    expect((await lists()).status).toBe(200);
    const stolen = join(folder, 'stolen');
    cpSync(join(folder, 'keys'), join(stolen, 'keys'), { recursive: true });
    const thief = openSigner(stolen);
    const { body: made } = await rotate(0);
    const ended = (await published()).filter(({ exp }) => exp !== undefined);
    expect(ended.length).toBeGreaterThan(4);
    for (const { exp } of ended) expect(exp! * 1000).toBeLessThanOrEqual(Date.parse(made.until));
    app.advance(2000);
    expect((await lists()).status).toBe(401);
    const forged = await thief.sign(Buffer.from('x'));
    const keys = app.signer.publicKeys();
    await expect(verifyDetached(Buffer.from('x'), forged, keys, new Date(made.until))).rejects.toMatchObject({
      code: 'exchange/key-not-valid',
    });
  });

  it('leaves no file half written, none readable by others, and no private part of an old key', async () => {
    const path = join(folder, 'keys');
    const secrets = readdirSync(path).filter((name) =>
      readFileSync(join(path, name), 'utf8').includes('"d"'),
    );
    expect(secrets.sort()).toEqual(['signing-xml.jwk.json', 'signing.jwk.json']);
    for (const name of readdirSync(path)) {
      expect(name).toMatch(
        /^(signing|public-.*|ended-.*|signing-xml|vault|webhooks)(\.jwk\.json|\.key|\.pem)?$/,
      );
      expect(statSync(join(path, name)).mode & 0o077, name).toBe(0);
    }
  });

  it('changes nothing when it cannot be written down', async () => {
    const before = await published();
    const actor = 'local:tester';
    // The last thing before the commit fails: a deferred check of the database, as a lost connection would.
    await app.database.db.execute(sql`create function refuse() returns trigger language plpgsql as
      $$ begin raise exception 'not today'; end $$`);
    await app.database.db.execute(sql`create constraint trigger refuse after insert on audit
      deferrable initially deferred for each row execute function refuse()`);
    const failing = rotateSigningKeys({ ...context(), actor }, { overlapDays: 7 });
    await expect(failing).rejects.toThrow(/Failed query|not today/);
    await app.database.db.execute(sql`drop trigger refuse on audit`);
    expect(await published()).toEqual(before);
    expect(openSigner(folder).kid).toBe(before[0]!.kid);
  });

  it('is for administrators', async () => {
    const before = await published();
    const { actor } = await addPerson(app.database.db, 'Approver', 'approver');
    await expect(rotateSigningKeys({ ...context(), actor }, { overlapDays: 7 })).rejects.toMatchObject({
      code: 'accounts/not-allowed',
    });
    expect((await app.get('/api/v1/keys/rotation', { method: 'POST' })).status).toBe(401);
    expect(await rotate(91)).toMatchObject({ status: 400, body: { code: 'request/invalid' } });
    expect(await published()).toEqual(before);
  });

  it('goes one by one when two ask at once', async () => {
    const actor = 'local:tester';
    const both = await Promise.all(
      [1, 2].map(() => rotateSigningKeys({ ...context(), actor }, { overlapDays: 7 })),
    );
    const [first, second] = both[0]!.keys[0]!.replaces === both[1]!.keys[0]!.kid ? both.toReversed() : both;
    expect(second!.keys.map(({ replaces }) => replaces)).toEqual(first!.keys.map(({ kid }) => kid));
    expect(app.signer.kid).toBe(second!.keys[0]!.kid);
  });

  it('is noted at the next start when somebody changed the files', async () => {
    const note = () => noteKeysFound({ ...context(), actor: 'system' });
    await note();
    expect(await counts(app.signer.kid)).toBe(1);
    renameSync(join(folder, 'keys', 'signing.jwk.json'), join(folder, 'moved.jwk.json'));
    // A running process signs on with what it has; the next start makes a key.
    const running = app.signer.kid;
    const started = openSigner(folder);
    expect(started.kid).not.toBe(running);
    expect(app.signer.kid).toBe(started.kid);
    await note();
    await note();
    expect(await counts(started.kid)).toBe(1);
  });
});
