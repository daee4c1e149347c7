import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enqueue } from '../../src/db/outbox.ts';
import { deliveryAttempts, deliveryTargets, outbox } from '../../src/db/schema/index.ts';
import { byKey, splitKey } from '../../src/exchange/access/authenticate.ts';
import { receiveMessage } from '../../src/exchange/messages/receive.ts';
import { getDelivery } from '../../src/exchange/outbox/manage.ts';
import { partnerDetails, savePartner } from '../../src/exchange/partners.ts';
import { sendList } from '../../src/exchange/send.ts';
import { addPerson } from '../support/people.ts';
import { artifact, browserAvailable, listen, openBrowserSite, signIn, type BrowserSite } from './browser.ts';
import { openExchangeMeans } from './exchange-means.ts';

const desktop = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };

describe.skipIf(!browserAvailable())('the exchange with partners in a real browser', () => {
  let on: BrowserSite;
  let remove: () => void;
  const complaints: string[] = [];
  const db = () => on.gateway.database.db;

  beforeAll(async () => {
    on = await openBrowserSite();
    const { clock, exchange } = on.gateway;
    const theirs = await openExchangeMeans();
    ({ remove } = theirs);
    for (const role of ['admin', 'editor'] as const) await addPerson(db(), role, role);
    const ctx = { db: db(), clock, actor: 'local:root' };
    const { signer } = theirs.exchange;
    const details = {
      contacts: [{ name: 'Claire Exemple', role: 'bureau des IG', email: 'claire@inao.example' }],
      formats: ['st96', 'json'],
      schedule: { every: 'P1M' },
      trust: { 'cn-fr/FR': 'official' as const },
    };
    for (const [code, name, keys] of [
      ['FR', 'Institut national de l’origine et de la qualité', signer.publicKeys()],
      ['CN', 'CNIPA', exchange.signer.publicKeys()],
    ] as const)
      await savePartner(ctx, code, partnerDetails.parse({ ...details, name, keys }));
    const office = { ...ctx, signer, officeCode: 'FR' };
    const sent = await sendList(office, { listId: 'cn-fr/FR', recipient: 'CN', format: 'xml' });
    const own = { ...ctx, signer: exchange.signer, officeCode: 'CN' };
    await receiveMessage(own, { format: 'xml', body: sent.body }, { way: 'mail' });
  }, 120_000);
  afterAll(async () => {
    await on.close();
    remove();
  });

  async function signedIn(role: string, language: string): Promise<Page> {
    const context = await on.browser.newContext({ viewport: desktop });
    const page = await context.newPage();
    listen(page, complaints);
    await signIn(page, `${on.origin}/${language}/console`, `${role}@office.example`);
    return page;
  }

  /** Looks at the page as it stands, wide and narrow: axe, width, picture. */
  async function look(page: Page, name: string): Promise<void> {
    for (const size of [desktop, phone]) {
      await page.setViewportSize(size);
      await page.evaluate(axe.source);
      const found = await page.evaluate<AxeResults>('axe.run()');
      const violations = found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
      expect(violations, name).toEqual([]);
      const fits = 'document.documentElement.scrollWidth <= document.documentElement.clientWidth';
      await page.screenshot({ path: artifact(`exchange-${name}-${size.width}`), fullPage: true });
      expect(await page.evaluate<boolean>(fits), `${name} at ${size.width}`).toBe(true);
    }
    await page.setViewportSize(desktop);
  }

  async function deadLetter(): Promise<string> {
    const at = on.gateway.clock();
    await db().insert(deliveryTargets).values({
      id: 'tgt_1',
      partner: 'FR',
      kind: 'messages',
      url: 'https://gi-gateway.inao.example/api/v1/messages',
      topics: [],
      lists: [],
      addedAt: at,
      addedBy: 'test',
    });
    const [id] = await enqueue(db(), {
      at,
      actor: 'system',
      topic: 'list.published',
      subject: 'cn-fr/FR',
      orderKey: 'cn-fr/FR',
      payload: { listId: 'cn-fr/FR', number: 1 },
    });
    await db().update(outbox).set({ state: 'dead', attempts: 1, settledAt: at });
    const detail = 'answered 422 exchange/not-agreed: the agreement is not one we exchange under';
    const attempt = { deliveryId: id!, attempt: 1, at, outcome: 'refused' as const, status: 422, detail };
    await db().insert(deliveryAttempts).values(attempt);
    return id!;
  }

  it('makes a key for a partner, shows it once, and revokes it', async () => {
    const admin = await signedIn('admin', 'en');
    await admin.getByRole('link', { name: 'Exchange', exact: true }).click();
    await look(admin, 'partners-en');
    await admin.getByRole('link', { name: 'France (FR)' }).click();
    await admin.locator('#name').fill('nightly job');
    await admin.getByRole('button', { name: 'Make the key' }).click();
    const key = (await admin.locator('#new-key').textContent())!.trim();
    const { id, secret } = splitKey(key)!;
    await look(admin, 'new-key-en');
    const opens = () => byKey({ db: db(), clock: on.gateway.clock }, id, secret);
    expect(await opens()).toMatchObject({ partner: 'FR' });
    await admin.getByRole('link', { name: 'I have passed it on' }).click();
    expect(await admin.content()).not.toContain(secret);
    await admin.locator('#kind').selectOption('webhook');
    await admin.locator('#url').fill('https://93.184.216.34/hooks/gi');
    await admin.getByRole('button', { name: 'Add where it is told' }).click();
    expect(await admin.locator('#new-secret').textContent()).toContain('whsec_');
    await look(admin, 'new-secret-en');
    await admin.getByRole('link', { name: 'I have passed it on' }).click();
    await admin.getByRole('button', { name: 'Take out of use' }).click();
    await admin.getByText('What is told where is changed').waitFor();
    await admin.getByText('Revoke', { exact: true }).click();
    await look(admin, 'partner-en');
    await admin.getByRole('button', { name: 'Revoke “nightly job” now' }).click();
    await admin.getByText('The key is revoked').waitFor();
    expect(await opens()).toBeUndefined();
    await admin.getByRole('link', { name: 'Change what is recorded' }).click();
    await look(admin, 'partner-form-en');
    await admin.goto(`${on.origin}/zh/console/partners/FR`);
    await look(admin, 'partner-zh');
    await admin.goto(`${on.origin}/th/console/sync`);
    await look(admin, 'sync-th');
    expect(complaints).toEqual([]);
  }, 120_000);

  it('shows a dead letter first thing in the day, and sends it again', async () => {
    const id = await deadLetter();
    const editor = await signedIn('editor', 'zh');
    await look(editor, 'today-zh');
    await editor.getByRole('link', { name: '法国: cn-fr/FR' }).click();
    await look(editor, 'delivery-zh');
    await editor.getByRole('button', { name: '立即重发' }).click();
    await editor.getByText('正在重发').waitFor();
    expect((await getDelivery(db(), id)).delivery.state).toBe('pending');
    await editor.getByRole('link', { name: '发件箱' }).click();
    await look(editor, 'outbox-zh');
    for (const page of ['messages', 'messages/receive', 'messages/send']) {
      await editor.goto(`${on.origin}/fr/console/${page}`);
      await look(editor, `${page.replace('/', '-')}-fr`);
    }
    await editor.goto(`${on.origin}/zh/console/messages/send?list=cn-fr/FR&entry=champagne`);
    await editor.locator('#text').fill('在先权利。');
    await look(editor, 'notice-zh');
    await editor.locator('form[action$="/notice"]').getByRole('button', { name: '生成文件' }).click();
    await editor.getByText('已生成签名文件').waitFor();
    await editor.goto(`${on.origin}/en/console/messages`);
    await editor.getByRole('link', { name: 'Received: list' }).click();
    await look(editor, 'message-en');
    await editor.getByRole('link', { name: 'Evidence log' }).click();
    await editor.getByRole('button', { name: 'Check the whole chain now' }).click();
    await editor.getByText('The log is sound').waitFor();
    await look(editor, 'evidence-en');
    expect(complaints).toEqual([]);
  }, 120_000);
});
