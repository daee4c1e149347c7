import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFormatter } from '../../src/site/format.ts';
import type { Language } from '../../src/site/languages.ts';
import { ExplainedLine } from '../../src/site/parts/problem.tsx';
import { explain, explainLine, ownRemedy, placeText } from '../../src/site/problem-texts.ts';
import { loadTexts } from '../../src/site/texts.ts';
import type { View } from '../../src/site/view.ts';
import { openTestDesk, type TestDesk } from './console-desk.ts';

const texts = loadTexts();
const view = (lang: Language): View => ({
  lang,
  t: texts[lang],
  f: createFormatter(lang, texts[lang]),
  path: '/',
  search: '',
  origin: 'https://gi.example',
  today: '2026-06-01',
  day: '2026-06-01',
});

/** What a page says in another language than its own. */
const inEnglish = (html: string): string =>
  [...html.matchAll(/<(\w+)[^>]* lang="en"[^>]*>(.*?)<\/\1>/gs)].map((m) => m[2]).join(' ');

describe('a problem explained', () => {
  it('is in the language of the page, and left to its message for readers of English', () => {
    expect(explain(view('zh'), 'xml/doctype')?.what).toContain('DOCTYPE 声明');
    expect(explain(view('th'), 'lists/approved')?.remedy).toBe('โปรดถอนการอนุมัติก่อน');
    expect(explain(view('fr'), 'internal')?.remedy).toContain('l’identifiant de la requête');
    expect(explain(view('en'), 'xml/doctype')).toBeUndefined();
  });

  it.each(['', 'xml', 'xml/none', 'xml/doctype.what', 'a:b', 'constructor', '__proto__', '{{lang}}'])(
    'is not made up for the code "%s"',
    (code) => {
      expect(explain(view('zh'), code)).toBeUndefined();
    },
  );

  it('keeps the English remedy where that one says more than the catalogue', () => {
    const told = { code: 'lists/nothing-to-publish', message: 'x', remedy: 'Import a file into it first.' };
    expect(ownRemedy(view('zh'), told)).toBeUndefined();
    expect(ownRemedy(view('zh'), { ...told, remedy: 'Import cn-eu.csv.' })).toBe('Import cn-eu.csv.');
    expect(ownRemedy(view('zh'), { ...told, code: 'no/code' })).toBe('Import a file into it first.');
  });

  it('says the place in the words of the page', () => {
    const place = { line: 3, column: 5, record: 0, path: '$[0]', field: 'names' };
    expect(placeText(view('zh'), place)).toBe('第 3:5 行 · 第 1 条记录 · $[0] · names');
    expect(placeText(view('th'), { line: 3 })).toBe('บรรทัด 3');
    expect(placeText(view('fr'), {})).toBe('');
  });

  it('is found in a line kept of a run', () => {
    const line = 'outbound/timeout: no answer within 30 s';
    expect(explainLine(view('th'), line)?.remedy).toContain('โปรดสอบถาม');
    expect(explainLine(view('th'), 'answered 404')).toBeUndefined();
    expect(String(ExplainedLine({ v: view('zh'), line }))).toMatch(/对方未.*<span[^>]*lang="en">outbound/);
    expect(String(ExplainedLine({ v: view('en'), line }))).toBe(`<span lang="en">${line}</span>`);
  });
});

describe('staff and visitors of other languages', () => {
  let desk: TestDesk;
  beforeAll(async () => {
    desk = await openTestDesk();
  }, 120_000);
  afterAll(() => desk.gateway.close());

  const told = {
    zh: {
      header: '缺少必需的列',
      remedy: '请在第一行使用规定的列名',
      weak: '密码过短',
      draft: '没有该草稿',
      bidi: '改变书写方向的字符',
      gi: '没有该编号的地理标志',
    },
    th: {
      header: 'ขาดคอลัมน์ที่จำเป็น',
      remedy: 'โปรดใช้ชื่อคอลัมน์ตามเอกสาร',
      weak: 'รหัสผ่านสั้นเกินไป',
      draft: 'ไม่มีร่างนี้',
      bidi: 'อักขระที่เปลี่ยนทิศทางการเขียน',
      gi: 'ไม่มีสิ่งบ่งชี้ที่มีรหัสนี้',
    },
  };

  it.each(['zh', 'th'] as const)('read in %s why a file could not be used', async (lang) => {
    const file = new File(['key,names\n1,x\n'], 'broken.csv', { type: 'text/csv' });
    const answer = await desk.post('editor', `/${lang}/console/import`, {
      list: 'cn-fr/FR',
      format: 'csv',
      file,
    });
    const html = await answer.text();
    expect(html).toContain(told[lang].header);
    expect(html).toContain(told[lang].remedy);
    expect(html).toContain('<code class="quiet">csv/header</code>');
    expect(inEnglish(html)).toContain('The header lacks original_names');
  });

  it.each(['zh', 'th'] as const)('read in %s why a form was refused', async (lang) => {
    const form = { do: 'add', email: 'new@office.example', name: 'New', role: 'viewer', password: 'short' };
    const answer = await desk.post('admin', `/${lang}/console/users`, form);
    const html = await answer.text();
    expect(html).toContain(told[lang].weak);
    expect(html).toContain('<code>accounts/weak-password</code>');
    expect(inEnglish(html)).toContain('password');
  });

  it.each(['zh', 'th'] as const)('read in %s why a page of the console is refused', async (lang) => {
    const { status, html } = await desk.get('editor', `/${lang}/console/drafts/ver_none`);
    expect(status).toBe(404);
    expect(html).toContain(told[lang].draft);
    expect(html).toContain('<code>not-found/draft</code>');
    expect(inEnglish(html)).toContain('ver_none');
  });

  it.each(['zh', 'th'] as const)('read in %s why a name cannot be compared', async (lang) => {
    const answer = await desk.send('viewer', `/${lang}/check`, { name: 'Bor\u202Edeaux', goods: '' });
    const html = await answer.text();
    expect(html).toContain(told[lang].bidi);
    expect(html).toContain('<code>names/bidi-override</code>');
  });

  it.each(['zh', 'th'] as const)('read in %s that there is no such indication', async (lang) => {
    const { status, html } = await desk.get(undefined, `/${lang}/gi/none-such`);
    expect(status).toBe(404);
    expect(html).toContain(told[lang].gi);
    expect(inEnglish(html)).toContain('none-such');
  });

  it('see in English what the gateway says, once', async () => {
    const { html } = await desk.get('editor', '/en/console/drafts/ver_none');
    expect(html.match(/not-found\/draft/g)).toHaveLength(1);
    expect(html).not.toContain('class="explained"');
    const check = await desk.send('viewer', '/en/check', { name: 'Bor\u202Edeaux', goods: '' });
    expect(await check.text()).not.toContain('names/bidi-override');
  });
});
