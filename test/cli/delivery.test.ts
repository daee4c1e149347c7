import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
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

const run = commandLine({ DATA_DIR: file('data'), OUTBOUND_ALLOW: '127.0.0.1/32', LOG_LEVEL: 'silent' });
const idIn = (text: string, prefix: string): string => new RegExp(`${prefix}_[0-9a-z]{22}`).exec(text)![0];

describe('delivering and fetching from the command line', () => {
  beforeAll(async () => {
    file('keys.json', (await run('keys')).out);
    await run('partner', 'add', 'EU', '--name', 'European Commission', '--keys', file('keys.json'));
  }, 60_000);

  it('keeps targets: shows a webhook’s secret once, and takes a target out of use and back', async () => {
    const url = 'http://127.0.0.1:9/hooks';
    const added = await run('target', 'add', 'EU', '--webhook', '--url', url, '--lists', 'cn-eu');
    expect(added.out).toMatch(/^whsec_/);
    const id = idIn(added.notes, 'tgt');
    const listed = await run('target', 'list');
    expect(listed.out).toContain(id);
    expect(listed.out).toContain('in use');
    expect(listed.out).not.toContain('whsec_');
    const rotated = await run('target', 'rotate', id, '--overlap-hours', '1');
    expect(rotated.out).toMatch(/^whsec_/);
    expect(rotated.out).not.toBe(added.out);
    const off = await run('target', 'disable', id, '--reason', 'they move house');
    expect(off.out).toBe(`${id}: out of use: they move house`);
    expect((await run('target', 'ping', id)).code).toBe(1);
    expect((await run('target', 'enable', id)).out).toBe(`${id}: in use`);
    expect(idIn((await run('target', 'ping', id)).out, 'msg')).toBeTruthy();
  }, 60_000);

  it('refuses a target it may not reach, or has no key for', async () => {
    const inside = await run('target', 'add', 'EU', '--webhook', '--url', 'https://10.0.0.1/hooks');
    expect(inside).toMatchObject({ code: 1, notes: expect.stringContaining('OUTBOUND_ALLOW') as string });
    const url = 'http://127.0.0.1:9/api/v1/messages';
    const keyless = await run('target', 'add', 'EU', '--url', url);
    expect(keyless).toMatchObject({ code: 1, notes: expect.stringContaining('--key-file') as string });
    const key = file('eu.key', 'gik_theirs\n');
    expect((await run('target', 'add', 'EU', '--url', url, '--key-file', key)).code).toBe(0);
  }, 60_000);

  it('shows the outbox, sends a delivery again, and gives it up', async () => {
    const sent = await run('send', '--list', 'cn-eu/III', '--to', 'EU', '--deliver');
    const id = idIn(sent.out, 'msg');
    expect((await run('outbox', '--partner', 'EU', '--state', 'pending')).out).toContain(id);
    const shown = await run('outbox', 'show', id);
    expect(shown.out).toContain(`${id}: list.published cn-eu/III to EU`);
    expect((await run('outbox', 'replay', id)).out).toBe(`${id}: pending`);
    expect((await run('outbox', 'discard', id)).out).toBe(`${id}: discarded`);
    expect(await run('outbox', 'replay', id)).toMatchObject({
      code: 1,
      notes: expect.stringContaining('The delivery is discarded') as string,
    });
    const dead = JSON.parse((await run('outbox', '--state', 'dead', '--json')).out) as object;
    expect(dead).toEqual({ deliveries: [] });
  }, 60_000);

  it('watches a drop folder: a changed list becomes a draft, a bad one is told of', async () => {
    const added = await run('sync', 'add', 'eu-annex-iii', '--list', 'cn-eu/III', '--every', '1h');
    const id = idIn(added.out, 'syn');
    const drop = file('data/drop/eu-annex-iii');
    mkdirSync(drop, { recursive: true });
    const put = (name: string, content: string): void => {
      writeFileSync(join(drop, name), content);
      // Long enough ago to be written to its end.
      utimesSync(join(drop, name), 1_000_000_000, 1_000_000_000);
    };
    expect((await run('sync', 'run', id)).out).toContain('unchanged: no file');
    await run('export', '--list', 'cn-eu/III', '--format', 'csv', '--out', file('iii.csv'));
    const lines = readFileSync(file('iii.csv'), 'utf8').trimEnd().split('\n');
    put('iii.csv', `${lines.slice(0, -1).join('\n')}\n`);
    const fetched = await run('sync', 'run', id);
    expect(fetched).toMatchObject({ code: 0, out: expect.stringContaining('1 removed') as string });
    expect((await run('drafts')).out).toContain(idIn(fetched.out, 'ver'));
    put('bad.csv', 'nothing\nof the kind\n');
    expect(await run('sync', 'run', id)).toMatchObject({
      code: 1,
      out: expect.stringContaining('failed') as string,
    });
    expect((await run('sync', 'disable', id)).out).toBe(`${id} is off.`);
    expect((await run('sync', 'list')).out).toMatch(new RegExp(`${id}.*off.*failed`));
    expect((await run('sync', 'enable', id)).out).toBe(`${id} is on.`);
    expect((await run('sync', 'add', '../keys', '--list', 'cn-eu/III')).code).toBe(1);
  }, 60_000);
});
