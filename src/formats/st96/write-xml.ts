import { Builder } from 'xml2js';
import { dateNotSupplied, notSupplied } from './codes.ts';
import type {
  LocalText,
  St96Classification,
  St96Gi,
  St96Publication,
  St96Refusal,
  St96Transaction,
} from './model.ts';

/** Version of ST.96 that is written. */
export const st96Version = 'V6_0';

/** An element in the shape xml2js builds from: attributes under `$`, text under `_`, children by name in order. */
interface Built {
  [name: string]: string | Built | (string | Built)[] | Record<string, string>;
}

const versioned = { 'com:st96Version': st96Version };
const builder = new Builder({
  headless: true,
  rootName: 'gin:GITransactionBody',
  renderOpts: { pretty: true, indent: ' ' },
});

function sequence(index: number): string {
  return String(index + 1).padStart(3, '0');
}

function localTexts(texts: LocalText[]): Built[] {
  return texts.map(({ text, languageCode }, i) => ({
    $: {
      ...(languageCode === undefined ? {} : { 'com:languageCode': languageCode }),
      'com:sequenceNumber': sequence(i),
    },
    _: text,
  }));
}

function many<T extends Built | string>(name: string, items: T[]): Built {
  return items.length === 0 ? {} : { [name]: items };
}

function classification(c: St96Classification): Built {
  return {
    'tmk:ClassificationKindCode': c.kindCode,
    ...(c.classNumber === undefined ? {} : { 'tmk:ClassNumber': c.classNumber }),
    ...(c.nationalClassNumber === undefined ? {} : { 'tmk:NationalClassNumber': c.nationalClassNumber }),
    ...(c.title === undefined ? {} : { 'tmk:ClassTitleText': c.title }),
  };
}

function productIndication(gi: St96Gi): Built {
  const classes = gi.classifications.length > 0 ? gi.classifications : [{ kindCode: notSupplied }];
  return {
    'tmk:GoodsServices': {
      'tmk:GoodsServicesClassificationBag': {
        'tmk:GoodsServicesClassification': classes.map(classification),
      },
      ...(gi.goodsDescriptions.length === 0
        ? {}
        : {
            'tmk:ClassDescriptionBag': {
              'tmk:ClassDescription': { 'tmk:GoodsServicesDescriptionText': gi.goodsDescriptions },
            },
          }),
    },
    ...many('gin:ProductCategory', gi.productCategories),
  };
}

function publication({ identifier, date, uri }: St96Publication): Built {
  return {
    'com:PublicationIdentifier': identifier,
    ...(date === undefined ? {} : { 'com:PublicationDate': date }),
    ...(uri === undefined ? {} : { 'com:WebAddressURI': uri }),
  };
}

function numbers(gi: St96Gi): Built {
  return {
    ...(gi.applicationNumber === undefined
      ? {}
      : {
          'com:ApplicationNumber': { 'com:ApplicationNumberText': gi.applicationNumber },
          'com:ApplicationDate': gi.applicationDate ?? dateNotSupplied,
        }),
    ...(gi.registrationNumber === undefined
      ? {}
      : {
          'com:RegistrationNumber': gi.registrationNumber,
          ...(gi.registrationDate === undefined ? {} : { 'com:RegistrationDate': gi.registrationDate }),
        }),
  };
}

const marker = { $: { 'com:languageCode': 'en' }, _: notSupplied };

function giData(gi: St96Gi): Built {
  const names = gi.names.length > 0 ? localTexts(gi.names) : [marker];
  return {
    $: {
      ...(gi.id === undefined ? {} : { 'com:id': gi.id }),
      'com:officeCode': gi.officeCode,
      'com:languageCode': gi.languageCode,
    },
    ...numbers(gi),
    'gin:GINameBag': {
      'gin:GINameText': names,
      ...many('gin:GINameTransliterationText', localTexts(gi.transliterations)),
      ...many('gin:GINameTranslationText', localTexts(gi.translations)),
    },
    'gin:ProductIndicationBag': productIndication(gi),
    'gin:FeatureDescriptionBag': { 'gin:FeatureDescription': { 'gin:FeatureDescriptionText': marker } },
    'gin:GeographicRegionDescriptionBag': {
      'gin:GeographicRegionDescription': {
        'gin:GeographicRegionDescriptionText': { ...marker, $: { ...marker.$, 'com:sequenceNumber': '001' } },
      },
    },
    'gin:GICategory': gi.category ?? 'Geographical Indication',
    ...(gi.comment === undefined ? {} : { 'com:CommentText': gi.comment }),
    ...(gi.publications.length === 0
      ? {}
      : { 'gin:GIPublicationBag': { 'gin:GIPublication': gi.publications.map(publication) } }),
    ...(gi.status === undefined ? {} : { 'gin:GIStatusCategory': gi.status }),
    ...(gi.expiryDate === undefined ? {} : { 'com:ExpiryDate': gi.expiryDate }),
  };
}

function refusalRecord(refusal: St96Refusal, { identifier, gi }: St96Transaction): Built {
  return {
    'gin:GIRecord': {
      'gin:GIRefusalRecord': {
        'gin:GIData': giData(gi),
        'com:RecordEventDate': refusal.eventDate ?? dateNotSupplied,
        'com:RecordIdentifier': identifier,
        'gin:GIRecordReasonText': refusal.reason,
        'gin:RefusalCategory': refusal.category,
        ...(refusal.ground === undefined ? {} : { 'gin:RefusalGroundText': refusal.ground }),
      },
    },
  };
}

/** One `gin:GITransactionBody` element, indented by one space a level, without namespace declarations. */
export function transactionXml(transaction: St96Transaction): string {
  const { refusal } = transaction;
  const body: Built = {
    $: versioned,
    'gin:TransactionContentBag': {
      $: versioned,
      'com:TransactionIdentifier': transaction.identifier,
      // The category list has no value for geographical indications; this is the one the reference list uses.
      'com:TransactionCategory': 'Application information',
      'com:TransactionSubCode': refusal ? 'GI-LIST-REFUSAL' : 'GI-LIST-ENTRY',
      'gin:TransactionData': {
        $: versioned,
        ...(refusal
          ? { 'gin:GIRecordBag': refusalRecord(refusal, transaction) }
          : { 'gin:GIData': giData(transaction.gi) }),
      },
    },
  };
  return builder.buildObject(body);
}
