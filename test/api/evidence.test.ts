import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyEvidence } from '../../src/client/evidence.ts';
import { openApp, staffToken, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';

describe.each(databases)('/evidence on $name', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp(open);
  });
  afterAll(() => app.close());
  const headers = { authorization: `Bearer ${staffToken}`, 'x-actor': 'tester' };

  it('is for staff; the newest checkpoint is for everybody', async () => {
    expect((await app.get('/api/v1/evidence')).status).toBe(401);
    expect((await app.get('/api/v1/evidence/checkpoints', { method: 'POST' })).status).toBe(401);
    expect(await (await app.get('/api/v1/evidence/checkpoints')).json()).toEqual({ checkpoints: [] });
    const signed = await app.staff<{ checkpoints: { checkpoint: { seq: number } }[] }>(
      'POST',
      '/api/v1/evidence/checkpoints',
    );
    expect(signed.body.checkpoints).toHaveLength(1);
    expect(await (await app.get('/api/v1/evidence/checkpoints')).json()).toEqual(signed.body);
  });

  it('is streamed as NDJSON that verifies, whole and from a record on', async () => {
    const keys = app.signer.publicKeys();
    const whole = await app.get('/api/v1/evidence', { headers });
    expect(whole.headers.get('content-type')).toContain('application/x-ndjson');
    const lines = (await whole.text()).trimEnd().split('\n');
    const verdict = await verifyEvidence(lines, { keys });
    expect(verdict).toMatchObject({ sound: true, from: 1 });
    const part = (await (await app.get('/api/v1/evidence?from=100', { headers })).text())
      .trimEnd()
      .split('\n');
    expect(await verifyEvidence(part, { keys })).toMatchObject({ sound: true, records: 0 });
    expect((await app.get('/api/v1/evidence?from=0', { headers })).status).toBe(400);
  });
});
