import { desc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { audit, listVersions } from '../../src/db/schema/index.ts';
import { listDocument } from '../../src/lists/export.ts';
import { formatById } from '../../src/formats/registry.ts';
import { bytes } from '../formats/support.ts';
import { romarin } from '../madrid/samples.ts';
import { recordNotifications } from '../../src/madrid/docket/record.ts';
import { addPerson, password } from '../support/people.ts';
import { openTestSite, type TestSite } from './gateway.ts';

type Form = Record<string, string | File>;
const origin = 'http://localhost';

describe('the staff console', () => {
  let gateway: TestSite;
  const sessions = new Map<string, string>();

  beforeAll(async () => {
    gateway = await openTestSite();
    const { db } = gateway.database;
    for (const role of ['viewer', 'editor', 'approver', 'admin'] as const) await addPerson(db, role, role);
  }, 120_000);
  afterAll(() => gateway.close());
  beforeEach(() => sessions.clear());

  const send = (
    path: string,
    form: Form,
    headers: Record<string, string> = { origin },
  ): Promise<Response> => {
    const body = new FormData();
    for (const [name, value] of Object.entries(form)) body.set(name, value);
    return Promise.resolve(gateway.site.request(path, { method: 'POST', body, headers }));
  };
  const signIn = (email: string, more: Form = {}, headers = { origin }): Promise<Response> =>
    send('/en/console/sign-in', { email, password, ...more }, headers);

  async function cookieOf(role: string): Promise<string> {
    const known = sessions.get(role);
    if (known) return known;
    const response = await signIn(`${role}@office.example`);
    const cookie = /session=[^;]+/.exec(response.headers.get('set-cookie') ?? '')![0];
    sessions.set(role, cookie);
    return cookie;
  }
  async function get(
    role: string,
    path: string,
  ): Promise<{ status: number; html: string; response: Response }> {
    const response = await gateway.site.request(path, { headers: { cookie: await cookieOf(role) } });
    return { status: response.status, html: await response.text(), response };
  }
  /** Posts a form as the page of a role would, with its token. */
  async function post(role: string, path: string, form: Form): Promise<Response> {
    const { html } = await get(role, '/en/console');
    const token = /name="token" value="([^"]+)"/.exec(html)![1]!;
    return send(path, { token, ...form }, { origin, cookie: await cookieOf(role) });
  }
  async function listFile(edit: (csv: string) => string): Promise<File> {
    const { list, agreement, version, entries } = await listDocument(gateway.database.db, 'cn-fr/FR', {
      number: 1,
    });
    let csv = '';
    for await (const piece of formatById('csv')!.encode!({ agreement, list, version, entries })) csv += piece;
    return new File([edit(csv)], 'fr.csv');
  }
  /** A draft by the editor with one changed name. */
  async function aDraft(): Promise<string> {
    const file = await listFile((csv) => csv.replace('Bordeaux [fr]', `Bordeau [fr]`));
    const imported = await post('editor', '/en/console/import', { list: 'cn-fr/FR', file });
    expect(imported.headers.get('location')).toMatch(/\/imports\/imp_/);
    const [draft] = await gateway.database.db
      .select()
      .from(listVersions)
      .where(eq(listVersions.state, 'draft'))
      .orderBy(desc(listVersions.id))
      .limit(1);
    return draft!.id;
  }

  it('shows nothing to whoever is not signed in, and returns there afterwards', async () => {
    for (const path of ['', '/import', '/audit', '/users', '/drafts/x', '/imports/x/report.json']) {
      const response = await gateway.site.request(`/th/console${path}`);
      expect(response.status, path).toBe(303);
      expect(response.headers.get('location')).toMatch(/^\/th\/console\/sign-in\?next=%2Fconsole/);
    }
    const back = await signIn('editor@office.example', { next: '/console/audit?actor=x' });
    expect(back.headers.get('location')).toBe('/en/console/audit?actor=x');
  });

  it.each(['//evil.example', 'https://evil.example', '/console\\evil', '/consoles', '/gi/x'])(
    'leads from sign-in nowhere else: %s',
    async (next) => {
      expect((await signIn('editor@office.example', { next })).headers.get('location')).toBe('/en/console');
    },
  );

  it('keeps the session in a cookie no script or other site gets, only over TLS where there is TLS', async () => {
    const plain = (await signIn('editor@office.example')).headers.get('set-cookie')!;
    expect(plain).toMatch(/session=[\w-]{43};.*HttpOnly.*SameSite=Lax/);
    expect(plain).not.toContain('Secure');
    const headers = { origin, 'x-forwarded-proto': 'https' };
    expect((await signIn('editor@office.example', {}, headers)).headers.get('set-cookie')).toContain(
      'Secure',
    );
  });

  it('says no to a wrong password in the language of the page', async () => {
    const response = await send('/zh/console/sign-in', { email: 'editor@office.example', password: 'wrong' });
    expect(response.status).toBe(401);
    expect(await response.text()).toContain('电子邮箱与密码不匹配');
  });

  it('allows its own script and nothing else, and is kept by no cache', async () => {
    const { response } = await get('viewer', '/en/console');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(response.headers.get('cache-control')).toBe('no-store');
    const reader = await gateway.site.request('/en');
    expect(reader.headers.get('content-security-policy')).not.toContain('script-src');
  });

  it('shows today what the docket asks for: refusals to answer, dates, notifications without a place', async () => {
    const before = (await get('viewer', '/en/console')).html;
    expect(before).not.toContain('Refused for the time being');
    const { database, clock } = gateway;
    const ctx = { db: database.db, clock, actor: 'system' };
    const refused = romarin({
      records: '<RFNT REGRDAT="20260502" NOTDATE="20260510" REGEDAT="20260430" INTOFF="TH"/>',
    });
    for (const file of [refused, romarin({ number: '1700009', basic: '1' })])
      await recordNotifications(ctx, { fileName: 'romarin.xml', input: bytes(file) });
    const { html } = await get('viewer', '/en/console');
    const docket = html.slice(html.indexOf('id="docket"'));
    expect(docket).toMatch(/Refused for the time being[^]*1289218<\/a>[^]*TH, *provisionally refused/);
    expect(docket).toMatch(/href="[^"]*\/en\/console\/madrid">\d+ notifications? waits? for/);
    expect(docket).toContain('href="/en/madrid#ir-1289218"');
  });

  it('takes a form only from its own origin and with the session’s token', async () => {
    const cookie = await cookieOf('admin');
    const form = { do: 'role', email: 'viewer@office.example', role: 'admin' };
    const foreign = await send('/en/console/users', form, { origin: 'https://evil.example', cookie });
    expect(foreign.status).toBe(403);
    const { html } = await get('editor', '/en/console');
    const othersToken = /name="token" value="([^"]+)"/.exec(html)![1]!;
    for (const token of ['', othersToken]) {
      const forged = await send('/en/console/users', { ...form, token }, { origin, cookie });
      expect(forged.status).toBe(403);
      expect(await forged.text()).toContain('request/forged');
    }
    const login = await signIn('admin@office.example', {}, { origin: 'https://evil.example' });
    expect(login.status).toBe(403);
  });

  it.each([
    ['viewer', '/import', { list: 'cn-fr/FR' }],
    ['viewer', '/drafts/DRAFT/decisions', { key: 'bordeaux', decision: 'accepted' }],
    ['viewer', '/drafts/DRAFT/assign', { assignee: '' }],
    ['viewer', '/lists/cn-fr/FR/revert', { number: '1' }],
    ['editor', '/drafts/DRAFT/approve', {}],
    ['editor', '/drafts/DRAFT/publish', {}],
    ['editor', '/users', { do: 'role', email: 'editor@office.example', role: 'admin' }],
    ['approver', '/users', { do: 'disable', email: 'admin@office.example' }],
  ] as [string, string, Form][])('refuses a %s %s with 403 and its code', async (role, path, form) => {
    const draft = await aDraft();
    const response = await post(role, `/en/console${path.replace('DRAFT', draft)}`, form);
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('accounts/not-allowed');
  });

  it('shows accounts to administrators only', async () => {
    expect((await get('approver', '/en/console/users')).status).toBe(403);
    expect((await get('admin', '/en/console/users')).html).toContain('viewer@office.example');
  });

  it('goes from a file to a published version through two people, without any script', async () => {
    const draft = await aDraft();
    const path = `/en/console/drafts/${draft}`;
    expect((await get('editor', path)).html).toMatch(/Bordeau<del class="letters">x<\/del>/);
    const preview = await get('editor', `${path}/bulk?decision=accepted&change=changed`);
    expect(preview.html).toContain('1 change would be accepted.');
    const wrong = await post('editor', `${path}/bulk`, { filter: '', expected: '7', decision: 'accepted' });
    expect(await wrong.text()).toContain('lists/selection-changed');
    await post('editor', `${path}/bulk`, { filter: 'change=changed', expected: '1', decision: 'accepted' });
    const early = await post('approver', `${path}/publish`, {});
    expect(early.status).toBe(409);
    expect(await early.text()).toContain('A second person must approve the draft first');
    await post('approver', `${path}/approve`, {});
    const published = await post('approver', `${path}/publish`, {});
    expect(published.headers.get('location')).toBe('/en/console/lists/cn-fr/FR?done=published');
    const [row] = await gateway.database.db.select().from(audit).orderBy(desc(audit.id)).limit(1);
    expect(row).toMatchObject({ action: 'list.published', actor: 'user:approver@office.example' });
    const back = await post('editor', '/en/console/lists/cn-fr/FR/revert', { number: '1' });
    const reverting = await get('editor', back.headers.get('location')!);
    expect(reverting.html).toContain('Draft that brings version 1 back');
  });

  it('answers a decision to its script with what to show', async () => {
    const draft = await aDraft();
    const { html } = await get('editor', `/en/console/drafts/${draft}`);
    const token = /name="token" value="([^"]+)"/.exec(html)![1]!;
    const key = /data-change="([^"]+)"/.exec(html)![1]!;
    const headers = { origin, cookie: await cookieOf('editor'), accept: 'application/json' };
    const form = { token, key, decision: 'rejected', comment: 'not so' };
    const answer = await send(`/en/console/drafts/${draft}/decisions`, form, headers);
    expect(await answer.json()).toEqual({
      state: 'rejected',
      text: 'Rejected by editor',
      progress: '1 of 1 decided',
      step: '0 changes to decide',
      loses: '0 protected names would lose protection.',
      done: true,
    });
  });

  it('shows a file that cannot be used with its problems, and what waits because of it', async () => {
    const file = new File(['%PDF-1.7'], 'scan.pdf');
    const response = await post('editor', '/en/console/import', { list: 'cn-th/TH', file });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('The file could not be used');
  });

  it('gives the report of an import as CSV and JSON, and takes rulings on its errors', async () => {
    const file = await listFile((csv) => csv.replace(/,wine,/, ',no-such-thing,'));
    const sent = await post('editor', '/en/console/import', { list: 'cn-fr/FR', file });
    const result = sent.headers.get('location')!;
    const { html } = await get('editor', result);
    expect(html).toMatch(/1 error/);
    const csv = await get('viewer', `${result}/report.csv`);
    expect(csv.response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.html.split('\n')[0]).toContain('severity,code,line');
    const report = JSON.parse((await get('viewer', `${result}/report.json`)).html) as { problems: object[] };
    expect(report.problems.length).toBeGreaterThan(0);
    const word = { which: 'all', ruling: 'excluded', reason: 'comes next week' };
    expect((await post('editor', result, word)).status).toBe(303);
    expect((await get('viewer', result)).html).toContain('comes next week');
  });

  it('finds steps by who, what and what they speak of, as a page and as CSV', async () => {
    const draft = await aDraft();
    const { html } = await get('viewer', `/en/console/audit?entity=${draft}`);
    expect(html).toContain('/en/console/audit.csv?entity=');
    const csv = await get('viewer', `/en/console/audit.csv?action=import&actor=editor`);
    expect(csv.response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [header, ...rows] = csv.html.trim().split('\n');
    expect(header).toBe('id,at,actor,action,subject,details');
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.every((row) => row.includes('user:editor@office.example,import.'))).toBe(true);
    expect((await get('viewer', '/en/console/audit.csv?entity=no-such-thing')).html.trim()).toBe(header);
  });

  it('lets a person change the own password, which ends the session', async () => {
    await addPerson(gateway.database.db, 'temp', 'viewer');
    const passwords = { old: password, new: 'five cups of strong tea' };
    const changed = await post('temp', '/en/console/account', passwords);
    expect(changed.headers.get('location')).toBe('/en/console/sign-in');
    expect((await get('temp', '/en/console')).status).toBe(303);
    expect((await signIn('temp@office.example')).status).toBe(401);
  });

  it.each(['zh', 'fr', 'th'])('has all its texts in %s', async (language) => {
    const draft = await aDraft();
    for (const path of [
      '',
      '/import',
      '/lists',
      '/lists/cn-fr/FR',
      '/audit',
      '/approvals',
      '/conflicts',
      '/corrections',
      '/users',
      '/account',
      `/drafts/${draft}`,
    ]) {
      const { html } = await get('admin', `/${language}/console${path}`);
      const keys = html
        .replaceAll(/<code>.*?<\/code>/g, '')
        .match(/console:|>(nav|today|draft|change|filter|bulk|audit|users)\.[a-zA-Z]+</);
      expect(keys, path).toBeNull();
    }
  });

  it('reported nothing as its own fault', () => {
    expect(gateway.faults).toEqual([]);
  });
});
