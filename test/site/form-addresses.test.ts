import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDesk, type TestDesk } from './console-desk.ts';

/** Forms of the console that are refused, and the addresses they are answered at. */
let desk: TestDesk;
beforeAll(async () => {
  desk = await openTestDesk();
});
afterAll(() => desk.gateway.close());

const none = (name = ''): File => new File([], name, { type: 'application/octet-stream' });

describe('an address that takes forms', () => {
  it('can be opened as well: it leads to the page of its form', async () => {
    const at = async (path: string): Promise<string | null> => {
      const { response } = await desk.get('admin', path);
      expect(response.status, path).toBe(303);
      return response.headers.get('location');
    };
    expect(await at('/zh/console/watch/import')).toBe('/zh/console/watch');
    expect(await at('/fr/console/watch/rescreen')).toBe('/fr/console/watch');
    expect(await at('/th/console/madrid/import')).toBe('/th/console/madrid');
    expect(await at('/en/console/disputes/dsp_1/steps')).toBe('/en/console/disputes/dsp_1');
    expect(await at('/en/console/lists/cn-eu/CN/revert')).toBe('/en/console/lists/cn-eu/CN');
    expect(await at('/en/console/watch/noise')).toBe('/en/console/watch');
    expect(await at('/en/console/sign-out')).toBe('/en/console');
  });

  it('is never a dead end, whichever form it is', () => {
    const of = (method: string) =>
      desk.gateway.site.routes
        .filter((r) => r.method === method && r.path.includes('/console/'))
        .map((r) => r.path);
    const pages = new Set(of('GET'));
    expect(of('POST').length).toBeGreaterThan(30);
    expect(of('POST').filter((path) => !pages.has(path))).toEqual([]);
  });
});

describe('a file that is empty', () => {
  it.each([
    ['/en/console/watch/import', {}],
    ['/en/console/madrid/import', {}],
    ['/en/console/messages/receive', { what: 'message' }],
  ])('is told from none at %s', async (path, fields) => {
    const empty = await desk.post('editor', path, { ...fields, file: none('marks.csv') });
    expect(empty.status).toBe(422);
    const told = await empty.text();
    expect(told).toContain('arrived empty');
    expect(told).not.toContain('No file was sent');
    const absent = await desk.post('editor', path, { ...fields, file: none() });
    expect(absent.status).toBe(400);
    expect(await absent.text()).toContain('No file was sent');
  });
});

describe('the page that says what a rule of the watch does', () => {
  it('needs no reason, which setting the rule does', async () => {
    const { status, html } = await desk.get(
      'approver',
      '/en/console/watch/noise?scope=class%3A42&alertAt=0&reason=',
    );
    expect(status).toBe(200);
    expect(html).toMatch(/<input id="reason"[^>]*required/);
    const rule = { scope: 'class:42', alertAt: '0', do: 'set' };
    expect((await desk.post('approver', '/en/console/watch/noise', rule)).status).toBe(400);
    const set = await desk.post('approver', '/en/console/watch/noise', { ...rule, reason: 'services' });
    expect(set.status).toBe(303);
  });
});
