import { z } from 'zod';
import type { Agreement, GiList } from '../gi/agreement.ts';
import { protectionChannels } from '../gi/channel.ts';
import { entryStatuses, giTypes } from '../gi/entry.ts';
import type { Entry } from '../gi/entry.ts';
import { evidenceLevels } from '../gi/evidence.ts';
import { nameKinds } from '../gi/name-form.ts';
import {
  endReasons,
  oppositionOutcomes,
  procedureDecisions,
  procedureEventKinds,
} from '../gi/procedure-event.ts';
import { coexistenceKinds } from '../gi/terms.ts';
import { productClasses } from '../gi/product.ts';
import { isoDate } from '../gi/thai-date.ts';

const text = z.string();
const filled = z.string().min(1);
const country = z.string().regex(/^[A-Z]{2}$/, 'must be a two-letter code');

/** A real Gregorian day, `YYYY-MM-DD`. */
export const daySchema = z.string().refine((value) => {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  return match !== null && isoDate(Number(match[1]), Number(match[2]), Number(match[3])) === value;
}, 'must be a day, YYYY-MM-DD');

export const evidenceSchema = z.strictObject({ level: z.enum(evidenceLevels), source: text });
const referenceSchema = z.strictObject({
  text,
  uri: text.optional(),
  local: z.strictObject({ zh: text.optional(), fr: text.optional(), th: text.optional() }).optional(),
});

export const nameFormSchema = z.strictObject({
  text: filled,
  language: filled,
  script: z.string().regex(/^[A-Z][a-z]{3}$/, 'must be an ISO 15924 code'),
  kind: z.enum(nameKinds),
  scheme: text.optional(),
  evidence: evidenceSchema,
});

const basicMarkSchema = z.strictObject({
  number: filled,
  registeredOn: daySchema.optional(),
  kind: z.enum(['collective', 'certification']),
  holder: z
    .strictObject({
      name: filled,
      nameLatin: text.optional(),
      address: text.optional(),
      countryCode: country,
    })
    .optional(),
  niceClasses: z.array(
    z.strictObject({ classNumber: z.int().min(1).max(45), goods: text, language: filled }),
  ),
  evidence: evidenceSchema,
});

export const procedureEventSchema = z.strictObject({
  kind: z.enum(procedureEventKinds),
  on: daySchema,
  until: daySchema.optional(),
  opposition: filled.optional(),
  party: filled.optional(),
  grounds: z.array(filled).optional(),
  outcome: z.enum(oppositionOutcomes).optional(),
  decision: z.enum(procedureDecisions).optional(),
  notClaimed: z.array(filled).optional(),
  reason: z.enum(endReasons).optional(),
  reference: referenceSchema.optional(),
  note: text.optional(),
  evidence: evidenceSchema,
});

export const channelSchema = z.strictObject({
  channel: z.enum(protectionChannels),
  number: filled.optional(),
  since: daySchema.optional(),
  evidence: evidenceSchema,
});

export const phaseOutSchema = z.strictObject({
  user: filled,
  goods: filled.optional(),
  sign: filled.optional(),
  from: daySchema.optional(),
  until: daySchema,
  labelling: filled.optional(),
  basis: referenceSchema.optional(),
  evidence: evidenceSchema,
});

export const coexistenceSchema = z.strictObject({
  with: z.enum(coexistenceKinds),
  name: filled,
  number: filled.optional(),
  holder: filled.optional(),
  giId: filled.optional(),
  from: daySchema.optional(),
  until: daySchema.optional(),
  labelling: filled.optional(),
  basis: referenceSchema.optional(),
  evidence: evidenceSchema,
});

/** Shape of an entry on the project's own wire; unknown members are refused, so nothing is dropped silently. */
export const entrySchema = z.strictObject({
  key: filled,
  fileNumbers: z.array(filled),
  origin: z.array(country),
  giType: z.enum(giTypes),
  product: z.strictObject({
    class: z.enum(productClasses),
    classes: z.array(z.strictObject({ scheme: filled, code: text, title: text.optional() })),
    description: text.optional(),
  }),
  names: z.array(nameFormSchema),
  notClaimed: z.array(text),
  status: z.enum(entryStatuses),
  dates: z.strictObject({
    applied: daySchema.optional(),
    published: daySchema.optional(),
    protected: daySchema.optional(),
    refused: daySchema.optional(),
    ended: daySchema.optional(),
  }),
  legalBasis: referenceSchema.optional(),
  publications: z.array(referenceSchema),
  basicMark: basicMarkSchema.optional(),
  procedure: z.array(procedureEventSchema).optional(),
  channels: z.array(channelSchema).optional(),
  phaseOuts: z.array(phaseOutSchema).optional(),
  coexistence: z.array(coexistenceSchema).optional(),
  evidence: evidenceSchema,
  notes: z.array(text),
}) satisfies z.ZodType<Entry>;

export const localisedSchema = z.strictObject({
  en: text,
  zh: text.optional(),
  fr: text.optional(),
  th: text.optional(),
});

const periodSchema = z.strictObject({
  period: text,
  toWorkingDay: z.boolean().optional(),
  evidence: evidenceSchema,
});

const procedureRulesSchema = z.strictObject({
  office: filled,
  timeZone: filled,
  opposition: periodSchema.optional(),
  processing: periodSchema.optional(),
  grounds: z.array(z.strictObject({ code: filled, text: localisedSchema, evidence: evidenceSchema })),
});

export const agreementSchema: z.ZodType<Agreement> = z.strictObject({
  id: filled,
  kind: z.enum(['agreement', 'protocol', 'memorandum', 'pilot', 'register']),
  title: localisedSchema,
  parties: z.array(filled),
  signedOn: daySchema.optional(),
  inForceOn: daySchema.optional(),
  references: z.array(referenceSchema),
  rules: z.strictObject({
    oppositionPeriod: text.optional(),
    processingPeriod: text.optional(),
    procedures: z.array(procedureRulesSchema).optional(),
    articles: z
      .array(z.strictObject({ article: text, summary: localisedSchema, evidence: evidenceSchema }))
      .optional(),
  }),
  evidence: evidenceSchema,
  notes: z.array(localisedSchema),
});

export const listSchema: z.ZodType<GiList> = z.strictObject({
  id: filled,
  agreementId: filled,
  kind: z.enum(['treaty', 'home-register']),
  title: localisedSchema,
  protectedIn: filled,
  origin: filled,
  expectedEntries: z.strictObject({ count: z.int().min(0), evidence: evidenceSchema }).optional(),
  defaultStatus: z.enum(['applied', 'protected']),
  legalBasis: referenceSchema,
  notes: z.array(localisedSchema),
});

/** A zod path as a JSON path under a base: `$.entries[3].names[0].text`. */
export function jsonPath(base: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (at, step) => (typeof step === 'number' ? `${at}[${step}]` : `${at}.${String(step)}`),
    base,
  );
}
