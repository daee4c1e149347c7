import { and, eq, gt } from 'drizzle-orm';
import { listVersions, messages } from '../../db/schema/index.ts';
import { InputError, type Problem } from '../../gi/problem.ts';
import { countChanges, type ChangeCounts } from '../../lists/change-set.ts';
import { importView } from '../../lists/import-view.ts';
import { importFile, problemsOf } from '../../lists/import.ts';
import { Refusal } from '../../platform/errors.ts';
import type { Envelope } from '../envelope.ts';
import type { Partner } from '../partners.ts';
import type { ExchangeContext } from '../send.ts';
import type { Carried } from './carried.ts';
import { insist, TakenOver, type Claim } from './claim.ts';

/** What came of a message's content. */
export interface Taken {
  outcome: 'accepted' | 'refused' | 'superseded';
  records: number;
  changes: ChangeCounts;
  problems: Problem[];
  importId?: string;
}

const nothing = { records: 0, changes: { added: 0, changed: 0, removed: 0 } };

export const refusedFor = (problems: Problem[]): Taken => ({ outcome: 'refused', ...nothing, problems });

async function* inPieces(bytes: Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* bytes;
}

/** Whether a newer version of the list was accepted from the sender before: this one then comes too late. */
async function isSuperseded({ db }: ExchangeContext, envelope: Envelope): Promise<boolean> {
  const newer = await db
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        eq(messages.direction, 'in'),
        eq(messages.partner, envelope.sender),
        eq(messages.listId, envelope.list),
        eq(messages.type, 'list'),
        eq(messages.outcome, 'accepted'),
        gt(messages.version, envelope.version?.number ?? 0),
      ),
    )
    .limit(1);
  return newer.length > 0;
}

/** What an import that a dead process had finished came to; undefined when it had not. */
async function finishedBefore({ db, clock }: ExchangeContext, importId: string): Promise<Taken | undefined> {
  const run = await importView(db, importId, clock()).catch((error: unknown) => {
    if (error instanceof Refusal && error.code === 'not-found/import') return undefined;
    throw error;
  });
  if (run?.state !== 'done') return undefined;
  const [draft] = run.draftId
    ? await db.select().from(listVersions).where(eq(listVersions.id, run.draftId))
    : [];
  const [base] =
    draft?.baseNumber != null
      ? await db
          .select({ id: listVersions.id })
          .from(listVersions)
          .where(and(eq(listVersions.listId, run.listId), eq(listVersions.number, draft.baseNumber)))
      : [];
  return {
    outcome: 'accepted',
    records: run.records,
    changes: draft ? await countChanges(db, base?.id, draft.id) : nothing.changes,
    problems: await problemsOf(db, importId),
    importId,
  };
}

/**
 * Imports a message's list as a draft; nothing is published. A list that cannot be used is an answer, not a failure of
 * the exchange. What it claims as evidence goes no further than the sender is trusted for this list.
 * @throws TakenOver when the claim was lost before the draft was made
 */
export async function takeList(
  ctx: ExchangeContext,
  sender: Partner,
  envelope: Envelope,
  list: Carried,
  { importId, claim }: { importId: string; claim: Claim },
): Promise<Taken> {
  if (await isSuperseded(ctx, envelope)) return { outcome: 'superseded', ...nothing, problems: [] };
  const { earlierImport } = claim;
  const done = earlierImport && (await finishedBefore(ctx, earlierImport));
  if (done) return done;
  const level = sender.trust[envelope.list] ?? 'public-source';
  try {
    const report = await importFile(ctx, {
      importId,
      listId: envelope.list,
      fileName: `${envelope.id}.${list.format === 'st96' ? 'xml' : 'json'}`,
      input: inPieces(list.bytes),
      format: list.format,
      mode: 'full',
      evidence: { level, source: `message from ${sender.code}, ${envelope.list}` },
      ceiling: { level, by: sender.code },
      // Whoever takes the message over finds the draft made, or none is made here any more.
      beforeDraft: (tx) => insist(tx, claim),
      ...(envelope.version && { effectiveOn: envelope.version.effectiveOn }),
    });
    const { records, changes, problems } = report;
    const { added, changed, removed } = changes;
    return { outcome: 'accepted', records, changes: { added, changed, removed }, problems, importId };
  } catch (error) {
    if (error instanceof InputError && !(error instanceof TakenOver)) return refusedFor(error.problems);
    throw error;
  }
}
