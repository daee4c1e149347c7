import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Hono } from 'hono';
import { draftScreen } from '../../src/conflicts/draft-screen.ts';
import { NameRegistry } from '../../src/conflicts/name-registry.ts';
import { openEmbedded, type Database } from '../../src/db/database.ts';
import { Screenings } from '../../src/lists/review/screenings.ts';
import { loadBundled } from '../../src/lists/bundled.ts';
import { docketRegistration } from '../../src/madrid/docket/docketing.ts';
import { recordNotifications } from '../../src/madrid/docket/record.ts';
import { packagePath } from '../../src/platform/paths.ts';
import { createSite, siteDeps } from '../../src/site/site.tsx';
import { Watch } from '../../src/watch/watch.ts';
import { bytes } from '../formats/support.ts';
import { fromOffice, grant, romarin } from '../madrid/samples.ts';
import { openExchangeMeans } from './exchange-means.ts';

describe('the docket page', () => {
  let database: Database;
  let site: Hono;
  let remove: () => void;
  const faults: unknown[] = [];
  beforeAll(async () => {
    database = await openEmbedded(undefined, packagePath('src/db/migrations'));
    const { db } = database;
    const clock = (): Date => new Date('2026-11-22T12:00:00Z');
    const ctx = { db, clock, actor: 'tester' };
    await loadBundled(ctx, packagePath('fixtures'));
    const names = new NameRegistry(db);
    const screenings = new Screenings({ db, clock }, draftScreen(db, names));
    const means = await openExchangeMeans();
    ({ remove } = means);
    const { exchange } = means;
    site = createSite(
      siteDeps({
        db,
        names,
        screenings,
        clock,
        exchange,
        markWatch: new Watch(db),
        notices: { webhookKey: Buffer.from('a key of the tests'), publicUrl: 'https://gi.example' },
        onError: (error) => faults.push(error),
      }),
    );
  });
  afterAll(async () => {
    await database.close();
    remove();
  });
  const read = async (path: string): Promise<string> => {
    const response = await site.request(path);
    expect(faults).toEqual([]);
    expect(response.status, path).toBe(200);
    const text = (await response.text()).replace(/<head>.*<\/head>/s, '').replace(/<[^>]+>/g, ' ');
    expect(text, path).not.toMatch(/madrid:|\b(?:states|rules|warnings|dependency)\./);
    return text.replace(/\s+/g, ' ');
  };

  it('says when nothing is followed', async () => {
    expect(await read('/en/madrid')).toContain('No international registration is followed yet.');
  });

  it('shows every designation and date in four languages, on any day', async () => {
    const ctx = { db: database.db, clock: () => new Date('2026-11-22T12:00:00Z'), actor: 'tester' };
    const take = (fileName: string, xml: string) => recordNotifications(ctx, { fileName, input: bytes(xml) });
    await take('a.xml', romarin());
    await take('b.xml', fromOffice('TH', '2026-05-02', grant('555')));
    await docketRegistration(ctx, { number: '1600000', giId: 'cn-xi-hu-long-jing' });
    const english = await read('/en/madrid');
    for (const text of [
      '1289218 西湖龙井',
      '1 notification waits',
      'accepted by silence 15 July 2026',
      '14 January 2027',
      'Article 5(2)(b)',
      'Day of registration not known',
    ])
      expect(english).toContain(text);
    expect(await read('/en/madrid?asOf=2026-07-14')).not.toContain('accepted by silence');
    expect(await read('/zh/madrid')).toContain('逾期未驳回，视为接受');
    expect(await read('/fr/madrid')).toContain('accepté par silence');
    expect(await read('/th/madrid')).toContain('14 มกราคม 2570');
  });

  it.each(['zh', 'fr', 'th'])('has every text in %s, with the same values', (language) => {
    const flat = (value: object, prefix = ''): [string, string][] =>
      Object.entries(value).flatMap(([key, text]) =>
        typeof text === 'object' ? flat(text as object, `${prefix}${key}.`) : [[prefix + key, String(text)]],
      );
    const of = (l: string): [string, string][] =>
      flat(JSON.parse(readFileSync(packagePath(`locales/${l}/madrid.json`), 'utf8')) as object);
    const base = (key: string): string => key.replace(/_(one|many|other)$/, '');
    const shape = (texts: [string, string][]): string[] =>
      [
        ...new Set(texts.map(([k, text]) => `${base(k)} ${(text.match(/\{\{\w+\}\}/g) ?? []).join()}`)),
      ].sort();
    expect(shape(of(language))).toEqual(shape(of('en')));
  });
});
