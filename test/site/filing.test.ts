import axe, { type AxeResults } from 'axe-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validateSt96 } from '../../src/formats/xml/validate.ts';
import { hasShared, schemaFolder } from '../formats/support.ts';
import { artifact, browserAvailable, openBrowserSite, type BrowserSite } from './browser.ts';
import { openTestSite, type TestSite } from './gateway.ts';

/** On the docket of the test site: registration 1289218 of 西湖龙井. */
const gi = 'cn-xi-hu-long-jing';
const filing = `/madrid/filing?gi=${gi}&designate=EM%2C+TH`;

describe('filing pages', () => {
  let gateway: TestSite;
  beforeAll(async () => {
    gateway = await openTestSite();
  });
  afterAll(() => gateway.close());
  const request = async (path: string, status = 200): Promise<Response> => {
    const response = await gateway.site.request(path);
    expect(gateway.faults).toEqual([]);
    expect(response.status, path).toBe(status);
    return response;
  };
  const read = async (path: string, status = 200): Promise<string> => {
    const html = await (await request(path, status)).text();
    expect(html, path).not.toMatch(/filing:\w/);
    return html;
  };

  it.each([
    ['en', 'Regulations governing use', 'missing'],
    ['zh', '使用管理规则', '需核对'],
    ['fr', 'Règlement d’usage', 'manque'],
    ['th', 'ข้อบังคับการใช้', 'ขาด'],
  ])('say in %s what a filing needs and how each condition stands', async (language, condition, state) => {
    const html = await read(`/${language}${filing}`);
    expect(html).toContain(condition);
    expect(html).toContain(state);
    await read(`/${language}/madrid/requests`);
  });

  it('take what is told, so that less is missing', async () => {
    const missing = (html: string): number => (html.match(/condition--missing/g) ?? []).length;
    const before = missing(await read(`/en${filing}`));
    const told = `${filing}&fee=1053.00&receivedOn=2026-05-01&regulations=Rules&representation=mark.png&goods=30+Tea`;
    expect(missing(await read(`/en${told}`))).toBe(before - 5);
  });

  const misread = `${filing}&fee=abc&receivedOn=2026-99-99&goods=30+Tea%0A99+Tea`;

  it.each([
    ['en', ['“abc” is no amount', '“2026-99-99” is no day', 'line 2: “99 Tea”']],
    ['fr', ['n’est pas un montant', 'sous la forme AAAA-MM-JJ', 'une ligne par classe de Nice']],
    ['th', ['ไม่ใช่จำนวนเงิน', 'ไม่ใช่วันที่', 'ไม่ใช่จำพวก Nice']],
    ['zh', ['填写的费用不是金额', '填写的日期不是有效日期', '每个尼斯类别']],
  ])('say in %s beside the field what they could not read, and keep it there', async (language, told) => {
    const html = await read(`/${language}${misread}`, 422);
    const beside = (name: string): string =>
      new RegExp(`<div class="wrong" id="${name}-problem">(.*?)</div>`, 's').exec(html)?.[1] ?? '';
    expect(beside('fee')).toContain(told[0]);
    expect(beside('receivedOn')).toContain(told[1]);
    expect(beside('goods')).toContain(told[2]);
    expect(html).toMatch(/<input id="fee"[^>]* value="abc"[^>]*aria-describedby="fee-problem fee-hint"/);
    expect(html).toMatch(/<input id="receivedOn"[^>]* value="2026-99-99"[^>]*aria-invalid="true"/);
    expect(html).toContain('30 Tea\n99 Tea</textarea>');
    expect(html).toContain('<details open');
    expect(html).not.toContain('id="checklist"');
  });

  const rest = {
    holderLatin: 'Longjing Tea Association of Xihu District, Hangzhou',
    holderAddress: 'Hangzhou, Zhejiang',
    markRegisteredOn: '2011-06-28',
    transliteration: 'Xi Hu Long Jing',
    translation: 'Dragon Well of the West Lake',
    secondLanguage: 'fr',
    receivedOn: '2026-05-01',
    fee: '1053.00',
    regulations: 'Rules',
    representation: 'mark.png',
    goods: '30 Tea',
  };

  it('can be completed: nothing is missing, and what remains is to be looked at', async () => {
    const bare = await read(`/en${filing}`);
    expect(bare).toMatch(/9 items are missing before it can be filed\./);
    expect(bare).toContain('<a href="#holderLatin">Applicant in Latin letters</a>');
    expect(await read(`/zh${filing}`)).toContain('填写于： <a href="#fee">费用（瑞士法郎）</a>');
    const html = await read(`/en${filing}&${new URLSearchParams(rest)}`);
    expect(html).toContain('Nothing is missing.');
    expect(html).toContain('2 are to be looked at.');
    expect(html).not.toContain('condition--missing');
    expect(html).toMatch(/<option value="fr" selected[^>]*>French</);
  });

  it('name the GI that was typed where it has no basic mark, and say where one is recorded', async () => {
    const html = await read('/en/madrid/filing?gi=fr-champagne&designate=EM', 422);
    expect(html).toContain('fr-champagne has no basic mark');
    expect(html).toContain('gi-gateway import');
    const typed = 'madrid/filing?gi=cn-xi-hu-long-jing&designate=EM&secondLanguage=xx&language=de';
    expect(await read(`/en/${typed}`, 422)).toContain('“de” is no language of the form');
  });

  it('refuse a day of receipt to come, a text cut short and a country that is none', async () => {
    expect(await read(`/en${filing}&receivedOn=2036-01-01`, 422)).toContain('2036-01-01 is after 2026-06-01');
    await read(`/en${filing}&receivedOn=2026-06-02`);
    const long = await read(`/en${filing}&reference=${'x'.repeat(201)}`, 422);
    expect(long).toContain('More than 200 characters were given');
    const change = '/en/madrid/requests?form=MM9&number=1289218&newName=Tea';
    expect(await read(`${change}&newCountry=C1`, 422)).toContain('“C1” is no country code');
    expect(await read(change, 422)).toContain('No country is given');
    await read(`${change}&newCountry=cn`);
    await read('/en/madrid/requests?form=MM11&number=1289218&receivedOn=2036-01-01', 422);
  });

  it('give the package as a form, as ST.96 and as JSON', async () => {
    const at = (kind: string): string => `/en/madrid/filing/package.${kind}?gi=${gi}&designate=EM`;
    const pdf = await request(at('pdf'));
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    const xml = await (await request(at('xml'))).text();
    if (hasShared) expect(validateSt96(xml, 'madrid-office-to-ib', schemaFolder)).toEqual([]);
    expect(await (await request(at('json'))).json()).toMatchObject({ giId: gi, designations: ['EM'] });
  });

  it('say why a package cannot be made, and lead there from its file', async () => {
    const html = await read(`/en/madrid/filing?gi=${gi}&designate=CN`, 422);
    expect(html).toContain('CN is the office of origin');
    await read('/en/madrid/filing?gi=fr-champagne&designate=EM', 422);
    await read('/en/madrid/filing?gi=no-such&designate=EM', 404);
    const file = await gateway.site.request(`/en/madrid/filing/package.pdf?gi=${gi}&designate=CN`);
    expect(file.status).toBe(303);
    expect(file.headers.get('location')).toContain(`/en/madrid/filing?gi=${gi}&designate=CN`);
  });

  it('make requests about a registration on the docket, with what the docket knows', async () => {
    const renewal = await read('/en/madrid/requests?form=MM11&number=1289218');
    expect(renewal).toContain('The fee in Swiss francs');
    expect(renewal).toMatch(/Renewal is early before|The term of 1289218 ends on/);
    const wrong = await read('/en/madrid/requests?form=MM7&number=1289218&offices=JP', 422);
    expect(wrong).toContain('1289218 does not designate JP');
    expect(await read('/en/madrid/requests?form=MM6&number=1289218', 422)).toContain('needs the goods');
    await read('/en/madrid/requests?form=MM11&number=999999', 404);
    const pdf = await request('/zh/madrid/requests/package.pdf?form=MM11&number=1289218');
    expect(pdf.headers.get('content-disposition')).toContain('mm11-2026-06-01.pdf');
  });
});

describe.skipIf(!browserAvailable())('filing pages in a real browser', () => {
  let on: BrowserSite;
  beforeAll(async () => {
    on = await openBrowserSite();
  }, 120_000);
  afterAll(() => on.close());

  it.each(['zh', 'th'])('can be read and used in %s on every screen', async (language) => {
    const context = await on.browser.newContext({ viewport: { width: 1280, height: 900 } });
    try {
      const page = await context.newPage();
      await page.goto(`${on.origin}/${language}/madrid`);
      await page.locator(`a[href="/${language}/madrid/filing"]`).click();
      await page.locator('#gi').fill(gi);
      await page.locator('#designate').fill('EM, TH');
      await page.keyboard.press('Enter');
      await page.waitForSelector('#checklist');
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await page.evaluate(axe.source);
        const found = await page.evaluate<AxeResults>('axe.run()');
        expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)).toEqual([]);
        const fits = 'document.documentElement.scrollWidth <= document.documentElement.clientWidth';
        expect(await page.evaluate<boolean>(fits)).toBe(true);
        await page.screenshot({ path: artifact(`filing-${language}-${width}`), fullPage: true });
      }
    } finally {
      await context.close();
    }
  });
});
