import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/app.ts';
import { commandLine, type Ran } from '../support/command-line.ts';
import { fromOffice, grant, romarin } from '../madrid/samples.ts';
import { freshPostgresUrl } from '../support/databases.ts';

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
  const run = (...argv: string[]): Promise<Ran> => commandLine(env)(...argv);

  it('tells what holds for a GI where it goes, with the source', async () => {
    const { code, out } = await run('guidance', 'EU', '--gi', 'cn-anji-bai-cha', '--topic', 'official-sign');
    expect(code).toBe(0);
    expect(out).toContain('EU · official-sign · Chinese GIs on the agreement’s list may use the EU signs');
    expect(out).toMatch(/Source \(public-source, looked at on 2026-11-22\): \S/);
    expect((await run('guidance', 'XX')).notes).toContain('not-found/guidance');
  });

  it('loads the bundled lists on first use and shows how complete they are', async () => {
    const { code, out } = await run('lists');
    expect(code).toBe(0);
    expect(out).toMatch(/cn-eu\/III +EU +v1 +54 of 100/);
    const { out: json } = await run('lists', '--json');
    expect((JSON.parse(json) as { lists: object[] }).lists).toHaveLength(11);
  });

  it('says which words can follow one that is no command by itself', async () => {
    const ran = await run('dispute');
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.notes).toContain('"dispute" needs a second word');
    expect(ran.notes).toContain('dispute open <title>');
    expect(ran.notes).not.toContain('serve');
    expect(await run('outbox', 'show')).toMatchObject({ code: 2 });
    expect((await run('dispute', '--help')).out).toContain('dispute show <case>');
    expect((await run('nonsense')).notes).toContain('There is no command "nonsense".');
  });

  it('screens a file of marks, and its status tells of records that cannot be used', async () => {
    const marks = file(
      'gazette.csv',
      'number,mark,classes,office\n1,Shampagne,33,EM\n,Nameless,33,EM\n1,Shampagne,33,EM\n',
    );
    const ran = await run('watch', marks);
    expect(ran).toMatchObject({
      code: 1,
      out: expect.stringContaining('1 unusable, 1 held already or told twice.') as string,
    });
    const id = /alt_\w+/.exec((await run('alerts', '--mark', 'Shampagne')).out)![0];
    expect((await run('alerts', 'settle', id, '--as', 'dismissed')).code).toBe(2);
    expect((await run('alerts', 'settle', id, '--as', 'gone')).notes).toContain('seen, assigned, dismissed');
    const preview = await run('watch', 'noise', '--scope', 'class:33', '--at', '0', '--preview');
    expect(preview.out).toContain('Would quieten 1 open alert(s), and open 0 that are quiet.');
    const set = [
      'watch',
      'noise',
      '--scope',
      'class:33',
      '--at',
      '0',
      '--reason',
      'wine is watched elsewhere',
    ];
    expect((await run(...set)).notes).toContain('1 open alert(s) became quiet');
    expect((await run('alert', id)).out).toContain(
      'kept quiet by the rule class:33: wine is watched elsewhere',
    );
    expect((await run('alerts', 'settle', ` ${id} , `, '--as', 'seen')).out).toBe('1 alert(s) seen.');
    const away = await run('watch', 'noise', '--scope', 'class:33', '--by-default', '--reason', 'no more');
    expect(away.notes).toContain('0 opened again');
    expect(away.notes).toContain('1 mark(s) are compared again within a minute');
    expect((await run('watch', 'rescreen')).out).toContain('all: a rule was loosened');
    const louder = await run('watch', 'noise', '--scope', 'all', '--at', '2', '--preview');
    expect(louder.out).toContain('Would compare 1 mark(s) again, for what the rule kept from being raised.');
    const from = [
      'dispute',
      'open',
      'Shampagne',
      '--gi',
      'fr-champagne',
      '--sign',
      'Shampagne',
      '--in',
      'EU',
    ];
    const about = ['--conflict', 'homophone', '--against', 'N. N.', '--alert', id];
    expect((await run(...from, ...about)).notes).toContain(`${id} is opposing from now on.`);
    expect((await run(...from, ...about)).notes).toContain(`${id} stays opposing.`);
    const short = ['dispute', 'open', 'Shampagne again', '--alert', id];
    expect(await run(...short)).toMatchObject({
      code: 2,
      notes: expect.stringContaining('--against') as string,
    });
    const opened = JSON.parse((await run(...short, '--against', 'N. N.', '--json')).out) as object;
    const told = [{ office: 'EM', number: '1', text: 'Shampagne' }];
    expect(opened).toMatchObject({
      dispute: { sign: 'Shampagne', giId: 'fr-champagne', jurisdiction: 'EU', facts: { marks: told } },
    });
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
    // A name that cannot be compared is that name's result, and the status tells.
    expect(code).toBe(1);
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
    ['quotes that do not close', 'id,name\n1,"x\n', 'screen/csv'],
    ['a file that breaks off', 'id,name,goods\n1,Champagne,wine\n2,Cogn', 'screen/csv'],
  ])('says what is wrong with a file of names: %s', async (_, content, code) => {
    const ran = await run(
      'screen',
      file('bad.csv', content),
      '--against',
      file('good.csv', 'id,name\n1,Champagne\n'),
    );
    expect(ran).toMatchObject({ code: 1, notes: expect.stringContaining(code) as string });
  });

  it.each(['ndjson', 'csv', 'table'])(
    'lets a line that cannot be read cost that line only, in %s',
    async (format) => {
      const names = 'id;name;goods\n1;Champagne;wine\n2;Cognac;XO;spirit\n;Roquefort;\n4;Cognac\n';
      const good = file('good.csv', 'id,name\n1,Champagne\n2,Cognac\n');
      const ran = await run('screen', file('some.csv', names), '--against', good, '--format', format);
      expect(ran.code).toBe(1);
      expect(ran.notes).toContain('2 name(s) screened, 2 with an alert.');
      expect(ran.notes).toContain('2 line(s) could not be screened.');
      expect(ran.notes).toContain('error csv/cell-count at line 3: The row has 4 cells and the header 3');
      expect(ran.notes).toContain('error screen/no-id at line 4, id');
      if (format === 'ndjson') {
        const lines = ran.out.split('\n').map((l) => JSON.parse(l) as Record<string, unknown>);
        expect(lines).toMatchObject([
          { id: '1', findings: [{ candidate: 'Champagne' }] },
          {
            id: '2',
            name: 'Cognac',
            findings: [],
            problems: [{ code: 'csv/cell-count', place: { line: 3 }, remedy: expect.any(String) as string }],
          },
          { name: 'Roquefort', findings: [], problems: [{ code: 'screen/no-id' }] },
          { id: '4', findings: [{ candidate: 'Cognac' }] },
        ]);
      } else {
        expect(ran.out).toMatch(
          /csv\/cell-count.*The row has 4 cells and the header 3 \(line 3\) → Put cells/,
        );
        expect(ran.out).toMatch(/Roquefort.*screen\/no-id.*\(line 4, id\) → Give every name an id/);
        expect(ran.out.split('\n').at(-1)).toMatch(/^4\W+Cognac/);
      }
      const against = await run('screen', good, '--against', file('some.csv', names));
      expect(against).toMatchObject({ code: 1, notes: expect.stringContaining('csv/cell-count') as string });
    },
  );

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
    const errors = ran.out.match(/^ {2}error /gm) ?? [];
    const warnings = ran.out.match(/^ {2}warning /gm) ?? [];
    expect(ran.out).toContain(`Still missing before it can be filed (${errors.length}):`);
    expect(ran.out).toContain(`To be looked at (${warnings.length}):`);
    expect(readFileSync(out, 'utf8')).toContain('<tmk:MadridApplication>');
    const told = {
      'holder-latin': 'Longjing Tea Association of Xihu District, Hangzhou',
      'holder-address': 'Hangzhou, Zhejiang',
      'basic-mark-registered-on': '2011-06-28',
      transliteration: 'Xi Hu Long Jing',
      'second-language': 'fr',
      'received-on': '2026-05-01',
      fee: '1053.00',
      regulations: 'Rules',
      representation: 'mark.png',
      goods: '30: Tea',
    };
    const options = Object.entries(told).flatMap(([name, value]) => [`--${name}`, value]);
    const prepare = ['madrid', 'prepare', 'cn-xi-hu-long-jing', '--designate', 'EM,TH', '--out', out];
    const completed = await run(...prepare, ...options);
    expect(completed.out).toContain('Nothing is missing.');
    expect(completed.out).not.toContain('  error ');
    expect(readFileSync(out, 'utf8')).toContain('<com:SecondLanguageCode>fr<');
    expect(await run(...prepare, '--received-on', '2999-01-01')).toMatchObject({
      code: 1,
      notes: expect.stringContaining('madrid/day-to-come') as string,
    });
    expect(await run('madrid', 'prepare', 'cn-longjing-cha', '--designate', 'EM')).toMatchObject({
      code: 1,
      notes: expect.stringContaining('madrid/no-basic-mark') as string,
    });
  });

  it('follows an international registration from notifications to its dates', async () => {
    const extract = file('romarin.xml', romarin({ ennNotified: '20260714' }));
    const taken = await run('madrid', 'record', extract);
    expect(taken).toMatchObject({ code: 0, out: expect.stringContaining('basic mark: 1289218') as string });
    expect((await run('madrid', 'record', extract)).out).toContain('nothing changed');
    const docket = await run('madrid', 'docket', '--gi', 'cn-xi-hu-long-jing', '--as-of', '2026-11-22');
    expect(docket.code).toBe(0);
    expect(docket.out).toMatch(/FR +pending +2027-07-14 \(12 months\)/);
    expect(docket.out).toMatch(/2028-01-14 +EM +.*Article 5\(2\)\(b\)/);
    expect((await run('madrid', 'due', '--days', 'x')).code).toBe(2);
    expect((await run('madrid', 'due', '--days', '4000', '--json')).out).toContain('"rule": "renewal"');

    await run(
      'madrid',
      'record',
      file('grants.xml', fromOffice('TH', '2026-05-02', grant('7000001'), grant('7000002'))),
    );
    const { out } = await run('madrid', 'queue', '--number', '7000001');
    const [, id] = /^([0-9a-f]{12}) /m.exec(out)!;
    expect((await run('madrid', 'assign', id!, '--gi', 'cn-xi-hu-long-jing')).out).toContain('7000001');
    const [left] = (JSON.parse((await run('madrid', 'queue', '--json')).out) as { waiting: { id: string }[] })
      .waiting;
    expect((await run('madrid', 'set-aside', left!.id, '--reason', 'not ours')).code).toBe(0);
    expect((await run('madrid', 'queue')).out).toBe('Nothing waits.');
    expect(await run('madrid', 'set-aside', left!.id, '--reason', 'not ours')).toMatchObject({
      code: 1,
      notes: expect.stringContaining('not-found/event') as string,
    });
    const added = await run(
      'madrid',
      'add',
      '7000003',
      '--gi',
      'cn-xi-hu-long-jing',
      '--registered-on',
      '2026-02-28',
    );
    expect(added.code).toBe(0);
    const ics = file('docket.ics');
    expect((await run('madrid', 'docket', '--ics', ics)).code).toBe(0);
    expect(readFileSync(ics, 'utf8')).toContain('UID:7000003.renewal.all@madrid.gi-gateway\r\n');
  });

  it('writes a provisional refusal because of a protected GI', async () => {
    const out = file('refusal.xml');
    const goods = '33:Sparkling wine|32:Beer';
    const ran = await run(
      'madrid',
      'refuse',
      '1700000',
      '--gi',
      'fr-champagne',
      '--goods',
      goods,
      '--out',
      out,
    );
    expect(ran.code).toBe(0);
    expect(readFileSync(out, 'utf8')).toContain('<tmk:ClassNumber>32</tmk:ClassNumber>');
    expect((await run('madrid', 'refuse', '1', '--gi', 'fr-champagne', '--goods', 'wine')).code).toBe(2);
    expect(await run('madrid', 'refuse', '1', '--gi', 'th-kafae-doi-chaang')).toMatchObject({
      code: 1,
      notes: expect.stringContaining('docket/not-protected') as string,
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

  it('sends and takes XML that is signed inside, and notices', async () => {
    const keys = file('keys.json', (await run('keys')).out);
    await run('partner', 'add', 'CN', '--name', 'CNIPA', '--keys', keys);
    const xml = JSON.parse(
      (
        await run(
          'send',
          '--list',
          'cn-eu/III',
          '--to',
          'CN',
          '--format',
          'xml',
          '--out',
          folder.path,
          '--json',
        )
      ).out,
    ) as { file: string; signature?: string };
    expect(xml.signature).toBeUndefined();
    expect((await run('receive', xml.file)).out).toContain('accepted: 54 records');
    const document = join(folder.path, 'III.csv');
    await run('export', '--list', 'cn-eu/III', '--format', 'csv', '--out', document);
    const entry = /\n([^,\n]+),/.exec(readFileSync(document, 'utf8'))![1]!;
    const about = (key: string) =>
      ['--list', 'cn-eu/III', '--entry', key, '--to', 'CN', '--on', '2026-11-20', '--text', 'x'].concat(
        '--out',
        folder.path,
        '--json',
      );
    expect(await run('notify', 'opposition', ...about('none'))).toMatchObject({
      code: 1,
      out: expect.stringContaining('not-found/entry') as string,
    });
    const undecided = JSON.parse((await run('notify', 'decision', ...about(entry))).out) as { file: string };
    expect(await run('receive', undecided.file)).toMatchObject({
      code: 1,
      out: expect.stringContaining('exchange/notice-outcome') as string,
    });
    const opposed = JSON.parse((await run('notify', 'opposition', ...about(entry))).out) as { file: string };
    expect((await run('receive', opposed.file)).code).toBe(0);
    expect((await run('messages', '--direction', 'in')).out).toMatch(/from CN +decision .* refused/);
  });

  it('gives an office a key, another in its place, and ends them', async () => {
    const keys = file('keys.json', (await run('keys')).out);
    const added = await run(
      'partner',
      'add',
      'TH',
      '--name',
      'DIP',
      '--keys',
      keys,
      '--contact',
      'Som <som@example.org>',
      '--trust',
      'cn-th/CN=official',
    );
    expect(added.out).toContain('trust: cn-th/CN=official');
    const made = await run('partner', 'key', 'add', 'TH', '--name', 'nightly', '--scopes', 'lists:read');
    expect(made.out).toMatch(/^gik_[0-9a-z]{22}_[\w-]{43}$/);
    const id = made.out.slice(0, 26);
    const next = await run('partner', 'key', 'rotate', 'TH', id, '--overlap', '0');
    expect(next.out).toMatch(/^gik_/);
    expect((await run('partner', 'key', 'revoke', 'TH', next.out.slice(0, 26))).code).toBe(0);
    const listed = (await run('partner', 'key', 'list', 'TH')).out;
    expect(listed).toMatch(/nightly +lists:read +revoked .*never/);
    expect(listed).not.toContain(made.out.slice(27));
    expect((await run('partner', 'suspend', 'TH')).out).toContain('suspended');
    expect((await run('partner', 'show', 'TH')).out).toContain('Som <som@example.org>');
    expect((await run('partner', 'key', 'add', 'FR', '--name', 'x')).notes).toContain('not-found/partner');
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
