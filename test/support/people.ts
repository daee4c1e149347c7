import { scryptSync } from 'node:crypto';
import type { Db } from '../../src/db/database.ts';
import { users, type Role } from '../../src/db/schema/index.ts';

export const password = 'four tea leaves in a cup';

/** Parameters are stored with a hash, so tests may have theirs cheaply. */
const salt = Buffer.from('salt for the tests');
const cheapHash = `scrypt$2$8$1$${salt.toString('base64url')}$${scryptSync(password, salt, 32, { N: 2, r: 8, p: 1 }).toString('base64url')}`;

/** Gives somebody an account with the tests' password; the e-mail is `<name>@office.example`. */
export async function addPerson(db: Db, name: string, role: Role): Promise<{ email: string; actor: string }> {
  const email = `${name.toLowerCase()}@office.example`;
  const createdAt = new Date('2026-01-01T00:00:00Z');
  await db
    .insert(users)
    .values({ id: `usr_${name}`, email, name, role, passwordHash: cheapHash, createdAt, createdBy: 'test' });
  return { email, actor: `user:${email}` };
}
