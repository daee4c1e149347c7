import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'drizzle-orm';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyEvidence } from '../../src/client/evidence.ts';
import { appendEvidence } from '../../src/db/evidence.ts';
import type { Database } from '../../src/db/database.ts';
import { evidence, evidenceCheckpoints } from '../../src/db/schema/index.ts';
import { canonicalJson, sha256Hex } from '../../src/gi/content-hash.ts';
import {
  makeCheckpoint,
  makeDueCheckpoint,
  checkpointEvery,
} from '../../src/exchange/evidence/checkpoint.ts';
import { exportEvidence } from '../../src/exchange/evidence/export.ts';
import { openSigner, type Signer } from '../../src/exchange/signing.ts';
import { databases, reset } from '../support/databases.ts';

const start = Date.parse('2026-11-22T12:00:00Z');

describe.each(databases)('the evidence log on $name', ({ open }) => {
  const folder = mkdtempSync(join(tmpdir(), 'gi-gateway-test-'));
  let database: Database;
  let signer: Signer;
  let now = start;
  const clock = (): Date => new Date(now++);
  const context = () => ({ db: database.db, clock, signer, officeCode: 'CN' });
  const append = (n: number, at = clock()) =>
    database.db.transaction((tx) =>
      appendEvidence(tx, {
        at,
        actor: 'tester',
        kind: 'pair.decided',
        subject: '龙井 / lung ching',
        details: { n, when: at },
      }),
    );
  const lines = async (from?: number): Promise<string[]> => {
    let text = '';
    for await (const piece of exportEvidence(context(), from)) text += piece;
    return text.trimEnd().split('\n');
  };
  const verify = (exported: string[], kept: string[] = []) =>
    verifyEvidence(exported, { keys: signer.publicKeys(), kept });

  beforeAll(async () => {
    database = await open();
    signer = openSigner(folder);
  });
  afterAll(async () => {
    await database.close();
    rmSync(folder, { recursive: true });
  });

  it('chains records, and an export of it verifies with the public keys alone', async () => {
    await reset(database);
    for (let n = 1; n <= 5; n++) expect(await append(n)).toMatchObject({ seq: n });
    const exported = await lines();
    expect(exported).toHaveLength(7);
    expect(await verify(exported)).toMatchObject({
      sound: true,
      office: 'CN',
      from: 1,
      to: 5,
      records: 5,
      checkpoints: 1,
    });
    // A Date in the details is kept as JSON has it.
    expect(exported[1]).toContain('"when":"2026-11-22T12:00:00.000Z"');
  });

  it('has no gap and no fork under concurrent writers, and leaves nothing of what was rolled back', async () => {
    await reset(database);
    const refused = database.db.transaction(async (tx) => {
      const deed = { at: clock(), actor: 't', kind: 'pair.decided', subject: 's', details: {} } as const;
      await appendEvidence(tx, deed);
      throw new Error('rolled back');
    });
    await expect(refused).rejects.toThrow('rolled back');
    const places = await Promise.all(Array.from({ length: 40 }, (_, n) => append(n)));
    expect(places.map((p) => p.seq).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, n) => n + 1),
    );
    expect(await verify(await lines())).toMatchObject({ sound: true, records: 40 });
  });

  it('never dates a record before the one before it', async () => {
    await reset(database);
    await append(1, new Date(start + 60_000));
    await append(2, new Date(start));
    expect(await verify(await lines())).toMatchObject({ sound: true, records: 2 });
  });

  it('refuses to change or remove a record or a checkpoint', async () => {
    await reset(database);
    await append(1);
    await makeCheckpoint(context());
    for (const attempt of [
      sql`update evidence set subject = 'x'`,
      sql`delete from evidence`,
      sql`truncate evidence`,
      sql`update evidence_checkpoints set signature = 'x'`,
      sql`delete from evidence_checkpoints`,
      sql`truncate evidence_checkpoints`,
    ]) {
      await expect(database.db.execute(attempt)).rejects.toMatchObject({
        cause: expect.objectContaining({ message: expect.stringMatching(/append-only/) }),
      });
    }
    expect(await database.db.select().from(evidence)).toHaveLength(1);
  });

  it('is signed for once many records, or a day, have passed', async () => {
    await reset(database);
    expect(await makeDueCheckpoint(context())).toBeUndefined();
    await append(1);
    expect(await makeDueCheckpoint(context())).toMatchObject({ seq: 1 });
    await append(2);
    expect(await makeDueCheckpoint(context())).toBeUndefined();
    now += checkpointEvery.milliseconds;
    expect(await makeDueCheckpoint(context())).toMatchObject({ seq: 2 });
    now += checkpointEvery.milliseconds;
    expect(await makeDueCheckpoint(context())).toBeUndefined();
    expect(await database.db.select().from(evidenceCheckpoints)).toHaveLength(2);
  });

  it('can be exported from a record on: the checkpoint before it vouches for the rest', async () => {
    await reset(database);
    for (let n = 1; n <= 3; n++) await append(n);
    await makeCheckpoint(context());
    for (let n = 4; n <= 6; n++) await append(n);
    const exported = await lines(5);
    expect(await verify(exported)).toMatchObject({ sound: true, from: 4, to: 6, records: 3, checkpoints: 2 });
    expect(exported[1]).toContain('"seq":3');
  });

  describe('tampered with', () => {
    let sound: string[];
    beforeAll(async () => {
      await reset(database);
      for (let n = 1; n <= 4; n++) await append(n);
      await makeCheckpoint(context());
      for (let n = 5; n <= 8; n++) await append(n);
      sound = await lines();
    });
    it('is sound to begin with: header, 4 records, checkpoint, 4 records, checkpoint', async () => {
      expect(sound).toHaveLength(11);
      expect(await verify(sound)).toMatchObject({ sound: true, records: 8, checkpoints: 2 });
    });
    const rewrite = (line: string, change: (record: Record<string, unknown>) => void, prev?: string) => {
      const { record } = JSON.parse(line) as { record: Record<string, unknown> };
      change(record);
      if (prev) record['prev'] = prev;
      return JSON.stringify({ record, hash: sha256Hex(canonicalJson(record)) });
    };

    it('names an altered record', async () => {
      const altered = sound.with(3, sound[3]!.replace('"n":3', '"n":30'));
      expect(await verify(altered)).toMatchObject({ sound: false, check: 'record/altered', line: 4, seq: 3 });
    });
    it('names the record after one whose hash was made anew', async () => {
      const altered = sound.with(
        3,
        rewrite(sound[3]!, (r) => (r['details'] = { n: 30 })),
      );
      expect(await verify(altered)).toMatchObject({ check: 'chain/broken', line: 5, seq: 4 });
    });
    it('names the checkpoint where everything since was made anew', async () => {
      const altered = [...sound];
      let prev: string | undefined;
      for (const i of [3, 4]) {
        altered[i] = rewrite(altered[i]!, (r) => i === 3 && (r['details'] = { n: 30 }), prev);
        prev = (JSON.parse(altered[i]!) as { hash: string }).hash;
      }
      expect(await verify(altered)).toMatchObject({ check: 'checkpoint/mismatch', line: 6, seq: 4 });
    });
    it('names where a record is missing', async () => {
      expect(await verify(sound.toSpliced(2, 1))).toMatchObject({
        check: 'chain/out-of-sequence',
        line: 3,
        seq: 3,
      });
    });
    it('names where records changed places', async () => {
      const swapped = sound.with(2, sound[3]!).with(3, sound[2]!);
      expect(await verify(swapped)).toMatchObject({ check: 'chain/out-of-sequence', line: 3, seq: 3 });
    });
    it('says when the end is cut off behind a record, and inside a line', async () => {
      expect(await verify(sound.slice(0, 8))).toMatchObject({ check: 'end/unsigned', seq: 5 });
      expect(await verify([...sound.slice(0, 8), sound[8]!.slice(0, 40)])).toMatchObject({
        check: 'line/malformed',
        line: 9,
      });
      expect(await verify(sound.slice(0, 3))).toMatchObject({ check: 'end/nothing-signed' });
      expect(await verify([])).toMatchObject({ check: 'end/nothing-signed' });
    });
    it('is found out when cut behind a checkpoint, by whoever kept a later one', async () => {
      const cut = sound.slice(0, 6);
      // By itself the shorter log is as sound as it once was.
      expect(await verify(cut)).toMatchObject({ sound: true, to: 4 });
      expect(await verify(cut, [sound[10]!])).toMatchObject({ check: 'end/truncated', seq: 5 });
      expect(await verify(sound, [sound[5]!, sound[10]!])).toMatchObject({ sound: true });
    });
    it('names a forged checkpoint, and one of another log', async () => {
      const other = openSigner(mkdtempSync(join(folder, 'other-')));
      const { checkpoint } = JSON.parse(sound[5]!) as { checkpoint: object };
      const sign = async (by: Signer, content: object) =>
        JSON.stringify({
          checkpoint: content,
          signature: await by.sign(Buffer.from(canonicalJson(content))),
        });
      expect(await verify(sound.with(5, await sign(other, checkpoint)))).toMatchObject({
        check: 'checkpoint/bad-signature',
        line: 6,
      });
      expect(await verify(sound.with(5, sound[5]!.replace('"CN"', '"EU"')))).toMatchObject({
        check: 'checkpoint/bad-signature',
        line: 6,
      });
      const foreign = await sign(signer, { ...checkpoint, log: 'log_other' });
      expect(await verify(sound.with(5, foreign))).toMatchObject({ check: 'checkpoint/other-log', line: 6 });
    });
    it('knows keys that sign no more, for as long as they signed', async () => {
      await reset(database);
      const retired = mkdtempSync(join(folder, 'retired-'));
      const first = openSigner(retired, () => new Date(now));
      await append(1);
      await makeCheckpoint({ ...context(), signer: first });
      // Somebody has a copy of the keys; and an operator changes one: the file is moved away, and the gateway started anew.
      const copy = mkdtempSync(join(folder, 'copy-'));
      cpSync(join(retired, 'keys'), join(copy, 'keys'), { recursive: true });
      const copied = openSigner(copy);
      rmSync(join(retired, 'keys', 'signing.jwk.json'));
      now += 5000;
      const second = openSigner(retired, () => new Date(now));
      openSigner(retired, () => new Date(now + 60_000));
      now += 5000;
      const { keys } = second.publicKeys();
      expect(keys.map((key) => key.kid)).toContain(copied.kid);
      expect(second.kid).not.toBe(copied.kid);
      expect(first.kid).toBe(second.kid);
      await append(2);
      await makeCheckpoint({ ...context(), signer: second });
      const exported = await lines();
      expect(await verifyEvidence(exported, { keys: second.publicKeys() })).toMatchObject({
        sound: true,
        checkpoints: 2,
      });
      // What somebody signs with the old key after its end is not signed.
      await append(3);
      await makeCheckpoint({ ...context(), signer: copied });
      expect(await verifyEvidence(await lines(), { keys: second.publicKeys() })).toMatchObject({
        check: 'checkpoint/bad-signature',
      });
    });
    it('names a line that is none of its own', async () => {
      expect(await verify(sound.slice(1))).toMatchObject({ check: 'header/unknown', line: 1 });
      expect(await verify(sound.toSpliced(4, 0, '{"hello":1}'))).toMatchObject({
        check: 'line/malformed',
        line: 5,
      });
    });
  });
});
