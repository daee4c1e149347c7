import { index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { JSONWebKeySet } from 'jose';
import type { EvidenceLevel } from '../../gi/evidence.ts';
import { bytea, instant } from './columns.ts';

/** Somebody to write to at a partner office. */
export interface PartnerContact {
  name: string;
  email?: string;
  phone?: string;
  /** What to write to them about. */
  role?: string;
}

/** How often a partner is expected to send, as agreed. */
export interface PartnerSchedule {
  /** ISO 8601 duration: `P1M`. */
  every?: string;
  note?: string;
}

/** An office we exchange with, by ST.3 code, and the public keys its signatures are checked against (`nbf`, `exp`: seconds). */
export const partners = pgTable('partners', {
  code: text('code').primaryKey(),
  name: text('name').notNull(),
  keys: jsonb('keys').$type<JSONWebKeySet>().notNull(),
  contacts: jsonb('contacts').$type<PartnerContact[]>().notNull().default([]),
  /** Ids of the formats it reads. */
  formats: text('formats').array().notNull().default([]),
  schedule: jsonb('schedule').$type<PartnerSchedule>().notNull().default({}),
  /** Agreements it exchanges under; null for all that name it as a party. */
  agreements: text('agreements').array(),
  /** How far its word goes, by list id; `public-source` for a list that is not here. */
  trust: jsonb('trust').$type<Record<string, EvidenceLevel>>().notNull().default({}),
  /** Since when nothing is taken from it and its keys open nothing. */
  suspendedAt: instant('suspended_at'),
  addedAt: instant('added_at').notNull(),
  addedBy: text('added_by').notNull(),
});

export type MessageType = 'list' | 'opposition' | 'decision' | 'protection-ended';
export type Outcome = 'accepted' | 'refused' | 'superseded';

/** A message sent or received, byte for byte as it was, with the receipt given or got. */
export const messages = pgTable(
  'messages',
  {
    id: text('id').primaryKey(),
    direction: text('direction').$type<'out' | 'in'>().notNull(),
    partner: text('partner').notNull(),
    messageId: text('message_id').notNull(),
    type: text('type').$type<MessageType>().notNull().default('list'),
    format: text('format').$type<'json' | 'xml'>().notNull().default('json'),
    /** Number of the list's version it carries. */
    version: integer('version'),
    listId: text('list_id').notNull(),
    sha256: text('sha256').notNull(),
    body: bytea('body').notNull(),
    /** Detached JWS; empty where the signature is inside the message. */
    signature: text('signature').notNull(),
    at: instant('at').notNull(),
    importId: text('import_id'),
    receipt: text('receipt'),
    receiptSignature: text('receipt_signature'),
    outcome: text('outcome').$type<Outcome>(),
    /** Who is reading it and until when others leave it alone; null once it is answered. */
    claimedBy: text('claimed_by'),
    claimedUntil: instant('claimed_until'),
  },
  (t) => [
    uniqueIndex('messages_identity').on(t.direction, t.partner, t.messageId),
    index('messages_partner').on(t.partner, t.at),
  ],
);

/** A partner's key to the API. The secret itself is only with the partner; here stands its SHA-256. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: text('id').primaryKey(),
    partner: text('partner')
      .notNull()
      .references(() => partners.code),
    name: text('name').notNull(),
    secretHash: text('secret_hash').notNull(),
    scopes: text('scopes').array().notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    expiresAt: instant('expires_at').notNull(),
    revokedAt: instant('revoked_at'),
    lastUsedAt: instant('last_used_at'),
    /** The key it took the place of. */
    replaces: text('replaces'),
  },
  (t) => [index('api_keys_partner').on(t.partner, t.createdAt)],
);
