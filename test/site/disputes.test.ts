import axe, { type AxeResults } from 'axe-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadExamples } from '../../src/disputes/bundled.ts';
import { packagePath } from '../../src/platform/paths.ts';
import { newestAlerts } from '../../src/watch/alerts.ts';
import { watchMarksFile } from '../../src/watch/run.ts';
import { Watch } from '../../src/watch/watch.ts';
import { bytes } from '../formats/support.ts';
import { addPerson, password } from '../support/people.ts';
import { csv } from '../watch/samples.ts';
import { artifact, browserAvailable, openBrowserSite, type BrowserSite } from './browser.ts';
import { openTestSite, type TestSite } from './gateway.ts';

const examples = packagePath('fixtures/disputes/examples.json');

async function withExamples(gateway: TestSite): Promise<void> {
  const { database, clock } = gateway;
  await loadExamples({ db: database.db, clock, actor: 'system' }, examples);
  await addPerson(database.db, 'Editor', 'editor');
  await addPerson(database.db, 'Viewer', 'viewer');
}

describe('dispute pages', () => {
  let gateway: TestSite;
  beforeAll(async () => {
    gateway = await openTestSite();
    await withExamples(gateway);
  });
  afterAll(() => gateway.close());
  const read = async (path: string, status = 200): Promise<string> => {
    const response = await gateway.site.request(path);
    expect(gateway.faults).toEqual([]);
    expect(response.status, path).toBe(status);
    const html = await response.text();
    expect(html, path).not.toMatch(/disputes:\w/);
    return html;
  };

  it.each([
    ['en', 'won in part'],
    ['zh', '部分胜诉'],
    ['fr', 'gagné en partie'],
    ['th', 'ชนะบางส่วน'],
  ])('lists cases in %s, shows each with what worked before', async (language, outcome) => {
    expect(await read(`/${language}/disputes`)).toContain(outcome);
    const html = await read(`/${language}/disputes/example-cambozola`);
    expect(html).toContain(outcome);
    expect(html).toContain(`href="/${language}/disputes/example-champanillo"`);
    expect(html).toContain('https://curia.europa.eu/en/actu/communiques/cp99/cp9911en.htm');
  });

  it('narrows down, and says so when nothing is left', async () => {
    const html = await read('/en/disputes?q=champagne&jurisdiction=CN');
    expect(html).toContain('/en/disputes/example-champagne-life');
    expect(html).not.toContain('/en/disputes/example-champanillo"');
    expect(await read('/en/disputes?q=zzzz')).toContain('No case fits.');
    await read('/en/disputes/no-such', 404);
  });

  const origin = 'http://localhost';
  async function signedIn(name: string): Promise<{ cookie: string; token: string }> {
    const body = new FormData();
    body.set('email', `${name}@office.example`);
    body.set('password', password);
    const response = await gateway.site.request('/en/console/sign-in', {
      method: 'POST',
      body,
      headers: { origin },
    });
    const cookie = /session=[^;]+/.exec(response.headers.get('set-cookie') ?? '')![0];
    const page = await gateway.site.request('/en/console', { headers: { cookie } });
    return { cookie, token: /name="token" value="([^"]+)"/.exec(await page.text())![1]! };
  }
  async function post(
    who: { cookie: string; token: string },
    path: string,
    form: Record<string, string | File>,
  ) {
    const body = new FormData();
    for (const [name, value] of Object.entries({ token: who.token, ...form })) body.set(name, value);
    const headers = { origin, cookie: who.cookie };
    return gateway.site.request(`/en/console/disputes${path}`, { method: 'POST', body, headers });
  }
  const form = {
    title: 'LUNG CHING in Korea',
    giName: '龙井茶',
    giId: 'cn-longjing-cha',
    sign: 'LUNG CHING',
    conflict: 'transliteration',
    product: 'tea',
    action: 'opposition',
    jurisdiction: 'kr',
    forumKind: 'trade-mark-office',
    rightHolder: 'The association',
    otherSide: 'Somebody',
    mark: 'KR 40-2026-1',
    noticedOn: '2026-05-30',
    dueOn: '2026-07-30',
  };

  it('takes a case from the desk: opened, steps recorded, a document kept and given back', async () => {
    const editor = await signedIn('editor');
    const made = await post(editor, '', form);
    expect(made.status).toBe(303);
    const address = made.headers.get('location')!.replace('?done=recorded', '');
    const id = address.split('/').at(-1)!;
    const page = async (): Promise<string> =>
      (await gateway.site.request(address, { headers: { cookie: editor.cookie } })).text();
    expect(await page()).toContain('Act by this day');
    await post(editor, `/${id}/steps`, { kind: 'filed', on: '2026-06-01', text: 'Opposition filed' });
    await post(editor, `/${id}/documents`, { file: new File(['%PDF'], 'notice.pdf'), text: 'The notice' });
    const html = await page();
    expect(html).toContain('Opposition filed');
    const file = /href="([^"]+\/documents\/[^"]+)"/.exec(html)![1]!;
    const bytes = await gateway.site.request(file, { headers: { cookie: editor.cookie } });
    expect(await bytes.text()).toBe('%PDF');
    const open = await gateway.site.request(`/en/disputes/${id}`);
    expect(open.status).toBe(404);
  });

  it('moves on the alert a case comes from, and shows where it stands', async () => {
    const editor = await signedIn('editor');
    const { database, clock } = gateway;
    const { db } = database;
    await watchMarksFile({ db, clock, actor: 'test' }, new Watch(db), {
      fileName: 'marks.csv',
      input: bytes(csv([{ number: '1', text: 'Champagne', published: '2026-05-02' }])),
    });
    const [alert] = await newestAlerts(db, {}, 1);
    const made = await post(editor, '', { ...form, alertId: alert!.id });
    const path = made.headers.get('location')!;
    const page = await gateway.site.request(path, { headers: { cookie: editor.cookie } });
    expect(await page.text()).toMatch(
      new RegExp(
        `/console/alerts/${alert!.id}">“Champagne” beside “[^<]+”</a> <span class="quiet">opposing</span>`,
      ),
    );
    const id = /dsp_\w+/.exec(path)![0];
    const view = await gateway.site.request(`/en/console/alerts/${alert!.id}`, {
      headers: { cookie: editor.cookie },
    });
    const html = await view.text();
    expect(html).toContain(`<a href="/en/console/disputes/${id}"><bdi>LUNG CHING in Korea</bdi></a>`);
    expect(html).not.toMatch(/>[^<]*(alt|dsp)_\w+[^<]*</);
    expect(html).toContain('Open another dispute from this alert');
    expect(html).not.toContain('value="opposing"');
    const none = await post(editor, '', { ...form, alertId: 'alt_none' });
    expect(none.status).toBe(404);
  });

  it('shows a form that cannot be used again as it was filled in, with why', async () => {
    const editor = await signedIn('editor');
    const refused = await post(editor, '', { ...form, jurisdiction: 'Korea' });
    expect(refused.status).toBe(422);
    const html = await refused.text();
    expect(html).toContain('is no code of a country or union');
    expect(html).toContain('value="LUNG CHING in Korea"');
    const step = await post(editor, '/example-cambozola/steps', {
      kind: 'note',
      on: '2030-01-01',
      text: 'x',
    });
    expect(step.status).toBe(422);
    expect(await step.text()).toContain('has not come yet');
  });

  it('lets viewers read and nothing else', async () => {
    const viewer = await signedIn('viewer');
    expect((await post(viewer, '', form)).status).toBe(403);
    const step = { kind: 'note', on: '2026-05-30', text: 'x' };
    expect((await post(viewer, '/example-cambozola/steps', step)).status).toBe(403);
    const page = await gateway.site.request('/en/console/disputes/example-cambozola', {
      headers: { cookie: viewer.cookie },
    });
    expect(await page.text()).not.toContain('name="kind"');
  });
});

describe.skipIf(!browserAvailable())('dispute and guidance pages in a real browser', () => {
  let on: BrowserSite;
  beforeAll(async () => {
    on = await openBrowserSite();
    await withExamples(on.gateway);
  }, 120_000);
  afterAll(() => on.close());

  it.each(['zh/disputes', 'th/disputes/example-champagne-life', 'fr/guidance/EU', 'th/guidance/CN'])(
    'can be read by everybody on every screen: %s',
    async (path) => {
      const context = await on.browser.newContext({ viewport: { width: 1280, height: 900 } });
      try {
        const page = await context.newPage();
        await page.goto(`${on.origin}/${path}`);
        for (const width of [1280, 390]) {
          await page.setViewportSize({ width, height: 900 });
          await page.evaluate(axe.source);
          const found = await page.evaluate<AxeResults>('axe.run()');
          expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)).toEqual(
            [],
          );
          const fits = 'document.documentElement.scrollWidth <= document.documentElement.clientWidth';
          expect(await page.evaluate<boolean>(fits), `${path} at ${width}`).toBe(true);
          await page.screenshot({ path: artifact(`${path.replaceAll('/', '-')}-${width}`), fullPage: true });
        }
      } finally {
        await context.close();
      }
    },
  );

  it('opens a case with the keyboard alone', async () => {
    const context = await on.browser.newContext();
    try {
      const page = await context.newPage();
      await page.goto(`${on.origin}/en/console/disputes/new?sign=LUNG+CHING&giName=x`);
      await page.locator('#email').fill('editor@office.example');
      await page.locator('#password').fill(password);
      await page.keyboard.press('Enter');
      await page.waitForURL('**/console/disputes/new*');
      expect(await page.locator('#sign').inputValue()).toBe('LUNG CHING');
      for (const [id, value] of [
        ['title', 'From the keyboard'],
        ['jurisdiction', 'KR'],
        ['rightHolder', 'A'],
        ['otherSide', 'B'],
      ] as const) {
        await page.locator(`#${id}`).focus();
        await page.keyboard.type(value);
      }
      await page.keyboard.press('Enter');
      await page.waitForURL('**/console/disputes/dsp_*');
      expect(await page.locator('h1').innerText()).toBe('From the keyboard');
      await page.screenshot({ path: artifact('console-dispute'), fullPage: true });
    } finally {
      await context.close();
    }
  });
});
