import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { countAttempt } from '../../src/accounts/throttle.ts';
import type { Database } from '../../src/db/database.ts';
import { audit, sessions, users } from '../../src/db/schema/index.ts';
import { hashPassword, verifyPassword } from '../../src/accounts/password.ts';
import { formToken, isFormToken, sessionOf, signIn, signOut } from '../../src/accounts/sessions.ts';
import {
  addUser,
  changeOwnPassword,
  listUsers,
  setDisabled,
  setPassword,
  setRole,
} from '../../src/accounts/users.ts';
import { databases, reset } from '../support/databases.ts';
import { addPerson, password } from '../support/people.ts';

const minutes = (n: number): number => n * 60_000;

describe('a password', () => {
  it('is stored as a hash with its parameters, never twice the same', async () => {
    const [a, b] = [await hashPassword(password), await hashPassword(password)];
    expect(a).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
    expect(a).not.toBe(b);
    expect(await verifyPassword(a, password)).toBe(true);
    expect(await verifyPassword(a, `${password} `)).toBe(false);
    expect(await verifyPassword(undefined, password)).toBe(false);
  });

  it('is the same composed and decomposed', async () => {
    expect(await verifyPassword(await hashPassword('mot de passe é'), 'mot de passe e\u0301')).toBe(true);
  });
});

describe.each(databases)('accounts on $name', ({ open }) => {
  let database: Database;
  let now: number;
  const clock = () => new Date(now);
  const as = (actor: string) => ({ db: database.db, clock, actor });
  const machine = () => as('local:root');
  const add = (email: string, role: string) => addUser(machine(), { email, name: email, role, password });
  const enter = (email: string, given = password, address = '192.0.2.1') =>
    signIn(as('-'), { email, password: given, address });

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(() => {
    now = Date.parse('2026-06-01T08:00:00Z');
  });
  afterEach(() => reset(database));

  it('are made once per e-mail, whatever its letters, with role and password checked', async () => {
    expect(await add(' Lin@Office.example', 'admin')).toMatchObject({
      email: 'lin@office.example',
      role: 'admin',
    });
    await expect(add('LIN@office.example', 'viewer')).rejects.toMatchObject({ code: 'accounts/email-taken' });
    await expect(add('x@y', 'king')).rejects.toMatchObject({ problems: [{ place: { field: 'role' } }] });
    await expect(add('no address', 'viewer')).rejects.toMatchObject({
      problems: [{ place: { field: 'email' } }],
    });
    const short = { email: 'a@b', name: 'A', role: 'viewer', password: 'short' };
    await expect(addUser(machine(), short)).rejects.toMatchObject({
      problems: [{ code: 'accounts/weak-password' }],
    });
    expect(await listUsers(database.db)).toHaveLength(1);
    const [row] = await database.db.select().from(users);
    expect(JSON.stringify(row)).not.toContain(password);
  });

  it.each(['viewer', 'editor', 'approver'] as const)('are not for a %s to manage', async (role) => {
    await addPerson(database.db, 'chief', 'admin');
    await addPerson(database.db, 'x', role);
    const ctx = as('user:x@office.example');
    const other = { email: 'new@office.example', name: 'N', role: 'admin', password };
    for (const attempt of [
      () => addUser(ctx, other),
      () => setRole(ctx, 'x@office.example', 'admin'),
      () => setDisabled(ctx, 'chief@office.example', true),
      () => setPassword(ctx, 'chief@office.example', password),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'accounts/not-allowed', status: 403 });
    }
  });

  it('keep an administrator, even when two demote each other at once', async () => {
    await addPerson(database.db, 'a', 'admin');
    await addPerson(database.db, 'b', 'admin');
    const both = await Promise.allSettled([
      setRole(as('user:a@office.example'), 'b@office.example', 'viewer'),
      setRole(as('user:b@office.example'), 'a@office.example', 'viewer'),
    ]);
    expect(both.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected']);
    await setRole(machine(), 'a@office.example', 'admin');
    await setDisabled(machine(), 'b@office.example', true);
    await expect(setDisabled(machine(), 'a@office.example', true)).rejects.toMatchObject({
      code: 'accounts/last-admin',
    });
  });

  it('open a session whose token is stored only hashed, until signing out', async () => {
    await addPerson(database.db, 'lin', 'editor');
    const { token, user } = await enter('LIN@office.example');
    expect(user.role).toBe('editor');
    expect(await sessionOf(as('-'), token)).toMatchObject({ email: 'lin@office.example' });
    expect(JSON.stringify(await database.db.select().from(sessions))).not.toContain(token);
    expect(await sessionOf(as('-'), `${token}x`)).toBeUndefined();
    await signOut(as('-'), token);
    expect(await sessionOf(as('-'), token)).toBeUndefined();
  });

  it('end a session after an idle hour and after twelve hours in any case', async () => {
    await addPerson(database.db, 'lin', 'editor');
    const { token } = await enter('lin@office.example');
    for (let i = 0; i < 14; i++) {
      now += minutes(50);
      expect(await sessionOf(as('-'), token), `${i}`).toBeDefined();
    }
    now += minutes(50);
    expect(await sessionOf(as('-'), token)).toBeUndefined();
    const second = await enter('lin@office.example');
    now += minutes(61);
    expect(await sessionOf(as('-'), second.token)).toBeUndefined();
  });

  it.each([
    [
      'a new password',
      (ctx: ReturnType<typeof machine>) => setPassword(ctx, 'lin@office.example', 'another long one'),
    ],
    [
      'closing the account',
      (ctx: ReturnType<typeof machine>) => setDisabled(ctx, 'lin@office.example', true),
    ],
    [
      'the person’s own new password',
      (ctx: ReturnType<typeof machine>) =>
        changeOwnPassword(ctx, 'lin@office.example', { old: password, new: 'another long one' }),
    ],
  ])('end every session upon %s', async (_, change) => {
    await addPerson(database.db, 'chief', 'admin');
    await addPerson(database.db, 'lin', 'editor');
    const open = [await enter('lin@office.example'), await enter('lin@office.example')];
    await change(machine());
    for (const { token } of open) expect(await sessionOf(as('-'), token)).toBeUndefined();
    await expect(enter('lin@office.example')).rejects.toMatchObject({ code: 'accounts/bad-credentials' });
  });

  it('let a person change the password only on proof of the old one', async () => {
    await addPerson(database.db, 'lin', 'editor');
    await expect(
      changeOwnPassword(as('user:lin@office.example'), 'lin@office.example', {
        old: 'guess',
        new: 'another long one',
      }),
    ).rejects.toMatchObject({ code: 'accounts/bad-credentials' });
  });

  it('say the same of a wrong password, an unknown account and a closed one', async () => {
    await addPerson(database.db, 'chief', 'admin');
    await addPerson(database.db, 'gone', 'editor');
    await setDisabled(machine(), 'gone@office.example', true);
    const told = [];
    for (const email of ['chief@office.example', 'nobody@office.example', 'gone@office.example']) {
      const error = await enter(email, email.startsWith('gone') ? password : 'wrong').catch((e: Error) => e);
      told.push((error as Error).message);
    }
    expect(new Set(told).size).toBe(1);
  });

  it('slow down guessing at an account, and forgive after a while', async () => {
    await addPerson(database.db, 'lin', 'editor');
    for (let i = 0; i < 8; i++)
      await expect(enter('lin@office.example', 'guess')).rejects.toMatchObject({ status: 401 });
    await expect(enter('lin@office.example')).rejects.toMatchObject({ code: 'accounts/too-many-attempts' });
    now += minutes(16);
    await expect(enter('lin@office.example')).resolves.toBeDefined();
  });

  it('let no more through when many guess at once', async () => {
    const attempt = { email: 'lin@office.example', address: '192.0.2.1' };
    const tries = Array.from({ length: 20 }, () => countAttempt(database.db, clock(), attempt));
    const through = (await Promise.allSettled(tries)).filter((t) => t.status === 'fulfilled');
    expect(through.length).toBeLessThanOrEqual(8);
  });

  it('slow down guessing at many accounts from one address, not from another', async () => {
    await addPerson(database.db, 'lin', 'editor');
    for (let i = 0; i < 50; i++)
      await countAttempt(database.db, clock(), { email: `${i}@office.example`, address: '192.0.2.9' });
    await expect(enter('lin@office.example', password, '192.0.2.9')).rejects.toMatchObject({ status: 429 });
    await expect(enter('lin@office.example', password, '192.0.2.10')).resolves.toBeDefined();
  });

  it('bind form tokens to their session', async () => {
    await addPerson(database.db, 'lin', 'editor');
    const [one, two] = [await enter('lin@office.example'), await enter('lin@office.example')];
    expect(isFormToken(one.token, formToken(one.token))).toBe(true);
    expect(isFormToken(one.token, formToken(two.token))).toBe(false);
    expect(isFormToken(one.token, '')).toBe(false);
  });

  it('leave each step on the audit trail, no password in it', async () => {
    await add('lin@office.example', 'editor');
    await enter('lin@office.example', 'guess-guess').catch(() => {});
    const { token } = await enter('lin@office.example');
    await signOut(as('-'), token);
    await setRole(machine(), 'lin@office.example', 'approver');
    await setPassword(machine(), 'lin@office.example', 'another long one');
    const rows = await database.db.select().from(audit).orderBy(audit.id);
    expect(rows.map((r) => [r.action, r.actor])).toEqual([
      ['user.added', 'local:root'],
      ['session.refused', 'nobody'],
      ['session.opened', 'user:lin@office.example'],
      ['session.closed', 'user:lin@office.example'],
      ['user.role', 'local:root'],
      ['user.password', 'local:root'],
    ]);
    expect(rows[4]!.details).toEqual({ from: 'editor', to: 'approver' });
    expect(JSON.stringify(rows)).not.toMatch(/guess-guess|four tea|another long/);
  });
});
