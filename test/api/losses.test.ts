import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LossReport } from '../../src/lists/losses.ts';
import { openApp, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';

describe.each(databases)('what a format does not carry of a list, on $name', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp(open);
  });
  afterAll(() => app.close());

  const report = async (format: string): Promise<LossReport> =>
    (await (await app.get(`/api/v1/lists/cn-eu/III/losses?format=${format}`)).json()) as LossReport;

  it('is told field by field, with the entries it concerns', async () => {
    const { losses, ...rest } = await report('st96');
    expect(rest).toMatchObject({ list: 'cn-eu/III', version: 1, format: 'st96', entries: 54 });
    const evidence = losses.find((l) => l.field === 'evidence');
    expect([evidence?.entries, evidence?.keys.length]).toEqual([54, 20]);
    expect(losses.find((l) => l.field === 'dates')).toMatchObject({
      entries: 37,
      message: expect.stringContaining('dates need'),
    });
    expect((await report('bundle')).losses).toEqual([]);
  });

  it('names what people ruled about GIs, which stands on no list', async () => {
    const asked = { kind: 'parent', from: 'cn-anji-bai-cha', to: 'cn-longjing-cha', reason: 'for the test' };
    const { status, body } = await app.staff('POST', '/api/v1/gi-links', asked);
    expect([status, body]).toEqual([201, expect.anything()]);
    for (const format of ['bundle', 'csv', 'st96'])
      expect((await report(format)).losses).toContainEqual(
        expect.objectContaining({ field: 'links', entries: 1, keys: ['anji-bai-cha'] }),
      );
  });

  it('is told of formats that are written, and of lists there are', async () => {
    expect((await app.get('/api/v1/lists/cn-eu/III/losses?format=lisbon')).status).toBe(400);
    expect((await app.get('/api/v1/lists/cn-eu/XXX/losses?format=st96')).status).toBe(404);
  });
});
