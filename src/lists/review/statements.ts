import { sql } from 'drizzle-orm';
import { recordAudit } from '../../db/audit.ts';
import type { Context } from '../../db/context.ts';
import type { Db } from '../../db/database.ts';
import { appendEvidence } from '../../db/evidence.ts';
import { requireRole } from '../../db/roles.ts';
import { rowsOf } from '../../db/rows.ts';
import type { ChangeDecision } from '../../db/schema/index.ts';
import { canonicalJson } from '../../gi/content-hash.ts';
import { principalName, type Entry } from '../../gi/entry.ts';
import type { ProcedureEvent, ProcedureEventKind } from '../../gi/procedure-event.ts';
import { Refusal } from '../../platform/errors.ts';
import { compareEntries } from '../change-set.ts';
import { approvalNeeded } from './approve.ts';
import type { ProtectionEffect } from './changes.ts';
import { holdDraft } from './open-draft.ts';
import { statedBy } from './words.ts';

/** What staff stated of one entry, waiting for a second person's word. */
export interface Statement {
  draftId: string;
  listId: string;
  key: string;
  giId: string;
  name: string;
  /** Events recorded, and events taken back. */
  events: ProcedureEvent[];
  withdrawn: ProcedureEvent[];
  /** What else differs, by field; what follows from the events is left out. */
  fields: string[];
  effect: ProtectionEffect;
  /** Who stated it: the second word is somebody else's. */
  statedBy: string[];
}

/** Which statements are meant; all that wait when nothing is said. */
export interface StatementFilter {
  listId?: string;
  /** Kind of an event recorded or taken back. */
  event?: ProcedureEventKind;
  /** These alone. */
  items?: { draftId: string; key: string }[];
}

interface Row {
  draftId: string;
  listId: string;
  key: string;
  giId: string;
  before: Entry;
  after: Entry;
  statedBy: string[];
}

/** Fields that follow from a procedure's events. */
const FOLLOWS = /^(procedure|status|notClaimed|dates\..*)$/;

function missing(from: readonly ProcedureEvent[], others: readonly ProcedureEvent[]): ProcedureEvent[] {
  const known = new Set(others.map(canonicalJson));
  return from.filter((event) => !known.has(canonicalJson(event)));
}

function toStatement({ before, after, ...row }: Row): Statement {
  const [was, is] = [before.procedure ?? [], after.procedure ?? []];
  const events = missing(is, was);
  const withdrawn = missing(was, is);
  const differing = compareEntries(before, after).map(({ field }) => field);
  const ofEvents = events.length + withdrawn.length > 0;
  const lost = before.status === 'protected' && after.status !== 'protected';
  const gained = before.status !== 'protected' && after.status === 'protected';
  return {
    ...row,
    name: principalName(after),
    events,
    withdrawn,
    fields: ofEvents ? differing.filter((field) => !FOLLOWS.test(field)) : differing,
    effect: lost ? 'loses' : gained ? 'gains' : 'none',
  };
}

function isMeant({ listId, event, items }: StatementFilter): (statement: Statement) => boolean {
  const named = items && new Set(items.map(({ draftId, key }) => JSON.stringify([draftId, key])));
  return (s) =>
    (listId === undefined || s.listId === listId) &&
    (event === undefined || [...s.events, ...s.withdrawn].some(({ kind }) => kind === event)) &&
    (named === undefined || named.has(JSON.stringify([s.draftId, s.key])));
}

/**
 * What staff stated about entries of the current versions (events of procedures, permitted uses) and no second person
 * has spoken on, by list and key. Drafts made of files, and those approved as a whole, are not among it.
 */
export async function waitingStatements(db: Db, filter: StatementFilter = {}): Promise<Statement[]> {
  const result = await db.execute(sql`
    with open as (
      select v.id, v.list_id, b.id as base from list_versions v
      join lateral (
        select id, number from list_versions p where p.list_id = v.list_id and p.state = 'published'
        order by number desc limit 1) b on b.number = v.base_number
      left join draft_reviews r on r.version_id = v.id
      where v.state = 'draft' and v.import_id is null and r.reverts_to is null and r.approved_by is null)
    select o.id as "draftId", o.list_id as "listId", e.key, e.gi_id as "giId", x.data as before, y.data as after,
      ${statedBy(sql`o.id`, sql`e.key`)} as "statedBy"
    from open o
    join version_entries e on e.version_id = o.id
    join version_entries b on b.version_id = o.base and b.key = e.key and b.hash <> e.hash
    join entry_revisions x on x.hash = b.hash join entry_revisions y on y.hash = e.hash
    left join change_decisions d on d.version_id = o.id and d.key = e.key
    where d.decision is null or (d.decision = 'accepted' and not d.second)
    order by o.list_id, e.key, o.id`);
  return rowsOf<Row>(result).map(toStatement).filter(isMeant(filter));
}

export interface StatementDecision {
  filter: StatementFilter;
  decision: ChangeDecision;
  comment?: string;
  /** How many statements the person was told this would be; another number is refused. */
  expected: number;
}

function changed(found: number, expected: number): Refusal {
  return new Refusal(
    'lists/selection-changed',
    409,
    `The selection now has ${found} statements, not ${expected}.`,
    'Look at the selection again before deciding.',
  );
}

function ownWords(own: Statement[]): Refusal {
  const named = own.slice(0, 5).map(({ name, listId }) => `${name} (${listId})`);
  const more = own.length > named.length ? `, and ${own.length - named.length} more` : '';
  return new Refusal(
    'lists/self-approval',
    403,
    `You stated ${named.join(', ')}${more} yourself; a second person’s word is needed.`,
    'Leave those out of the selection, and ask another approver for them.',
  );
}

/**
 * A second person's word on many statements at once, on whatever lists they are: all of them or none. A draft all of
 * whose changes have such a word, or are rejected, needs no other approval. Four eyes hold for each statement: nobody
 * says yes to what they stated themselves, once there are people to ask.
 * @returns how many were decided, and in which drafts
 * @throws Refusal accounts/not-allowed, lists/selection-changed, lists/self-approval
 */
export async function decideStatements(
  ctx: Context,
  { filter, decision, comment, expected }: StatementDecision,
): Promise<{ decided: number; drafts: string[] }> {
  return ctx.db.transaction(async (tx) => {
    await requireRole(tx, ctx.actor, 'approver');
    const seen = await waitingStatements(tx, filter);
    const drafts = [...new Set(seen.map(({ draftId }) => draftId))].sort();
    for (const id of drafts) await holdDraft(tx, id);
    // Again, now that nobody else can state or decide anything in these drafts.
    const chosen = (await waitingStatements(tx, filter)).filter(({ draftId }) => drafts.includes(draftId));
    if (chosen.length !== expected) throw changed(chosen.length, expected);
    const own = chosen.filter((statement) => statement.statedBy.includes(ctx.actor));
    if (decision === 'accepted' && own.length > 0 && (await approvalNeeded(tx))) throw ownWords(own);
    const at = ctx.clock();
    for (const draftId of drafts) {
      const keys = chosen.filter((s) => s.draftId === draftId).map(({ key }) => key);
      await tx.execute(sql`
        insert into change_decisions (version_id, key, decision, comment, decided_at, decided_by, second)
        select ${draftId}, key, ${decision}, ${comment ?? null}, ${at.toISOString()}::timestamptz, ${ctx.actor}, true
        from jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb) as chosen(key)
        on conflict (version_id, key) do update set decision = excluded.decision, comment = excluded.comment,
          decided_at = excluded.decided_at, decided_by = excluded.decided_by, second = true`);
    }
    const deeds = drafts.map((draftId) => {
      const of = chosen.filter((s) => s.draftId === draftId);
      const details = {
        draftId,
        decision,
        second: true,
        count: of.length,
        keys: of.map(({ key }) => key),
        ...(comment && { comment }),
      };
      return { at, actor: ctx.actor, subject: of[0]!.listId, details };
    });
    for (const deed of deeds) await recordAudit(tx, { ...deed, action: 'draft.decided' });
    for (const deed of deeds) await appendEvidence(tx, { ...deed, kind: 'draft.decided' });
    return { decided: chosen.length, drafts };
  });
}
