import { bigserial, index, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/** What a person may do; each role may do all that the ones before it may. */
export const roles = ['viewer', 'editor', 'approver', 'admin'] as const;
export type Role = (typeof roles)[number];

/** A person with an account. Never deleted: the audit trail speaks of them. */
export const users = pgTable('users', {
  id: text('id').primaryKey(),
  /** Lower case. Names the account; never changes. */
  email: text('email').notNull().unique(),
  name: text('name').notNull(),
  role: text('role').$type<Role>().notNull(),
  /** Algorithm, its parameters, salt and hash in one text. */
  passwordHash: text('password_hash').notNull(),
  disabledAt: instant('disabled_at'),
  createdAt: instant('created_at').notNull(),
  createdBy: text('created_by').notNull(),
});

/** A signed-in browser. The token itself is only in the browser; here stands its SHA-256. */
export const sessions = pgTable(
  'sessions',
  {
    tokenHash: text('token_hash').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    createdAt: instant('created_at').notNull(),
    seenAt: instant('seen_at').notNull(),
    revokedAt: instant('revoked_at'),
  },
  (t) => [index('sessions_user').on(t.userId)],
);

/** Sign-in attempts that did not succeed, or not yet, by what they count against: `account:…` or `address:…`. */
export const signInAttempts = pgTable(
  'sign_in_attempts',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    subject: text('subject').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [index('sign_in_attempts_subject').on(t.subject, t.at)],
);
