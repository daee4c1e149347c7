import { createRoute, z } from '@hono/zod-openapi';
import { checkIds } from '../../madrid/filing/checklist.ts';
import { secondLanguages, workingLanguages } from '../../madrid/filing/elements.ts';
import { changeForms, formKinds } from '../../madrid/filing/forms.ts';
import { failures, json } from '../responses.ts';
import { Day, Problem } from '../schemas.ts';

const text = (max: number) => z.string().min(1).max(max);
const tags = ['Madrid'];

const Form = z
  .object({
    form: z.enum(formKinds),
    title: z.string(),
    article: z.string(),
    language: z.string(),
    madeOn: z.string(),
    reference: z.string().optional(),
    items: z.array(
      z.object({
        heading: z.string(),
        lines: z.array(
          z.object({
            label: z.string(),
            value: z.string(),
            missing: z.boolean().optional(),
            box: z.boolean().optional(),
          }),
        ),
      }),
    ),
    missing: z.array(Problem),
  })
  .openapi('MadridForm', { description: 'A filing as the printed form shows it.' });

const packageParts = {
  xml: z.string().openapi({ description: 'ST.96 V6_0 MadridOfficeToIBTransaction.' }),
  missing: z.array(Problem).openapi({ description: 'What has to be added or looked at before it is filed.' }),
  form: Form,
};

const FilingPackage = z
  .object({
    giId: z.string(),
    designations: z.array(z.string()),
    ...packageParts,
    checklist: z.array(
      z.object({
        id: z.enum(checkIds),
        state: z.enum(['met', 'missing', 'check']),
        article: z.string().optional(),
        problems: z.array(Problem),
      }),
    ),
  })
  .openapi('FilingPackage');

const ChangePackage = z
  .object({ numbers: z.array(z.string()), offices: z.array(z.string()), ...packageParts })
  .openapi('ChangePackage');

const pdf = {
  'application/pdf': {
    schema: z.string().openapi({ format: 'binary', description: 'The printable form.' }),
  },
};

/** JSON or, where the Accept header begins with it, the printable form. */
function packageOf<T extends z.ZodType>(schema: T) {
  const described = json(schema, 'The package: as JSON, or as the printable form.');
  return { ...described, content: { ...described.content, ...pdf } };
}

const code = z.string().regex(/^[A-Za-z]{2}$/, 'must be a two-letter WIPO ST.3 code');
const goods = z
  .array(z.object({ classNumber: z.int().min(1).max(45), text: text(20_000) }))
  .max(45)
  .openapi({ example: [{ classNumber: 30, text: 'Tea' }] });
const fee = z
  .string()
  .regex(/^\d{1,7}(\.\d{2})?$/, 'must be an amount such as 1053.00')
  .openapi({ example: '1053.00' });

const common = {
  language: z.enum(workingLanguages).default('en'),
  receivedOn: Day.optional().openapi({ description: 'Day the office received the request.' }),
  feeInSwissFrancs: fee.optional(),
  officeReference: text(200).optional(),
};

const body = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { 'application/json': { schema } },
});

const country = z.string().regex(/^[A-Z]{2}$/, 'must be a two-letter country code');

export const application = createRoute({
  method: 'post',
  path: '/madrid/applications',
  tags,
  summary: 'Prepare a Madrid application (MM2) for a GI with a basic mark; nothing is filed',
  request: {
    body: body(
      z.object({
        giId: z.string().openapi({ example: 'cn-xi-hu-long-jing' }),
        designations: z
          .array(code)
          .min(1)
          .openapi({ example: ['EM', 'TH'] }),
        ...common,
        holder: z
          .object({
            name: text(300).optional(),
            nameLatin: text(300).optional(),
            address: text(1000).optional(),
            countryCode: country.optional(),
          })
          .optional()
          .openapi({ description: 'What the record of the basic mark does not say of its holder.' }),
        basicMarkRegisteredOn: Day.optional().openapi({
          description: 'Day the basic mark was registered, where the list does not hold it.',
        }),
        transliteration: text(500).optional().openapi({
          description: 'The mark in Latin letters by its sound, where no list has it.',
          example: 'Xi Hu Long Jing',
        }),
        translation: text(500).optional().openapi({
          description: 'What the mark means, in the language of the application.',
        }),
        secondLanguage: z.enum(secondLanguages).optional().openapi({
          description: 'EM: the second language before the office of the European Union.',
        }),
        intentToUse: text(500).optional().openapi({
          description: 'US: the declaration of intention to use that goes with it.',
        }),
        goods: goods.optional().openapi({
          description: 'Goods in the language of the application, where the basic mark has them in another.',
        }),
        regulations: text(500).optional().openapi({ description: 'The regulations that go with it.' }),
        representation: text(500).optional().openapi({ description: 'The image that goes with it.' }),
      }),
    ),
  },
  responses: { 200: packageOf(FilingPackage), ...failures(400, 404, 422) },
});

const Party = z.object({
  name: text(300),
  nameLatin: text(300).optional(),
  address: text(1000).optional(),
  countryCode: country,
});

export const change = createRoute({
  method: 'post',
  path: '/madrid/requests',
  tags,
  summary: 'Prepare a request about a registration on the docket (MM4 to MM9, MM11); nothing is filed',
  description:
    'MM4 subsequent designation, MM5 change in ownership, MM6 limitation, MM7 renunciation, MM8 cancellation, MM9 name or address, MM11 renewal.',
  request: {
    body: body(
      z.object({
        form: z.enum(changeForms).openapi({ example: 'MM4' }),
        numbers: z
          .array(text(20))
          .min(1)
          .max(100)
          .openapi({ example: ['1289218'] }),
        ...common,
        holder: Party.optional().openapi({
          description: 'As recorded; that of the basic mark when absent.',
        }),
        newHolder: Party.optional().openapi({
          description: 'MM5: the new owner. MM9: name and address from now on.',
        }),
        offices: z
          .array(code)
          .default([])
          .openapi({ description: 'None means all, where the form allows it.', example: ['JP'] }),
        goods: goods.default([]),
      }),
    ),
  },
  responses: { 200: packageOf(ChangePackage), ...failures(400, 404, 422) },
});
