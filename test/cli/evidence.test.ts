import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/app.ts';
import { commandLine } from '../support/command-line.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const file = (name: string, content?: string): string => {
  const path = join(folder.path, name);
  if (content !== undefined) writeFileSync(path, content);
  return path;
};

const run = commandLine({ DATA_DIR: file('data'), LOG_LEVEL: 'silent' });

describe('evidence from the command line', () => {
  const log = file('evidence.ndjson');
  const keys = file('keys.json');
  beforeAll(async () => {
    file('keys.json', (await run('keys')).out);
    await run('decide', '香槟', '香宾', '--ruling', 'conflict', '--reason', 'same sound');
    await run('evidence', 'export', '--out', log);
  });

  it('is exported and verified with the public keys alone', async () => {
    const offline = await run('verify-log', log, '--keys', keys);
    expect(offline).toMatchObject({ code: 0, out: expect.stringContaining('is sound') as string });
    const verdict = JSON.parse((await run('verify-log', log, '--json')).out) as Record<string, unknown>;
    // Every bundled list was published, and one pair decided.
    expect(verdict).toMatchObject({ sound: true, office: 'CN', from: 1, checkpoints: 1 });
    const kinds = readFileSync(log, 'utf8').match(/"kind":"[^"]+"/g)!;
    expect(kinds.at(-1)).toBe('"kind":"pair.decided"');
    expect(kinds).toHaveLength(verdict['records'] as number);
  });

  it('names the line and the check of what was tampered with, and ends with code 1', async () => {
    const altered = file('altered.ndjson', readFileSync(log, 'utf8').replace('same sound', 'no conflict'));
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
    expect(await run('verify-log', altered, '--keys', keys)).toMatchObject({
      code: 1,
      out: expect.stringContaining(`line ${lines.length - 1}: record/altered`) as string,
    });
  });

  it('holds the log against a checkpoint kept from earlier', async () => {
    const kept = file('kept.json', (await run('evidence', 'checkpoint')).out);
    expect((await run('verify-log', log, '--keys', keys, '--checkpoint', kept)).code).toBe(0);
    await run('decide', 'Longjing', 'Lung Ching', '--ruling', 'conflict', '--reason', 'the same tea');
    const later = file('later.json', (await run('evidence', 'checkpoint')).out);
    const cut = await run('verify-log', log, '--keys', keys, '--checkpoint', later);
    expect(cut).toMatchObject({ code: 1, out: expect.stringContaining('end/truncated') as string });
  });

  it('says which file cannot be used', async () => {
    expect((await run('verify-log', file('none.ndjson'), '--keys', keys)).code).toBe(1);
    expect((await run('verify-log', log, '--keys', log)).code).toBe(2);
  });

  it('verifies over a change of keys with the new set', async () => {
    const rotated = await run('keys', 'rotate', '--overlap', '0', '--json');
    expect(rotated.code).toBe(0);
    const { keys: made } = JSON.parse(rotated.out) as { keys: { kid: string; replaces: string }[] };
    const fresh = (await run('keys')).out;
    for (const { kid, replaces } of made) for (const shown of [kid, replaces]) expect(fresh).toContain(shown);
    const later = file('rotated.ndjson');
    await run('evidence', 'export', '--out', later);
    expect((await run('verify-log', later, '--keys', file('fresh.json', fresh))).code).toBe(0);
    // Who has the old set only cannot tell whose signature the last checkpoint bears.
    expect((await run('verify-log', later, '--keys', keys)).code).toBe(1);
    const told = await run('keys', 'rotate');
    expect(told.out).toContain('signs from now on');
    expect(told.notes).toContain('Give partners the new set');
    expect((await run('keys', 'rotate', '--overlap', 'soon')).code).toBe(2);
  });
});
