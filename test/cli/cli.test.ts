import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/main.ts';
import { temporaryFolder } from '../support/app.ts';
import { freshPostgresUrl } from '../support/databases.ts';

interface Ran {
  code: number;
  out: string;
  notes: string;
}

const folder = temporaryFolder();
afterAll(() => folder.remove());
const file = (name: string, content?: string): string => {
  const path = join(folder.path, name);
  if (content !== undefined) writeFileSync(path, content);
  return path;
};

describe.each([
  {
    name: 'the embedded database',
    environment: async () => ({ DATA_DIR: file('embedded'), LOG_LEVEL: 'silent' }),
  },
  {
    name: 'PostgreSQL',
    environment: async () => ({
      DATA_DIR: file('postgres'),
      DATABASE_URL: await freshPostgresUrl(),
      LOG_LEVEL: 'silent',
    }),
  },
])('the command line on $name', ({ environment }) => {
  let env: Record<string, string>;
  beforeAll(async () => {
    env = await environment();
  });
  const run = async (...argv: string[]): Promise<Ran> => {
    const out: string[] = [];
    const notes: string[] = [];
    const streams = {
      print: (t: string) => out.push(t),
      note: (t: string) => notes.push(t),
      interactive: false,
    };
    const code = await runCli(argv, env, streams);
    return { code, out: out.join('\n'), notes: notes.join('\n') };
  };

  it('loads the bundled lists on first use and shows how complete they are', async () => {
    const { code, out } = await run('lists');
    expect(code).toBe(0);
    expect(out).toMatch(/cn-eu\/III +EU +v1 +54 of 100/);
    const { out: json } = await run('lists', '--json');
    expect((JSON.parse(json) as { lists: object[] }).lists).toHaveLength(11);
  });

  it('searches any script', async () => {
    const { code, out } = await run('search', '香槟', '--limit', '1');
    expect(code).toBe(0);
    expect(out).toContain('fr-champagne');
  });

  it('exports a list, imports it changed, shows the change, publishes it', async () => {
    const exported = file('fr.csv');
    expect((await run('export', '--list', 'cn-fr/FR', '--format', 'csv', '--out', exported)).code).toBe(0);
    const same = await run('import', exported, '--list', 'cn-fr/FR');
    expect(same).toMatchObject({ code: 0, out: expect.stringContaining('nothing to publish') as string });
    file(
      'fr.csv',
      readFileSync(exported, 'utf8').replace('Bordeaux [fr]', 'Bordeaux [fr] | Bordeaux wine [en]'),
    );
    const changed = await run('import', exported, '--list', 'cn-fr/FR');
    expect(changed.code).toBe(0);
    expect(changed.out).toContain('0 added, 1 changed, 0 removed');
    expect(changed.out).toMatch(/~ bordeaux[^]*names\[.*Bordeaux wine\]: \(none\) → /);
    const published = await run('publish', '--list', 'cn-fr/FR', '--json');
    expect(JSON.parse(published.out)).toMatchObject({ number: 2, listId: 'cn-fr/FR' });
    expect(await run('publish', '--list', 'cn-fr/FR')).toMatchObject({
      code: 1,
      notes: expect.stringContaining('lists/nothing-to-publish') as string,
    });
  });

  it('screens a file of names, one line of JSON each', async () => {
    const names = file('names.csv', 'id,name,goods\na,Champagne,wine\nb,,\n');
    const { code, out } = await run(
      'screen',
      names,
      '--against',
      'registry',
      '--top',
      '2',
      '--format',
      'ndjson',
    );
    expect(code).toBe(0);
    const lines = out.split('\n').map(
      (l) =>
        JSON.parse(l) as {
          id: string;
          name: string;
          findings: { rank: number; kind: string; alert: boolean }[];
        },
    );
    expect(lines.map((l) => l.id)).toEqual(['a', 'b']);
    expect(lines[0]!.findings[0]).toMatchObject({ rank: 1, kind: 'identical', alert: true });
  });

  it.each([
    ['a header without id', 'name\nx\n', 'screen/header'],
    ['a record without id', 'id,name\n,x\n', 'screen/no-id'],
    ['quotes that do not close', 'id,name\n1,"x\n', 'screen/csv'],
  ])('says what is wrong with a file of names: %s', async (_, content, code) => {
    const ran = await run(
      'screen',
      file('bad.csv', content),
      '--against',
      file('good.csv', 'id,name\n1,Champagne\n'),
    );
    expect(ran).toMatchObject({ code: 1, notes: expect.stringContaining(code) as string });
  });

  it('leaves goods it does not know out of account, and says so', async () => {
    const ran = await run(
      'screen',
      file('goods.csv', 'id,name,goods\n1,Champagne,cars|33\n'),
      '--against',
      file('good.csv', 'id,name\n1,Champagne\n'),
      '--json',
    );
    expect(ran.code).toBe(0);
    expect(ran.notes).toContain('"cars" names no product class');
    expect(JSON.parse(ran.out)).toMatchObject({
      id: '1',
      findings: [{ candidateId: '1', kind: 'identical' }],
    });
  });

  it('screens one list against another, never a GI against itself', async () => {
    const { code, out } = await run(
      'screen',
      '--list',
      'cn-eu-pilot/CN',
      '--against',
      'registry',
      '--top',
      '3',
      '--format',
      'ndjson',
    );
    expect(code).toBe(0);
    const lines = out
      .split('\n')
      .map((l) => JSON.parse(l) as { id: string; findings: { group: string; rank: number }[] });
    expect(lines.length).toBeGreaterThan(15);
    for (const { id, findings } of lines) {
      expect(findings.map((f) => f.group)).not.toContain(id.split('#')[0]);
      expect(findings.map((f) => f.rank)).toEqual(findings.map((_, i) => i + 1));
    }
    expect(await run('screen', '--list', 'cn-eu/III', '--against', 'no/list')).toMatchObject({ code: 1 });
    expect(await run('screen', '--against', 'registry')).toMatchObject({ code: 2 });
  });

  it('prepares a Madrid application', async () => {
    const out = file('madrid.xml');
    const ran = await run('madrid', 'prepare', 'cn-xi-hu-long-jing', '--designate', 'EM,TH', '--out', out);
    expect(ran.code).toBe(0);
    expect(ran.out).toContain('holder.address');
    expect(readFileSync(out, 'utf8')).toContain('<tmk:MadridApplication>');
    expect(await run('madrid', 'prepare', 'cn-longjing-cha', '--designate', 'EM')).toMatchObject({
      code: 1,
      notes: expect.stringContaining('madrid/no-basic-mark') as string,
    });
  });

  it('sends a list to an office and takes the same message in', async () => {
    // One gateway plays both offices: it knows itself as partner CN.
    const keys = file('keys.json', (await run('keys')).out);
    expect((await run('partner', 'add', 'CN', '--name', 'CNIPA', '--keys', keys)).code).toBe(0);
    const sent = JSON.parse(
      (await run('send', '--list', 'cn-eu/III', '--to', 'CN', '--out', folder.path, '--json')).out,
    ) as { file: string };
    const received = await run('receive', sent.file);
    expect(received).toMatchObject({
      code: 0,
      out: expect.stringContaining('accepted: 54 records') as string,
    });
    expect((await run('receipt', sent.file.replace('.json', '.receipt.json'))).code).toBe(0);
    file('tampered.json', readFileSync(sent.file, 'utf8').replace('安吉', '安庆'));
    const refused = await run(
      'receive',
      join(folder.path, 'tampered.json'),
      '--signature',
      `${sent.file}.jws`,
    );
    expect(refused).toMatchObject({
      code: 1,
      notes: expect.stringContaining('exchange/bad-signature') as string,
    });
  });

  it.each([
    [['nonsense'], 2, 'no command "nonsense"'],
    [['import'], 2, '<file> is missing'],
    [['import', 'x'], 2, '--list is missing'],
    [['lists', '--lst'], 2, "Unknown option '--lst'"],
    [['search', 'a', 'b'], 2, 'one argument too many'],
    [['import', '/no/such/file', '--list', 'cn-fr/FR'], 1, 'cannot be read'],
    [['export', '--list', 'cn-eu/X', '--format', 'csv'], 1, 'not-found/list'],
  ])('ends %j with code %i', async (argv, code, text) => {
    const ran = await run(...argv);
    expect(ran.code).toBe(code);
    expect(ran.notes).toContain(text);
  });

  it('explains itself', async () => {
    const help = await run('--help');
    expect(help.code).toBe(0);
    for (const word of ['import <file>', 'publish', 'screen [names.csv]', 'madrid prepare <gi>'])
      expect(help.out).toContain(word);
    expect((await run('import', '--help')).out).toContain('--partial');
  });
});
