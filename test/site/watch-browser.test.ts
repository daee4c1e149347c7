import axe, { type AxeResults } from 'axe-core';
import { eq } from 'drizzle-orm';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addUser } from '../../src/accounts/users.ts';
import { watchSubscriptions } from '../../src/db/schema/index.ts';
import { password } from '../support/people.ts';
import { csv, gazette } from '../watch/samples.ts';
import { artifact, browserAvailable, listen, openBrowserSite, signIn, type BrowserSite } from './browser.ts';

const sizes = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
];

describe.skipIf(!browserAvailable())('the watch in a real browser', () => {
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

  /** Looks at the page as it stands, wide and narrow: axe, width, picture. */
  async function look(name: string): Promise<void> {
    for (const size of sizes) {
      await page.setViewportSize(size);
      await page.evaluate(axe.source);
      const found = await page.evaluate<AxeResults>('axe.run()');
      expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)).toEqual([]);
      const fits = 'document.documentElement.scrollWidth <= document.documentElement.clientWidth';
      expect(await page.evaluate<boolean>(fits), `${name} ${size.width}`).toBe(true);
      await page.screenshot({ path: artifact(`watch-${name}-${size.width}`), fullPage: true });
    }
    await page.setViewportSize(sizes[0]!);
  }

  const upload = async (name: string, text: string): Promise<void> => {
    await page.goto(`${on.origin}/en/console/watch`);
    await page.locator('#file').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
    await page.getByRole('button', { name: 'Screen' }).click();
  };

  it('takes a file of marks in, and names what was wrong in it', async () => {
    await page.goto(`${on.origin}/en/console`);
    await page.getByRole('link', { name: 'Watch', exact: true }).click();
    await look('empty-en');
    const marks = csv([
      { number: '018900001', text: '康涅克', published: '2026-05-04' },
      { number: '018900002', text: 'Shampagne Royale', published: '2026-03-16' },
      { number: '018900003', text: 'Lung Ching', classes: [30], published: '2026-05-18' },
      { number: '018900004', text: 'Parma Style Ham', classes: [29, 77] },
    ]);
    await upload('marks.csv', marks);
    await page.waitForURL('**/console/watch/run_*');
    await page.getByText('“77” is no Nice class').waitFor();
    expect(await page.locator('table.problems tbody tr').count()).toBe(1);
    await look('run-en');
    await upload(
      'gazette.xml',
      gazette([{ number: '1700001', text: 'KOGNAC', published: '2026-05-07' }], ['CN', 'EM', 'US', 'TH']),
    );
    await page.waitForURL('**/console/watch/run_*');
    await page.goto(`${on.origin}/en/console/watch`);
    await look('runs-en');
    await upload('broken.xml', '<html></html>');
    await page.getByText('The file cannot be used.').waitFor();
    // The page of a file that was refused answers 422, which browsers log.
    complaints.length = 0;
  }, 180_000);

  it('shows the alerts, the nearest deadline first, in every language', async () => {
    for (const language of ['en', 'zh', 'fr', 'th']) {
      await page.goto(`${on.origin}/${language}/console/alerts`);
      expect(await page.locator('tbody tr').count()).toBeGreaterThan(3);
      await look(`alerts-${language}`);
    }
  }, 180_000);

  it('explains an alert letter by letter, with its windows, in every language', async () => {
    await page.goto(`${on.origin}/en/console/alerts?mark=KOGNAC`);
    await page.getByRole('link', { name: 'KOGNAC' }).first().click();
    await page.waitForURL('**/console/alerts/alt_*');
    expect(await page.locator('.pair').count()).toBeGreaterThan(0);
    const path = new URL(page.url()).pathname.slice(3);
    for (const language of ['en', 'zh', 'fr', 'th']) {
      await page.goto(`${on.origin}/${language}${path}`);
      await look(`alert-${language}`);
    }
  }, 180_000);

  it('says what a rule would silence before it is set, and shows what is quiet with its rule', async () => {
    for (const language of ['en', 'zh', 'fr', 'th']) {
      const rule = 'scope=class%3A30&alertAt=0&reason=tea+is+watched+elsewhere';
      await page.goto(`${on.origin}/${language}/console/watch/noise?${rule}`);
      await look(`noise-${language}`);
    }
    await page.goto(`${on.origin}/en/console/watch`);
    await page.locator('#scope').fill('class:30');
    await page.locator('#alertAt').fill('0');
    await page.locator('#reason').fill('tea is watched elsewhere');
    await page.getByRole('button', { name: 'See what it does' }).click();
    await page.getByText(/alerts? that nobody has touched becomes? quiet/).waitFor();
    await page.getByRole('link', { name: 'Lung Ching' }).first().waitFor();
    await page.getByRole('button', { name: 'Set' }).click();
    await page.getByText(/Alerts that became quiet: [1-9]/).waitFor();
    await page.goto(`${on.origin}/en/console/alerts?status=quiet`);
    await page.getByRole('link', { name: 'Lung Ching' }).first().click();
    const notice = await page.locator('.notice').first().textContent();
    expect(notice).toContain('Kept quiet by the rule class:30. tea is watched elsewhere');
    await look('quiet-en');
    await upload(
      'tea.csv',
      csv([{ number: '018900009', text: 'Longjing', classes: [30], published: '2026-05-18' }]),
    );
    await page.waitForURL('**/console/watch/run_*');
    for (const language of ['zh', 'fr', 'th']) {
      const away = 'scope=class%3A30&do=take-away&reason=no+more';
      await page.goto(`${on.origin}/${language}/console/watch/noise?${away}`);
      await look(`noise-away-${language}`);
    }
    await page.goto(`${on.origin}/en/console/watch`);
    await page.getByRole('textbox', { name: 'Why (class:30)' }).fill('no more');
    await page.getByRole('button', { name: 'Take away' }).click();
    await page.getByText(/quiet alerts? (is|are) open again/).waitFor();
    await page.getByText('2 marks that may still be opposed are compared with every name again').waitFor();
    await page.getByRole('button', { name: 'Take away' }).click();
    await page.getByText(/that are open again: [1-9].*2 marks that may still be opposed/).waitFor();
    await look('noise-gone-en');
    await page.getByRole('button', { name: 'Compare now' }).click();
    await page.getByText('all, after a rule was loosened').waitFor();
    await look('compared-en');
    await page.goto(`${on.origin}/en/console/alerts?mark=Longjing`);
    await page.getByRole('link', { name: 'Longjing' }).first().click();
    await page.getByText('because a rule of the watch was taken away or made louder').waitFor();
    const path = new URL(page.url()).pathname.slice(3);
    for (const language of ['en', 'zh', 'fr', 'th']) {
      await page.goto(`${on.origin}/${language}${path}`);
      await look(`alert-after-rule-${language}`);
    }
  }, 180_000);

  it('leads from an alert to a dispute that knows what the alert knew', async () => {
    await page.goto(`${on.origin}/en/console/alerts?mark=KOGNAC`);
    await page.getByRole('link', { name: 'KOGNAC' }).first().click();
    await page.getByRole('link', { name: 'Open a dispute from this alert' }).click();
    expect(await page.locator('#sign').inputValue()).toBe('KOGNAC');
    expect(await page.locator('#product').inputValue()).toBe('spirit');
    expect(await page.locator('#dueOn').inputValue()).toMatch(/^2026-\d\d-\d\d$/);
    await page.locator('#rightHolder').fill('BNIC');
    if ((await page.locator('#otherSide').inputValue()) === '')
      await page.locator('#otherSide').fill('N. N.');
    await page.getByRole('button', { name: 'Open a case' }).click();
    await page.waitForURL('**/console/disputes/dsp_*');
    const title = await page.locator('h1').textContent();
    await page.getByRole('link', { name: /^“KOGNAC” beside/ }).click();
    await page.waitForURL('**/console/alerts/alt_*');
    await page.getByRole('heading', { name: 'What came of it' }).waitFor();
    await look('outcome-en');
    await page.getByRole('link', { name: title!, exact: true }).first().click();
    await page.waitForURL('**/console/disputes/dsp_*');
  }, 120_000);

  it('moves chosen alerts on with the keyboard alone, and asks on the spot for what is missing', async () => {
    await page.goto(`${on.origin}/en/console`);
    await page.getByRole('heading', { name: 'Alerts that wait' }).waitFor();
    await look('today-en');
    const waiting = page.locator('section[aria-labelledby=waiting-alerts] a.more');
    const told = await waiting.textContent();
    await waiting.click();
    await page.waitForURL('**/console/alerts?*');
    expect(await page.locator('.count').textContent()).toBe(told);
    expect(await page.locator('#status option:checked').textContent()).toMatch(/^waiting \(\d+\)$/);
    await page.goto(`${on.origin}/en/console/alerts?mark=Lung`);
    const boxes = await page.locator('tbody input[type=checkbox]').count();
    await page.getByRole('button', { name: 'Mark as seen' }).click();
    await page.getByText('Choose alerts by their boxes first.').waitFor();
    await page.locator('tbody input[type=checkbox]').first().focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.getByText('Write the reason first: dismissing needs one.').waitFor();
    expect(await page.locator('tbody input[type=checkbox]').first().isChecked()).toBe(true);
    await look('needed-en');
    await page.locator('#reason').fill('the association’s own mark');
    await page.getByRole('button', { name: 'Dismiss' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('The alerts are moved on.').waitFor();
    expect(await page.locator('tbody input[type=checkbox]').count()).toBe(boxes - 1);
    await page.goto(`${on.origin}/en/console/alerts?status=dismissed`);
    await page.locator('tbody th a').first().click();
    await page.getByText('the association’s own mark').first().waitFor();
    await look('dismissed-en');
  }, 120_000);

  it('subscribes, shows a feed’s address once, and ends a subscription by the link of a message', async () => {
    await page.goto(`${on.origin}/en/console/subscriptions`);
    await page.locator('#name').fill('Team feed');
    await page.locator('#channel').selectOption('feed');
    await page.getByRole('button', { name: 'Subscribe' }).click();
    await page.getByText('/atom?token=').waitFor();
    await look('subscribed-en');
    await page.goto(`${on.origin}/zh/console/subscriptions`);
    expect(await page.getByText('token=').count()).toBe(0);
    await page.locator('#name').fill('INAO');
    await page.locator('#target').fill('veille@inao.example');
    await page.locator('form.stack button[type=submit]').click();
    await page.getByText('veille@inao.example').waitFor();
    await page.getByText('提前 90, 30, 7 天提醒').waitFor();
    await look('subscriptions-zh');
    const { db } = on.gateway.database;
    const [row] = await db.select().from(watchSubscriptions).where(eq(watchSubscriptions.channel, 'email'));
    await page.goto(`${on.origin}/th/unsubscribe/${row!.id}?token=${row!.stopToken}`);
    await look('unsubscribe-th');
    await page.locator('main form button').click();
    await page.locator('main [role=status]').waitFor();
    const [ended] = await db.select().from(watchSubscriptions).where(eq(watchSubscriptions.id, row!.id));
    expect(ended?.stoppedAt).not.toBeNull();
    expect((await on.gateway.site.request(`/en/unsubscribe/${row!.id}?token=wrong`)).status).toBe(404);
  }, 120_000);

  it('found nothing to complain of', () => {
    expect(complaints).toEqual([]);
  });
});
