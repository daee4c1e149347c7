import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { recordAudit } from '../db/audit.ts';
import type { Context } from '../db/context.ts';
import type { Db } from '../db/database.ts';
import { personActor, requireRole } from '../db/roles.ts';
import { roles, sessions, users, type Role } from '../db/schema/index.ts';
import { InputError } from '../gi/problem.ts';
import { Refusal } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { checkPassword, hashPassword, verifyPassword } from './password.ts';

export interface User {
  id: string;
  email: string;
  name: string;
  role: Role;
  disabled: boolean;
  createdAt: string;
}

type UserRow = typeof users.$inferSelect;

export function toUser(row: UserRow): User {
  const { id, email, name, role } = row;
  return { id, email, name, role, disabled: row.disabledAt !== null, createdAt: row.createdAt.toISOString() };
}

/** E-mail addresses are compared in lower case, without the spaces around them. */
export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase();
}

function invalid(field: string, message: string, remedy: string): InputError {
  return new InputError([{ code: 'accounts/invalid', severity: 'error', message, remedy, place: { field } }]);
}

function checkEmail(email: string): void {
  if (email.length <= 200 && /^[^\s@]+@[^\s@]+$/.test(email)) return;
  throw invalid(
    'email',
    `"${email.slice(0, 80)}" is not an e-mail address.`,
    'Write it as name@office.example.',
  );
}

/** @throws InputError when it is none of the roles */
export function asRole(text: string): Role {
  const role = roles.find((r) => r === text);
  if (role) return role;
  throw invalid('role', `"${text.slice(0, 80)}" is not a role.`, `Use ${roles.join(', ')}.`);
}

/** Everybody with an account, by e-mail. */
export async function listUsers(db: Db): Promise<User[]> {
  return (await db.select().from(users).orderBy(asc(users.email))).map(toUser);
}

async function find(db: Db, email: string): Promise<UserRow> {
  const [row] = await db
    .select()
    .from(users)
    .where(eq(users.email, normaliseEmail(email)));
  if (row) return row;
  throw new Refusal(
    'not-found/user',
    404,
    `There is no account "${email.slice(0, 80)}".`,
    'See `gi-gateway user list` for those there are.',
  );
}

/** @throws Refusal not-found/user */
export async function getUser(db: Db, email: string): Promise<User> {
  return toUser(await find(db, email));
}

async function note(tx: Db, ctx: Context, action: string, email: string, details = {}): Promise<void> {
  await recordAudit(tx, { at: ctx.clock(), actor: ctx.actor, action, subject: personActor(email), details });
}

/**
 * Makes an account.
 * @throws Refusal accounts/not-allowed, accounts/email-taken
 * @throws InputError accounts/invalid, accounts/weak-password
 */
export async function addUser(
  ctx: Context,
  request: { email: string; name: string; role: string; password: string },
): Promise<User> {
  const email = normaliseEmail(request.email);
  const name = request.name.trim().normalize('NFC');
  const role = asRole(request.role);
  checkEmail(email);
  if (name === '' || name.length > 200)
    throw invalid('name', 'The name is empty or too long.', 'Give the person’s name.');
  checkPassword(request.password);
  await requireRole(ctx.db, ctx.actor, 'admin');
  const passwordHash = await hashPassword(request.password);
  return ctx.db.transaction(async (tx) => {
    await requireRole(tx, ctx.actor, 'admin');
    const now = ctx.clock();
    const id = newId('usr', now);
    const [row] = await tx
      .insert(users)
      .values({ id, email, name, role, passwordHash, createdAt: now, createdBy: ctx.actor })
      .onConflictDoNothing()
      .returning();
    if (!row) {
      throw new Refusal(
        'accounts/email-taken',
        409,
        `There is an account "${email}" already.`,
        'Change its role or enable it instead of adding it again.',
      );
    }
    await note(tx, ctx, 'user.added', email, { name, role });
    return toUser(row);
  });
}

/** Somebody must be left who can manage accounts. */
async function keepAnAdmin(tx: Db): Promise<void> {
  const [left] = await tx
    .select({ n: sql<number>`count(*)::int` })
    .from(users)
    .where(and(eq(users.role, 'admin'), isNull(users.disabledAt)));
  if (left!.n > 0) return;
  throw new Refusal(
    'accounts/last-admin',
    409,
    'This is the last administrator.',
    'Make somebody else an administrator first.',
  );
}

async function change(
  ctx: Context,
  email: string,
  set: Partial<Pick<UserRow, 'role' | 'disabledAt' | 'passwordHash'>>,
  action: string,
  details: (before: UserRow) => Record<string, unknown> = () => ({}),
): Promise<User> {
  return ctx.db.transaction(async (tx) => {
    await requireRole(tx, ctx.actor, 'admin');
    // Two administrators who demote each other at once must not both succeed.
    await tx.execute(sql`lock table users in share row exclusive mode`);
    const before = await find(tx, email);
    const [after] = await tx.update(users).set(set).where(eq(users.id, before.id)).returning();
    if (before.role === 'admin' && before.disabledAt === null) await keepAnAdmin(tx);
    if (set.disabledAt || set.passwordHash) await revokeSessions(tx, before.id, ctx.clock());
    await note(tx, ctx, action, before.email, details(before));
    return toUser(after!);
  });
}

/** @throws Refusal accounts/not-allowed, not-found/user, accounts/last-admin */
export async function setRole(ctx: Context, email: string, role: string): Promise<User> {
  const to = asRole(role);
  return change(ctx, email, { role: to }, 'user.role', (before) => ({ from: before.role, to }));
}

/**
 * Closes an account, or opens it again. Closing ends its sessions at once.
 * @throws Refusal accounts/not-allowed, not-found/user, accounts/last-admin
 */
export async function setDisabled(ctx: Context, email: string, disabled: boolean): Promise<User> {
  const disabledAt = disabled ? ctx.clock() : null;
  return change(ctx, email, { disabledAt }, disabled ? 'user.disabled' : 'user.enabled');
}

/**
 * Gives an account a new password and ends its sessions.
 * @throws Refusal accounts/not-allowed, not-found/user
 * @throws InputError accounts/weak-password
 */
export async function setPassword(ctx: Context, email: string, password: string): Promise<User> {
  checkPassword(password);
  await requireRole(ctx.db, ctx.actor, 'admin');
  return change(ctx, email, { passwordHash: await hashPassword(password) }, 'user.password');
}

/**
 * A person's own new password, on proof of the old one. Ends every session of the account, this one too.
 * @throws Refusal accounts/bad-credentials
 * @throws InputError accounts/weak-password
 */
export async function changeOwnPassword(
  ctx: Context,
  email: string,
  passwords: { old: string; new: string },
): Promise<void> {
  checkPassword(passwords.new);
  const [row] = await ctx.db
    .select()
    .from(users)
    .where(eq(users.email, normaliseEmail(email)));
  if (!row || !(await verifyPassword(row.passwordHash, passwords.old))) {
    throw new Refusal(
      'accounts/bad-credentials',
      401,
      'The present password is not right.',
      'Type it again; an administrator can set a new one.',
    );
  }
  const passwordHash = await hashPassword(passwords.new);
  await ctx.db.transaction(async (tx) => {
    await tx.update(users).set({ passwordHash }).where(eq(users.id, row.id));
    await revokeSessions(tx, row.id, ctx.clock());
    await note(tx, ctx, 'user.password', row.email);
  });
}

async function revokeSessions(tx: Db, userId: string, now: Date): Promise<void> {
  await tx
    .update(sessions)
    .set({ revokedAt: now })
    .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt)));
}
