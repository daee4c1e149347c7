import { bigint, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/**
 * The evidence log: one row per record, never changed (triggers refuse it). `record` is the exact text whose SHA-256 is
 * `hash`; the other columns repeat parts of it to be searched by. See docs/evidence.md.
 */
export const evidence = pgTable('evidence', {
  seq: bigint('seq', { mode: 'number' }).primaryKey(),
  at: instant('at').notNull(),
  kind: text('kind').notNull(),
  subject: text('subject').notNull(),
  record: text('record').notNull(),
  hash: text('hash').notNull(),
});

/** Where the log ends: one row, locked by whoever appends until the append is committed. */
export const evidenceHead = pgTable('evidence_head', {
  id: integer('id').primaryKey(),
  /** The log's own id, which its first record is chained to. */
  log: text('log').notNull(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  hash: text('hash').notNull(),
  at: instant('at').notNull(),
});

/** Signed statements of how far the log had come; never changed either. */
export const evidenceCheckpoints = pgTable('evidence_checkpoints', {
  seq: bigint('seq', { mode: 'number' }).primaryKey(),
  at: instant('at').notNull(),
  /** Exact text signed. */
  checkpoint: text('checkpoint').notNull(),
  /** Detached JWS over it. */
  signature: text('signature').notNull(),
});
