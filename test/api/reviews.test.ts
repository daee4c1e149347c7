import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApp, staffToken, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';
import { addPerson } from '../support/people.ts';

interface Review {
  versionId: string;
  waiting: string;
  counts: { total: number; pending: number };
  approval?: { by: string };
  hands: string[];
}

describe.each(databases)('reviewing through the API, on $name', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp(open);
    await addPerson(app.database.db, 'one', 'editor');
    await addPerson(app.database.db, 'two', 'approver');
  });
  afterAll(() => app.close());

  const importAs = async (actor: string, edit: (csv: string) => string): Promise<string> => {
    const csv = await (await app.get('/api/v1/lists/cn-fr/FR/document?format=csv')).text();
    const response = await app.get('/api/v1/lists/cn-fr/FR/imports?fileName=fr.csv', {
      method: 'POST',
      headers: { authorization: `Bearer ${staffToken}`, 'x-actor': actor },
      body: edit(csv),
    });
    return ((await response.json()) as { draftId: string }).draftId;
  };

  it('takes a draft from import to publication and back, by two people', async () => {
    const draft = await importAs('lin', (csv) => csv.replace('Bordeaux [fr]', 'Bordeau [fr]'));
    const path = `/api/v1/drafts/${draft}`;
    const { body: listed } = await app.staff<{ drafts: Review[] }>('GET', '/api/v1/drafts');
    expect(listed.drafts).toMatchObject([{ versionId: draft, waiting: 'decisions', hands: ['local:lin'] }]);
    const { body: page } = await app.staff<{
      counts: { total: number };
      changes: { key: string; effect: string }[];
    }>('GET', `${path}/review?change=changed&text=bordeau`);
    expect(page).toMatchObject({ counts: { total: 1 }, changes: [{ effect: 'none' }] });

    const early = await app.staff('POST', '/api/v1/lists/cn-fr/FR/publications', { draftId: draft });
    expect(early).toMatchObject({ status: 409, body: { code: 'lists/needs-approval' } });
    const miscounted = { filter: {}, decision: 'accepted', expected: 9 };
    expect(await app.staff('POST', `${path}/decisions`, miscounted)).toMatchObject({
      status: 409,
      body: { code: 'lists/selection-changed' },
    });
    const asLin = {
      authorization: `Bearer ${staffToken}`,
      'content-type': 'application/json',
      'x-actor': 'lin',
    };
    const decided = await app.get(`${path}/decisions`, {
      method: 'POST',
      headers: asLin,
      body: JSON.stringify({ filter: { state: 'pending' }, decision: 'accepted', expected: 1 }),
    });
    expect(await decided.json()).toEqual({ decided: 1 });
    const own = await app.get(`${path}/approval`, { method: 'POST', headers: asLin });
    expect(own.status).toBe(403);
    expect(await own.json()).toMatchObject({ code: 'lists/self-approval' });

    const { body: approved } = await app.staff<Review>('POST', `${path}/approval`);
    expect(approved).toMatchObject({ waiting: 'publication', approval: { by: 'local:tester' } });
    expect((await app.staff<Review>('DELETE', `${path}/approval`)).body.waiting).toBe('approval');
    await app.staff('POST', `${path}/approval`);
    const published = await app.staff('POST', '/api/v1/lists/cn-fr/FR/publications', { draftId: draft });
    expect(published).toMatchObject({ status: 200, body: { number: 2 } });

    const reverting = await app.staff<Review>('POST', '/api/v1/lists/cn-fr/FR/reversions', { number: 1 });
    expect(reverting).toMatchObject({ status: 201, body: { revertsTo: 1, counts: { total: 1 } } });
    const closed = await app.staff('DELETE', `/api/v1/drafts/${reverting.body.versionId}`);
    expect(closed).toMatchObject({ status: 200, body: { state: 'discarded' } });
  });

  it('takes a ruling on errors with its reason', async () => {
    const draft = await importAs('lin', (csv) => csv.replace(/,wine,/, ',no-such-thing,'));
    const path = `/api/v1/drafts/${draft}/problem-decisions`;
    expect(await app.staff('POST', path, { ruling: 'excluded', reason: '' })).toMatchObject({ status: 400 });
    expect(await app.staff('POST', path, { ruling: 'excluded', reason: 'later' })).toMatchObject({
      status: 200,
      body: { decided: 1 },
    });
  });

  it.each([
    ['GET', '/api/v1/drafts'],
    ['GET', '/api/v1/drafts/x'],
    ['POST', '/api/v1/drafts/x/approval'],
    ['DELETE', '/api/v1/drafts/x'],
    ['GET', '/api/v1/users'],
  ])('answers nobody without the token: %s %s', async (method, path) => {
    expect((await app.get(path, { method })).status).toBe(401);
  });

  it('keeps accounts: made, changed, listed, no password in any answer', async () => {
    const person = {
      email: 'new@office.example',
      name: 'New',
      role: 'editor',
      password: 'a long enough one',
    };
    expect(await app.staff('POST', '/api/v1/users', person)).toMatchObject({
      status: 201,
      body: { role: 'editor' },
    });
    expect(await app.staff('POST', '/api/v1/users', person)).toMatchObject({ status: 409 });
    const changed = await app.staff('PATCH', '/api/v1/users/new@office.example', {
      role: 'viewer',
      disabled: true,
    });
    expect(changed.body).toMatchObject({ role: 'viewer', disabled: true });
    const { body } = await app.staff<object>('GET', '/api/v1/users');
    expect(JSON.stringify(body)).not.toMatch(/scrypt|long enough/);
  });
});
