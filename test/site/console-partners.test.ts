import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../../src/db/schema/index.ts';
import { byKey, splitKey } from '../../src/exchange/access/authenticate.ts';
import { listApiKeys } from '../../src/exchange/access/api-keys.ts';
import { getPartner } from '../../src/exchange/partners.ts';
import { openTestDesk, type TestDesk } from './console-desk.ts';

const keys = JSON.stringify({
  keys: [{ kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo', exp: 1900000000 }],
});
const office = {
  code: 'eu',
  name: 'European Commission',
  keys,
  contacts: 'Anna Example; desk officer; anna@ec.example; +32 2 000\nRegistry',
  formats: ['st96', 'csv'],
  every: 'P1M',
  note: 'first Monday',
  named: 'yes',
  agreements: ['cn-eu'],
  trust: 'cn-eu/IV = official',
};

describe('partner offices at the desk', () => {
  let desk: TestDesk;
  const db = () => desk.gateway.database.db;
  const where = () => ({ db: db(), clock: desk.gateway.clock });
  beforeAll(async () => {
    desk = await openTestDesk();
  }, 120_000);
  afterAll(() => desk.gateway.close());

  const makeKey = async (name: string): Promise<{ id: string; key: string; html: string }> => {
    const made = await desk.post('admin', '/en/console/partners/EU/keys', {
      name,
      scopes: ['lists:read', 'messages:write'],
      days: '30',
    });
    expect(made.status).toBe(201);
    expect(made.headers.get('cache-control')).toBe('no-store');
    const html = await made.text();
    const key = /id="new-key">\s*(gik_[\w-]+)\s*</.exec(html)![1]!;
    return { id: splitKey(key)!.id, key, html };
  };

  it('are recorded with what was agreed, and the fields come back as they were filled in', async () => {
    expect((await desk.get('viewer', '/en/console/partners')).html).toContain(
      'No partner office is on record',
    );
    const saved = await desk.post('admin', '/en/console/partners', office);
    expect(saved.headers.get('location')).toBe('/en/console/partners/EU?done=partner-saved');
    const partner = await getPartner(db(), 'EU');
    expect(partner).toMatchObject({
      name: 'European Commission',
      contacts: [
        { name: 'Anna Example', role: 'desk officer', email: 'anna@ec.example', phone: '+32 2 000' },
        { name: 'Registry' },
      ],
      formats: ['st96', 'csv'],
      schedule: { every: 'P1M', note: 'first Monday' },
      agreements: ['cn-eu'],
      trust: { 'cn-eu/IV': 'official' },
      suspended: false,
    });
    const { html } = await desk.get('admin', '/en/console/partners/EU/edit');
    expect(html).toContain('Anna Example; desk officer; anna@ec.example; +32 2 000\nRegistry');
    const again = await desk.post('admin', '/en/console/partners/EU', { ...office, suspended: 'yes' });
    expect(again.status).toBe(303);
    expect(await getPartner(db(), 'EU')).toEqual({ ...partner, suspended: true });
    await desk.post('admin', '/en/console/partners/EU', office);
    const page = await desk.get('viewer', '/th/console/partners/EU');
    expect(page.html).toContain(partner.keys.keys[0]!.kid);
    expect(page.html).not.toMatch(/exchange:|<form class="stack panel"|\/edit"/);
  });

  it.each([
    [{ code: 'Europe' }, 'two letters'],
    [{ keys: 'no json' }, 'not JSON'],
    [{ keys: '{"keys":[]}' }, 'keys'],
    [{ every: 'monthly' }, 'schedule.every'],
    [{ contacts: 'Anna; ; not an address' }, 'contacts.0.email'],
    [{ trust: 'cn-eu/IV' }, 'names no list and level'],
    [{ trust: 'cn-eu/IV = blindly' }, 'trust'],
    [{ formats: ['st96', 'papyrus'] }, 'formats.1'],
  ])('are asked for again with what was typed where it cannot be used: %j', async (change, told) => {
    const refused = await desk.post('admin', '/en/console/partners', {
      ...office,
      code: 'TH',
      name: 'Kept as typed',
      ...change,
    });
    expect(refused.status).toBe(422);
    const html = await refused.text();
    expect(html).toContain(told);
    expect(html).toContain('value="Kept as typed"');
    await expect(getPartner(db(), 'TH')).rejects.toMatchObject({ code: 'not-found/partner' });
  });

  it('are not written over by adding them again', async () => {
    const twice = await desk.post('admin', '/en/console/partners', { ...office, name: 'Somebody else' });
    expect(twice.status).toBe(409);
    expect((await getPartner(db(), 'EU')).name).toBe('European Commission');
  });

  it('get a key that is shown once and opens until it is revoked', async () => {
    const { id, key, html } = await makeKey('nightly job');
    expect(html).toContain('This is shown once');
    expect(await byKey(where(), id, splitKey(key)!.secret)).toMatchObject({
      partner: 'EU',
      scopes: ['lists:read', 'messages:write'],
    });
    const page = await desk.get('admin', '/en/console/partners/EU');
    expect(page.html).toContain(id);
    expect(page.html).not.toContain(splitKey(key)!.secret);
    const revoked = await desk.post('admin', `/en/console/partners/EU/keys/${id}`, { do: 'revoke' });
    expect(revoked.headers.get('location')).toContain('done=key-revoked');
    expect(await byKey(where(), id, splitKey(key)!.secret)).toBeUndefined();
    const [row] = await db().select().from(audit).where(eq(audit.action, 'key.revoked'));
    expect(row).toMatchObject({ subject: 'EU', actor: 'user:admin@office.example' });
  });

  it('get a new key in the place of one, and both work for the overlap', async () => {
    const { id, key } = await makeKey('to rotate');
    const path = `/en/console/partners/EU/keys/${id}`;
    const rotated = await desk.post('admin', path, { do: 'rotate', overlapDays: '7', days: '365' });
    expect(rotated.status).toBe(201);
    const made = splitKey(/id="new-key">\s*(gik_[\w-]+)\s*</.exec(await rotated.text())![1]!)!;
    expect(await byKey(where(), made.id, made.secret)).toMatchObject({ partner: 'EU' });
    expect(await byKey(where(), id, splitKey(key)!.secret)).toMatchObject({ partner: 'EU' });
    const old = (await listApiKeys(db(), 'EU')).find((k) => k.id === id)!;
    expect(old.expiresAt.slice(0, 10)).toBe('2026-06-08');
  });

  it.each([
    { name: '', scopes: ['lists:read'], days: '30' },
    { name: 'x', scopes: ['everything'], days: '30' },
    { name: 'x', scopes: ['lists:read'], days: '731' },
    { name: 'x', scopes: ['lists:read'], days: '1e2' },
  ])('get no key that says less, or more, than it may: %j', async (form) => {
    const before = await listApiKeys(db(), 'EU');
    expect((await desk.post('admin', '/en/console/partners/EU/keys', form)).status).toBe(400);
    expect(await listApiKeys(db(), 'EU')).toEqual(before);
  });

  it('are changed by administrators only, from pages of their own session', async () => {
    const { id } = await makeKey('guarded');
    const forms: [string, Record<string, string | string[]>][] = [
      ['/en/console/partners', { ...office, code: 'TH' }],
      ['/en/console/partners/EU', { ...office, suspended: 'yes' }],
      ['/en/console/partners/EU/keys', { name: 'x', scopes: ['lists:read'], days: '30' }],
      [`/en/console/partners/EU/keys/${id}`, { do: 'revoke' }],
      [`/en/console/partners/EU/keys/${id}`, { do: 'rotate', overlapDays: '7', days: '30' }],
    ];
    const before = [await getPartner(db(), 'EU'), await listApiKeys(db(), 'EU')];
    for (const [path, form] of forms) {
      for (const role of ['viewer', 'editor', 'approver'] as const) {
        const refused = await desk.post(role, path, form);
        expect(refused.status, `${role} ${path}`).toBe(403);
        expect(await refused.text()).toContain('accounts/not-allowed');
      }
      expect((await desk.send('admin', path, form)).status, path).toBe(403);
      const foreign = { origin: 'https://evil.example' };
      expect((await desk.send('admin', path, form, foreign)).status, path).toBe(403);
    }
    expect([await getPartner(db(), 'EU'), await listApiKeys(db(), 'EU')]).toEqual(before);
    for (const path of ['/partners/new', '/partners/EU/edit'])
      expect((await desk.get('approver', `/en/console${path}`)).status).toBe(403);
    for (const path of ['/partners', '/partners/EU'])
      expect((await desk.get(undefined, `/en/console${path}`)).status).toBe(303);
    expect((await desk.get('viewer', '/en/console/partners/XX')).status).toBe(404);
  });
});
