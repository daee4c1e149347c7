import { jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { JSONWebKeySet } from 'jose';
import { bytea, instant } from './columns.ts';

/** An office we exchange with, by ST.3 code, and the public keys its signatures are checked against. */
export const partners = pgTable('partners', {
  code: text('code').primaryKey(),
  name: text('name').notNull(),
  keys: jsonb('keys').$type<JSONWebKeySet>().notNull(),
  addedAt: instant('added_at').notNull(),
  addedBy: text('added_by').notNull(),
});

/** A message sent or received, byte for byte as it was, with the receipt given or got. */
export const messages = pgTable(
  'messages',
  {
    id: text('id').primaryKey(),
    direction: text('direction').$type<'out' | 'in'>().notNull(),
    partner: text('partner').notNull(),
    messageId: text('message_id').notNull(),
    listId: text('list_id').notNull(),
    sha256: text('sha256').notNull(),
    body: bytea('body').notNull(),
    signature: text('signature').notNull(),
    at: instant('at').notNull(),
    importId: text('import_id'),
    receipt: text('receipt'),
    receiptSignature: text('receipt_signature'),
  },
  (t) => [uniqueIndex('messages_identity').on(t.direction, t.partner, t.messageId)],
);
