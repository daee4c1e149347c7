import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Guidance } from '../../src/guidance/guidance.ts';
import { appliesTo, type Statement, type Subject } from '../../src/guidance/statement.ts';
import { isIsoDate } from '../../src/platform/clock.ts';
import { packagePath } from '../../src/platform/paths.ts';
import { openApp, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';
import { openTestSite, type TestSite } from '../site/gateway.ts';

const held = new Guidance(packagePath('fixtures/guidance'));

describe('statements held', () => {
  const languages = ['en', 'zh', 'fr', 'th'] as const;

  it.each(held.statements().map((s) => [s.id, s] as const))('%s is whole', (_, statement) => {
    for (const language of languages) {
      expect(statement.title[language]?.trim()).toBeTruthy();
      expect(statement.text[language]?.trim()).toBeTruthy();
    }
    expect(statement.source.text.trim()).toBeTruthy();
    expect(isIsoDate(statement.checkedOn)).toBe(true);
    expect(statement.source.date ?? '2020').toMatch(/^\d{4}(-\d\d){0,2}$/);
    if (statement.source.uri) expect(URL.canParse(statement.source.uri)).toBe(true);
  });

  it('have an id each', () => {
    const ids = held.statements().map((s) => s.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('name only agreements that are held', () => {
    const agreements = JSON.parse(readFileSync(packagePath('fixtures/agreements.json'), 'utf8')) as {
      id: string;
    }[];
    const ids = agreements.map((a) => a.id);
    for (const { applies } of held.statements())
      for (const id of applies.agreements ?? []) expect(ids).toContain(id);
  });

  it('reach from a union into its members, and from everywhere into each', () => {
    const france = { code: 'FR', name: { en: 'France' }, memberOf: ['EU'] };
    expect(held.reaching('FR', [france])).toEqual(['FR', 'EU', 'WO']);
    expect(held.reaching('WO', [france])).toEqual(['WO']);
    expect(() => held.reaching('XX', [france])).toThrow(
      expect.objectContaining({ code: 'not-found/guidance' }),
    );
  });
});

describe('whether a statement holds for a GI', () => {
  const tea: Subject = {
    origins: ['CN'],
    agreements: ['register', 'cn-eu'],
    goods: 'tea',
    stateIn: (code) => (code === 'EU' ? 'protected' : undefined),
    isHome: (code) => code === 'CN',
  };
  const statement = (applies: Statement['applies']): Statement => ({
    ...held.statements()[0]!,
    jurisdiction: 'EU',
    applies,
  });
  it.each([
    [{}, true],
    [{ origins: ['CN', 'TH'] }, true],
    [{ origins: ['TH'] }, false],
    [{ agreements: ['cn-eu'] }, true],
    [{ agreements: ['cn-fr'] }, false],
    [{ goods: ['tea'] }, true],
    [{ goods: ['wine', 'spirit'] }, false],
    [{ states: ['protected'] }, true],
    [{ states: ['pending'] }, false],
    [{ foreign: true }, true],
    [{ origins: ['CN'], states: ['refused'] }, false],
  ] as [Statement['applies'], boolean][])('%j: %s', (applies, holds) => {
    expect(appliesTo(statement(applies), tea)).toBe(holds);
  });
  it('is not for foreign names at home, nor for a state where the state is not known', () => {
    const home = { ...statement({ foreign: true }), jurisdiction: 'CN' };
    expect(appliesTo(home, tea)).toBe(false);
    expect(appliesTo({ ...statement({ states: ['protected'] }), jurisdiction: 'TH' }, tea)).toBe(false);
  });
});

describe('guidance by API', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp(databases[0]!.open);
  });
  afterAll(() => app.close());
  const ids = async (query: string): Promise<string[]> => {
    const response = await app.get(`/api/v1/guidance?${query}`);
    expect(response.status).toBe(200);
    return ((await response.json()) as { statements: Statement[] }).statements.map((s) => s.id);
  };

  it('tells a Chinese GI on the agreement’s list that it may carry the EU sign, and no other', async () => {
    expect(await ids('in=EU&gi=cn-anji-bai-cha')).toContain('eu-sign-annex-iii');
    const champagne = await ids('in=EU&gi=fr-champagne');
    expect(champagne).not.toContain('eu-sign-annex-iii');
    expect(champagne).toContain('eu-tm-opposition');
  });

  it('tells a foreign GI of the distributor’s code in the Chinese sign, a Chinese one not', async () => {
    expect(await ids('in=CN&gi=fr-champagne')).toContain('cn-sign-foreign');
    expect(await ids('in=CN&gi=cn-anji-bai-cha')).not.toContain('cn-sign-foreign');
  });

  it('answers by topic, and refuses what it does not know', async () => {
    const oppositions = await ids('topic=opposition');
    expect(oppositions).toContain('cn-opposition');
    expect(oppositions).not.toContain('cn-contact');
    const none = await app.get('/api/v1/guidance?in=XX');
    expect(none.status).toBe(404);
    expect(await none.json()).toMatchObject({ code: 'not-found/guidance' });
    expect((await app.get('/api/v1/guidance?gi=no-such')).status).toBe(404);
    expect((await app.get('/api/v1/guidance?topic=tips')).status).toBe(400);
  });
});

describe('guidance pages', () => {
  let gateway: TestSite;
  beforeAll(async () => {
    gateway = await openTestSite();
  });
  afterAll(() => gateway.close());
  const read = async (path: string): Promise<string> => {
    const response = await gateway.site.request(path);
    expect(gateway.faults).toEqual([]);
    expect(response.status, path).toBe(200);
    const html = await response.text();
    expect(html, path).not.toMatch(/guidance:\w/);
    return html;
  };

  it.each([
    ['en', 'Oppose an EU trade mark within three months', 'looked at on 22 November 2026'],
    ['zh', '三个月内对欧盟商标提出异议', '核对于2026年11月22日'],
    ['fr', 'S’opposer à une marque de l’UE', 'consulté le 22 novembre 2026'],
    ['th', 'คัดค้านเครื่องหมายการค้าสหภาพยุโรป', '22 พฤศจิกายน 2569'],
  ])('says in %s what holds in France: its own, the Union’s, the world’s', async (lang, text, day) => {
    const html = await read(`/${lang}/guidance/FR`);
    expect(html).toContain(text);
    expect(html).toContain(day);
    for (const section of ['in-FR', 'in-EU', 'in-WO']) expect(html).toContain(`id="${section}"`);
  });

  it('is linked from the answer page for that GI there', async () => {
    const answer = await read('/en/gi/cn-anji-bai-cha');
    expect(answer).toContain('href="/en/guidance/EU?gi=cn-anji-bai-cha"');
    const page = await read('/en/guidance/EU?gi=cn-anji-bai-cha');
    expect(page).toContain('Chinese GIs on the agreement’s list may use the EU signs');
    expect(page).not.toContain('Names from outside the agreement');
  });

  it('says where the GI stands there, by which list, and what to do where it is not protected', async () => {
    const there = await read('/en/guidance/EU?gi=cn-anji-bai-cha');
    expect(there).toMatch(/<strong>Protected<\/strong>/);
    expect(there).toContain('href="/en/lists/cn-eu/III"');
    const britain = await read('/zh/guidance/GB?gi=cn-anji-bai-cha');
    expect(britain).toContain('中欧协定不及于英国');
    expect(britain).toContain('href="/zh/madrid/filing?gi=cn-anji-bai-cha&amp;designate=GB"');
    // Hong Kong cannot be designated.
    expect(await read('/zh/guidance/HK?gi=cn-anji-bai-cha')).not.toContain('/zh/madrid/filing?');
    expect(await read('/en/guidance/GB?gi=fr-champagne')).not.toContain('does not reach');
  });

  it('says so where there is none', async () => {
    expect((await gateway.site.request('/en/guidance/XX')).status).toBe(404);
  });
});
