import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import { recordAudit } from '../db/audit.ts';
import type { Context } from '../db/context.ts';
import type { Db } from '../db/database.ts';
import { personActor } from '../db/roles.ts';
import { sessions, users } from '../db/schema/index.ts';
import { Refusal } from '../platform/errors.ts';
import { verifyPassword } from './password.ts';
import { countAttempt, forgetAttempts } from './throttle.ts';
import { normaliseEmail, toUser, type User } from './users.ts';

/** A session ends after this long without a request. */
const IDLE_MS = 60 * 60 * 1000;
/** A session ends this long after signing in, whatever happens. */
const ABSOLUTE_MS = 12 * 60 * 60 * 1000;
/** A request within this time of the last one noted is not noted: reading pages should not write each time. */
const NOTE_MS = 60 * 1000;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

type Where = Pick<Context, 'db' | 'clock'>;

/**
 * Opens a session for somebody who knows the account's password.
 * @param request.address where the request came from, for throttling
 * @returns the token for the browser; it is kept nowhere else
 * @throws Refusal accounts/bad-credentials, accounts/too-many-attempts
 */
export async function signIn(
  { db, clock }: Where,
  request: { email: string; password: string; address: string },
): Promise<{ token: string; user: User }> {
  const email = normaliseEmail(request.email);
  const counted = await countAttempt(db, clock(), { email, address: request.address });
  const [row] = await db.select().from(users).where(eq(users.email, email));
  const right = await verifyPassword(row?.passwordHash, request.password);
  const now = clock();
  const note = (tx: Db, actor: string, action: string): Promise<void> => {
    const details = { address: request.address };
    return recordAudit(tx, { at: now, actor, action, subject: personActor(email.slice(0, 200)), details });
  };
  if (!row || !right || row.disabledAt) {
    await note(db, 'nobody', 'session.refused');
    throw new Refusal(
      'accounts/bad-credentials',
      401,
      'E-mail and password do not belong to an open account.',
      'Type them again, or ask an administrator for a new password.',
    );
  }
  const token = randomBytes(32).toString('base64url');
  await db.transaction(async (tx) => {
    await tx
      .insert(sessions)
      .values({ tokenHash: hashOf(token), userId: row.id, createdAt: now, seenAt: now });
    await forgetAttempts(tx, email, counted);
    await note(tx, personActor(email), 'session.opened');
  });
  return { token, user: toUser(row) };
}

/** The person a browser's token belongs to, while the session is open and the account is too. */
export async function sessionOf({ db, clock }: Where, token: string): Promise<User | undefined> {
  const tokenHash = hashOf(token);
  const [found] = await db
    .select()
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.tokenHash, tokenHash), isNull(sessions.revokedAt), isNull(users.disabledAt)));
  if (!found) return undefined;
  const now = clock();
  const { createdAt, seenAt } = found.sessions;
  const idle = now.getTime() - seenAt.getTime();
  if (idle > IDLE_MS || now.getTime() - createdAt.getTime() > ABSOLUTE_MS) return undefined;
  if (idle > NOTE_MS) await db.update(sessions).set({ seenAt: now }).where(eq(sessions.tokenHash, tokenHash));
  return toUser(found.users);
}

/** Ends a session for good. */
export async function signOut({ db, clock }: Where, token: string): Promise<void> {
  await db.transaction(async (tx) => {
    const now = clock();
    const ended = await tx
      .update(sessions)
      .set({ revokedAt: now })
      .where(and(eq(sessions.tokenHash, hashOf(token)), isNull(sessions.revokedAt)))
      .returning({ userId: sessions.userId });
    const [owner] = ended[0] ? await tx.select().from(users).where(eq(users.id, ended[0].userId)) : [];
    if (!owner) return;
    const actor = personActor(owner.email);
    await recordAudit(tx, { at: now, actor, action: 'session.closed', subject: actor });
  });
}

/** What a session's forms carry to prove that they come from its own pages; bound to the token, stored nowhere. */
export function formToken(token: string): string {
  return createHmac('sha256', token).update('form').digest('base64url');
}

/** Whether a form came from the session's own pages. */
export function isFormToken(token: string, given: string): boolean {
  const expected = Buffer.from(formToken(token));
  const actual = Buffer.from(given);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
