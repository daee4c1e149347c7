import axe, { type AxeResults } from 'axe-core';
import { eq } from 'drizzle-orm';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addUser } from '../../src/accounts/users.ts';
import { imports } from '../../src/db/schema/index.ts';
import { ImportRun } from '../../src/lists/import-progress.ts';
import { openFile, fillFile } from '../../src/lists/source-file.ts';
import { aList, anEntry } from '../support/entries.ts';
import { password } from '../support/people.ts';
import { artifact, browserAvailable, openBrowserSite, signIn, type BrowserSite } from './browser.ts';

const MB = 1e6;

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

describe.skipIf(!browserAvailable())('an import in a real browser', () => {
  let on: BrowserSite;
  let page: Page;
  const ctx = () => ({
    db: on.gateway.database.db,
    clock: on.gateway.clock,
    actor: 'user:editor@office.example',
  });
  const order = { listId: 'cn-fr/FR', mode: 'partial' as const };

  beforeAll(async () => {
    on = await openBrowserSite();
    await addUser(
      { ...ctx(), actor: 'local:root' },
      { email: 'editor@office.example', name: 'Editor Bo', role: 'editor', password },
    );
    page = await (await on.browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    await signIn(page, `${on.origin}/en/console`, 'editor@office.example');
  }, 120_000);
  afterAll(() => on.close());

  async function look(name: string): Promise<void> {
    await page.evaluate(axe.source);
    const found = await page.evaluate<AxeResults>('axe.run()');
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)).toEqual([]);
    await page.screenshot({ path: artifact(`import-${name}`), fullPage: true });
  }

  const bar = (): Promise<number> =>
    page.locator('progress').evaluate((shown) => (shown as unknown as { value: number }).value);

  async function running(totalBytes: number): Promise<ImportRun> {
    const text = JSON.stringify({ entries: [anEntry()], at: Math.random() });
    const fileId = await openFile(ctx(), 'big.xml');
    const run = await ImportRun.open(ctx(), order, { fileId, fileName: 'big.xml', totalBytes });
    await fillFile(ctx(), fileId, 'big.xml', once(text));
    return run;
  }

  it('shows how far it is, moves by itself, and gives way to the result', async () => {
    const run = await running(100 * MB);
    await run.tell({ stage: 'reading', bytes: 25 * MB, records: 12_000, problems: 3 });
    await page.goto(`${on.origin}/en/console/imports/${run.id}`);
    expect(await bar()).toBe(0.25);
    await page.getByRole('progressbar', { name: 'Reading the file' }).waitFor();
    await page.getByText('25 of 100 MB · 12000 records · 3 problems').waitFor();
    await look('live-en');
    await run.tell({ bytes: 75 * MB, records: 36_000 });
    await page.getByText('75 of 100 MB · 36000 records · 3 problems').waitFor();
    expect(await bar()).toBe(0.75);
    await run.tell({ stage: 'comparing', bytes: 100 * MB });
    await page.getByRole('status').getByText('Comparing with what is held').waitFor();
    await run.close('done', { records: 48_000, problems: [] });
    await page.locator('progress').waitFor({ state: 'detached' });
    await page.getByText('48000 records').waitFor();
  }, 60_000);

  it('is the same without a script, by looking again', async () => {
    const run = await running(10 * MB);
    await run.tell({ stage: 'reading', bytes: 5 * MB, records: 100 });
    const plain = await on.browser.newContext({
      javaScriptEnabled: false,
      storageState: await page.context().storageState(),
    });
    const quiet = await plain.newPage();
    for (const [language, again] of [
      ['th', 'ดูความคืบหน้าขณะนี้'],
      ['zh', '查看当前进度'],
      ['fr', 'Voir où elle en est'],
    ] as const) {
      await quiet.goto(`${on.origin}/${language}/console/imports/${run.id}`);
      await quiet.getByRole('link', { name: again }).click();
      expect(await quiet.locator('progress').getAttribute('value')).toBe('0.5');
      await quiet.screenshot({ path: artifact(`import-live-${language}`), fullPage: true });
    }
    await plain.close();
    await run.close('done', { records: 100, problems: [] });
  }, 60_000);

  it('offers to read a file again that a stop interrupted', async () => {
    const run = await running(1 * MB);
    await on.gateway.database.db.update(imports).set({ state: 'interrupted' }).where(eq(imports.id, run.id));
    await page.goto(`${on.origin}/en/console/imports/${run.id}`);
    await look('interrupted-en');
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.waitForURL((url) => /\/imports\/imp_/.test(url.pathname) && !url.pathname.includes(run.id));
    // What was kept is no list, and that is what the page of the new run comes to say.
    await page.getByText('could not be used').waitFor();
    expect(await page.locator('.live').count()).toBe(0);
  }, 60_000);

  it('takes a file of many megabytes from the form as a stream', async () => {
    const list = aList({ id: 'cn-fr/FR', agreementId: 'cn-fr', protectedIn: 'CN', origin: 'FR' });
    const notes = ['x'.repeat(40_000)];
    const entries = Array.from({ length: 300 }, (_, i) =>
      anEntry({ key: `name-${i}`, origin: ['FR'], notes }),
    );
    const bundle = JSON.stringify({ format: 'gi-gateway/list@1', list, effectiveOn: '2021-03-01', entries });
    await page.goto(`${on.origin}/en/console/import?list=cn-fr/FR`);
    await page.locator('input[value=partial]').check();
    await page.locator('#file').setInputFiles({
      name: 'large.json',
      mimeType: 'application/json',
      buffer: Buffer.from(bundle),
    });
    await page.getByRole('button', { name: 'Read and compare' }).click();
    await page.waitForURL('**/console/imports/imp_*');
    await page.getByText('300 records · bundle · done').waitFor();
    expect(await page.getByRole('link', { name: 'Review the draft' }).count()).toBe(1);
  }, 120_000);
});
