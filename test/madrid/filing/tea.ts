import type { FilableEntry } from '../../../src/madrid/filing/application.ts';

const evidence = { level: 'unverified', source: '' } as const;
/** A Chinese GI with a whole basic mark. */
export const tea: FilableEntry = {
  key: 'anji-bai-cha',
  fileNumbers: [],
  origin: ['CN'],
  giType: 'GI',
  product: { class: 'tea', classes: [] },
  names: [
    { text: '安吉白茶', language: 'zh', script: 'Hans', kind: 'original', evidence },
    {
      text: 'Anji Bai Cha',
      language: 'zh-Latn',
      script: 'Latn',
      kind: 'romanisation',
      scheme: 'pinyin',
      evidence,
    },
    { text: 'Anji White Tea', language: 'en', script: 'Latn', kind: 'translation', evidence },
  ],
  notClaimed: ['Bai Cha'],
  status: 'protected',
  dates: {},
  publications: [],
  basicMark: {
    number: '1511897',
    registeredOn: '2001-01-28',
    kind: 'certification',
    holder: {
      name: '安吉县农业局',
      nameLatin: 'Anji County Agriculture Bureau',
      address: 'Anji, Zhejiang',
      countryCode: 'CN',
    },
    niceClasses: [{ classNumber: 30, goods: 'Tea', language: 'en' }],
    evidence,
  },
  evidence,
  notes: [],
};
