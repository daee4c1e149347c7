import { statSync } from 'node:fs';
import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artifact, browserAvailable, openBrowserSite, type BrowserSite } from './browser.ts';

const desktop = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };

describe.skipIf(!browserAvailable())('in a real browser', () => {
  let on: BrowserSite;

  beforeAll(async () => {
    on = await openBrowserSite();
  }, 120_000);
  afterAll(() => on.close());

  /** Opens a page, and afterwards checks that the browser had nothing to complain about. */
  async function visit(
    path: string,
    size: typeof desktop,
    look: (page: Page) => Promise<void>,
  ): Promise<void> {
    const page = await on.browser.newPage({ viewport: size });
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    try {
      const response = await page.goto(on.origin + path);
      expect(response?.status()).toBe(200);
      await look(page);
    } finally {
      await page.close();
    }
    expect(complaints).toEqual([]);
  }

  /** Letters that the fonts here draw as the same box as a letter nobody has. */
  const boxes = (page: Page, letters: string): Promise<string[]> =>
    page.evaluate<string[]>(`(() => {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = 48;
      const context = canvas.getContext('2d', { willReadFrequently: true });
      const drawn = (letter) => {
        context.clearRect(0, 0, 48, 48);
        context.font = '32px ' + getComputedStyle(document.body).fontFamily;
        context.fillText(letter, 4, 36);
        return context.getImageData(0, 0, 48, 48).data.join();
      };
      const nobodyHas = drawn('\\u{10FFFE}');
      return [...${JSON.stringify(letters)}].filter((letter) => drawn(letter) === nobodyHas);
    })()`);

  const fits = (page: Page): Promise<boolean> =>
    page.evaluate<boolean>('document.documentElement.scrollWidth <= document.documentElement.clientWidth');

  /** What axe finds wrong with the page as it stands. */
  async function violations(page: Page): Promise<string[]> {
    await page.evaluate(axe.source);
    const found = await page.evaluate<AxeResults>('axe.run()');
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 300)}`);
  }

  const titles: Record<string, string> = {
    zh: '地理标志网关',
    th: 'เกตเวย์ GI',
    fr: 'Passerelle IG',
    en: 'GI Gateway',
  };
  const search = { name: 'search', path: `/search?q=${encodeURIComponent('龙井')}`, shows: '龙井茶' };
  const answer = { name: 'answer', path: '/gi/cn-longjing-cha', shows: '龙井茶' };
  const thai = { name: 'answer-thai', path: '/gi/th-kafae-doi-chaang', shows: 'กาแฟดอยช้าง' };
  const unverified = { name: 'answer-unverified', path: '/gi/fr-chablis', shows: 'Chablis' };

  it.each([
    { ...search, language: 'zh', size: desktop },
    { ...search, language: 'zh', size: phone },
    { ...search, language: 'th', size: desktop },
    { ...search, language: 'th', size: phone },
    { ...answer, language: 'zh', size: desktop },
    { ...answer, language: 'zh', size: phone },
    { ...thai, language: 'th', size: desktop },
    { ...thai, language: 'th', size: phone },
    { ...unverified, language: 'fr', size: desktop },
    { ...answer, language: 'en', size: phone },
  ])(
    '$name in $language, $size.width wide, shows its letters and fits',
    async ({ name, path, shows, language, size }) => {
      await visit(`/${language}${path}`, size, async (page) => {
        expect(await page.locator('html').getAttribute('lang')).toBe(language);
        expect(await page.title()).toContain(titles[language]);
        expect(await page.getByText(shows, { exact: true }).first().isVisible()).toBe(true);
        expect(await boxes(page, '龙井茶ข้าวหอม'.normalize('NFC'))).toEqual([]);
        expect(await fits(page)).toBe(true);
        const file = artifact(`${name}-${language}-${size.width}`);
        await page.screenshot({ path: file, fullPage: true });
        expect(statSync(file).size).toBeGreaterThan(20_000);
      });
    },
    60_000,
  );

  const pages = [
    '',
    '/search',
    `/search?q=${encodeURIComponent('香槟')}`,
    '/search?q=qqqqxxxx',
    '/gi/fr-cognac',
    '/gi/fr-chablis',
    '/gi/cn-longjing-cha?asOf=2010-01-01',
    '/lists',
    '/lists/cn-eu/III',
    '/lists/cn-fr/FR/versions/1',
    '/lists/cn-fr/FR/compare?from=0&to=1',
    '/agreements',
    '/agreements/cn-eu',
    '/check',
    '/madrid',
    '/about',
  ];

  it.each(pages)(
    '%s has no accessibility violation axe knows of',
    async (path) => {
      for (const [language, size] of [
        ['zh', desktop],
        ['th', phone],
      ] as const) {
        await visit(`/${language}${path}`, size, async (page) => {
          expect(await violations(page)).toEqual([]);
          expect(await fits(page)).toBe(true);
        });
      }
    },
    120_000,
  );

  it('can be used from the keyboard: skip link, search, answer', async () => {
    await visit('/en/gi/fr-cognac', desktop, async (page) => {
      await page.keyboard.press('Tab');
      const skip = page.locator(':focus');
      expect(await skip.textContent()).toBe('Skip to the content');
      expect((await skip.boundingBox())?.y).toBeGreaterThanOrEqual(0);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      expect(await page.locator(':focus').getAttribute('name')).toBe('q');
      await page.keyboard.type('longjing');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/en/search?q=longjing');
      await page.getByRole('link', { name: '龙井茶', exact: true }).click();
      expect(await page.locator('h1').textContent()).toBe('龙井茶');
    });
  }, 60_000);

  it('checks a brand name through the form and shows the findings', async () => {
    await visit('/th/check', phone, async (page) => {
      await page.locator('#name').fill('香槟人生');
      await page.locator('.check button').click();
      await page.locator('#result').waitFor();
      expect(await page.locator('.finding').first().textContent()).toContain('香槟');
      expect(await violations(page)).toEqual([]);
      expect(await fits(page)).toBe(true);
      await page.screenshot({ path: artifact('check-th-390'), fullPage: true });
    });
  }, 60_000);

  it('switches the language and stays on the page and the day', async () => {
    await visit('/fr/gi/fr-cognac?asOf=2015-01-01', desktop, async (page) => {
      await page.getByRole('link', { name: '中文' }).click();
      await page.waitForURL('**/zh/gi/fr-cognac?asOf=2015-01-01');
      expect(await page.locator('html').getAttribute('lang')).toBe('zh');
      await page.goto(`${on.origin}/gi/fr-cognac`);
      expect(page.url()).toBe(`${on.origin}/zh/gi/fr-cognac`);
    });
  }, 60_000);
});
