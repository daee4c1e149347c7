import { z } from 'zod';
import type { St96Transaction } from '../st96/model.ts';
import { isoDate } from '../../gi/thai-date.ts';

/*
 * ST.96 names in lowerCamelCase in the manner of ST.97: elements are members, bags of one kind are arrays, attributes
 * are members beside the text. No not-supplied markers are needed: what is not there is left out.
 */

const day = z.string().refine((text) => {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match !== null && isoDate(Number(match[1]), Number(match[2]), Number(match[3])) !== undefined;
}, 'must be a day, YYYY-MM-DD');

const localText = z.object({
  languageCode: z.string().optional(),
  sequenceNumber: z.string().optional(),
  text: z.string(),
});

const giDataSchema = z.object({
  id: z.string().optional(),
  officeCode: z.string(),
  languageCode: z.string(),
  applicationNumber: z.object({ applicationNumberText: z.string() }).optional(),
  applicationDate: day.optional(),
  registrationNumber: z.string().optional(),
  registrationDate: day.optional(),
  giNameBag: z.object({
    giNameText: z.array(localText),
    giNameTransliterationText: z.array(localText).optional(),
    giNameTranslationText: z.array(localText).optional(),
  }),
  productIndicationBag: z
    .object({
      goodsServicesClassificationBag: z
        .array(
          z.object({
            classificationKindCode: z.string(),
            classNumber: z.string().optional(),
            nationalClassNumber: z.string().optional(),
            classTitleText: z.string().optional(),
          }),
        )
        .optional(),
      goodsServicesDescriptionText: z.array(z.string()).optional(),
      productCategory: z.array(z.string()).optional(),
    })
    .optional(),
  giCategory: z.string().optional(),
  commentText: z.string().optional(),
  giPublicationBag: z
    .array(
      z.object({
        publicationIdentifier: z.string(),
        publicationDate: day.optional(),
        webAddressURI: z.string().optional(),
      }),
    )
    .optional(),
  giStatusCategory: z.string().optional(),
  withdrawalDate: day.optional(),
  expiryDate: day.optional(),
});

/** One transaction on the wire; `giGateway` is the companion data. */
export const transactionSchema = z.object({
  transactionIdentifier: z.string(),
  transactionCategory: z.string().optional(),
  transactionSubCode: z.string().optional(),
  giData: giDataSchema,
  giRefusalRecord: z
    .object({
      recordEventDate: day.optional(),
      giRecordReasonText: z.string().optional(),
      refusalCategory: z.enum(['Partial', 'Total']),
      refusalGroundText: z.string().optional(),
    })
    .optional(),
  giGateway: z.unknown().optional(),
});

export type WireTransaction = z.infer<typeof transactionSchema>;

type Kept<T> = { [K in keyof T]: T[K] };

/** The members that are not undefined. */
function kept<T extends object>(members: T): Kept<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Kept<T>;
}

function filled<T>(items: T[]): T[] | undefined {
  return items.length === 0 ? undefined : items;
}

/** The wire shape of a transaction. */
export function toWire({ identifier, gi, refusal }: St96Transaction): WireTransaction {
  const texts = gi.classifications.map(({ kindCode, classNumber, nationalClassNumber, title }) =>
    kept({ classificationKindCode: kindCode, classNumber, nationalClassNumber, classTitleText: title }),
  );
  return kept({
    transactionIdentifier: identifier,
    transactionCategory: 'Application information',
    transactionSubCode: refusal ? 'GI-LIST-REFUSAL' : 'GI-LIST-ENTRY',
    giData: kept({
      id: gi.id,
      officeCode: gi.officeCode,
      languageCode: gi.languageCode,
      applicationNumber:
        gi.applicationNumber === undefined ? undefined : { applicationNumberText: gi.applicationNumber },
      applicationDate: gi.applicationDate,
      registrationNumber: gi.registrationNumber,
      registrationDate: gi.registrationDate,
      giNameBag: kept({
        giNameText: gi.names,
        giNameTransliterationText: filled(gi.transliterations),
        giNameTranslationText: filled(gi.translations),
      }),
      productIndicationBag: kept({
        goodsServicesClassificationBag: filled(texts),
        goodsServicesDescriptionText: filled(gi.goodsDescriptions),
        productCategory: filled(gi.productCategories),
      }),
      giCategory: gi.category,
      commentText: gi.comment,
      giPublicationBag: filled(
        gi.publications.map(({ identifier: publicationIdentifier, date, uri }) =>
          kept({ publicationIdentifier, publicationDate: date, webAddressURI: uri }),
        ),
      ),
      giStatusCategory: gi.status,
      withdrawalDate: gi.withdrawalDate,
      expiryDate: gi.expiryDate,
    }),
    giRefusalRecord:
      refusal &&
      kept({
        recordEventDate: refusal.eventDate,
        giRecordReasonText: refusal.reason,
        refusalCategory: refusal.category,
        refusalGroundText: refusal.ground,
      }),
  });
}

/** A transaction from its wire shape. */
export function fromWire(wire: WireTransaction): St96Transaction {
  const { giData: gi, giRefusalRecord: refusal } = wire;
  const { giNameBag: names, productIndicationBag: product } = gi;
  return kept({
    identifier: wire.transactionIdentifier,
    gi: kept({
      id: gi.id,
      officeCode: gi.officeCode,
      languageCode: gi.languageCode,
      applicationNumber: gi.applicationNumber?.applicationNumberText,
      applicationDate: gi.applicationDate,
      registrationNumber: gi.registrationNumber,
      registrationDate: gi.registrationDate,
      names: names.giNameText,
      transliterations: names.giNameTransliterationText ?? [],
      translations: names.giNameTranslationText ?? [],
      classifications: (product?.goodsServicesClassificationBag ?? []).map((c) =>
        kept({
          kindCode: c.classificationKindCode,
          classNumber: c.classNumber,
          nationalClassNumber: c.nationalClassNumber,
          title: c.classTitleText,
        }),
      ),
      goodsDescriptions: product?.goodsServicesDescriptionText ?? [],
      productCategories: product?.productCategory ?? [],
      category: gi.giCategory,
      comment: gi.commentText,
      publications: (gi.giPublicationBag ?? []).map((p) =>
        kept({ identifier: p.publicationIdentifier, date: p.publicationDate, uri: p.webAddressURI }),
      ),
      status: gi.giStatusCategory,
      withdrawalDate: gi.withdrawalDate,
      expiryDate: gi.expiryDate,
    }),
    refusal:
      refusal &&
      kept({
        eventDate: refusal.recordEventDate,
        reason: refusal.giRecordReasonText ?? '',
        category: refusal.refusalCategory,
        ground: refusal.refusalGroundText,
      }),
  });
}
