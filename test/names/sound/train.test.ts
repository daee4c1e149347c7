import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { learnChunks } from '../../../scripts/names/em.ts';
import { readPairs } from '../../../scripts/names/pairs.ts';
import { train } from '../../../scripts/names/train.ts';
import { loadSoundModel, scorePair } from '../../../src/names/sound/model.ts';

const rows = {
  bg: [
    'София,Sofia',
    'Варна,Varna',
    'Пловдив,Plovdiv',
    'Русе,Ruse',
    'Сливен,Sliven',
    'Добрич,Dobrich',
    'Видин,Vidin',
    'Враца,Vratsa',
  ],
  el: [
    'Αθήνα,Athina',
    'Πάτρα,Patra',
    'Λάρισα,Larisa',
    'Βόλος,Volos',
    'Καβάλα,Kavala',
    'Ξάνθη,Xanthi',
    'Σέρρες,Serres',
    'Δράμα,Drama',
  ],
  th: [
    'นาดี,Na Di',
    'ปากพนัง,Pak Phanang',
    'บางแพ,Bang Phae',
    'ตาก,Tak',
    'สตูล,Satun',
    'นครพนม,Nakhon Phanom',
    'ลำปาง,Lampang',
    'ระนอง,Ranong',
  ],
  zh: [
    '巴黎,Paris',
    '柏林,Berlin',
    '马德里,Madrid',
    '里斯本,Lisbon',
    '罗马,Roma',
    '米兰,Milan',
    '都灵,Torino',
    '马林,Marin',
  ],
};
let folder = '';
const data = {} as Record<keyof typeof rows, ReturnType<typeof readPairs>>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pairs-'));
  const scripts = { bg: 'Cyrl', el: 'Grek', th: 'Thai', zh: 'Hani' };
  for (const lang of Object.keys(rows) as (keyof typeof rows)[]) {
    const path = join(folder, `${lang}.csv`);
    const lines = rows[lang].map((row) => `${row},places`);
    writeFileSync(path, `name,latin,source\n${lines.join('\n')}\n`);
    data[lang] = readPairs(path, scripts[lang]);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('training', () => {
  it('aligns letters with letters after a few rounds', () => {
    const pairs = [
      ['^ab$', '^xy$'],
      ['^a$', '^x$'],
      ['^b$', '^y$'],
      ['^ba$', '^yx$'],
    ].map(([x, l]) => ({ x, l })) as { x: string; l: string }[];
    const { counts } = learnChunks(
      pairs,
      { x: 1, l: 1, syllabic: false },
      { rounds: 10, prior: 0.05, drop: 0, start: () => 1 },
    );
    expect(counts.get('a|x')).toBeGreaterThan(2.5);
    expect(counts.get('a|y') ?? 0).toBeLessThan(0.5);
  });

  it('gives the same bytes from the same pairs, and a model that loads', () => {
    const options = { unrelated: 2000, synthetic: 50 };
    const [one, two] = [train(data, options).bytes, train(data, options).bytes];
    const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
    expect(digest(one)).toBe(digest(two));
    const model = loadSoundModel(one);
    expect(model.version).toMatch(/^1\.[0-9a-f]{8}$/);
    expect(scorePair(model, 'Варна', 'Varna').score).toBeGreaterThan(
      scorePair(model, 'Варна', 'Dobrich').score,
    );
  });
});
