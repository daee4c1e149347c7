import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestSite, type TestSite } from './gateway.ts';

let gateway: TestSite;

beforeAll(async () => {
  gateway = await openTestSite();
}, 120_000);
afterAll(() => gateway.close());

const get = async (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  gateway.site.request(path, { headers });

/** A text that is missing in every language shows its key. */
const textKey =
  /\b(?:site|nav|search|home|gi|event|state\w*|status|evidence|kind|script|language|product|lists?|diff|field|agreements|check|finding\w*|ruling|about|error)\.[a-zA-Z-]+\b/;

/** Text of a page as a reader sees it, without tags and with single spaces. */
async function read(
  path: string,
): Promise<{ status: number; lang: string | undefined; text: string; html: string }> {
  const response = await get(path);
  const html = await response.text();
  const text = html
    .replace(/<head>.*<\/head>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');
  expect(text).not.toMatch(textKey);
  return { status: response.status, lang: /<html lang="([^"]+)"/.exec(html)?.[1], text, html };
}

describe('the language of a page', () => {
  it.each([
    ['en', 'Is the name protected?'],
    ['zh', '这个名称受保护吗？'],
    ['fr', 'Ce nom est-il protégé ?'],
    ['th', 'ชื่อนี้ได้รับความคุ้มครองหรือไม่'],
  ])('/%s says so in <html lang> and speaks it', async (language, title) => {
    const page = await read(`/${language}`);
    expect(page.status).toBe(200);
    expect(page.lang).toBe(language);
    expect(page.text).toContain(title);
  });

  it('follows the cookie, then the browser, then English where the address names none', async () => {
    const where = async (headers: Record<string, string>): Promise<string | null> =>
      (await get('/gi/fr-cognac?asOf=2020-01-01', headers)).headers.get('location');
    expect(await where({ cookie: 'lang=th', 'accept-language': 'fr' })).toBe(
      '/th/gi/fr-cognac?asOf=2020-01-01',
    );
    expect(await where({ 'accept-language': 'fr-CH, de;q=0.5' })).toBe('/fr/gi/fr-cognac?asOf=2020-01-01');
    expect(await where({ cookie: 'lang=xx' })).toBe('/en/gi/fr-cognac?asOf=2020-01-01');
    expect((await get('/', { 'accept-language': 'zh' })).headers.get('location')).toBe('/zh');
  });

  it('is remembered once visited', async () => {
    expect((await get('/th')).headers.get('set-cookie')).toMatch(/^lang=th;.*HttpOnly.*SameSite=Lax/);
    expect((await get('/th', { cookie: 'lang=th' })).headers.get('set-cookie')).toBeNull();
  });

  it('can be switched without leaving the page, and the others are named for search engines', async () => {
    const { html } = await read('/fr/gi/fr-cognac?asOf=2020-01-01');
    expect(html).toContain('href="/th/gi/fr-cognac?asOf=2020-01-01" lang="th"');
    expect(html).toContain(
      '<link rel="alternate" hreflang="zh" href="http://localhost/zh/gi/fr-cognac?asOf=2020-01-01"/>',
    );
    expect(html).toContain('hreflang="x-default" href="http://localhost/gi/fr-cognac?asOf=2020-01-01"');
  });
});

describe('search', () => {
  it.each([
    ['香槟', 'Champagne'],
    ['champagne', 'Champagne'],
    ['CHAMPAGNE', 'Champagne'],
    ['龙井', '龙井茶'],
    ['Longjing', '龙井茶'],
    ['ข้าวหอมมะลิ', 'ข้าวหอมมะลิทุ่งกุลาร้องไห้'],
    ['กาแฟดอยช้าง', 'กาแฟดอยช้าง'],
  ])('%s finds %s', async (query, name) => {
    const { text, status } = await read(`/en/search?q=${encodeURIComponent(query)}`);
    expect(status).toBe(200);
    expect(text).toContain(name);
    expect(text).toMatch(/found for/);
  });

  it('says that nothing was found and that this proves nothing', async () => {
    const { text } = await read('/en/search?q=qqqqxxxx');
    expect(text).toContain('Nothing was found for “qqqqxxxx”');
    expect(text).toContain('does not prove that the name is free');
  });

  it('keeps what was typed as text, whatever it is', async () => {
    const { html } = await read(`/en/search?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;');
  });
});

describe('the answer page', () => {
  it('tells for each jurisdiction whether, since when, on what basis and how surely', async () => {
    const { text } = await read('/en/gi/fr-cognac');
    expect(text).toMatch(
      /China Protected since 16 December 2009 Official Legal basis AQSIQ announcement no\. 117 of 2009/,
    );
    expect(text).toMatch(/European Union Protected since 12 June 1989 Public source Legal basis \S/);
    expect(text).toMatch(/Thailand Not known Not found on the lists held\. .* no proof/);
    expect(text).toContain('Eau-de-vie des Charentes');
    expect(text).toContain('干邑');
  });

  it('shows protection in a union as protection in its members', async () => {
    const { text } = await read('/fr/gi/cn-longjing-cha');
    expect(text).toMatch(/France Protégée depuis le 11 mai 2011 · par l’intermédiaire de : Union européenne/);
  });

  it('never shows what is recalled as sure', async () => {
    const { text, html } = await read('/en/gi/fr-chablis');
    expect(text).toMatch(
      /China Protected Unverified since 1 March 2021 Recalled or inferred; .* Do not rely on it\./,
    );
    expect(html).toMatch(/verdict--protected verdict--doubtful/);
    expect(text).toMatch(/夏布利 Chinese Simplified Chinese Transcription Unverified/);
  });

  it('answers as of another day and says from which versions', async () => {
    const before = await read('/en/gi/cn-longjing-cha?asOf=2010-01-01');
    expect(before.text).toContain('You are looking at the answer as of 1 January 2010, not today’s.');
    expect(before.text).toMatch(/European Union Not yet protected from 11 May 2011 on/);
    const today = await read('/en/gi/cn-longjing-cha');
    expect(today.text).toMatch(
      /Answer as of 1 June 2026, from these versions: .*register\/cn, version 1, in effect 1 April 2022/,
    );
    expect(today.text).toMatch(/cn-eu-pilot\/CN, version 1, in effect 30 November 2012/);
    expect(today.html).toContain('href="/gi/cn-longjing-cha"');
  });

  it.each([
    ['zh', '受保护 起始日期不详 公开来源', '自2011年5月11日起'],
    ['fr', 'Protégée date de début inconnue Source publique', 'depuis le 11 mai 2011'],
    ['th', 'ได้รับความคุ้มครอง ไม่ทราบวันเริ่มต้น แหล่งสาธารณะ', 'ตั้งแต่ 11 พฤษภาคม 2554'],
  ])('speaks %s', async (language, china, union) => {
    const { text, lang } = await read(`/${language}/gi/cn-longjing-cha`);
    expect(lang).toBe(language);
    expect(text).toContain(china);
    expect(text).toContain(union);
  });

  it('keeps the misspelling of a register apart from the name', async () => {
    const { text } = await read('/en/gi/th-kafae-doi-chaang');
    expect(text).toMatch(/กาแฟดอยตช้าง Thai Thai Variant/);
  });
});

describe('lists', () => {
  it('tell how complete each is and how much of it is sourced', async () => {
    const { text } = await read('/en/lists');
    expect(text).toMatch(
      /annex III: Chinese names protected in the EU cn-eu\/III China European Union 54 of 100 · 48 sourced/,
    );
    expect(text).toMatch(/105 held, 96 in the legal text · 10 sourced/);
    expect(text).toMatch(
      /EU register of geographical indications register\/eu .* 122 of 3,341 · all sourced/,
    );
    expect(text).toMatch(/cn-eu\/VI .* none of 175 held yet/);
  });

  it('show their names page by page with their versions', async () => {
    const first = await read('/en/lists/cn-eu/IV');
    expect(first.text).toContain('at least nine do not belong here');
    expect(first.text).toMatch(/Content hash/);
    expect(first.text).toContain('Champagne');
    const next = /href="([^"]+)">More names/.exec(first.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const second = await read(next);
    expect(second.text).toContain('Žatecký chmel');
    expect(second.text).not.toContain('Champagne');
  });

  it('show a version, and what it added', async () => {
    expect((await read('/en/lists/cn-fr/FR/versions/1')).text).toContain('Names in version 1');
    const { text } = await read('/en/lists/cn-fr/FR/compare?from=0&to=1');
    expect(text).toContain('5 added · 0 removed · 0 changed');
    expect(text).toContain('Gevrey-Chambertin');
    expect((await read('/en/lists/cn-fr/FR/compare?from=1&to=1')).text).toContain(
      'The two versions say the same.',
    );
  });

  it('belong to agreements with their articles', async () => {
    expect((await read('/zh/agreements')).text).toContain(
      '中华人民共和国政府与欧洲联盟地理标志保护与合作协定',
    );
    const { text } = await read('/en/agreements/cn-eu');
    expect(text).toMatch(/In force 1 March 2021 Opposition period 2 months Processing period 4 years/);
    expect(text).toContain('4(1)(b)');
  });
});

describe('checking a brand name', () => {
  const check = async (fields: Record<string, string>): Promise<{ status: number; text: string }> => {
    const response = await gateway.site.request('/en/check', {
      method: 'POST',
      body: new URLSearchParams(fields),
    });
    const text = (await response.text())
      .replace(/<head>.*<\/head>/s, '')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ');
    return { status: response.status, text };
  };

  it('explains each finding and links to where the name is protected', async () => {
    const { status, text } = await check({ name: 'champagne', goods: 'wine' });
    expect(status).toBe(200);
    expect(text).toMatch(/Possible conflict Champagne Same name/);
    expect(text).toContain('Where is it protected?');
    expect(text).toContain('It is never a verdict.');
  });

  it('says what is wrong with a name that cannot be compared', async () => {
    const { status, text } = await check({ name: '' });
    expect(status).toBe(400);
    expect(text).toContain('This name cannot be checked');
  });

  it('refuses a form that is too large', async () => {
    const { status, text } = await check({ name: 'x'.repeat(40_000) });
    expect(status).toBe(413);
    expect(text).toContain('larger than 16 KiB');
  });
});

describe('what is not there', () => {
  it.each([
    '/en/gi/no-such-name',
    '/en/lists/cn-eu/XX',
    '/en/lists/cn-fr/FR/versions/99',
    '/en/agreements/none',
    '/en/none',
    '/none',
    '/assets/none.css',
  ])('%s is told apart from an answer', async (path) => {
    const { status, text } = await read(path);
    expect(status).toBe(404);
    expect(text).toContain('This page does not exist');
  });

  it.each([
    '/en/gi/fr-cognac?asOf=2020-02-30',
    '/en?asOf=yesterday',
    '/en/lists/cn-fr/FR/compare?from=a&to=1',
  ])('%s is refused with the reason', async (path) => {
    const { status, text } = await read(path);
    expect(status).toBe(400);
    expect(text).toContain('This request cannot be answered');
  });

  it('speaks the language of the address, and offers the search', async () => {
    const page = await read('/th/gi/no-such-name');
    expect(page.lang).toBe('th');
    expect(page.text).toContain('ไม่มีหน้านี้');
    expect(page.html).toContain('action="/th/search"');
  });
});

describe('every page', () => {
  it('allows no script and nothing from elsewhere', async () => {
    const response = await get('/zh/gi/cn-longjing-cha');
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const html = await response.text();
    expect(html).not.toMatch(/<script|<style| style="| on\w+="/);
    expect(
      [...html.matchAll(/(?:src|<link rel="(?:stylesheet|icon)" href)="([^"]+)"/g)]
        .map((m) => m[1])
        .every((u) => u?.startsWith('/assets/')),
    ).toBe(true);
  });

  it('serves its stylesheet for good under an address made from its content', async () => {
    const html = await (await get('/en')).text();
    const address = /href="(\/assets\/site\.css\?v=[0-9a-f]+)"/.exec(html)?.[1] ?? '';
    const css = await get(address);
    expect(css.status).toBe(200);
    expect(css.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(css.headers.get('cache-control')).toContain('immutable');
  });

  it('was answered without a fault', () => {
    expect(gateway.faults).toEqual([]);
  });
});
