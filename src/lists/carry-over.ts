import { eq, sql } from 'drizzle-orm';
import { recordAudit } from '../db/audit.ts';
import type { Db } from '../db/database.ts';
import { jsonTexts } from '../db/json-rows.ts';
import { rowsOf } from '../db/rows.ts';
import { listVersions } from '../db/schema/index.ts';
import { canonicalJson } from '../gi/content-hash.ts';
import type { Entry } from '../gi/entry.ts';
import { differences } from './change-set.ts';
import type { Context } from './context.ts';
import { copyDraft } from './copy-draft.ts';
import { placeEntry } from './corrections/place.ts';
import { summarise } from './revisions.ts';

type VersionRow = typeof listVersions.$inferSelect;

/** What a statement changed, by key: the entry before and after it, and what the version just published says. */
interface StatedLine {
  key: string;
  before: Entry;
  stated: Entry;
  now: Entry | null;
}

/** The members of the entry that staff stated anew, laid over what the newest version says of it. */
function restated({ before, stated, now }: StatedLine & { now: Entry }): Entry {
  const entry: Record<string, unknown> = { ...now };
  const [old, next] = [before, stated] as unknown as Record<string, unknown>[];
  for (const member of new Set([...Object.keys(old!), ...Object.keys(next!)])) {
    if (canonicalJson(old![member]) === canonicalJson(next![member])) continue;
    if (next![member] === undefined) delete entry[member];
    else entry[member] = next![member];
  }
  return entry as unknown as Entry;
}

async function statedLines(tx: Db, from: string, draft: string, to: string): Promise<StatedLine[]> {
  const result = await tx.execute(sql`${differences(from, draft)}
    select d.key, x.data as before, y.data as stated, z.data as now from d
    join entry_revisions x on x.hash = d.old join entry_revisions y on y.hash = d.new
    left join version_entries e on e.version_id = ${to} and e.key = d.key
    left join entry_revisions z on z.hash = e.hash
    order by d.key`);
  return rowsOf<StatedLine>(result);
}

/**
 * Takes what staff stated about entries, and nobody has decided on yet, over to a new draft when another version of the
 * list is published: it is to be reviewed there again, with the hands that made it. What was stated of an entry that the
 * new version does not have any more is told of in the audit trail; the closed draft keeps it.
 * @param stated the draft of the statements
 * @param from the version it was made of
 * @param published the version that has just been published
 * @returns the new draft's id; undefined when the new version says all of it already
 */
export async function carryOver(
  ctx: Context,
  tx: Db,
  stated: VersionRow,
  from: VersionRow,
  published: VersionRow,
  now: Date,
): Promise<string | undefined> {
  const lines = await statedLines(tx, from.id, stated.id, published.id);
  const gone = lines.filter((line) => line.now === null).map((line) => line.key);
  const carried: { key: string; entry: Entry }[] = [];
  for (const line of lines) {
    if (line.now === null) continue;
    const entry = restated({ ...line, now: line.now });
    if (canonicalJson(entry) !== canonicalJson(line.now)) carried.push({ key: line.key, entry });
  }
  let draftId: string | undefined;
  if (carried.length > 0) {
    // Who made the statements made this draft; publishing another one is no hand in it.
    draftId = await copyDraft({ ...ctx, actor: stated.createdBy }, tx, published, now);
    for (const { key, entry } of carried) await placeEntry(tx, draftId, key, entry);
    await tx
      .update(listVersions)
      .set(await summarise(tx, draftId))
      .where(eq(listVersions.id, draftId));
    await tx.execute(sql`
      insert into draft_hands (version_id, actor)
      select ${draftId}, actor from draft_hands where version_id = ${stated.id} on conflict do nothing`);
    await tx.execute(sql`
      insert into draft_statements (version_id, key, actor)
      select ${draftId}, key, actor from draft_statements
      where version_id = ${stated.id} and key in ${jsonTexts(carried.map((line) => line.key))}
      on conflict do nothing`);
  }
  if (lines.length > 0)
    await recordAudit(tx, {
      at: now,
      actor: ctx.actor,
      action: 'draft.carried-over',
      subject: published.listId,
      details: { from: stated.id, ...(draftId !== undefined && { draftId }), entries: carried.length, gone },
    });
  return draftId;
}
