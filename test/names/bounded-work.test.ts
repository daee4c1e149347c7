import { afterEach, describe, expect, it, vi } from 'vitest';
import { gather } from '../../src/names/candidates.ts';
import { engineOver, packagedSoundModel } from '../../src/names/engine.ts';
import { queryKeys } from '../../src/names/keys.ts';
import { buildNameIndex } from '../../src/names/name-index.ts';
import { prepareQuery } from '../../src/names/screen.ts';
import * as compared from '../../src/names/compare.ts';
import * as aligned from '../../src/names/sound/align.ts';

vi.mock('../../src/names/compare.ts', { spy: true });
vi.mock('../../src/names/sound/align.ts', { spy: true });

/** Names made to share every key and every sound: what a query finds is as much as it can be. */
const crowd = ['重乐行长', '六安茶', 'Bordeaux', 'San Pedro', 'กรุงเทพ', 'шампан', 'Champagne wine'].flatMap(
  (name, n) =>
    Array.from({ length: 300 }, (_, i) => ({
      id: `${n}-${i}`,
      name: i % 3 === 0 ? name : `${name}${['a', 'b', '龙', '长', 'น', 'ж'][i % 6]}${i % 2 ? '茶' : ''}`,
    })),
);
const index = buildNameIndex(packagedSoundModel(), crowd);
const engine = engineOver(index);

const hostile: [what: string, name: string][] = [
  ['nothing', ''],
  ['ten thousand letters', 'a'.repeat(10_000)],
  ['one syllable over and over', 'shi '.repeat(2500)],
  ['two vowels over and over', 'ου'.repeat(250)],
  ['polyphones', '重乐行长都会六安'.repeat(1250)],
  ['as many polyphones as are read', '重乐行长都会六安'.repeat(5)],
  ['Thai vowels', 'เ'.repeat(500)],
  ['Thai syllables', 'กรุงเทพ'.repeat(71)],
  ['short words', 'la de '.repeat(80)],
  ['words of place names', 'saint san new north '.repeat(25)],
  ['product words', 'champagne champanillo cava wine tea cheese ham '.repeat(10)],
  ['every alternative', 'Bordeaux / 重乐 / San Pedro / шампан / '.repeat(12)],
  ['brackets in brackets', 'a(b'.repeat(160)],
  ['mixed alphabets', '龙Aбก'.repeat(125)],
  ['emoji', '🧀'.repeat(250)],
  ['control characters', '\u0000\u0007'.repeat(200)],
  ['direction overrides', '\u202eBordeaux\u2066'.repeat(40)],
  ['unassigned code points', '\u{e0fff}'.repeat(100)],
  ['lone surrogates', '\ud800'.repeat(500)],
  ['one character that stands for eighteen', '\ufdfa'.repeat(500)],
];

describe('the work of one query, counted', () => {
  afterEach(() => vi.clearAllMocks());

  it.each(hostile)('stays within its bounds: %s', (_what, name) => {
    const compare = vi.mocked(compared.compare);
    const align = vi.mocked(aligned.alignSound);
    const prepared = vi.spyOn(index, 'prepared');
    const collected = vi.spyOn(index.tables.keys, 'collect');
    engine.search(name);
    try {
      engine.screen({ name });
    } catch {
      // Refused, which is cheaper than any answer.
    }
    // What one of each costs is bounded by the limits on letters, so fifty milliseconds are a matter of these numbers:
    // a comparison takes some ten microseconds, a cell of an alignment a hundredth of one.
    expect(compare.mock.calls.length).toBeLessThan(800);
    expect(prepared.mock.calls.length).toBeLessThan(1200);
    expect(collected.mock.calls.length).toBeLessThan(400);
    let cells = 0;
    for (const [query, , letters] of align.mock.calls) cells += query.text.length * letters;
    expect(cells).toBeLessThan(1_200_000);
  });

  it.each(hostile)('looks at a bounded number of names: %s', (_what, name) => {
    const asked = prepareQuery(name.slice(0, 500));
    expect(asked.length).toBeLessThanOrEqual(2);
    for (const form of asked) expect(queryKeys(form).length).toBeLessThan(400);
    const { shared, sounds } = gather(index, asked);
    expect(shared.size).toBeLessThanOrEqual(100);
    expect(sounds.size).toBeLessThanOrEqual(40);
  });
});
