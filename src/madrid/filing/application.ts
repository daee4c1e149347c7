import { dateNotSupplied, notSupplied } from '../../formats/st96/codes.ts';
import { xmlText, xmlToken } from '../../formats/st96/text.ts';
import { problem } from '../../formats/problems.ts';
import type { BasicMark, Entry } from '../../gi/entry.ts';
import type { NameForm } from '../../gi/name-form.ts';
import type { Problem } from '../../gi/problem.ts';
import { checkDesignations } from './designations.ts';
import {
  designatedCountries,
  goodsServices,
  localised,
  party,
  payment,
  receivingDate,
  transaction,
} from './elements.ts';
import { goodsOf, missingItems, type FilingDetails } from './missing.ts';
import { withTold } from './told.ts';

/** An entry that can be filed: a GI registered as a collective or certification mark. */
export type FilableEntry = Entry & { basicMark: BasicMark };

/** True when the entry has the mark a filing rests on. */
export function hasBasicMark(entry: Entry): entry is FilableEntry {
  return entry.basicMark !== undefined;
}

/** The error for a GI none of whose entries has one; `giId` as it was asked for. */
export function noBasicMark(giId: string): Problem {
  return problem('madrid/no-basic-mark', `${giId} has no basic mark`, { field: 'basicMark', path: giId });
}

export interface MadridOptions extends Partial<FilingDetails> {
  /** ST.3 code of the office of origin, `CN` when left out. */
  officeOfOrigin?: string;
  /** Day the package is made, `YYYY-MM-DD`; the caller's clock. */
  madeOn: string;
}

const transliterations: Record<string, string> = {
  Hans: 'Chinese to Latin',
  Hant: 'Chinese to Latin',
  Hani: 'Chinese to Latin',
  Thai: 'Thai to Latin',
  Grek: 'Greek to Latin',
  Cyrl: 'Cyrillic to Latin',
  Jpan: 'Japanese to Latin',
  Hang: 'Korean to Latin',
  Arab: 'Arabic to Latin',
  Armn: 'Armenian to Latin',
  Geor: 'Georgian to Latin',
  Hebr: 'Hebrew to Latin',
};

/** The words of a mark and what they are in Latin letters and other languages, from the GI's own name forms. */
export interface MarkWords {
  original: NameForm | undefined;
  /** Romanisations and transcriptions, the only ones a filing may call transliterations. */
  transliterations: NameForm[];
  translations: NameForm[];
}

export function markWords(names: readonly NameForm[]): MarkWords {
  return {
    original: names.find((n) => n.kind === 'original') ?? names[0],
    transliterations: names.filter(
      (n) => n.script === 'Latn' && (n.kind === 'romanisation' || n.kind === 'transcription'),
    ),
    translations: names.filter((n) => n.kind === 'translation'),
  };
}

function markTexts(entry: FilableEntry): object {
  const { original, transliterations: latin, translations } = markWords(entry.names);
  const category = transliterations[original?.script ?? ''];
  return {
    'tmk:MarkVerbalElementText': original ? localised(original) : notSupplied,
    ...(translations.length === 0
      ? {}
      : { 'tmk:MarkTranslationTextBag': { 'tmk:MarkTranslationText': translations.map(localised) } }),
    ...(category === undefined || latin.length === 0
      ? {}
      : {
          'tmk:MarkTransliteration': latin.map((n) => ({
            $: { 'tmk:transliterationCategory': category },
            _: xmlToken(n.text),
          })),
        }),
    ...(entry.notClaimed.length === 0
      ? {}
      : { 'tmk:MarkDisclaimerBag': { 'tmk:MarkDisclaimerText': entry.notClaimed.map(xmlText) } }),
    'tmk:MarkCategory': entry.basicMark.kind === 'collective' ? 'Collective mark' : 'Certification mark',
  };
}

function application(entry: FilableEntry, codes: string[], office: string, details: FilingDetails): object {
  const { basicMark: mark } = entry;
  return {
    ...(details.officeReference === undefined
      ? {}
      : { 'com:OfficeReferenceIdentifier': xmlToken(details.officeReference) }),
    'com:ApplicationLanguageCode': details.language,
    ...(codes.includes('EM') &&
      details.secondLanguage && { 'com:SecondLanguageCode': details.secondLanguage }),
    'tmk:ApplicantBag': { 'tmk:Applicant': party(mark.holder) },
    'tmk:BasicRegistrationApplicationBag': {
      'tmk:BasicRegistrationApplication': {
        'com:RegistrationOfficeCode': office,
        'tmk:BasicRegistrationBag': {
          'tmk:BasicRegistration': {
            'tmk:BasicRegistrationNumber': xmlText(mark.number),
            'tmk:BasicRegistrationDate': mark.registeredOn ?? dateNotSupplied,
          },
        },
      },
    },
    ...markTexts(entry),
    'tmk:GoodsServicesBag': goodsServices(goodsOf(mark, details), details.language),
    'tmk:DesignatedCountryBag': designatedCountries(codes),
    'com:ReceivingOfficeDate': receivingDate(details.receivedOn),
    'com:PaymentBag': payment(details.feeInSwissFrancs),
  };
}

/**
 * A first filing package for a GI abroad (form MM2): a `tmk:MadridApplication` in a MadridOfficeToIBTransaction of
 * ST.96 V6_0, valid against WIPO's schema, and what it still lacks. Where the schema demands something that is not
 * known, the text `not supplied`, the year `0001` or the amount 0 stands and `missing` names it: such a package is not
 * to be sent. What the options tell stands in place of what the entry does not hold; `entry` is the entry with it.
 * Throws an `InputError` for designations that cannot be made, see `checkDesignations`.
 */
export function buildMadridApplication(
  held: FilableEntry,
  designations: readonly string[],
  options: MadridOptions,
): { xml: string; codes: string[]; missing: Problem[]; entry: FilableEntry } {
  const office = options.officeOfOrigin ?? 'CN';
  const details: FilingDetails = { ...options, language: options.language ?? 'en' };
  const { codes, warnings } = checkDesignations(designations, office);
  const { entry, differs } = withTold(held, details);
  const record = { 'tmk:MadridApplication': application(entry, codes, office, details) };
  return {
    xml: transaction(office, options.madeOn, record),
    codes,
    missing: [...missingItems(entry, codes, details), ...differs, ...warnings],
    entry,
  };
}
