import { giTypes } from '../../gi/entry.ts';
import type { EntryStatus, GiType } from '../../gi/entry.ts';
import type { ProductClass } from '../../gi/product.ts';

/** Text written where ST.96 demands a description the list does not have; read back as absence. Never a description. */
export const notSupplied = 'not supplied';
/** Year written where ST.96 demands a date the list does not have (`xsd:gYear`); read back as absence. */
export const dateNotSupplied = '0001';

/** True for the marker and for an empty text. */
export function isNotSupplied(text: string | undefined): boolean {
  if (text === undefined || text === '' || text === notSupplied) return true;
  const trimmed = text.trim();
  return trimmed === '' || (trimmed.length === notSupplied.length && trimmed.toLowerCase() === notSupplied);
}

/** `com:WIPOST3CodeType` of V6_0. */
export const officeCodes: ReadonlySet<string> = new Set(
  (
    'AD AE AF AG AI AL AM AO AP AR AT AU AW AZ BA BB BD BE BF BG BH BI BJ BM BN BO BQ BR BS BT BV BW BX BY BZ CA CD CF ' +
    'CG CH CI CK CL CM CN CO CR CU CV CW CY CZ DE DJ DK DM DO DZ EA EC EE EG EH EM EP ER ES ET EU FI FJ FK FO FR GA GB ' +
    'GC GD GE GG GH GI GL GM GN GQ GR GS GT GW GY HK HN HR HT HU IB ID IE IL IM IN IQ IR IS IT JE JM JO JP KE KG KH KI ' +
    'KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MK ML MM MN MO MP MR MS MT MU MV MW MX MY MZ ' +
    'NA NE NG NI NL NO NP NR NZ OA OM PA PE PG PH PK PL PT PW PY QA QZ RO RS RU RW SA SB SC SD SE SG SH SI SK SL SM SN ' +
    'SO SR SS ST SV SX SY SZ TC TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VN VU WO WS XN XU XV ' +
    'XX YE ZA ZM ZW'
  ).split(' '),
);

/** Codes of {@link officeCodes} that stand for an organisation, not a country a GI comes from. */
export const organisationCodes: ReadonlySet<string> = new Set(
  'AP BX EA EM EP EU GC IB OA QZ WO XN XU XV XX'.split(' '),
);

/** `com:ISOLanguageCodeType` of V6_0: ISO 639-1, nothing longer. */
const languageCodes: ReadonlySet<string> = new Set(
  (
    'aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en ' +
    'eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ' +
    'ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ' +
    'ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss ' +
    'st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu'
  ).split(' '),
);

/** ISO 639-1 code of a BCP 47 tag, if ST.96 can say it. */
export function languageCode(tag: string): string | undefined {
  const primary = tag.split('-')[0]?.toLowerCase() ?? '';
  return languageCodes.has(primary) ? primary : undefined;
}

/** `gin:GICategoryType`. */
export const giCategories: Record<GiType, string> = {
  PDO: 'Protected Designation of Origin',
  PGI: 'Protected Geographical Indication',
  GI: 'Geographical Indication',
  AO: 'Appellation of Origin',
  TSG: 'Traditional Specialty Guaranteed',
  unknown: 'Geographical Indication',
};

const typeByCategory = new Map(
  giTypes.filter((type) => type !== 'unknown').map((type) => [giCategories[type], type]),
);

export function giTypeOf(category: string): GiType | undefined {
  return typeByCategory.get(category);
}

/** `gin:GIStatusCategoryType`; it has no value for a refusal, which travels as a GIRefusalRecord. */
export const statusCategories: Record<Exclude<EntryStatus, 'refused'>, string> = {
  applied: 'Filing',
  published: 'Published',
  protected: 'Registered',
  ended: 'Ended',
};

const statusByCategory = new Map(
  Object.entries(statusCategories).map(([status, category]) => [category, status as EntryStatus]),
);

export function statusOf(category: string): EntryStatus | undefined {
  return statusByCategory.get(category);
}

/** `gin:ProductCategoryType` values written for a class; `Diary` is the schema's own spelling. */
export const productCategories: Record<ProductClass, string[]> = {
  wine: ['Wine'],
  'aromatised-wine': ['Other alcohol'],
  spirit: ['Spirits'],
  beer: ['Beer'],
  food: ['Agricultural Product or Food'],
  meat: ['Meat'],
  dairy: ['Diary'],
  oil: ['Oils and fats'],
  'fruit-vegetable': ['Fruit', 'Vegetable'],
  cereal: ['Cereals'],
  fish: ['Fish'],
  tea: ['Tea'],
  coffee: ['Coffee'],
  condiment: ['Spices'],
  bakery: ['Bakers wares'],
  beverage: ['NonAlcohol'],
  medicinal: ['Natural goods'],
  handicraft: ['Crafts'],
  textile: ['Textile'],
  other: ['Other'],
};

const classOfCategory: Record<string, ProductClass> = {
  Beer: 'beer',
  'Chocolate and derived products': 'food',
  'Bakers wares': 'bakery',
  'Beverages made from plant extracts': 'beverage',
  Pasta: 'food',
  'Mustard paste': 'condiment',
  'Natural gums and resins': 'other',
  'Essential oils': 'other',
  Hay: 'other',
  Cork: 'other',
  Cochineal: 'other',
  'Flowers and ornamental plants': 'other',
  Cotton: 'textile',
  Wool: 'textile',
  Wicker: 'handicraft',
  'Scutched flax': 'textile',
  Leather: 'textile',
  Fur: 'textile',
  Feather: 'textile',
  'Prepared meals': 'food',
  Wine: 'wine',
  Spirits: 'spirit',
  'Agricultural Product or Food': 'food',
  Diary: 'dairy',
  Fish: 'fish',
  Fruit: 'fruit-vegetable',
  Game: 'meat',
  Glass: 'handicraft',
  Meat: 'meat',
  Music: 'other',
  NonAlcohol: 'beverage',
  'Other alcohol': 'spirit',
  Religious: 'other',
  Salt: 'condiment',
  Stone: 'handicraft',
  Textile: 'textile',
  Vegetable: 'fruit-vegetable',
  'Mineral water': 'beverage',
  Crafts: 'handicraft',
  Cheese: 'dairy',
  Butter: 'dairy',
  Spices: 'condiment',
  Cereals: 'cereal',
  'Products of the milling industry': 'cereal',
  Oilseeds: 'oil',
  'Oils and fats': 'oil',
  'Confectionery and baked products': 'bakery',
  'Sugars and syrups': 'food',
  'Table and processed olives': 'fruit-vegetable',
  Vinegar: 'condiment',
  Honey: 'food',
  Gingerbread: 'bakery',
  Tea: 'tea',
  Coffee: 'coffee',
  Clothing: 'textile',
  'Endemic species': 'other',
  'Forest product': 'other',
  Hops: 'other',
  Ginseng: 'medicinal',
  'Manufactured products': 'other',
  'Natural goods': 'other',
  Other: 'other',
};

/** The class an ST.96 product category belongs to; undefined for a value the schema does not list. */
export function productClassOf(category: string): ProductClass | undefined {
  return classOfCategory[category];
}

/** `com:ISOCountryCodeType` of V6_0. */
export const isoCountryCodes: ReadonlySet<string> = new Set(
  (
    'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC ' +
    'CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD ' +
    'GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH ' +
    'KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW ' +
    'MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC ' +
    'SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY ' +
    'UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'
  ).split(' '),
);
