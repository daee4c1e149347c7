import { desc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit, listVersions } from '../../src/db/schema/index.ts';
import { recordEvent, setTerms } from '../../src/lists/procedure/record.ts';
import { publish } from '../../src/lists/publish.ts';
import { addPerson, password } from '../support/people.ts';
import { openTestSite, type TestSite } from './gateway.ts';

const origin = 'http://localhost';
const key = 'qin-tang-mao-jian';
const at = `/en/console/lists/cn-eu/V/entries/${key}`;

describe('the pages of an entry’s procedure', () => {
  let gateway: TestSite;
  let cookie = '';
  let token = '';
  const publicPage = async (path: string): Promise<string> => (await gateway.site.request(path)).text();

  beforeAll(async () => {
    gateway = await openTestSite();
    await addPerson(gateway.database.db, 'Lin', 'admin');
    const signIn = new URLSearchParams({ email: 'lin@office.example', password });
    const response = await gateway.site.request('/en/console/sign-in', {
      method: 'POST',
      body: signIn,
      headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
    });
    cookie = /session=[^;]+/.exec(response.headers.get('set-cookie') ?? '')![0];
    token = /name="token" value="([^"]+)"/.exec(await page('/en/console'))![1]!;
  }, 120_000);
  afterAll(() => gateway.close());

  async function page(path: string): Promise<string> {
    const response = await gateway.site.request(path, { headers: { cookie } });
    expect(response.status).toBe(200);
    return response.text();
  }
  async function post(path: string, form: Record<string, string>): Promise<{ status: number; html: string }> {
    const body = new URLSearchParams({ token, ...form });
    const headers = { origin, cookie, 'content-type': 'application/x-www-form-urlencoded' };
    const response = await gateway.site.request(path, { method: 'POST', body, headers });
    return { status: response.status, html: await response.text() };
  }
  const known = { level: 'official', source: 'OJ C 459' };

  it('lead staff from the list to an entry, found by any spelling', async () => {
    const html = await page('/en/console/lists/cn-eu/V/entries?text=mao%20jian');
    expect(html).toContain(`/en/console/lists/cn-eu/V/entries/${key}`);
    expect(await page('/en/console/lists/cn-eu/V/entries?text=nothing-like-it')).not.toContain(key);
    expect(await page('/en/console/lists/cn-eu/V')).toContain('/en/console/lists/cn-eu/V/entries');
  });

  it('take events in a possible order only, and say what is wrong', async () => {
    const early = await post(`${at}/procedure`, {
      ...known,
      kind: 'opposed',
      on: '2023-01-15',
      opposition: '1',
      party: 'Tea GmbH',
      'ground:earlier-mark': 'yes',
    });
    expect(early.status).toBe(409);
    expect(early.html).toContain('cannot follow');
    expect((await post(`${at}/procedure`, { ...known, kind: 'published', on: '2022-13-02' })).status).toBe(
      422,
    );
    const forms: Record<string, string>[] = [
      { kind: 'published', on: '2022-12-02', reference: '2022/C 459/08' },
      { kind: 'opposed', on: '2023-01-15', opposition: '1', party: 'Tea GmbH', 'ground:earlier-mark': 'yes' },
      { kind: 'opposition-decided', on: '2024-02-01', opposition: '1', outcome: 'rejected' },
      { kind: 'decided', on: '2024-03-01', decision: 'protect-in-part', notClaimed: 'Mao Jian' },
      { kind: 'protected', on: '2024-04-01' },
    ];
    for (const form of forms) expect((await post(`${at}/procedure`, { ...known, ...form })).status).toBe(303);
    const html = await page(at);
    expect(html).toContain('Protected in part');
    expect(html).toContain('Harm to an earlier mark');
    expect(html).toContain('Waits in a draft');
    const [row] = await gateway.database.db
      .select()
      .from(audit)
      .where(eq(audit.action, 'procedure.recorded'))
      .orderBy(desc(audit.id))
      .limit(1);
    expect(row).toMatchObject({
      actor: 'user:lin@office.example',
      details: { key, event: { kind: 'protected' } },
    });
  });

  it('take back what was recorded in error', async () => {
    await post(`${at}/procedure`, { ...known, kind: 'ended', on: '2025-01-01', reason: 'lapsed' });
    expect(await page(at)).toContain('event--ended');
    expect(
      (await post(`${at}/withdraw`, { ordinal: '5', reason: 'entered for the wrong name' })).status,
    ).toBe(303);
    expect(await page(at)).not.toContain('event--ended');
    expect((await post(`${at}/withdraw`, { ordinal: '50', reason: 'again' })).status).toBe(404);
  });

  it('state uses by others and take them away', async () => {
    const term = {
      user: 'users before 2017-06-03',
      until: '2026-12-31',
      labelling: 'with the true origin',
      ...known,
    };
    expect((await post(`${at}/phase-outs`, term)).status).toBe(303);
    const mark = { with: 'earlier-mark', name: 'MAOJIAN', number: '1234567', ...known };
    expect((await post(`${at}/coexistence`, mark)).status).toBe(303);
    expect((await post(`${at}/coexistence`, { ...mark, name: 'WRONG' })).status).toBe(303);
    expect((await post(`${at}/remove-term`, { kind: 'coexistence', index: '1' })).status).toBe(303);
    const html = await page(at);
    expect(html).toContain('MAOJIAN');
    expect(html).not.toContain('WRONG');
    expect((await post(`${at}/phase-outs`, { ...term, until: 'soon' })).status).toBe(422);
    const channel = { ...known, channel: 'agricultural-gi', number: 'AGI02024', since: '2015-02-10' };
    expect((await post(`${at}/channels`, channel)).status).toBe(303);
    expect((await post(`${at}/channels`, { ...channel, channel: 'folklore' })).status).toBe(422);
    expect(await page(at)).toContain('AGI02024');
    expect((await post(`${at}/channels`, { ...channel, number: 'AGI2' })).status).toBe(303);
    expect((await post(`${at}/remove-channel`, { index: '1' })).status).toBe(303);
    expect(await page(at)).not.toContain('AGI2<');
  });

  it('show readers both axes once published', async () => {
    expect(await publicPage(`/en/lists/cn-eu/V/entries/${key}`)).toContain('No dated event is known');
    const ctx = { db: gateway.database.db, clock: gateway.clock, actor: 'local:root' };
    await publish(ctx, { listId: 'cn-eu/V', effectiveOn: '2024-04-01' });
    const [version] = await gateway.database.db
      .select()
      .from(listVersions)
      .where(eq(listVersions.listId, 'cn-eu/V'))
      .orderBy(desc(listVersions.number))
      .limit(1);
    expect(version!.effectiveOn).toBe('2024-04-01');
    const html = await publicPage(`/en/lists/cn-eu/V/entries/${key}`);
    expect(html).toContain('Protected in part');
    expect(html).toContain('Changed in version 2');
    expect(html).toContain('Added in version 1');
    expect(html).toContain('permitted on 1 June 2026');
    expect(html).toContain('Tea GmbH');
    expect(await publicPage(`/fr/lists/cn-eu/V/entries/${key}?asOf=2024-03-15`)).not.toContain('Protected');
    expect((await gateway.site.request('/en/lists/cn-eu/V/entries/nothing')).status).toBe(404);
  });

  it('take the day of legal effect where a draft is published', async () => {
    await post(`${at}/procedure`, { ...known, kind: 'ended', on: '2026-05-31', reason: 'withdrawn' });
    const draft = /console\/drafts\/(ver_[^"?]+)/.exec(await page(at))![1]!;
    await post(`/en/console/drafts/${draft}/decisions`, { key, decision: 'accepted' });
    expect(await page(`/en/console/drafts/${draft}`)).toContain('name="effectiveOn"');
    const publishing = `/en/console/drafts/${draft}/publish`;
    expect((await post(publishing, { effectiveOn: 'soon' })).status).toBe(400);
    expect((await post(publishing, { effectiveOn: '2020-01-01' })).status).toBe(409);
    expect((await post(publishing, { effectiveOn: '2027-01-01' })).status).toBe(303);
    const versions = await publicPage('/en/lists/cn-eu/V');
    expect(versions).toContain('1 January 2027');
    expect(versions).toContain('<select id="from" name="from">');
    expect(await page('/en/console/lists/cn-eu/V')).toContain('<select id="from" name="from">');
    // On record at once; answers on protection follow the version that applies, see the exporter's below.
    expect(await publicPage(`/en/lists/cn-eu/V/entries/${key}`)).toContain('event--ended');
  });

  it('say legal bases and rules in the language of the page', async () => {
    const zh = await publicPage('/zh/lists/cn-eu/V');
    expect(zh).toContain('第三条及附录五');
    const th = await publicPage('/th/agreements/cn-eu');
    expect(th).toContain('เป็นชื่อสามัญของสินค้า');
    expect(await publicPage('/fr/lists/register/eu')).toContain('Registre des indications géographiques');
  });

  it('answer an exporter who asks what may be used until when', async () => {
    const list = await publicPage('/en/lists/cn-eu/V');
    const gi = /href="(\/en\/gi\/[^"?]*qin-?tang[^"?]*)"/.exec(list)![1]!;
    for (const [lang, words] of [
      ['en', ['Use by others', 'users before 2017-06-03', 'Earlier mark: MAOJIAN', 'Protected in part']],
      ['zh', ['他人的使用', '过渡期使用', '部分受保护']],
      ['th', ['การใช้โดยผู้อื่น', 'ได้รับความคุ้มครองบางส่วน']],
    ] as const) {
      const html = await publicPage(gi.replace('/en/', `/${lang}/`));
      for (const word of words) expect(html).toContain(word);
    }
  });

  it('put what is due on the desk', async () => {
    const ctx = { db: gateway.database.db, clock: gateway.clock, actor: 'local:root' };
    const other = { listId: 'cn-eu/V', key: 'yu-hua-cha' };
    await recordEvent(ctx, other, {
      kind: 'published',
      on: '2026-05-04',
      evidence: { level: 'official', source: 'OJ' },
    });
    await setTerms(
      ctx,
      { ...other, key },
      {
        phaseOuts: [{ user: 'somebody', until: '2026-06-30', evidence: { level: 'official', source: 'OJ' } }],
      },
    );
    await publish(ctx, { listId: 'cn-eu/V' });
    const html = await page('/en/console');
    expect(html).toContain('Due under the agreements');
    expect(html).toContain('19 undecided names');
    expect(html).toContain('overdue');
    expect(html).toContain('Last day for oppositions');
    expect(html).toContain('in 29 days');
    expect(gateway.faults).toEqual([]);
  });

  it('have what waits decided on at once, each by somebody who did not state it', async () => {
    const { db } = gateway.database;
    const { actor } = await addPerson(db, 'Wei', 'editor');
    const ctx = { db, clock: gateway.clock, actor };
    for (const key of ['fu-liang-cha', 'jing-shan-cha'])
      await recordEvent(
        ctx,
        { listId: 'cn-eu/V', key },
        {
          kind: 'published',
          on: '2022-12-02',
          evidence: { level: 'official', source: 'OJ C 459' },
        },
      );
    const own = { level: 'official', source: 'OJ C 459', kind: 'published', on: '2022-12-02' };
    const mine = '/en/console/lists/cn-eu/V/entries/pu-tuo-fo-cha';
    expect((await post(`${mine}/procedure`, own)).status).toBe(303);
    const html = await page('/en/console/approvals');
    expect(html.match(/name="pick"/g)).toHaveLength(3);
    expect(html).toContain('stated by you');
    expect(html).toContain('all 2 shown that are not yours');
    expect(await page('/th/console/approvals?event=refused')).toContain('ไม่มีรายการที่ตรง');
    expect((await post('/en/console/approvals', { decision: 'accepted' })).status).toBe(400);
    const picks = [...html.matchAll(/name="pick" value="([^"]+)"/g)].map((m) => m[1]!);
    const yours = picks.find((pick) => pick.endsWith('pu-tuo-fo-cha'))!;
    const refused = await post('/en/console/approvals', { decision: 'accepted', pick: yours });
    expect(refused).toMatchObject({
      status: 403,
      html: expect.stringContaining('lists/self-approval') as string,
    });
    expect(
      (await post('/en/console/approvals', { decision: 'accepted', all: '2', filter: 'list=cn-eu/V' }))
        .status,
    ).toBe(303);
    expect((await post('/en/console/approvals', { decision: 'rejected', pick: yours })).status).toBe(303);
    expect(await page('/en/console/approvals')).not.toContain('name="pick"');
  });
});
