import { eq } from 'drizzle-orm';
import { canonicalJson, sha256Hex } from '../gi/content-hash.ts';
import { newId } from '../platform/ids.ts';
import type { Actor } from './audit.ts';
import type { Db } from './database.ts';
import { evidence, evidenceHead } from './schema/index.ts';

/** What the log keeps records of: everything an office may have to prove later. */
export const evidenceKinds = [
  'message.sent',
  'message.received',
  'message.refused',
  'receipt.given',
  'receipt.received',
  'draft.decided',
  'draft.problems-decided',
  'draft.approved',
  'draft.approval-withdrawn',
  'list.published',
  'pair.decided',
  'keys.rotated',
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** Whether what an audit row tells of belongs into the evidence log too. */
export function isEvidenceKind(action: string): action is EvidenceKind {
  return (evidenceKinds as readonly string[]).includes(action);
}

/** A record to be; `details` are JSON: hashes and ids of what is proven, not the content itself. */
export interface Deed {
  at: Date;
  actor: Actor;
  kind: EvidenceKind;
  /** Whom or what it concerns: a partner's code, a list's id. */
  subject: string;
  details: Record<string, unknown>;
}

export interface EvidencePlace {
  /** Counts from 1 without gaps. */
  seq: number;
  /** Hex SHA-256 of the record's text. */
  hash: string;
}

const HEAD = 1;

/** First line of every export; the first record's `prev` is the SHA-256 of this text. */
export function logHeader(log: string): string {
  return canonicalJson({ format: 'gi-gateway/evidence@1', log });
}

/**
 * Appends a record to the evidence log, chained to the one before. Call it last in the transaction of the change it
 * tells of: from here to the commit every other append waits, which is what keeps the sequence without gaps. `at` never
 * moves back: where another process's clock was ahead, the record carries that one's time.
 */
export async function appendEvidence(tx: Db, deed: Deed): Promise<EvidencePlace> {
  const head = await lockHead(tx, deed.at);
  const seq = head.seq + 1;
  const at = deed.at > head.at ? deed.at : head.at;
  const { actor, kind, subject } = deed;
  // As JSON will have it, so that a Date or an object of another kind is not lost on the way into the canonical text.
  const details: unknown = JSON.parse(JSON.stringify(deed.details));
  const record = canonicalJson({
    seq,
    at: at.toISOString(),
    actor,
    kind,
    subject,
    details,
    prev: head.hash,
  });
  const hash = sha256Hex(record);
  await tx.insert(evidence).values({ seq, at, kind, subject, record, hash });
  await tx.update(evidenceHead).set({ seq, hash, at }).where(eq(evidenceHead.id, HEAD));
  return { seq, hash };
}

async function lockHead(tx: Db, now: Date): Promise<typeof evidenceHead.$inferSelect> {
  const held = () => tx.select().from(evidenceHead).where(eq(evidenceHead.id, HEAD)).for('update');
  const [row] = await held();
  if (row) return row;
  const log = newId('log', now);
  const opened = { id: HEAD, log, seq: 0, hash: sha256Hex(logHeader(log)), at: now };
  await tx.insert(evidenceHead).values(opened).onConflictDoNothing();
  return (await held())[0]!;
}
