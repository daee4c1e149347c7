import { sql } from 'drizzle-orm';
import { date, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { Place, Problem } from '../../gi/problem.ts';
import { instant } from './columns.ts';
import { gis, sourceFiles } from './lists.ts';

/** An international registration of a GI's mark that is followed. Its state is computed from its events, never stored. */
export const internationalRegistrations = pgTable(
  'international_registrations',
  {
    /** Normalised: `1289218`, `1289218A`. */
    number: text('number').primaryKey(),
    giId: text('gi_id')
      .notNull()
      .references(() => gis.id),
    officeOfOrigin: text('office_of_origin'),
    /** As a person told it; a notification that says otherwise is believed instead. */
    registeredOn: date('registered_on', { mode: 'string' }),
    addedAt: instant('added_at').notNull(),
    addedBy: text('added_by').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [index('international_registrations_gi').on(t.giId)],
);

/** A file of notifications that was read to its end. */
export const madridFiles = pgTable('madrid_files', {
  fileId: text('file_id')
    .primaryKey()
    .references(() => sourceFiles.id),
  format: text('format').notNull(),
  records: integer('records').notNull(),
  events: integer('events').notNull(),
  problems: jsonb('problems').$type<Problem[]>().notNull(),
  readAt: instant('read_at').notNull(),
  readBy: text('read_by').notNull(),
});

/** How an event found its registration. */
export type MatchedBy = 'number' | 'basic-mark' | 'person';

/**
 * What notifications told, each thing once under the hash of what it says. An event without a docketed registration
 * waits in the queue until a person assigns it or sets it aside.
 */
export const madridEvents = pgTable(
  'madrid_events',
  {
    id: text('id').primaryKey(),
    kind: text('kind').notNull(),
    /** Number the notification names, whether or not it is on the docket. */
    number: text('number'),
    officeOfOrigin: text('office_of_origin'),
    /** The event as decoded; `MadridEvent` of the madrid room. */
    data: jsonb('data').$type<object>().notNull(),
    fileId: text('file_id')
      .notNull()
      .references(() => sourceFiles.id),
    place: jsonb('place').$type<Place>().notNull(),
    receivedAt: instant('received_at').notNull(),
    docketed: text('docketed').references(() => internationalRegistrations.number),
    matchedBy: text('matched_by').$type<MatchedBy>(),
    setAsideAt: instant('set_aside_at'),
    setAsideBy: text('set_aside_by'),
    setAsideReason: text('set_aside_reason'),
  },
  (t) => [
    index('madrid_events_docketed').on(t.docketed),
    index('madrid_events_number').on(t.number),
    // Which registrations designate an office.
    index('madrid_events_designations').using('gin', sql`(${t.data} -> 'designations') jsonb_path_ops`),
  ],
);

export type SentHow = 'outbox' | 'file';

/** A provisional refusal this office made because of a protected GI, as it was written. */
export const madridRefusals = pgTable(
  'madrid_refusals',
  {
    id: text('id').primaryKey(),
    number: text('number').notNull(),
    giId: text('gi_id')
      .notNull()
      .references(() => gis.id),
    reference: text('reference'),
    sha256: text('sha256').notNull(),
    xml: text('xml').notNull(),
    /** `FormDocument` that is printed; absent for refusals written before there was one. */
    form: jsonb('form').$type<object>(),
    /** Alert of the watch it came from. */
    alertId: text('alert_id'),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    /** Sent to the International Bureau: through the outbox, or as a file by hand. */
    sentAt: instant('sent_at'),
    sentBy: text('sent_by'),
    sentHow: text('sent_how').$type<SentHow>(),
    /** Day it left the office, and what proves it. */
    sentOn: date('sent_on', { mode: 'string' }),
    sentNote: text('sent_note'),
    deliveries: text('deliveries').array().notNull().default([]),
  },
  (t) => [index('madrid_refusals_number').on(t.number, t.createdAt)],
);
