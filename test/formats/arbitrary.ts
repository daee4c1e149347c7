import fc from 'fast-check';
import { protectionChannels, type ProtectionChannel } from '../../src/gi/channel.ts';
import { entryStatuses, giTypes } from '../../src/gi/entry.ts';
import type { BasicMark, Entry, EntryDates, LegalReference } from '../../src/gi/entry.ts';
import { evidenceLevels } from '../../src/gi/evidence.ts';
import type { Evidence } from '../../src/gi/evidence.ts';
import { nameKinds } from '../../src/gi/name-form.ts';
import type { NameForm } from '../../src/gi/name-form.ts';
import {
  oppositionOutcomes,
  procedureDecisions,
  procedureEventKinds,
  type ProcedureEvent,
} from '../../src/gi/procedure-event.ts';
import { productClasses } from '../../src/gi/product.ts';
import type { Product } from '../../src/gi/product.ts';
import { coexistenceKinds, type Coexistence, type PhaseOut } from '../../src/gi/terms.ts';

const awkward = [
  'not supplied',
  ' leading',
  'trailing ',
  'a | b',
  'back\\slash',
  '=1+1',
  "'=x",
  '<&>"',
  '?>',
  ']]>',
  'line\nfeed',
  'tab\t',
  '\u0001',
  '\uFFFE',
  '[en]',
  'x [en]',
  'a: b = c',
  'text <uri>',
  '\r',
  '\r\n',
  '🍵茶',
  '-',
  '@sum',
  'null',
  '0001',
  '\u2028',
];

/** Text in NFC, at times of a kind that some format has trouble with. */
const text = fc
  .oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constantFrom(...awkward))
  .map((s) => s.normalize('NFC'));
const filled = text.filter((s) => s.length > 0);
const country = fc.constantFrom('CN', 'FR', 'TH', 'GR', 'BG', 'HR', 'SI', 'EU', 'ZZ');
const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((d) => d.toISOString().slice(0, 10));

function optional<T extends object>(
  model: { [K in keyof T]: fc.Arbitrary<NonNullable<T[K]>> },
  required: (keyof T)[],
): fc.Arbitrary<T> {
  return fc.record(model, { requiredKeys: required }) as unknown as fc.Arbitrary<T>;
}

const evidence: fc.Arbitrary<Evidence> = fc.record({
  level: fc.constantFrom(...evidenceLevels),
  source: text,
});

const names = fc.constantFrom(
  '安吉白茶',
  'Anji Bai Cha',
  'Champagne',
  '香槟',
  'Φέτα',
  'Feta',
  'กาแฟดอยช้าง',
  'Oύζο',
  'Сакар',
);

const nameForm: fc.Arbitrary<NameForm> = optional<NameForm>(
  {
    text: fc.oneof(names, filled),
    language: fc.constantFrom(
      'zh',
      'zh-Latn',
      'zh-Hans',
      'en',
      'fr',
      'el',
      'el-Latn',
      'bg',
      'th',
      'und',
      'grc',
    ),
    script: fc.constantFrom('Hans', 'Hant', 'Hani', 'Latn', 'Grek', 'Cyrl', 'Thai', 'Zyyy'),
    kind: fc.constantFrom(...nameKinds),
    scheme: fc.constantFrom('pinyin', 'rtgs', 'elot743'),
    evidence,
  },
  ['text', 'language', 'script', 'kind', 'evidence'],
);

const reference: fc.Arbitrary<LegalReference> = optional<LegalReference>(
  { text, uri: fc.oneof(fc.webUrl(), text, fc.constant('https://eur-lex.europa.eu/?uri=a%3Ab&x=[1]')) },
  ['text'],
);

const product: fc.Arbitrary<Product> = optional<Product>(
  {
    class: fc.constantFrom(...productClasses),
    classes: fc.array(
      optional<Product['classes'][number]>(
        {
          scheme: fc.oneof(fc.constantFrom('EU', 'CNIPA', 'NICE', 'CN', 'Nice'), filled),
          code: fc.oneof(fc.constantFrom('1.8', '30', '0406 40 90'), text),
          title: text,
        },
        ['scheme', 'code'],
      ),
      { maxLength: 3 },
    ),
    description: text,
  },
  ['class', 'classes'],
);

const basicMark: fc.Arbitrary<BasicMark> = optional<BasicMark>(
  {
    number: filled,
    registeredOn: day,
    kind: fc.constantFrom('collective', 'certification'),
    holder: optional<NonNullable<BasicMark['holder']>>(
      { name: filled, nameLatin: text, address: text, countryCode: country },
      ['name', 'countryCode'],
    ),
    niceClasses: fc.array(
      fc.record({
        classNumber: fc.integer({ min: 1, max: 45 }),
        goods: text,
        language: fc.constantFrom('en', 'zh'),
      }),
      { maxLength: 2 },
    ),
    evidence,
  },
  ['number', 'kind', 'niceClasses', 'evidence'],
);

const fileNumber = fc.oneof(
  fc.constantFrom('PDO-FR-A1359', 'PGI-NL+BE+DE-01994', 'PGI-GB-01854-AM01', 'สช 50100020', 'PDO-EL-1027'),
  filled,
);

const procedureEvent: fc.Arbitrary<ProcedureEvent> = optional<ProcedureEvent>(
  {
    kind: fc.constantFrom(...procedureEventKinds),
    on: day,
    until: day,
    opposition: filled,
    party: filled,
    grounds: fc.array(filled, { maxLength: 2 }),
    outcome: fc.constantFrom(...oppositionOutcomes),
    decision: fc.constantFrom(...procedureDecisions),
    notClaimed: fc.array(filled, { maxLength: 2 }),
    reason: fc.constantFrom('cancelled', 'lapsed', 'withdrawn'),
    reference,
    note: text,
    evidence,
  },
  ['kind', 'on', 'evidence'],
);

const phaseOut: fc.Arbitrary<PhaseOut> = optional<PhaseOut>(
  {
    user: filled,
    goods: filled,
    sign: filled,
    from: day,
    until: day,
    labelling: filled,
    basis: reference,
    evidence,
  },
  ['user', 'until', 'evidence'],
);

const coexistence: fc.Arbitrary<Coexistence> = optional<Coexistence>(
  {
    with: fc.constantFrom(...coexistenceKinds),
    name: filled,
    number: filled,
    holder: filled,
    giId: filled,
    from: day,
    until: day,
    labelling: filled,
    basis: reference,
    evidence,
  },
  ['with', 'name', 'evidence'],
);

/** Any entry with a name: what every two-way format must carry without loss. */
export const anyEntry: fc.Arbitrary<Entry> = optional<Entry>(
  {
    key: fc.oneof(fc.constantFrom('anji-bai-cha', 'PDO-FR-A1359'), filled),
    fileNumbers: fc.array(fileNumber, { maxLength: 3 }),
    origin: fc.uniqueArray(country, { maxLength: 3 }).map((codes) => codes.sort()),
    giType: fc.constantFrom(...giTypes),
    product,
    names: fc.array(nameForm, { minLength: 1, maxLength: 5 }),
    notClaimed: fc.array(text, { maxLength: 2 }),
    status: fc.constantFrom(...entryStatuses),
    dates: optional<EntryDates>(
      { applied: day, published: day, protected: day, refused: day, ended: day },
      [],
    ),
    legalBasis: reference,
    publications: fc.array(reference, { maxLength: 3 }),
    basicMark,
    procedure: fc.array(procedureEvent, { maxLength: 3 }),
    channels: fc.array(
      optional<ProtectionChannel>(
        { channel: fc.constantFrom(...protectionChannels), number: filled, since: day, evidence },
        ['channel', 'evidence'],
      ),
      { maxLength: 2 },
    ),
    phaseOuts: fc.array(phaseOut, { maxLength: 2 }),
    coexistence: fc.array(coexistence, { maxLength: 2 }),
    evidence,
    notes: fc.array(text, { maxLength: 3 }),
  },
  [
    'key',
    'fileNumbers',
    'origin',
    'giType',
    'product',
    'names',
    'notClaimed',
    'status',
    'dates',
    'publications',
    'evidence',
    'notes',
  ],
);

/** A list of entries with keys of their own. */
export const anyEntries: fc.Arbitrary<Entry[]> = fc.uniqueArray(anyEntry, {
  maxLength: 4,
  selector: (entry) => entry.key,
});
