import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addUser } from '../../src/accounts/users.ts';
import { columns, type Row } from '../../src/formats/table/row.ts';
import { password } from '../support/people.ts';
import { artifact, browserAvailable, listen, openBrowserSite, signIn, type BrowserSite } from './browser.ts';

const desktop = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };

describe.skipIf(!browserAvailable())('the conflict queue in a real browser', () => {
  let on: BrowserSite;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    on = await openBrowserSite();
    const { database, clock } = on.gateway;
    const ctx = { db: database.db, clock, actor: 'local:root' };
    await addUser(ctx, { email: 'editor@office.example', name: 'Editor Bo', role: 'editor', password });
    const context = await on.browser.newContext({ viewport: desktop });
    page = await context.newPage();
    listen(page, complaints);
    await signIn(page, `${on.origin}/en/console/conflicts`, 'editor@office.example');
  }, 120_000);
  afterAll(() => on.close());

  async function look(name: string): Promise<void> {
    for (const size of [desktop, phone]) {
      await page.setViewportSize(size);
      await page.evaluate(axe.source);
      const found = await page.evaluate<AxeResults>('axe.run()');
      expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)).toEqual([]);
      const fits = 'document.documentElement.scrollWidth <= document.documentElement.clientWidth';
      expect(await page.evaluate<boolean>(fits), name).toBe(true);
      await page.screenshot({ path: artifact(`queue-${name}-${size.width}`), fullPage: true });
    }
    await page.setViewportSize(desktop);
  }

  /** Names for the Sino-Thai list that sound like, hold, and repeat French ones. */
  function file(): Buffer {
    const row = (key: string, name: string): string => {
      const cells: Row = { key, original_names: `${name} [zh]`, origin: 'TH', product_class: 'wine' };
      return columns.map((c) => cells[c] ?? '').join(',');
    };
    const rows = [row('xiang-bin', '香宾'), row('ren-sheng', '香槟人生'), row('bo-er-duo', '波尔多')];
    return Buffer.from(`${columns.join(',')}\n${rows.join('\n')}\n`);
  }

  it('is filled by an import and shown with the letters that are alike', async () => {
    await page.goto(`${on.origin}/en/console/import?list=cn-th/TH`);
    await page.locator('#file').setInputFiles({ name: 'th.csv', mimeType: 'text/csv', buffer: file() });
    await page.locator('input[name=mode][value=partial]').check();
    await page.getByRole('button', { name: 'Read and compare' }).click();
    await page.waitForURL('**/console/imports/imp_*');
    await expect
      .poll(
        async () => {
          await page.goto(`${on.origin}/en/console/conflicts`);
          return page.locator('[data-conflict]').count();
        },
        { timeout: 60_000 },
      )
      .toBeGreaterThanOrEqual(3);
    expect(await page.locator('.segments .pair--same').count()).toBeGreaterThan(0);
    await look('open-en');
  }, 120_000);

  it('is decided with the keyboard alone, and asks for a reason first', async () => {
    await page.keyboard.press('j');
    await page.keyboard.press('c');
    expect(await page.evaluate<string>('document.activeElement.name')).toBe('reason');
    await page.keyboard.press('Escape');
    await page.locator('[data-reason]').fill('names of different goods');
    await page.locator('[data-conflict]').first().focus();
    const decided = page.waitForResponse((r) => r.url().endsWith('/console/conflicts'));
    await page.keyboard.press('c');
    await decided;
    await page.locator('[data-conflict].is-decided').first().waitFor();
    expect(await page.locator('[data-conflict] [data-state]').first().textContent()).toBe(
      'coexistence (Editor Bo)',
    );
    const next = page.waitForResponse((r) => r.url().endsWith('/console/conflicts'));
    await page.keyboard.press('x');
    await next;
    await expect.poll(() => page.locator('[data-conflict].is-decided').count()).toBe(2);
  }, 120_000);

  it('is decided in bulk by way of a preview, in another language', async () => {
    const drafts = await page
      .locator('#f-draft option')
      .evaluateAll((all) => all.map((o) => (o as unknown as { value: string }).value).filter(Boolean));
    await page.goto(`${on.origin}/zh/console/conflicts?draft=${drafts[0]}&state=`);
    await look('all-zh');
    await page.goto(`${on.origin}/fr/console/conflicts/bulk?draft=${drafts[0]}&ruling=no-conflict`);
    await look('bulk-fr');
    await page.locator('#reason').fill('autre chose');
    await page.getByRole('button', { name: /Trancher/ }).click();
    await page.waitForURL('**/fr/console/conflicts?*done=conflicts-decided');
    await page.goto(`${on.origin}/th/console/conflicts`);
    expect(await page.locator('[data-conflict]').count()).toBe(0);
    await look('none-th');
    expect(complaints).toEqual([]);
  }, 120_000);
});
