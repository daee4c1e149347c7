import { z } from '@hono/zod-openapi';
import {
  agreementSchema,
  channelSchema,
  entrySchema,
  evidenceSchema,
  listSchema,
  localisedSchema,
  nameFormSchema,
} from '../formats/entry-schema.ts';
import { procedureStages } from '../gi/procedure-event.ts';
import { protectionStates } from '../gi/protection.ts';
import { isIsoDate } from '../platform/clock.ts';

/** Response and request shapes of the API, as they stand in /openapi.json. */

export const Agreement = agreementSchema.openapi('Agreement');
export const List = listSchema.openapi('List');
export const Entry = entrySchema.openapi('Entry');

export const Version = z
  .object({
    listId: z.string(),
    number: z.int(),
    contentHash: z.string().describe('SHA-256 over the entries’ hashes in key order, hex.'),
    effectiveOn: z.string().describe('Day from which the version applies.'),
    publishedAt: z.string(),
    entryCount: z.int(),
    verifiedCount: z.int(),
    versionId: z.string(),
  })
  .openapi('Version');

export const Coverage = z
  .object({
    listId: z.string(),
    held: z.int().describe('Entries held.'),
    verified: z.int().describe('Of those, entries whose standing rests on an official or public source.'),
    expected: z.int().optional().describe('Entries the legal text has, where known.'),
  })
  .openapi('Coverage');

export const ListSummary = z
  .object({ list: List, version: Version.optional(), coverage: Coverage })
  .openapi('ListSummary');

export const AgreementView = z
  .object({ agreement: Agreement, lists: z.array(ListSummary) })
  .openapi('AgreementView');

export const CorrectionNote = z
  .object({
    key: z.string(),
    field: z.string().openapi({ example: 'names[original|fr|Bordeau]' }),
    partnerValue: z
      .unknown()
      .optional()
      .openapi({ description: 'What the partner says; absent for nothing.' }),
    value: z.unknown().optional().openapi({ description: 'What is published instead; absent for nothing.' }),
    reason: z.string(),
    correctedOn: z.string(),
  })
  .openapi('CorrectionNote');

const Reference = z.object({
  text: z.string(),
  uri: z.string().optional(),
  local: z
    .object({ zh: z.string().optional(), fr: z.string().optional(), th: z.string().optional() })
    .optional(),
});

export const Protection = z
  .object({
    jurisdiction: z.string(),
    state: z.enum(protectionStates),
    since: z.string().optional(),
    via: z.array(
      z.object({
        listId: z.string(),
        entryKey: z.string(),
        versionNumber: z.int(),
        state: z.enum(protectionStates),
        since: z.string().optional(),
        until: z.string().optional(),
        procedure: z
          .object({ stage: z.enum(procedureStages), since: z.string() })
          .optional()
          .describe('Where the recorded procedure stood on the day.'),
        legalBasis: Reference,
        evidence: evidenceSchema,
      }),
    ),
    coverage: z.array(Coverage),
  })
  .openapi('Protection');

export const Gi = z
  .object({
    id: z.string().openapi({ example: 'cn-longjing-cha' }),
    name: z.string().openapi({ example: '龙井茶' }),
    origin: z.array(z.string()),
    names: z.array(nameFormSchema.extend({ lists: z.array(z.string()) })),
    occurrences: z.array(
      z.object({
        list: List,
        version: Version,
        entry: Entry,
        corrections: z
          .array(CorrectionNote)
          .optional()
          .openapi({ description: 'What of the entry is not the partner’s own word.' }),
      }),
    ),
    classes: z.array(
      z.object({
        scheme: z.string(),
        code: z.string(),
        title: localisedSchema.optional(),
        how: z.enum(['stated', 'derived']),
        evidence: evidenceSchema.optional(),
      }),
    ),
    channels: z.array(channelSchema.extend({ listId: z.string() })),
    related: z.array(
      z.object({
        id: z.string(),
        name: z.string().optional(),
        relation: z.enum(['parent', 'child', 'same']),
      }),
    ),
    protection: z.array(Protection),
    asOf: z.string(),
    knownAt: z.string().openapi({
      description: 'Instant of the last change the answer rests on; ask with it to be told the same.',
    }),
  })
  .openapi('Gi');

export const Problem = z
  .object({
    code: z.string(),
    severity: z.enum(['error', 'warning']),
    message: z.string(),
    remedy: z.string(),
    place: z.object({
      line: z.int().optional(),
      column: z.int().optional(),
      path: z.string().optional(),
      field: z.string().optional(),
      record: z.int().optional(),
    }),
  })
  .openapi('Problem');

export const ProblemDetails = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().openapi({ example: 'not-found/list' }),
    detail: z.string(),
    remedy: z.string(),
    instance: z.string().optional(),
    problems: z.array(Problem).optional(),
    offers: z
      .array(z.string())
      .optional()
      .openapi({ description: 'Media types that are offered, where none of them is accepted.' }),
  })
  .openapi('ProblemDetails', {
    description: 'RFC 9457 problem details. `code` is stable; `remedy` says what to do.',
  });

export const FieldChange = z.object({
  field: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});
export const ChangeCounts = z
  .object({ added: z.int(), removed: z.int(), changed: z.int() })
  .openapi('ChangeCounts');
export const EntryChange = z
  .object({
    change: z.enum(['added', 'removed', 'changed']),
    key: z.string(),
    before: Entry.optional(),
    after: Entry.optional(),
    fields: z.array(FieldChange).optional(),
  })
  .openapi('EntryChange');

export const Change = z
  .object({
    cursor: z.string().openapi({ description: 'Place of this change in the feed.' }),
    list: z.string(),
    version: z.int().openapi({ description: 'Number of the list’s version that made the change.' }),
    change: z.enum(['added', 'changed', 'removed']),
    key: z.string(),
    giId: z.string(),
    entry: Entry.optional().openapi({ description: 'The entry as it now stands; absent for a removal.' }),
    at: z.string().openapi({ description: 'Instant of publication.' }),
  })
  .openapi('Change');

/** A calendar day in a query string. */
export const Day = z
  .string()
  .refine(isIsoDate, 'must be a calendar day, YYYY-MM-DD')
  .openapi({ format: 'date', example: '2026-01-31' });

/** The time axes every answer takes. */
export const asOfQuery = {
  asOf: Day.optional().openapi({ description: 'Day of legal effect; today when absent.' }),
  knownAt: z.iso.datetime().optional().openapi({
    description: 'Answer from what was on record at this instant; from the newest when absent.',
    example: '2026-11-22T12:00:00Z',
  }),
};

export const listPath = z.object({
  agreement: z.string().openapi({ example: 'cn-eu', description: 'Agreement part of the list id.' }),
  annex: z.string().openapi({ example: 'III', description: 'Annex part of the list id.' }),
});

export const entryPath = listPath.extend({
  key: z.string().openapi({ example: 'PGI-CN-2704', description: 'Key of the entry within its list.' }),
});
