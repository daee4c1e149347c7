import { and, eq, isNull } from 'drizzle-orm';
import { Refusal } from '../platform/errors.ts';
import type { Actor } from './audit.ts';
import type { Db } from './database.ts';
import { roles, users, type Role } from './schema/index.ts';

const PERSON = 'user:';
const PARTNER = 'partner:';

/** How a signed-in person is named in the audit trail. */
export function personActor(email: string): Actor {
  return `${PERSON}${email}`;
}

/** How a partner office is named in the audit trail. */
export function partnerActor(code: string): Actor {
  return `${PARTNER}${code}`;
}

/** The e-mail of a signed-in person's actor; undefined for the gateway itself and the machine's own users. */
export function emailOf(actor: Actor): string | undefined {
  return actor.startsWith(PERSON) ? actor.slice(PERSON.length) : undefined;
}

/** True when a role may do what another one may. */
export function atLeast(role: Role, least: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(least);
}

/**
 * The role somebody acts in at this moment. The gateway itself and whoever holds the machine's own token may do
 * everything; a person what the account says, nothing once it is disabled. What a partner sends becomes a draft and no
 * more.
 */
export async function roleOf(db: Db, actor: Actor): Promise<Role | undefined> {
  const email = emailOf(actor);
  if (actor.startsWith(PARTNER)) return 'editor';
  if (email === undefined) return 'admin';
  const [row] = await db
    .select({ role: users.role })
    .from(users)
    .where(and(eq(users.email, email), isNull(users.disabledAt)));
  return row?.role;
}

/** @throws Refusal accounts/not-allowed */
export async function requireRole(db: Db, actor: Actor, least: Role): Promise<void> {
  const role = await roleOf(db, actor);
  if (role && atLeast(role, least)) return;
  throw new Refusal(
    'accounts/not-allowed',
    403,
    `This needs the role ${least}; ${role ? `yours is ${role}` : 'your account is disabled'}.`,
    'Ask somebody with that role, or an administrator to change yours.',
  );
}
