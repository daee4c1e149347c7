import { z } from 'zod';

const reference = z.object({ text: z.string().nullish(), uri: z.string().nullish() });

/**
 * The members of an eAmbrosia API record that the gateway reads, as met in 641 records of 2020-2022. Other members
 * pass: the register adds some now and then.
 */
export const recordSchema = z.object({
  giIdentifier: z.string().nullish(),
  protectedNames: z.array(z.string()).min(1),
  transcriptions: z.array(z.string()).nullish(),
  fileNumber: z.string().trim().min(1),
  countries: z.array(z.string().regex(/^[A-Z]{2}$/, 'must be a two-letter code')),
  giType: z.string(),
  productType: z.string(),
  productCategories: z.array(z.int()).nullish(),
  status: z.string(),
  euProtectionDate: z.string().nullish(),
  legalInstrument: reference.nullish(),
  publications: z.array(reference).nullish(),
  removedFlag: z.boolean().nullish(),
  cnClassification: z
    .array(z.object({ cnText: z.string().nullish(), cnTranslation: z.string().nullish() }))
    .nullish(),
});

export type EambrosiaRecord = z.infer<typeof recordSchema>;
