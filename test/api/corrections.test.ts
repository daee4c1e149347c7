import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApp, staffToken, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';

interface Correction {
  id: string;
  state?: string;
}
const misspelling = 'names[original|fr|Bordeau]';

describe.each(databases)('corrections through the API, on $name', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp(open);
  });
  afterAll(() => app.close());

  const held = async (): Promise<string> =>
    (await app.get('/api/v1/lists/cn-fr/FR/document?format=csv&version=1')).text();
  const importCsv = async (csv: string) => {
    const response = await app.get('/api/v1/lists/cn-fr/FR/imports?fileName=fr.csv', {
      method: 'POST',
      headers: { authorization: `Bearer ${staffToken}` },
      body: csv,
    });
    return (await response.json()) as { draftId?: string; problems: { code: string }[] };
  };
  const publish = (draftId: string) => app.staff('POST', '/api/v1/lists/cn-fr/FR/publications', { draftId });

  it('corrects in a draft, tells readers both values, and lays it over the next file', async () => {
    const wrong = (await held())
      .replace('Bordeaux [fr]', 'Bordeau [fr]')
      .replace('Cognac [fr]', 'Cognac [fr] | Coñac [es]');
    const { draftId } = await importCsv(wrong);
    const path = `/api/v1/drafts/${draftId}/corrections`;
    const body = { key: 'bordeaux', field: misspelling, value: 'Bordeaux', reason: 'AQSIQ 2015 no. 75' };
    expect(await app.staff('POST', path, { ...body, reason: '' })).toMatchObject({ status: 400 });
    expect(await app.staff('POST', path, { ...body, key: 'nothing' })).toMatchObject({
      status: 404,
      body: { code: 'not-found/entry' },
    });
    const made = await app.staff<Correction>('POST', path, body);
    expect(made).toMatchObject({
      status: 201,
      body: { partnerValue: { text: 'Bordeau' }, createdBy: 'local:tester' },
    });
    expect(await app.staff('POST', path, body)).toMatchObject({
      status: 409,
      body: { code: 'lists/already-corrected' },
    });
    expect(await publish(draftId!)).toMatchObject({ status: 200 });

    const entry = await app.get('/api/v1/lists/cn-fr/FR/entries/bordeaux');
    expect(await entry.json()).toMatchObject({
      corrections: [{ field: misspelling, partnerValue: { text: 'Bordeau' }, value: { text: 'Bordeaux' } }],
    });
    const gi = (await (await app.get('/api/v1/gis/fr-bordeaux')).json()) as { occurrences: object[] };
    expect(JSON.stringify(gi.occurrences)).toContain('AQSIQ 2015 no. 75');
    expect(JSON.stringify(gi)).not.toContain('local:tester');
    const document = await app.get('/api/v1/lists/cn-fr/FR/document?format=json');
    expect(document.headers.get('x-corrections')).toBe('1');
    const text = await document.text();
    expect(JSON.parse(text)).toMatchObject({
      giTransaction: { giGateway: { corrections: [{ key: 'bordeaux', reason: 'AQSIQ 2015 no. 75' }] } },
    });
    const again = await importCsv(wrong);
    expect(again.draftId).toBeUndefined();
    expect(again.problems.map((p) => p.code)).toContain('correction/applied');

    const csv = await app.get('/api/v1/corrections?list=cn-fr/FR', {
      headers: { authorization: `Bearer ${staffToken}`, accept: 'text/csv' },
    });
    expect(await csv.text()).toMatch(/^list,key,field[^]*bordeaux,[^]*Bordeau,Bordeaux,active,yes,/);
    const changed = await importCsv(wrong.replace('Bordeau [fr]', 'Bordeo [fr]'));
    const suspended = await app.staff<{ corrections: Correction[] }>(
      'GET',
      '/api/v1/corrections?state=suspended',
    );
    expect(suspended.body.corrections).toMatchObject([{ id: made.body.id, seen: { text: 'Bordeo' } }]);
    expect(await publish(changed.draftId!)).toMatchObject({
      status: 409,
      body: { code: 'lists/suspended-corrections' },
    });
    const ruled = await app.staff<Correction>(
      'POST',
      `/api/v1/drafts/${changed.draftId}/corrections/${made.body.id}/ruling`,
      { ruling: 'keep', reason: 'still wrong' },
    );
    expect(ruled).toMatchObject({ status: 200, body: { partnerValue: { text: 'Bordeo' } } });
    const withdrawn = await app.staff<{ drafts: string[] }>(
      'POST',
      `/api/v1/corrections/${ruled.body.id}/withdrawal`,
      { reason: 'it is their spelling' },
    );
    expect(withdrawn.body.drafts).toEqual([changed.draftId]);
    expect(await publish(changed.draftId!)).toMatchObject({ status: 200 });
  });

  it('corrects a published entry in a draft of its own', async () => {
    const path = '/api/v1/lists/cn-fr/FR/entries/cognac/corrections';
    const made = await app.staff<{ correction: Correction; drafts: string[] }>('POST', path, {
      field: 'giType',
      value: 'AO',
      reason: 'an appellation',
    });
    expect(made).toMatchObject({ status: 201, body: { drafts: [expect.stringMatching(/^ver_/)] } });
    const { body } = await app.staff('GET', `/api/v1/drafts/${made.body.drafts[0]}/review`);
    expect(body).toMatchObject({ counts: { total: 1, changed: 1 } });
  });

  it.each([
    ['GET', '/api/v1/corrections'],
    ['POST', '/api/v1/corrections/x/withdrawal'],
    ['POST', '/api/v1/drafts/x/corrections'],
    ['POST', '/api/v1/drafts/x/corrections/y/ruling'],
    ['POST', '/api/v1/lists/cn-fr/FR/entries/cognac/corrections'],
  ])('answers nobody without the token: %s %s', async (method, path) => {
    expect((await app.get(path, { method })).status).toBe(401);
  });
  it.each([
    ['POST', '/api/v1/corrections/x/withdrawal', { reason: 'r' }, 404],
    ['POST', '/api/v1/drafts/x/corrections', { key: 'k', field: 'status', value: 'ended', reason: 'r' }, 404],
    ['POST', '/api/v1/drafts/x/corrections/y/ruling', { ruling: 'neither', reason: 'r' }, 400],
    ['GET', '/api/v1/corrections?state=nonsense', undefined, 400],
  ])('answers %s %s with %j by %i', async (method, path, body, status) => {
    expect(await app.staff(method, path, body)).toMatchObject({ status });
  });
});
