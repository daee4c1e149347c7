import { Builder } from 'xml2js';
import {
  isoCountryCodes,
  notSupplied,
  dateNotSupplied,
  languageCode,
  officeCodes,
} from '../formats/st96/codes.ts';
import { xmlText, xmlToken } from '../formats/st96/text.ts';
import { problem } from '../formats/problems.ts';
import { namespaces } from '../formats/xml/namespaces.ts';
import type { BasicMark, Entry } from '../gi/entry.ts';
import type { NameForm } from '../gi/name-form.ts';
import type { Problem } from '../gi/problem.ts';
import { checkDesignations } from './designations.ts';
import { goodsIn, missingItems } from './missing.ts';
import type { FilingDetails } from './missing.ts';

/** An entry that can be filed: a GI registered as a collective or certification mark. */
export type FilableEntry = Entry & { basicMark: BasicMark };

/** True when the entry has the mark a filing rests on. */
export function hasBasicMark(entry: Entry): entry is FilableEntry {
  return entry.basicMark !== undefined;
}

/** The error for an entry that has none. */
export function noBasicMark(entry: Entry): Problem {
  return problem('madrid/no-basic-mark', `${entry.key} has no basic mark`, {
    field: 'basicMark',
    path: entry.key,
  });
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

function localised(name: Pick<NameForm, 'text' | 'language'>): object {
  const code = languageCode(name.language);
  return { ...(code === undefined ? {} : { $: { 'com:languageCode': code } }), _: xmlText(name.text) };
}

function applicant({ holder }: BasicMark): object {
  const latin = holder?.nameLatin;
  const names = [
    latin ?? holder?.name ?? notSupplied,
    ...(latin === undefined || !holder ? [] : [holder.name]),
  ].map(xmlText);
  const address = xmlText(holder?.address?.trim() || notSupplied);
  const country = holder?.countryCode;
  const postal =
    country !== undefined && isoCountryCodes.has(country)
      ? {
          'com:PostalStructuredAddress': {
            'com:AddressLineText': { $: { 'com:sequenceNumber': '1' }, _: address },
            'com:CountryCode': country,
          },
        }
      : { 'com:PostalAddressText': address };
  return {
    'com:Contact': {
      'com:Name': {
        'com:OrganizationName': {
          'com:OrganizationStandardName': names[0],
          ...(names[1] === undefined ? {} : { 'com:OrganizationOtherName': names[1] }),
        },
      },
      'com:PostalAddressBag': { 'com:PostalAddress': postal },
    },
  };
}

function goodsServices(mark: BasicMark, language: string): object[] {
  const numbers = [...new Set(mark.niceClasses.map((c) => c.classNumber))].sort((a, b) => a - b);
  if (numbers.length === 0) {
    return [
      {
        'tmk:GoodsServicesClassificationBag': {
          'tmk:GoodsServicesClassification': { 'tmk:ClassificationKindCode': 'Nice' },
        },
      },
    ];
  }
  return numbers.map((number) => ({
    'tmk:GoodsServicesClassificationBag': {
      'tmk:GoodsServicesClassification': {
        'tmk:ClassificationKindCode': 'Nice',
        'tmk:ClassNumber': String(number),
      },
    },
    'tmk:ClassDescriptionBag': {
      'tmk:ClassDescription': {
        'tmk:ClassNumber': String(number),
        'tmk:GoodsServicesDescriptionText': localised({
          text: goodsIn(mark, number, language) ?? notSupplied,
          language,
        }),
      },
    },
  }));
}

/** The mark's words and what they are in Latin letters and other languages, from the GI's own name forms. */
function markTexts(entry: FilableEntry): object {
  const original = entry.names.find((n) => n.kind === 'original') ?? entry.names[0];
  const category = transliterations[original?.script ?? ''];
  const latin = entry.names.filter(
    (n) => n.script === 'Latn' && (n.kind === 'romanisation' || n.kind === 'transcription'),
  );
  const translations = entry.names.filter((n) => n.kind === 'translation');
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
    'tmk:ApplicantBag': { 'tmk:Applicant': applicant(mark) },
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
    'tmk:GoodsServicesBag': { 'tmk:GoodsServices': goodsServices(mark, details.language) },
    'tmk:DesignatedCountryBag': {
      'tmk:DesignatedCountry': codes.map((code) => ({ 'com:DesignatedCountryCode': code })),
    },
    'com:ReceivingOfficeDate': details.receivedOn ?? dateNotSupplied,
    'com:PaymentBag': {
      'com:Payment': {
        'com:FeePayableTotalAmount': { $: { 'com:currencyCode': 'CHF' }, _: details.feeInSwissFrancs ?? '0' },
        ...(details.feeInSwissFrancs === undefined ? { 'com:CommentText': notSupplied } : {}),
      },
    },
  };
}

/**
 * A first filing package for a GI abroad: a `tmk:MadridApplication` in a MadridOfficeToIBTransaction of ST.96 V6_0,
 * valid against WIPO's schema, and what it still lacks. Where the schema demands something that is not known, the text
 * `not supplied`, the year `0001` or the amount 0 stands and `missing` names it: such a package is not to be sent.
 * Throws an `InputError` for designations that cannot be made, see `checkDesignations`.
 */
export function buildMadridApplication(
  entry: FilableEntry,
  designations: readonly string[],
  options: MadridOptions,
): { xml: string; missing: Problem[] } {
  const office = options.officeOfOrigin ?? 'CN';
  const details: FilingDetails = { ...options, language: options.language ?? 'en' };
  const { codes, warnings } = checkDesignations(designations, office);
  const builder = new Builder({
    rootName: 'tmk:MadridOfficeToIBTransaction',
    xmldec: { version: '1.0', encoding: 'UTF-8' },
    renderOpts: { pretty: true, indent: '  ' },
  });
  const xml = builder.buildObject({
    $: { 'xmlns:tmk': namespaces.tmk, 'xmlns:com': namespaces.com, 'com:st96Version': 'V6_0' },
    'tmk:MadridOfficeTransactionHeader': {
      'com:IPOfficeCode': officeCodes.has(office) ? office : 'XX',
      'com:RequestDate': options.madeOn,
      'com:TransactionTotalQuantity': '1',
    },
    'tmk:MadridOfficeToIBBag': { 'tmk:MadridApplication': application(entry, codes, office, details) },
  });
  return { xml: `${xml}\n`, missing: [...missingItems(entry, codes, details), ...warnings] };
}
