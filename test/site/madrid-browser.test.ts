import axe, { type AxeResults } from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addUser } from '../../src/accounts/users.ts';
import { password } from '../support/people.ts';
import { fromOffice, grant, refusal, romarin } from '../madrid/samples.ts';
import { gazette } from '../watch/samples.ts';
import { artifact, browserAvailable, listen, openBrowserSite, signIn, type BrowserSite } from './browser.ts';

const sizes = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
];

describe.skipIf(!browserAvailable())('the Madrid desk in a real browser', () => {
  let on: BrowserSite;
  let context: BrowserContext;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    on = await openBrowserSite();
    const { database, clock } = on.gateway;
    const ctx = { db: database.db, clock, actor: 'local:root' };
    await addUser(ctx, { email: 'lin@office.example', name: '林红 Lin Hong', role: 'admin', password });
    context = await on.browser.newContext({ viewport: sizes[0]! });
    page = await context.newPage();
    listen(page, complaints);
    await signIn(page, `${on.origin}/en/console`, 'lin@office.example');
  }, 120_000);
  afterAll(async () => {
    await context.close();
    await on.close();
  });

  /** Looks at the page as it stands, wide and narrow, in English and Chinese: axe, width, texts, picture. */
  async function look(name: string): Promise<void> {
    const path = new URL(page.url());
    for (const [lang, size] of [
      ['en', sizes[0]!],
      ['en', sizes[1]!],
      ['zh', sizes[0]!],
    ] as const) {
      await page.setViewportSize(size);
      await page.goto(`${path.origin}${path.pathname.replace(/^\/\w+/, `/${lang}`)}${path.search}`);
      expect(await page.locator('main').textContent(), name).not.toMatch(/madrid:\w|watch:\w/);
      await page.evaluate(axe.source);
      const found = await page.evaluate<AxeResults>('axe.run()');
      expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)).toEqual([]);
      const fits = 'document.documentElement.scrollWidth <= document.documentElement.clientWidth';
      expect(await page.evaluate<boolean>(fits), `${name} ${size.width}`).toBe(true);
      await page.screenshot({ path: artifact(`madrid-${name}-${lang}-${size.width}`), fullPage: true });
    }
    await page.setViewportSize(sizes[0]!);
    await page.goto(path.href);
  }

  const send = async (at: string, name: string, text: string, button: string): Promise<void> => {
    await page.goto(`${on.origin}/en/console/${at}`);
    await page.locator('#file').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
    await page.getByRole('button', { name: button, exact: true }).click();
  };

  it('takes in notifications, and lets several that wait be moved at once', async () => {
    const xml = fromOffice('TH', '2026-05-02', refusal('1500001', '2026-04-30'), grant('1500002'));
    await send('madrid', 'th.xml', xml, 'Take in');
    await page.getByText('The notifications are taken in.').waitFor();
    await page.getByText('2 notifications wait').waitFor();
    await look('queue');
    for (const box of await page.getByRole('checkbox').all()) await box.check();
    await page.locator('#giId').fill('cn-xi-hu-long-jing');
    await page.getByRole('button', { name: 'Assign to the indication' }).click();
    await page.getByText('The queue is up to date.').waitFor();
    await page.getByText('0 notifications wait').waitFor();
    await page.getByRole('link', { name: 'Madrid docket' }).first().click();
    expect(await page.getByRole('heading', { name: '1500001' }).count()).toBe(1);
  });

  it('says what is wrong in a file', async () => {
    await send('madrid', 'bad.xml', '<nothing/>', 'Take in');
    await page.getByText('madrid/root').waitFor();
    expect(complaints.splice(0).join()).toContain('422');
  });

  it('leads from an alert to a refusal that is written, printed and sent', async () => {
    const inbound = romarin({ number: '1700001', origin: 'DE', basic: '30999' }).replaceAll('>TH<', '>CN<');
    await send('madrid', 'inbound.xml', inbound, 'Take in');
    await send(
      'watch',
      'gazette.xml',
      gazette([{ number: '1700001', text: 'SHAMPAGNE ROYALE' }], ['CN']),
      'Screen',
    );
    await page.goto(`${on.origin}/en/console/madrid/designated`);
    await page.getByText('14 January 2027').waitFor();
    await look('designated');
    await page.getByRole('link', { name: 'Champagne', exact: true }).first().click();
    await page.getByRole('link', { name: 'Write a provisional refusal' }).click();
    await page.locator('#review').fill('Fifteen days from receipt; CNIPA.');
    await look('write');
    await page.getByRole('button', { name: 'Write', exact: true }).click();
    await page.getByText('it is not sent yet').waitFor();
    await look('refusal');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'To print (PDF)' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^ref_.*\.pdf$/);
    await download.saveAs(artifact('madrid-refusal').replace(/\.png$/, '.pdf'));
    await page.locator('#note').fill('MECA 4711');
    await page.getByRole('button', { name: 'Note as sent' }).click();
    await page.getByText('The refusal is sent.').waitFor();
    await page.goto(`${on.origin}/en/console/madrid/designated`);
    await page.getByText('refusal sent').waitFor();
    expect(complaints).toEqual([]);
  });
});
