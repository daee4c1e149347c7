import { and, eq, gt, inArray, lt, or, sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { signInAttempts } from '../db/schema/index.ts';
import { Refusal } from '../platform/errors.ts';

const WINDOW_MS = 15 * 60 * 1000;
/** Attempts within the window; an address may be a whole office's. */
const limits = { account: 8, address: 50 };

/**
 * Counts an attempt before it is judged, so that many at once are not all let through.
 * @returns what `forgetAttempts` needs after a success
 * @throws Refusal accounts/too-many-attempts
 */
export async function countAttempt(
  db: Db,
  now: Date,
  attempt: { email: string; address: string },
): Promise<number[]> {
  const counted: number[] = [];
  const since = new Date(now.getTime() - WINDOW_MS);
  await db.delete(signInAttempts).where(lt(signInAttempts.at, since));
  for (const [kind, value] of [
    ['account', attempt.email],
    ['address', attempt.address],
  ] as const) {
    const subject = `${kind}:${value}`.slice(0, 300);
    const [row] = await db.insert(signInAttempts).values({ subject, at: now }).returning();
    counted.push(row!.id);
    const [within] = await db
      .select({ n: sql<number>`count(*)::int` })
      .from(signInAttempts)
      .where(and(eq(signInAttempts.subject, subject), gt(signInAttempts.at, since)));
    if (within!.n <= limits[kind]) continue;
    throw new Refusal(
      'accounts/too-many-attempts',
      429,
      `Too many attempts to sign in ${kind === 'account' ? 'to this account' : 'from this address'}.`,
      'Wait a quarter of an hour, then try again.',
    );
  }
  return counted;
}

/**
 * Forgets the attempts that a success made harmless: all of the account, and its own of the address. Other attempts
 * from the address stay, or one good account would let its owner guess at the others without end.
 */
export async function forgetAttempts(db: Db, email: string, counted: number[]): Promise<void> {
  await db
    .delete(signInAttempts)
    .where(or(eq(signInAttempts.subject, `account:${email}`), inArray(signInAttempts.id, counted)));
}
