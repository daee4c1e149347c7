import { Builder } from 'xml2js';
import {
  dateNotSupplied,
  isoCountryCodes,
  languageCode,
  notSupplied,
  officeCodes,
} from '../../formats/st96/codes.ts';
import { xmlText } from '../../formats/st96/text.ts';
import { namespaces } from '../../formats/xml/namespaces.ts';
import type { BasicMark } from '../../gi/entry.ts';

/** Parts that records of a `tmk:MadridOfficeToIBTransaction` of ST.96 V6_0 share. */

/** Working languages of the Madrid System. */
export const workingLanguages = ['en', 'fr', 'es'] as const;
export type WorkingLanguage = (typeof workingLanguages)[number];

/** Languages of the office of the European Union, of which the second one is chosen; recalled, not read. */
export const secondLanguages = ['en', 'fr', 'de', 'es', 'it'] as const;
export type SecondLanguage = (typeof secondLanguages)[number];

export type PartyDetails = NonNullable<BasicMark['holder']>;

/** Goods of one Nice class in the language of the filing; without a text they are still to be supplied. */
export interface ClassGoods {
  classNumber: number;
  text?: string | undefined;
}

/** One record in a transaction from an office to the International Bureau; `madeOn` is the day it is made. */
export function transaction(office: string, madeOn: string, record: object): string {
  const builder = new Builder({
    rootName: 'tmk:MadridOfficeToIBTransaction',
    xmldec: { version: '1.0', encoding: 'UTF-8' },
    renderOpts: { pretty: true, indent: '  ' },
  });
  const xml = builder.buildObject({
    $: { 'xmlns:tmk': namespaces.tmk, 'xmlns:com': namespaces.com, 'com:st96Version': 'V6_0' },
    'tmk:MadridOfficeTransactionHeader': {
      'com:IPOfficeCode': officeCodes.has(office) ? office : 'XX',
      'com:RequestDate': madeOn,
      'com:TransactionTotalQuantity': '1',
    },
    'tmk:MadridOfficeToIBBag': record,
  });
  return `${xml}\n`;
}

/** A text with its language, where ST.96 knows the language. */
export function localised(name: { text: string; language: string }): object {
  const code = languageCode(name.language);
  return { ...(code === undefined ? {} : { $: { 'com:languageCode': code } }), _: xmlText(name.text) };
}

/** An applicant or holder: the Latin name first, as the register keeps it, the original one beside it. */
export function party(holder: PartyDetails | undefined): object {
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

/** Class descriptions of goods, in the order given. */
export function classDescriptions(goods: readonly ClassGoods[], language: string): object {
  return {
    'tmk:ClassDescription': goods.map(({ classNumber, text }) => ({
      'tmk:ClassNumber': String(classNumber),
      'tmk:GoodsServicesDescriptionText': localised({ text: text ?? notSupplied, language }),
    })),
  };
}

/** The goods of a filing, one element a class; the scheme alone where no class is known. */
export function goodsServices(goods: readonly ClassGoods[], language: string): object {
  if (goods.length === 0) {
    return {
      'tmk:GoodsServices': {
        'tmk:GoodsServicesClassificationBag': {
          'tmk:GoodsServicesClassification': { 'tmk:ClassificationKindCode': 'Nice' },
        },
      },
    };
  }
  return {
    'tmk:GoodsServices': goods.map((one) => ({
      'tmk:GoodsServicesClassificationBag': {
        'tmk:GoodsServicesClassification': {
          'tmk:ClassificationKindCode': 'Nice',
          'tmk:ClassNumber': String(one.classNumber),
        },
      },
      'tmk:ClassDescriptionBag': classDescriptions([one], language),
    })),
  };
}

export function designatedCountries(codes: readonly string[]): object {
  return { 'tmk:DesignatedCountry': codes.map((code) => ({ 'com:DesignatedCountryCode': code })) };
}

/** The fee in Swiss francs; 0 with a remark where it is not known yet. */
export function payment(feeInSwissFrancs: string | undefined): object {
  return {
    'com:Payment': {
      'com:FeePayableTotalAmount': { $: { 'com:currencyCode': 'CHF' }, _: feeInSwissFrancs ?? '0' },
      ...(feeInSwissFrancs === undefined ? { 'com:CommentText': notSupplied } : {}),
    },
  };
}

/** The day the office received the request; the year 0001 where it is not known yet. */
export function receivingDate(receivedOn: string | undefined): string {
  return receivedOn ?? dateNotSupplied;
}
