import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { jsonRows, jsonTexts } from '../db/json-rows.ts';
import { rowsOf } from '../db/rows.ts';
import { listVersions, versionEntries, type LinkReason, type Succession } from '../db/schema/index.ts';
import { entryHash } from '../gi/content-hash.ts';
import type { Entry } from '../gi/entry.ts';
import type { Evidence } from '../gi/evidence.ts';
import type { Place, Problem } from '../gi/problem.ts';
import { newId } from '../platform/ids.ts';
import type { Context } from './context.ts';
import { applyCorrections, copyCorrections } from './corrections/apply.ts';
import { endMet } from './corrections/end.ts';
import { receivedEntries } from './corrections/received.ts';
import { identityOf, type Identity } from './identity.ts';
import { createGis, recognise, rememberIdentities } from './link.ts';
import { mergeWithHeld } from './merge-names.ts';
import { summarise, writeRevisions } from './revisions.ts';
import { isSameLine } from './same-line.ts';
import { comingsAndGoings, successions, type Line } from './succession.ts';
import { latestVersion } from './versions.ts';

interface Held {
  key: string;
  hash: string;
  giId: string;
}

/** An entry and where in the file it stands. */
export interface Stated {
  entry: Entry;
  place?: Place;
}

interface Placed extends Stated {
  identity: Identity;
  hash: string;
  giId: string;
  linkedBy: LinkReason;
}

/**
 * A version being put together from entries as they are read. Batches are committed as they come under a version in
 * state `building`, which nobody is shown; `finish` turns it into a draft. One that never finishes is cleared away by
 * `recoverImports` at the next start.
 */
export class DraftBuilder {
  readonly versionId: string;
  readonly #ctx: Context;
  readonly #listId: string;
  readonly #importId: string | null;
  readonly #base: { id: string; number: number } | undefined;
  readonly #fileEvidence: Evidence;
  readonly #keys = new Set<string>();
  /** Entries of the base version that corrections were laid over, as the partner sent them: a file is taken for those. */
  readonly #received: Map<string, Entry>;

  private constructor(
    ctx: Context,
    version: typeof listVersions.$inferInsert,
    base: { id: string; number: number } | undefined,
    fileEvidence: Evidence,
    received: Map<string, Entry>,
  ) {
    this.#received = received;
    this.#ctx = ctx;
    this.versionId = version.id;
    this.#listId = version.listId;
    this.#importId = version.importId ?? null;
    this.#base = base;
    this.#fileEvidence = fileEvidence;
  }

  static async begin(
    ctx: Context,
    start: { listId: string; importId?: string; effectiveOn?: string; fileEvidence: Evidence },
  ): Promise<DraftBuilder> {
    const base = await latestVersion(ctx.db, start.listId);
    const now = ctx.clock();
    const version: typeof listVersions.$inferInsert = {
      id: newId('ver', now),
      listId: start.listId,
      state: 'building',
      baseNumber: base?.number ?? null,
      importId: start.importId ?? null,
      effectiveOn: start.effectiveOn ?? null,
      createdAt: now,
      createdBy: ctx.actor,
    };
    await ctx.db.insert(listVersions).values(version);
    const from = base?.number ? { id: base.id, number: base.number } : undefined;
    const received = from ? await receivedEntries(ctx.db, from.id) : new Map<string, Entry>();
    return new DraftBuilder(ctx, version, from, start.fileEvidence, received);
  }

  /**
   * Adds entries to the draft, recognising those already held on the list or elsewhere.
   * @returns an error for each entry whose key came before in the same file; such an entry is not added.
   */
  async add(records: Stated[]): Promise<Map<Entry, Problem>> {
    const refused = new Map<Entry, Problem>();
    const identified = records.map(({ entry, place }) => ({ entry, place, identity: identityOf(entry) }));
    const entries = records.map((r) => r.entry);
    await this.#ctx.db.transaction(async (tx) => {
      // A draft lost to a power cut is made again; `finish` commits with a flush, and everything before it with it.
      await tx.execute(sql`set local synchronous_commit = off`);
      const links = await recognise(tx, identified);
      const held = await this.#heldFor(
        tx,
        entries,
        [...links.values()].map((l) => l.giId),
      );
      const accepted: (Omit<Placed, 'giId' | 'linkedBy'> & { giId?: string; linkedBy: LinkReason })[] = [];
      for (const { entry, place, identity } of identified) {
        const link = links.get(entry);
        const candidate = held.byKey.get(entry.key) ?? (link && held.byGi.get(link.giId));
        const known = candidate && held.revisions.get(candidate.hash);
        const before = candidate && known && isSameLine(entry, known) ? candidate : undefined;
        const revision = before && known;
        const merged = before && revision ? mergeWithHeld(entry, revision, this.#fileEvidence) : entry;
        if (this.#keys.has(merged.key)) {
          refused.set(entry, duplicate(merged.key));
          continue;
        }
        this.#keys.add(merged.key);
        const giId = before?.giId ?? link?.giId;
        const linkedBy = before ? 'same-entry' : (link?.by ?? 'new');
        accepted.push({
          entry: merged,
          place,
          identity,
          hash: entryHash(merged),
          linkedBy,
          ...(giId && { giId }),
        });
      }
      const unknown = accepted.filter((a) => !a.giId);
      const created = await createGis(tx, unknown, this.#ctx.clock());
      await this.#write(
        tx,
        accepted.map((a) => ({ ...a, giId: a.giId ?? created.get(a.entry)! })),
      );
    });
    return refused;
  }

  /** Entries of the base version that the file did not speak of, taken over as they are (a partial file). */
  async keepRest(): Promise<number> {
    if (!this.#base) return 0;
    const rows = await this.#ctx.db.execute(sql`
      insert into version_entries (version_id, key, hash, gi_id, linked_by, import_id, place)
      select ${this.versionId}, key, hash, gi_id, 'same-entry', import_id, place from version_entries where version_id = ${this.#base.id}
      on conflict do nothing returning key`);
    const kept = rowsOf<{ key: string }>(rows).map((r) => r.key);
    await copyCorrections(this.#ctx.db, this.#base.id, this.versionId, kept);
    return kept.length;
  }

  /**
   * Lays the list's corrections over what the partner sent; call it when the whole file is in.
   * @returns a line for the import's report on each
   */
  async applyCorrections(): Promise<Problem[]> {
    return this.#ctx.db.transaction((tx) =>
      applyCorrections(tx, this.#listId, this.versionId, this.#base?.id),
    );
  }

  /**
   * Recognises entries that the file renumbered, merged or split; call it when the whole file is in. A renumbered entry
   * goes on as the entry it was, under its key and GI, with both numbers.
   */
  async recogniseSuccessions(): Promise<Succession[]> {
    if (!this.#base) return [];
    const { gone, come } = await comingsAndGoings(this.#ctx.db, this.#base.id, this.versionId);
    const found = successions(gone, come);
    const lineOf = new Map([...gone, ...come].map((l) => [l.key, l]));
    await this.#ctx.db.transaction(async (tx) => {
      for (const { kind, from, to } of found) {
        const [before, after] = [lineOf.get(from[0]!)!, lineOf.get(to[0]!)!];
        if (kind === 'renumbered') await this.#takeOver(tx, before, after);
      }
      await tx.update(listVersions).set({ successions: found }).where(eq(listVersions.id, this.versionId));
    });
    return found;
  }

  /** Puts what came under a new key in the place of what went. */
  async #takeOver(tx: Db, before: Line, after: Line): Promise<void> {
    const held = this.#received.get(before.key) ?? before.entry;
    const merged = mergeWithHeld(after.entry, held, this.#fileEvidence);
    const [row] = await tx
      .delete(versionEntries)
      .where(and(eq(versionEntries.versionId, this.versionId), eq(versionEntries.key, after.key)))
      .returning();
    const { giId } = before;
    const identity = identityOf(merged);
    // The id given to the newcomer was never shown to anybody; its number now leads to the entry it continues.
    await tx.execute(sql`delete from gi_identifiers where gi_id = ${after.giId} and gi_id <> ${giId}
      and not exists (select 1 from version_entries where gi_id = ${after.giId})`);
    await this.#write(tx, [
      {
        entry: merged,
        identity,
        hash: entryHash(merged),
        giId,
        linkedBy: 'renumbered',
        ...(row?.place && { place: row.place }),
      },
    ]);
  }

  /** Closes the draft. `changed` is false when it says exactly what the current version says. */
  async finish(): Promise<{ contentHash: string; entryCount: number; changed: boolean }> {
    const { db } = this.#ctx;
    const summary = await summarise(db, this.versionId);
    const { contentHash, entryCount } = summary;
    const [base] = this.#base
      ? await db
          .select({ hash: listVersions.contentHash })
          .from(listVersions)
          .where(eq(listVersions.id, this.#base.id))
      : [];
    const changed = base?.hash !== contentHash;
    await db.transaction(async (tx) => {
      await tx
        .update(listVersions)
        .set({ state: changed ? 'draft' : 'discarded', ...summary })
        .where(eq(listVersions.id, this.versionId));
      // Nobody will review a file that changes nothing: what it says of corrections holds at once.
      if (!changed) await endMet(this.#ctx, tx, this.versionId, this.#ctx.clock());
    });
    return { contentHash, entryCount, changed };
  }

  async abandon(): Promise<void> {
    await this.#ctx.db
      .update(listVersions)
      .set({ state: 'discarded' })
      .where(eq(listVersions.id, this.versionId));
  }

  async #heldFor(tx: Db, entries: Entry[], giIds: string[]) {
    const byKey = new Map<string, Held>();
    const byGi = new Map<string, Held>();
    const revisions = new Map<string, Entry>();
    if (!this.#base) return { byKey, byGi, revisions };
    const keys = new Set(entries.map((e) => e.key));
    const result = await tx.execute(sql`
      select e.key, e.hash, e.gi_id, r.data from version_entries e join entry_revisions r on r.hash = e.hash
      where e.version_id = ${this.#base.id} and (e.key in ${jsonTexts(keys)} or e.gi_id in ${jsonTexts(giIds)})
      order by e.key`);
    for (const { key, hash, gi_id: giId, data } of rowsOf<{
      key: string;
      hash: string;
      gi_id: string;
      data: Entry;
    }>(result)) {
      const row = { key, hash, giId };
      if (keys.has(key)) byKey.set(key, row);
      if (!byGi.has(giId)) byGi.set(giId, row);
      revisions.set(hash, this.#received.get(key) ?? data);
    }
    return { byKey, byGi, revisions };
  }

  async #write(tx: Db, placed: Placed[]): Promise<void> {
    if (placed.length === 0) return;
    const revisions = placed.map((p) => ({ hash: p.hash, data: p.entry }));
    await writeRevisions(tx, revisions);
    const lines = placed.map((p) => ({
      key: p.entry.key,
      hash: p.hash,
      gi: p.giId,
      by: p.linkedBy,
      place: p.place,
    }));
    await tx.execute(sql`
      insert into version_entries (version_id, key, hash, gi_id, linked_by, import_id, place)
      select ${this.versionId}, key, hash, gi, by, ${this.#importId}, place
      from jsonb_to_recordset(${jsonRows(lines)}) as r(key text, hash text, gi text, by text, place jsonb)`);
    await rememberIdentities(tx, placed);
  }
}

function duplicate(key: string): Problem {
  return {
    code: 'import/duplicate-entry',
    severity: 'error',
    message: `The file has a second record for "${key}".`,
    remedy: 'Keep one of the two records, or give them different file numbers.',
    place: { field: 'key' },
  };
}
