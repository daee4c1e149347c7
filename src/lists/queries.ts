import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { rowsOf } from '../db/rows.ts';
import { entryRevisions, versionEntries } from '../db/schema/index.ts';
import type { Agreement, GiList, Jurisdiction } from '../gi/agreement.ts';
import type { CorrectionNote } from '../gi/correction-note.ts';
import { channelsOf, type KnownChannel } from '../gi/channels.ts';
import { unifiedClasses, type UnifiedClass } from '../gi/classification.ts';
import { principalName, type Entry } from '../gi/entry.ts';
import { isStronger } from '../gi/evidence.ts';
import type { NameForm } from '../gi/name-form.ts';
import {
  couldHold,
  protectionIn,
  reaches,
  type Coverage,
  type Occurrence,
  type Protection,
  type VersionRef,
} from '../gi/protection.ts';
import { Refusal } from '../platform/errors.ts';
import { allJurisdictions, allLists, getAgreement, getList, listAgreements } from './catalogue.ts';
import { correctionNote, correctionsIn } from './corrections/correction.ts';
import { classification } from './classification.ts';
import { relatedGis, type RelatedGi } from './related.ts';
import { versionsAt, versionsOf, type AsOf, type SelectedVersion } from './versions.ts';

export interface AnsweredName extends NameForm {
  /** Lists on which the GI stands under this form. */
  lists: string[];
}

/** Everything held about one GI, on one day. */
export interface GiAnswer {
  id: string;
  name: string;
  origin: string[];
  names: AnsweredName[];
  occurrences: Occurrence[];
  /** Its classes in every system, stated ones first. */
  classes: UnifiedClass[];
  channels: KnownChannel[];
  related: RelatedGi[];
  /** One per jurisdiction asked about, in that order. */
  protection: Protection[];
  asOf: string;
  /** ISO instant: what was on record then. */
  knownAt: string;
}

export interface ListSummary {
  list: GiList;
  /** Version that applies on the day; absent when none was published. */
  version?: VersionRef;
  coverage: Coverage;
}

/** The same spelling from several lists is one form, shown with its best evidence. */
function mergeNames(occurrences: Occurrence[]): AnsweredName[] {
  const merged = new Map<string, AnsweredName>();
  for (const { list, entry } of occurrences) {
    for (const form of entry.names) {
      const id = `${form.text}|${form.language}`;
      const known = merged.get(id);
      if (!known) merged.set(id, { ...form, lists: [list.id] });
      else {
        if (!known.lists.includes(list.id)) known.lists.push(list.id);
        if (isStronger(form.evidence, known.evidence)) known.evidence = form.evidence;
        if (form.kind === 'original') known.kind = 'original';
      }
    }
  }
  return [...merged.values()];
}

function coverageOf(list: GiList, version: VersionRef | undefined): Coverage {
  return {
    listId: list.id,
    held: version?.entryCount ?? 0,
    verified: version?.verifiedCount ?? 0,
    ...(list.expectedEntries && { expected: list.expectedEntries.count }),
  };
}

/** What is the same for every GI of one question: versions that apply, lists, jurisdictions. */
export interface Frame {
  at: AsOf;
  knownAt: string;
  versions: SelectedVersion[];
  lists: GiList[];
  jurisdictions: Jurisdiction[];
  /** What is corrected in the versions, by version and entry key. */
  corrections: Map<string, CorrectionNote[]>;
}

const lineOf = (versionId: string, key: string): string => `${versionId}|${key}`;

async function correctionsOf(db: Db, versionIds: string[]): Promise<Map<string, CorrectionNote[]>> {
  const found = new Map<string, CorrectionNote[]>();
  for (const { versionId, correction } of await correctionsIn(db, versionIds)) {
    const line = lineOf(versionId, correction.key);
    found.set(line, [...(found.get(line) ?? []), correctionNote(correction)]);
  }
  return found;
}

/** What is corrected of one entry of a version of the frame. */
export function correctionsAt(frame: Frame, versionId: string, key: string): CorrectionNote[] {
  return frame.corrections.get(lineOf(versionId, key)) ?? [];
}

export async function frameAt(db: Db, at: AsOf, now: Date): Promise<Frame> {
  const versions = await versionsAt(db, at);
  return {
    at,
    knownAt: (at.knownAt ?? now).toISOString(),
    versions,
    corrections: await correctionsOf(
      db,
      versions.map((v) => v.version.versionId),
    ),
    lists: await allLists(db),
    jurisdictions: await allJurisdictions(db),
  };
}

/** Jurisdictions every answer speaks of: those whose protection some list records, and their members asked for. */
export function askedJurisdictions(frame: Frame, asked?: string): Jurisdiction[] {
  if (asked) {
    const one = frame.jurisdictions.find((j) => j.code === asked);
    if (!one) {
      const codes = frame.jurisdictions.map((j) => j.code).join(', ');
      throw new Refusal(
        'request/invalid',
        400,
        `No jurisdiction "${asked}" is known.`,
        `Use one of ${codes}.`,
      );
    }
    return [one];
  }
  const parties = new Set(frame.lists.flatMap((l) => [l.protectedIn, l.origin]));
  return frame.jurisdictions.filter((j) => parties.has(j.code));
}

/** Answers for GIs by id, in the order asked; ids that no version of the frame knows are left out. */
export async function answersFor(
  db: Db,
  frame: Frame,
  giIds: string[],
  jurisdictions: Jurisdiction[],
): Promise<GiAnswer[]> {
  if (giIds.length === 0 || frame.versions.length === 0) return [];
  const byVersion = new Map(frame.versions.map((v) => [v.version.versionId, v]));
  const rows = await db
    .select({ versionId: versionEntries.versionId, giId: versionEntries.giId, entry: entryRevisions.data })
    .from(versionEntries)
    .innerJoin(entryRevisions, eq(entryRevisions.hash, versionEntries.hash))
    .where(and(inArray(versionEntries.giId, giIds), inArray(versionEntries.versionId, [...byVersion.keys()])))
    .orderBy(asc(versionEntries.giId), asc(versionEntries.versionId));
  const occurrences = new Map<string, Occurrence[]>();
  for (const row of rows) {
    const selected = byVersion.get(row.versionId)!;
    const corrections = frame.corrections.get(lineOf(row.versionId, row.entry.key));
    const { list, version } = selected;
    const occurrence = { list, version, entry: row.entry, ...(corrections && { corrections }) };
    occurrences.set(row.giId, [...(occurrences.get(row.giId) ?? []), occurrence]);
  }
  const known = { versionIds: [...byVersion.keys()], knownAt: frame.knownAt };
  const related = await relatedGis(db, known, [...occurrences.keys()]);
  return giIds.flatMap((id) => {
    const found = occurrences.get(id);
    if (!found) return [];
    return [{ ...assemble(frame, id, found, jurisdictions), related: related.get(id) ?? [] }];
  });
}

function assemble(
  frame: Frame,
  id: string,
  found: Occurrence[],
  jurisdictions: Jurisdiction[],
): Omit<GiAnswer, 'related'> {
  // The home register speaks first: its spelling is the one the name is known by at origin.
  const occurrences = [...found].sort(
    (a, b) => Number(b.list.kind === 'home-register') - Number(a.list.kind === 'home-register'),
  );
  const versionOf = new Map(frame.versions.map((v) => [v.list.id, v.version]));
  const origins = frame.jurisdictions.filter((j) => occurrences[0]!.entry.origin.includes(j.code));
  const protection = jurisdictions.map((j) => {
    const coverage = frame.lists
      .filter((l) => couldHold(l, j, origins))
      .map((l) => coverageOf(l, versionOf.get(l.id)));
    return protectionIn(j, occurrences, coverage, frame.at.day);
  });
  const first = occurrences[0]!.entry;
  return {
    id,
    name: principalName(first),
    origin: first.origin,
    names: mergeNames(occurrences),
    occurrences,
    classes: unifiedClasses(
      occurrences.map((o) => o.entry.product),
      occurrences.flatMap((o) => o.entry.basicMark?.niceClasses.map((n) => n.classNumber) ?? []),
      classification(),
    ),
    channels: channelsOf(occurrences),
    protection,
    asOf: frame.at.day,
    knownAt: frame.knownAt,
  };
}

/**
 * One GI's answer. A GI that stood on no list on the day is answered with empty protection as long as some version
 * knows it.
 * @throws Refusal not-found/gi
 */
export async function giAnswer(db: Db, frame: Frame, id: string, asked?: string): Promise<GiAnswer> {
  const jurisdictions = askedJurisdictions(frame, asked);
  const [answer] = await answersFor(db, frame, [id], jurisdictions);
  if (answer) return answer;
  throw new Refusal(
    'not-found/gi',
    404,
    `No geographical indication "${id}" stands on the lists as of ${frame.at.day}.`,
    'Search for it by name, or ask as of another day.',
  );
}

/** Ids of GIs on the frame's versions after a cursor, in id order. */
export async function giIdsAfter(
  db: Db,
  frame: Frame,
  filter: { after: string; limit: number; origin?: string; protectedIn?: Jurisdiction },
): Promise<string[]> {
  const { protectedIn } = filter;
  const versions = frame.versions
    .filter((v) => !protectedIn || reaches(v.list, protectedIn))
    .map((v) => v.version.versionId);
  if (versions.length === 0) return [];
  const result = await db.execute(sql`
    select distinct e.gi_id as id from version_entries e join entry_revisions r on r.hash = e.hash
    where e.version_id in ${versions} and e.gi_id > ${filter.after}
      ${filter.origin ? sql`and r.data->'origin' ? ${filter.origin}` : sql``}
    order by e.gi_id limit ${filter.limit}`);
  return rowsOf<{ id: string }>(result).map((r) => r.id);
}

/** All lists with how much of each is held on a day. */
export async function listSummaries(db: Db, at: AsOf): Promise<ListSummary[]> {
  const versions = new Map((await versionsAt(db, at)).map((v) => [v.list.id, v.version]));
  return (await allLists(db)).map((list) => {
    const version = versions.get(list.id);
    return { list, ...(version && { version }), coverage: coverageOf(list, version) };
  });
}

export interface AgreementView {
  agreement: Agreement;
  lists: ListSummary[];
}

/** All agreements with their lists. */
export async function agreementViews(db: Db, at: AsOf): Promise<AgreementView[]> {
  const summaries = await listSummaries(db, at);
  return (await listAgreements(db)).map((agreement) => ({
    agreement,
    lists: summaries.filter((s) => s.list.agreementId === agreement.id),
  }));
}

export interface ListView extends ListSummary {
  agreement: Agreement;
  versions: VersionRef[];
}

/** @throws Refusal not-found/list */
export async function listView(db: Db, listId: string, at: AsOf): Promise<ListView> {
  const list = await getList(db, listId);
  const agreement = await getAgreement(db, list.agreementId);
  const summary = (await listSummaries(db, at)).find((s) => s.list.id === listId)!;
  return { ...summary, agreement, versions: await versionsOf(db, listId) };
}

/** A page of a version's entries in key order. */
export async function entryPage(
  db: Db,
  versionId: string,
  page: { after: string; limit: number },
): Promise<{ key: string; giId: string; entry: Entry }[]> {
  return db
    .select({ key: versionEntries.key, giId: versionEntries.giId, entry: entryRevisions.data })
    .from(versionEntries)
    .innerJoin(entryRevisions, eq(entryRevisions.hash, versionEntries.hash))
    .where(and(eq(versionEntries.versionId, versionId), sql`${versionEntries.key} > ${page.after}`))
    .orderBy(asc(versionEntries.key))
    .limit(page.limit);
}
