import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columns, type Row } from '../../src/formats/table/row.ts';
import { openApp, staffToken, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';

interface Queue {
  total: number;
  open: number;
  kinds: { kind: string; count: number }[];
  conflicts: { id: string; key: string; name: string; heldName: string; heldList: string }[];
}

describe.each(databases)('the conflict queue through the API, on $name', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp(open);
  });
  afterAll(() => app.close());

  /** A draft of the Sino-Thai list with a name that sounds like one of France. */
  const aDraft = async (): Promise<string> => {
    const cells: Row = { key: 'xiang-bin', original_names: '香宾 [zh]', origin: 'TH', product_class: 'wine' };
    const line = columns.map((c) => cells[c] ?? '').join(',');
    const response = await app.get('/api/v1/lists/cn-th/TH/imports?fileName=th.csv&mode=partial', {
      method: 'POST',
      headers: { authorization: `Bearer ${staffToken}` },
      body: `${columns.join(',')}\n${line}\n`,
    });
    const report = (await response.json()) as { draftId: string; problems: object[] };
    expect(report.draftId, JSON.stringify(report.problems)).toMatch(/^ver_/);
    return report.draftId;
  };
  const publish = (draftId: string) => app.staff('POST', '/api/v1/lists/cn-th/TH/publications', { draftId });

  it('screens, refuses to publish, shows why, decides and remembers', async () => {
    const draftId = await aDraft();
    expect(await publish(draftId)).toMatchObject({ status: 409, body: { code: 'lists/open-conflicts' } });
    const progress = await app.get(`/api/v1/drafts/${draftId}/screening`, {
      method: 'POST',
      headers: { authorization: `Bearer ${staffToken}`, accept: 'application/x-ndjson' },
    });
    expect((await progress.text()).trim().split('\n').at(-1)).toContain('"screening":"done"');
    const { body: queue } = await app.staff<Queue>('GET', `/api/v1/conflicts?draft=${draftId}&state=open`);
    expect(queue.conflicts).toContainEqual(
      expect.objectContaining({ key: 'xiang-bin', name: '香宾', heldName: '香槟' }),
    );
    const decisions = `/api/v1/drafts/${draftId}/conflict-decisions`;
    const ruling = {
      filter: { state: 'open' },
      ruling: 'no-conflict',
      reason: 'another thing',
      expected: queue.open,
    };
    expect(await app.staff('POST', decisions, { ...ruling, expected: 99 })).toMatchObject({
      status: 409,
      body: { code: 'lists/selection-changed' },
    });
    expect(await app.staff('POST', decisions, { ...ruling, filter: { ids: ['x'] } })).toMatchObject({
      status: 404,
      body: { code: 'not-found/conflict' },
    });
    expect(await app.staff('POST', decisions, ruling)).toMatchObject({ body: { decided: queue.open } });
    const { body: review } = await app.staff('GET', `/api/v1/drafts/${draftId}`);
    expect(review).toMatchObject({ conflicts: { screening: 'done', open: 0 } });
    expect(await publish(draftId)).toMatchObject({ status: 200 });
  });

  it.each([
    ['GET', '/api/v1/conflicts'],
    ['POST', '/api/v1/drafts/x/screening'],
    ['POST', '/api/v1/drafts/x/conflict-decisions'],
  ])('answers nobody without the token: %s %s', async (method, path) => {
    expect((await app.get(path, { method })).status).toBe(401);
  });
  it.each([
    ['POST', '/api/v1/drafts/x/screening', undefined, 404],
    ['GET', '/api/v1/conflicts?kind=nonsense', undefined, 400],
    [
      'POST',
      '/api/v1/drafts/x/conflict-decisions',
      { filter: {}, ruling: 'maybe', reason: 'r', expected: 1 },
      400,
    ],
    [
      'POST',
      '/api/v1/drafts/x/conflict-decisions',
      { filter: {}, ruling: 'coexist', reason: 'r', expected: 1 },
      404,
    ],
  ])('answers %s %s with %j by %i', async (method, path, body, status) => {
    expect(await app.staff(method, path, body)).toMatchObject({ status });
  });
});
