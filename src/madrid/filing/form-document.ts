import type { Problem } from '../../gi/problem.ts';
import type { BasicMark } from '../../gi/entry.ts';
import type { FilableEntry, MarkWords } from './application.ts';
import { markWords } from './application.ts';
import type { ChangeRequest } from './change.ts';
import type { ClassGoods, PartyDetails } from './elements.ts';
import { forms, type FormKind } from './forms.ts';
import { goodsOf, type FilingDetails } from './missing.ts';

/** A line of a form: what is asked, and the answer; `box` prints the answer large in a frame, as a mark is shown. */
export interface FormLine {
  label: string;
  value: string;
  /** Stands for something that is still to be supplied. */
  missing?: boolean;
  box?: boolean;
}

/**
 * A filing as the printed form shows it: numbered items with their lines. The numbering follows the paper forms as
 * recalled; the official form of the day prevails.
 */
export interface FormDocument {
  form: FormKind | 'Rule 17';
  title: string;
  article: string;
  language: string;
  madeOn: string;
  reference?: string | undefined;
  items: { heading: string; lines: FormLine[] }[];
  missing: Problem[];
}

const blank = '…';

/** A line with its answer, or with a blank to fill in. */
export function line(label: string, value: string | undefined): FormLine {
  return value === undefined || value.trim() === ''
    ? { label, value: blank, missing: true }
    : { label, value };
}

function partyLines(holder: PartyDetails | undefined): FormLine[] {
  return [
    line('Name', holder?.nameLatin ?? holder?.name),
    ...(holder?.nameLatin ? [line('Name in original characters', holder.name)] : []),
    line('Address', holder?.address),
    line('State', holder?.countryCode),
  ];
}

function goodsLines(goods: readonly ClassGoods[]): FormLine[] {
  return goods.length === 0
    ? [line('Class', undefined)]
    : goods.map(({ classNumber, text }) => line(`Class ${classNumber}`, text));
}

function markLines({ original }: MarkWords): FormLine[] {
  return [{ ...line('Mark', original?.text), box: true }];
}

function indications(words: MarkWords, mark: BasicMark, notClaimed: readonly string[]): FormLine[] {
  const texts = (of: { text: string }[]): string => of.map((n) => n.text).join('; ');
  return [
    line('Type of mark', mark.kind === 'collective' ? 'Collective mark' : 'Certification mark'),
    line('Transliteration', texts(words.transliterations)),
    ...words.translations.map((n) => line(`Translation (${n.language})`, n.text)),
    ...(notClaimed.length > 0 ? [line('Disclaimer', notClaimed.join('; '))] : []),
  ];
}

/** An application (MM2) as a form. */
export function applicationForm(
  entry: FilableEntry,
  codes: readonly string[],
  missing: Problem[],
  details: FilingDetails & { officeOfOrigin: string; madeOn: string },
): FormDocument {
  const { basicMark: mark } = entry;
  const words = markWords(entry.names);
  const { title, article } = forms.MM2;
  return {
    form: 'MM2',
    title,
    article,
    language: details.language,
    madeOn: details.madeOn,
    reference: details.officeReference,
    missing,
    items: [
      {
        heading: '1  Contracting Party whose Office is the Office of origin',
        lines: [line('Office', details.officeOfOrigin)],
      },
      { heading: '2  Applicant', lines: partyLines(mark.holder) },
      {
        heading: '5  Basic registration',
        lines: [line('Number', mark.number), line('Date of registration', mark.registeredOn)],
      },
      {
        heading: '7  The mark',
        lines: [...markLines(words), line('Representation', details.representation)],
      },
      { heading: '9  Miscellaneous indications', lines: indications(words, mark, entry.notClaimed) },
      { heading: '10  Goods and services', lines: goodsLines(goodsOf(mark, details)) },
      {
        heading: '11  Designated Contracting Parties',
        lines: [
          line('Codes', codes.join(', ')),
          ...(codes.includes('EM') ? [line('EM: second language', details.secondLanguage)] : []),
          ...(codes.includes('US') ? [line('US: intention to use, enclosed', details.intentToUse)] : []),
        ],
      },
      { heading: 'Regulations governing use', lines: [line('Enclosed', details.regulations)] },
      { heading: '12  Signature of the applicant', lines: [line('Signature', undefined)] },
      {
        heading: '13  Certification and signature of the Office of origin',
        lines: [line('Request received on', details.receivedOn), line('Signature and seal', undefined)],
      },
      { heading: 'Fees', lines: [line('Total in Swiss francs', details.feeInSwissFrancs)] },
    ],
  };
}

const goodsHeadings = {
  MM4: 'Limited to these goods for these Contracting Parties',
  MM5: 'Goods that change hands',
  MM6: 'Limited to these goods',
  MM8: 'Goods cancelled',
} as const;

/** A request about registrations that stand (MM4 to MM11) as a form. */
export function changeForm(
  request: ChangeRequest,
  codes: readonly string[],
  missing: Problem[],
  madeOn: string,
): FormDocument {
  const { form } = request;
  const rule = forms[form];
  const all = { MM5: 'All goods and services', MM8: 'All goods and services: total cancellation' } as const;
  const goodsItem =
    form in goodsHeadings && (request.goods.length > 0 || form in all)
      ? [
          {
            heading: goodsHeadings[form as keyof typeof goodsHeadings],
            lines:
              request.goods.length > 0
                ? goodsLines(request.goods)
                : [line('Scope', all[form as keyof typeof all])],
          },
        ]
      : [];
  const items = [
    { heading: 'International registration', lines: [line('Number', request.numbers.join(', '))] },
    { heading: 'Holder as recorded', lines: partyLines(request.holder) },
    ...(rule.newHolder
      ? [
          {
            heading: form === 'MM5' ? 'New owner (transferee)' : 'Name and address from now on',
            lines: partyLines(request.newHolder),
          },
        ]
      : []),
    ...(rule.offices === 'none'
      ? []
      : [
          {
            heading: form === 'MM4' ? 'Contracting Parties designated' : 'Contracting Parties concerned',
            lines: [line('Codes', codes.length > 0 ? codes.join(', ') : 'All')],
          },
        ]),
    ...goodsItem,
    { heading: 'Signature', lines: [line('Holder or Office', undefined)] },
    ...(rule.fee
      ? [{ heading: 'Fees', lines: [line('Total in Swiss francs', request.feeInSwissFrancs)] }]
      : []),
  ];
  return {
    form,
    title: rule.title,
    article: rule.article,
    language: request.language,
    madeOn,
    reference: request.officeReference,
    items: items.map((item, i) => ({ ...item, heading: `${i + 1}  ${item.heading}` })),
    missing,
  };
}
