import type { Agreement, GiList, Jurisdiction } from '../../src/gi/agreement.ts';
import type { Entry } from '../../src/gi/entry.ts';
import type { Evidence } from '../../src/gi/evidence.ts';

export const sourced: Evidence = { level: 'public-source', source: 'test' };
export const recalled: Evidence = { level: 'unverified', source: '' };
export const official: Evidence = { level: 'official', source: 'OJ L 408I' };

/** A protected Chinese tea, changed by what is given. */
export function anEntry(change: Partial<Entry> = {}): Entry {
  return {
    key: 'anji-bai-cha',
    fileNumbers: [],
    origin: ['CN'],
    giType: 'GI',
    product: { class: 'tea', classes: [] },
    names: [
      { text: '安吉白茶', language: 'zh', script: 'Hans', kind: 'original', evidence: recalled },
      {
        text: 'Anji Bai Cha',
        language: 'zh-Latn',
        script: 'Latn',
        kind: 'romanisation',
        scheme: 'pinyin',
        evidence: sourced,
      },
    ],
    notClaimed: [],
    status: 'protected',
    dates: { protected: '2021-03-01' },
    publications: [],
    evidence: sourced,
    notes: [],
    ...change,
  };
}

export const jurisdictions: Jurisdiction[] = [
  { code: 'CN', name: { en: 'China' }, memberOf: [] },
  { code: 'EU', name: { en: 'European Union' }, memberOf: [] },
  { code: 'FR', name: { en: 'France' }, memberOf: ['EU'] },
];

export const agreement: Agreement = {
  id: 'cn-eu',
  kind: 'agreement',
  title: { en: 'China–EU agreement' },
  parties: ['CN', 'EU'],
  inForceOn: '2021-03-01',
  references: [],
  rules: { oppositionPeriod: 'P2M' },
  evidence: official,
  notes: [],
};

/** A list of that agreement, changed by what is given. */
export function aList(change: Partial<GiList> = {}): GiList {
  return {
    id: 'cn-eu/III',
    agreementId: 'cn-eu',
    kind: 'treaty',
    title: { en: 'Annex III' },
    protectedIn: 'EU',
    origin: 'CN',
    expectedEntries: { count: 100, evidence: official },
    defaultStatus: 'protected',
    legalBasis: { text: 'Agreement, Article 2' },
    notes: [],
    ...change,
  };
}
