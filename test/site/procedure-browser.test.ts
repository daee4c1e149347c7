import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addUser } from '../../src/accounts/users.ts';
import { recordEvent, setTerms } from '../../src/lists/procedure/record.ts';
import { publish } from '../../src/lists/publish.ts';
import { password } from '../support/people.ts';
import { artifact, browserAvailable, openBrowserSite, signIn, type BrowserSite } from './browser.ts';

const sizes = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
];
const ref = { listId: 'cn-eu/V', key: 'qin-tang-mao-jian' };
const evidence = { level: 'official' as const, source: 'Official Journal C 459' };

describe.skipIf(!browserAvailable())('the procedure pages in a real browser', () => {
  let on: BrowserSite;
  let page: Page;

  beforeAll(async () => {
    on = await openBrowserSite();
    const { database, clock } = on.gateway;
    const ctx = { db: database.db, clock, actor: 'local:root' };
    await recordEvent(ctx, ref, { kind: 'published', on: '2026-05-04', evidence });
    await recordEvent(ctx, ref, {
      kind: 'opposed',
      on: '2026-05-20',
      opposition: '1',
      party: 'Tea GmbH',
      grounds: ['earlier-mark', 'generic'],
      evidence,
    });
    await setTerms(ctx, ref, {
      phaseOuts: [
        {
          user: 'Producers in the EU who used the name before 2022-12-02',
          until: '2026-12-31',
          labelling: 'With the true origin in the same field of vision',
          evidence,
        },
      ],
      coexistence: [
        { with: 'earlier-mark', name: 'MAOJIAN', number: '1234567', holder: 'Tea GmbH', evidence },
      ],
    });
    await publish(ctx, { listId: ref.listId, effectiveOn: '2026-05-04' });
    await addUser(ctx, { email: 'lin@office.example', name: '林红', role: 'admin', password });
    page = await (await on.browser.newContext()).newPage();
  }, 120_000);
  afterAll(() => on.close());

  async function look(name: string): Promise<void> {
    for (const size of sizes) {
      await page.setViewportSize(size);
      await page.evaluate(axe.source);
      const found = await page.evaluate<AxeResults>('axe.run()');
      expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)).toEqual([]);
      const fits = 'document.documentElement.scrollWidth <= document.documentElement.clientWidth';
      expect(await page.evaluate<boolean>(fits), name).toBe(true);
      await page.screenshot({ path: artifact(`procedure-${name}-${size.width}`), fullPage: true });
    }
  }

  it.each(['zh', 'th', 'fr'])(
    'answer and time axes in %s',
    async (lang) => {
      await page.goto(`${on.origin}/${lang}/lists/${ref.listId}/entries/${ref.key}`);
      await look(`entry-${lang}`);
      await page.locator('h1 a').click();
      await page.waitForURL('**/gi/**');
      expect(await page.locator('#use').count()).toBe(1);
      await look(`answer-${lang}`);
    },
    60_000,
  );

  it('take an event from a person who types and presses Enter', async () => {
    await signIn(page, `${on.origin}/th/console`, 'lin@office.example');
    await look('desk-th');
    await page.goto(`${on.origin}/zh/console/lists/${ref.listId}/entries/${ref.key}`);
    await look('console-zh');
    await page.locator('#kind').selectOption('opposition-decided');
    await page.locator('#on').fill('2026-05-30');
    await page.locator('#opposition').fill('1');
    await page.locator('#outcome').selectOption('rejected');
    await page.locator('#source').first().fill('OJ');
    await page.keyboard.press('Enter');
    await page.waitForURL('**done=stated');
    expect(await page.locator('.event--opposition-decided').textContent()).toContain('不成立');
  }, 60_000);
});
