import { readFileSync } from 'node:fs';
import axe, { type AxeResults } from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addUser } from '../../src/accounts/users.ts';
import { listDocument } from '../../src/lists/export.ts';
import { formatById } from '../../src/formats/registry.ts';
import { password } from '../support/people.ts';
import { artifact, browserAvailable, listen, openBrowserSite, signIn, type BrowserSite } from './browser.ts';

const desktop = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };

describe.skipIf(!browserAvailable())('the staff console in a real browser', () => {
  let on: BrowserSite;
  const complaints: string[] = [];
  const open: BrowserContext[] = [];
  let editor: Page;
  let approver: Page;

  beforeAll(async () => {
    on = await openBrowserSite();
    const { database, clock } = on.gateway;
    const ctx = { db: database.db, clock, actor: 'local:root' };
    for (const [name, role] of [
      ['林红 Lin Hong', 'admin'],
      ['Editor Bo', 'editor'],
      ['Approver Anong', 'approver'],
    ] as const) {
      await addUser(ctx, { email: `${role}@office.example`, name, role, password });
    }
    editor = await signedIn('editor', 'en');
    approver = await signedIn('approver', 'zh');
  }, 120_000);
  afterAll(async () => {
    for (const context of open) await context.close();
    await on.close();
  });

  async function signedIn(role: string, language: string): Promise<Page> {
    const context = await on.browser.newContext({ viewport: desktop });
    open.push(context);
    const page = await context.newPage();
    listen(page, complaints);
    const address = `${on.origin}/${language}/console`;
    await page.goto(address);
    expect(page.url()).toContain(`/${language}/console/sign-in`);
    await signIn(page, address, `${role}@office.example`);
    return page;
  }

  /** Looks at the page as it stands, wide and narrow: axe, width, picture. */
  async function look(page: Page, name: string): Promise<void> {
    for (const size of [desktop, phone]) {
      await page.setViewportSize(size);
      await page.evaluate(axe.source);
      const found = await page.evaluate<AxeResults>('axe.run()');
      expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)).toEqual([]);
      const fits = 'document.documentElement.scrollWidth <= document.documentElement.clientWidth';
      expect(await page.evaluate<boolean>(fits), name).toBe(true);
      await page.screenshot({ path: artifact(`console-${name}-${size.width}`), fullPage: true });
    }
    await page.setViewportSize(desktop);
  }

  /** The Sino-French list as CSV with a corrected spelling, one name left out and one that ends. */
  async function changedFile(): Promise<Buffer> {
    const { list, agreement, version, entries } = await listDocument(on.gateway.database.db, 'cn-fr/FR', {
      number: 1,
    });
    let csv = '';
    for await (const piece of formatById('csv')!.encode!({ agreement, list, version, entries })) csv += piece;
    const lines = csv.split('\n').filter((line) => !/gevrey/i.test(line));
    return Buffer.from(lines.join('\n').replace('Bordeaux [fr]', 'Bordeau [fr] | Bordeaux wine [en]'));
  }

  it('takes a file in through the wizard and shows what it changes, letter by letter', async () => {
    await look(editor, 'today-empty-en');
    await editor.getByRole('link', { name: 'Import a file' }).first().click();
    await look(editor, 'import-en');
    await editor.locator('#list').selectOption('cn-fr/FR');
    await editor
      .locator('#file')
      .setInputFiles({ name: 'fr.csv', mimeType: 'text/csv', buffer: await changedFile() });
    await editor.getByRole('button', { name: 'Read and compare' }).click();
    await editor.waitForURL('**/console/imports/imp_*');
    await look(editor, 'result-en');
    await editor.getByRole('link', { name: 'Review the draft' }).click();
    expect(await editor.locator('.shout').textContent()).toContain('1 protected name would lose protection');
    expect(await editor.locator('del.letters').allTextContents()).toContain('x');
    await look(editor, 'draft-en');
  }, 120_000);

  it('is corrected where the partner is evidently wrong, from the keyboard', async () => {
    const draft = editor.url().split(/[?#]/)[0]!;
    await editor.goto(`${draft}?field=names&change=changed`);
    await editor.keyboard.press('j');
    await editor.keyboard.press('c');
    await editor.waitForURL('**/correct?key=bordeaux');
    const row = editor.locator('tr', { hasText: 'Bordeau' }).first();
    await row.locator('summary').click();
    await row.locator('input[name=value]').fill('Bordeaux');
    await row.locator('input[name=reason]').fill('AQSIQ announcement 2015 no. 75');
    await look(editor, 'correct-en');
    await row.getByRole('button', { name: 'Correct it' }).click();
    await editor.waitForURL('**/drafts/ver_*?done=corrected');
    expect(await editor.locator('.correction del, .correction ins').allTextContents()).toContain('x');
    await look(editor, 'draft-corrected-en');
    await editor.getByRole('link', { name: 'Corrections', exact: true }).click();
    expect(await editor.locator('.corrections tbody tr').count()).toBe(1);
    await look(editor, 'corrections-en');
    await editor.locator('.corrections summary').click();
    await editor.locator('.corrections input[name=reason]').fill('only tried');
    await editor.getByRole('button', { name: 'Withdraw the correction' }).click();
    await editor.getByText('The correction is withdrawn.').waitFor();
    await editor.goto(draft);
  }, 120_000);

  it('is decided with the keyboard alone', async () => {
    const total = await editor.locator('[data-change]').count();
    expect(total).toBeGreaterThanOrEqual(2);
    await editor.keyboard.press('j');
    await editor.keyboard.press('r');
    await editor.locator('[data-change].is-rejected').first().waitFor();
    expect(await editor.locator('[data-progress]').textContent()).toBe(`1 of ${total} decided`);
    for (let i = 1; i < total; i++) {
      const decided = editor.waitForResponse((r) => r.url().endsWith('/decisions'));
      await editor.keyboard.press('a');
      await decided;
    }
    await editor.getByText('Everything is decided. A second person approves.').waitFor();
    await editor.keyboard.press('j');
    await editor.keyboard.press('a');
    await editor.locator('[data-change].is-rejected').first().waitFor({ state: 'detached' });
    expect(await editor.getByRole('button', { name: 'Approve' }).count()).toBe(0);
  }, 120_000);

  it('cannot be approved by whoever imported it, whatever is sent', async () => {
    const token = await editor.locator('input[name=token]').first().inputValue();
    const address = `${editor.url().split(/[?#]/)[0]}/approve`;
    const answer = await editor.request.post(address, { form: { token }, headers: { origin: on.origin } });
    expect(answer.status()).toBe(403);
    expect(await answer.text()).toContain('accounts/not-allowed');
  });

  it('is approved and published by a second person, and readers see the new version', async () => {
    await approver.reload();
    await look(approver, 'today-zh');
    await approver.locator('.drafts tbody a').first().click();
    await look(approver, 'draft-zh');
    await approver.getByRole('button', { name: '批准' }).click();
    await approver.getByRole('button', { name: '发布' }).click();
    await approver.waitForURL('**/console/lists/cn-fr/FR?done=published');
    await look(approver, 'versions-zh');
    const reader = await on.browser.newPage();
    await reader.goto(`${on.origin}/en/gi/fr-bordeaux`);
    expect(await reader.getByText('Bordeau', { exact: true }).count()).toBeGreaterThan(0);
    expect(await reader.getByText('version 2').count()).toBeGreaterThan(0);
    await reader.close();
  }, 120_000);

  it('shows accounts, the audit trail and sign-in, and complains of nothing', async () => {
    const admin = await signedIn('admin', 'zh');
    await admin.getByRole('link', { name: '账户', exact: true }).click();
    await look(admin, 'users-zh');
    await admin.goto(`${on.origin}/en/console/audit?subject=cn-fr/FR`);
    expect(await admin.getByText('draft.approved').count()).toBe(1);
    await look(admin, 'audit-en');
    await admin.goto(`${on.origin}/th/console/account`);
    await look(admin, 'account-th');
    await admin.getByRole('button', { name: 'ออกจากระบบ' }).click();
    await admin.waitForURL('**/th/console/sign-in');
    await look(admin, 'sign-in-th');
    expect(complaints).toEqual([]);
  }, 120_000);

  it('prints as a record: no buttons on paper', async () => {
    const drafts = await approver.goto(`${on.origin}/zh/console/audit`);
    expect(drafts?.status()).toBe(200);
    await approver.emulateMedia({ media: 'print' });
    expect(await approver.locator('.console-nav').isVisible()).toBe(false);
    expect(readFileSync(artifact('console-draft-en-1280')).length).toBeGreaterThan(20_000);
  });
});
