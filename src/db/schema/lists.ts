import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Agreement, GiList, Jurisdiction } from '../../gi/agreement.ts';
import type { Entry } from '../../gi/entry.ts';
import type { Evidence, EvidenceLevel } from '../../gi/evidence.ts';
import type { Place } from '../../gi/problem.ts';
import { bytea, instant } from './columns.ts';

export const jurisdictions = pgTable('jurisdictions', {
  code: text('code').primaryKey(),
  name: jsonb('name').$type<Jurisdiction['name']>().notNull(),
  memberOf: text('member_of').array().notNull(),
});

export const agreements = pgTable('agreements', {
  id: text('id').primaryKey(),
  kind: text('kind').$type<Agreement['kind']>().notNull(),
  title: jsonb('title').$type<Agreement['title']>().notNull(),
  parties: text('parties').array().notNull(),
  signedOn: date('signed_on', { mode: 'string' }),
  inForceOn: date('in_force_on', { mode: 'string' }),
  references: jsonb('references').$type<Agreement['references']>().notNull(),
  rules: jsonb('rules').$type<Agreement['rules']>().notNull(),
  evidence: jsonb('evidence').$type<Agreement['evidence']>().notNull(),
  notes: jsonb('notes').$type<Agreement['notes']>().notNull(),
});

export const lists = pgTable('lists', {
  id: text('id').primaryKey(),
  agreementId: text('agreement_id')
    .notNull()
    .references(() => agreements.id),
  kind: text('kind').$type<GiList['kind']>().notNull(),
  title: jsonb('title').$type<GiList['title']>().notNull(),
  protectedIn: text('protected_in').notNull(),
  origin: text('origin').notNull(),
  expectedEntries: jsonb('expected_entries').$type<GiList['expectedEntries']>(),
  defaultStatus: text('default_status').$type<GiList['defaultStatus']>().notNull(),
  legalBasis: jsonb('legal_basis').$type<GiList['legalBasis']>().notNull(),
  notes: jsonb('notes').$type<GiList['notes']>().notNull(),
});

/** One geographical indication, whichever lists it stands on. The id is its permanent address and never changes. */
export const gis = pgTable('gis', {
  id: text('id').primaryKey(),
  /** Tells homonyms apart: a wine and a brandy of one name are two GIs. */
  productGroup: text('product_group').notNull(),
  createdAt: instant('created_at').notNull(),
});

/** A received file, known by the hash of its bytes. Its content is in `source_file_chunks`; `complete` once all are in. */
export const sourceFiles = pgTable('source_files', {
  id: text('id').primaryKey(),
  sha256: text('sha256'),
  name: text('name').notNull(),
  size: integer('size'),
  receivedAt: instant('received_at').notNull(),
  receivedBy: text('received_by').notNull(),
});

export const sourceFileChunks = pgTable(
  'source_file_chunks',
  {
    fileId: text('file_id')
      .notNull()
      .references(() => sourceFiles.id),
    ordinal: integer('ordinal').notNull(),
    bytes: bytea('bytes').notNull(),
    /** Whether `bytes` is the piece as received or packed with deflate; a list packs to a twentieth of its size. */
    encoding: text('encoding').$type<'raw' | 'deflate'>().notNull().default('raw'),
  },
  (t) => [primaryKey({ columns: [t.fileId, t.ordinal] })],
);

/** How entries that vanished from a list live on in entries that appeared; see src/lists/succession.ts. */
export interface Succession {
  kind: 'renumbered' | 'merged' | 'split';
  from: string[];
  to: string[];
}

/** `interrupted`: the gateway stopped while it ran; the kept file can be read again. */
export type ImportState = 'running' | 'done' | 'failed' | 'interrupted';

/** What a running import is at: taking the file in, reading its records, holding them against what is known. */
export const importStages = ['receiving', 'reading', 'comparing'] as const;
export type ImportStage = (typeof importStages)[number];

/** One run of reading a file towards a list, from its first byte. */
export const imports = pgTable(
  'imports',
  {
    id: text('id').primaryKey(),
    listId: text('list_id')
      .notNull()
      .references(() => lists.id),
    fileId: text('file_id')
      .notNull()
      .references(() => sourceFiles.id),
    /** Absent until it is known what the file is. */
    format: text('format'),
    mode: text('mode').$type<'full' | 'partial'>().notNull(),
    /** What the person said of the file beside its bytes, so that the run can be repeated. */
    evidence: jsonb('evidence').$type<Evidence>(),
    effectiveOn: date('effective_on', { mode: 'string' }),
    /** How far the sender's word goes, where it is not a person's who imports. */
    ceiling: jsonb('ceiling').$type<{ level: EvidenceLevel; by: string }>(),
    state: text('state').$type<ImportState>().notNull(),
    stage: text('stage').$type<ImportStage>().notNull().default('reading'),
    records: integer('records').notNull().default(0),
    /** Bytes of the file that were received, then read. */
    bytesDone: bigint('bytes_done', { mode: 'number' }).notNull().default(0),
    /** Size of the file; before it is all here, what its sender announced. */
    bytesTotal: bigint('bytes_total', { mode: 'number' }),
    problems: integer('problems').notNull().default(0),
    /** When the run last told how far it is; one that is silent for minutes has died with its process. */
    beatAt: instant('beat_at'),
    /** The interrupted run whose file this one reads again. */
    resumes: text('resumes'),
    startedAt: instant('started_at').notNull(),
    startedBy: text('started_by').notNull(),
    endedAt: instant('ended_at'),
  },
  (t) => [index('imports_list').on(t.listId, t.startedAt)],
);

export const importProblems = pgTable(
  'import_problems',
  {
    importId: text('import_id')
      .notNull()
      .references(() => imports.id),
    ordinal: integer('ordinal').notNull(),
    code: text('code').notNull(),
    severity: text('severity').$type<'error' | 'warning'>().notNull(),
    message: text('message').notNull(),
    remedy: text('remedy').notNull(),
    place: jsonb('place').$type<Place>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.importId, t.ordinal] })],
);

/** An entry's content, written once under the hash of that content and never changed. */
export const entryRevisions = pgTable(
  'entry_revisions',
  {
    hash: text('hash').primaryKey(),
    data: jsonb('data').$type<Entry>().notNull(),
  },
  (t) => [
    // What brings dates to the desk, few of many entries: the start page does not read the others.
    index('entry_revisions_dated')
      .on(t.hash)
      .where(sql`data->>'status' in ('applied', 'published') or data ? 'phaseOuts' or data ? 'coexistence'`),
  ],
);

/**
 * What a GI is recognised by across lists: `file-number` (`PDO-FR-A1359`) or `name` (origin and folded original name;
 * several GIs may share one: homonyms).
 */
export const giIdentifiers = pgTable(
  'gi_identifiers',
  {
    kind: text('kind').$type<'file-number' | 'name'>().notNull(),
    value: text('value').notNull(),
    giId: text('gi_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.value, t.giId] }), index('gi_identifiers_gi').on(t.giId)],
);

export type VersionState = 'building' | 'draft' | 'published' | 'discarded';

/** A version of a list: a fixed set of entry revisions. Only its state moves, and only forward. */
export const listVersions = pgTable(
  'list_versions',
  {
    id: text('id').primaryKey(),
    listId: text('list_id')
      .notNull()
      .references(() => lists.id),
    /** Counts the published versions of the list from 1; absent while a draft. */
    number: integer('number'),
    state: text('state').$type<VersionState>().notNull(),
    /** Version number the draft was compared with; publishing over another one is refused. */
    baseNumber: integer('base_number'),
    importId: text('import_id').references(() => imports.id),
    contentHash: text('content_hash'),
    /** Entries renumbered, merged or split against the base version. */
    successions: jsonb('successions').$type<Succession[]>(),
    entryCount: integer('entry_count'),
    /** Entries whose standing on the list rests on better than recollection. */
    verifiedCount: integer('verified_count'),
    /** Day from which the version applies in law, where the source says; else the day it was published. */
    effectiveOn: date('effective_on', { mode: 'string' }),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    publishedAt: instant('published_at'),
    publishedBy: text('published_by'),
    /** Place of the publication among those of all lists: the record's revision that it made. Absent while a draft. */
    publication: bigint('publication', { mode: 'number' }),
  },
  (t) => [
    uniqueIndex('list_versions_number').on(t.listId, t.number),
    uniqueIndex('list_versions_publication').on(t.publication),
    index('list_versions_state').on(t.listId, t.state, t.createdAt),
  ],
);

/**
 * How far what readers are shown has come: one row, locked by whatever changes it until that change is committed.
 * Revisions are therefore committed in their order.
 */
export const recordState = pgTable('record_state', {
  id: integer('id').primaryKey(),
  revision: bigint('revision', { mode: 'number' }).notNull(),
  /** Instant of the last change; never moves back, whatever the clocks do. */
  changedAt: instant('changed_at').notNull(),
});

/** How an entry was recognised as a GI already held. */
export type LinkReason = 'same-entry' | 'renumbered' | 'file-number' | 'name' | 'new';

/**
 * The lines of a version. That each has its content and its GI is checked once for the version as a whole, when it is
 * closed: foreign keys would ask it row by row, half a million times for a long list.
 */
export const versionEntries = pgTable(
  'version_entries',
  {
    versionId: text('version_id')
      .notNull()
      .references(() => listVersions.id),
    key: text('key').notNull(),
    hash: text('hash').notNull(),
    giId: text('gi_id').notNull(),
    linkedBy: text('linked_by').$type<LinkReason>().notNull(),
    /** Import and place in its file that last said this, so that every entry can be traced to what was received. */
    importId: text('import_id'),
    place: jsonb('place').$type<Place>(),
  },
  (t) => [primaryKey({ columns: [t.versionId, t.key] }), index('version_entries_gi').on(t.giId)],
);

/**
 * Every spelling of an entry revision, one row each: what the name engine is built from. Written by the statement that
 * writes the revision and never changed; a foreign key to it would be checked some hundred thousand times for nothing.
 */
export const entryNames = pgTable(
  'entry_names',
  {
    hash: text('hash').notNull(),
    ordinal: integer('ordinal').notNull(),
    text: text('text').notNull(),
    language: text('language').notNull(),
    script: text('script').notNull(),
    kind: text('kind').notNull(),
    evidenceLevel: text('evidence_level').notNull(),
    evidenceSource: text('evidence_source').notNull(),
  },
  (t) => [primaryKey({ columns: [t.hash, t.ordinal] })],
);

/** Who did what; written in the transaction of the change it tells of, never updated. */
export const audit = pgTable(
  'audit',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    at: instant('at').notNull(),
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    subject: text('subject').notNull(),
    details: jsonb('details').$type<Record<string, unknown>>().notNull(),
  },
  (t) => [index('audit_subject').on(t.subject, t.id)],
);
