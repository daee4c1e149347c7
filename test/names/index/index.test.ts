import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { beamSearch } from '../../../src/names/index/beam.ts';
import { buildSoundIndex } from '../../../src/names/index/builder.ts';
import { soundIndexFrom } from '../../../src/names/index/index.ts';
import { buildTrie, keySymbol, leafOf } from '../../../src/names/index/letter-trie.ts';
import { Rest } from '../../../src/names/sound/rest.ts';
import { alignSound } from '../../../src/names/sound/align.ts';
import { soundQuery } from '../../../src/names/sound/query.ts';
import { sourceOf } from '../../../src/names/sound/pack.ts';
import { loadSoundModel } from '../../../src/names/sound/model.ts';

const model = loadSoundModel(
  readFileSync(new URL('../../../fixtures/names/sound-model.bin', import.meta.url)),
);
const names =
  `Champagne,Bordeaux,Parma,Calvados,Cognac,Armagnac,Roquefort,Gorgonzola,Feta,Camembert,Tequila,Porto,Madeira,Rioja,
Barolo,Chianti,Tokaj,Wachau,Prosecco,Jerez,Sakar,Longjing,Moutai,Pinggu,Lampang,Doi Chaang,Nakhon Chai Si,Prosciutto di Parma,
Jambon de Bayonne,Scotch Whisky,Irish Whiskey,Pisco,Comté,Reblochon,Grana Padano,Queso Manchego`.split(
    /,\s*/,
  );
const others = ['香槟', '龙井', '帕尔马', 'แชมเปญ', 'Φέτα', 'Сакар'];

function index(list: readonly string[]): ReturnType<typeof buildSoundIndex> {
  return buildSoundIndex(
    model,
    list.map((name, id) => ({ id, name })),
  );
}

function trieOf(keys: readonly string[]): ReturnType<typeof buildTrie> {
  const letters: number[] = [];
  const starts: number[] = [];
  for (const key of keys) {
    starts.push(letters.length);
    letters.push(...[...key].map((ch) => keySymbol(ch.charCodeAt(0))), 0);
  }
  return buildTrie(Uint8Array.from(letters), Uint32Array.from(starts));
}

describe('the letter trie', () => {
  it('holds every key in exactly one leaf', () => {
    const word = fc
      .array(fc.constantFrom('a', 'b', 'c'), { maxLength: 9 })
      .map((letters) => `^${letters.join('')}$`);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 200 }), (keys) => {
        const { trie, order } = trieOf(keys);
        const seen: number[] = [];
        for (let at = 0; at < trie.nodes.length; at += 2) {
          const [child, leaf] = [trie.nodes[at] as number, trie.nodes[at + 1] as number];
          if (child < 0) seen.push(...order.subarray(-1 - child, -1 - child + leafOf.count(leaf)));
        }
        expect(seen.sort((p, q) => p - q)).toEqual(keys.map((_, at) => at));
        // A key is found again where its number of now says.
        order.forEach((given, key) => {
          const start = trie.starts[key] as number;
          const symbols = [...(keys[given] as string)].map((ch) => keySymbol(ch.charCodeAt(0)));
          expect([...trie.letters.subarray(start, start + symbols.length + 1)]).toEqual([...symbols, 0]);
        });
      }),
    );
  });

  it('tells how many letters the keys of a leaf have left', () => {
    const { trie } = trieOf(['^a$', '^bcd$', '^bcdef$', '^x$', '^y$', '^z$']);
    const leaves: number[] = [];
    for (let at = 0; at < trie.nodes.length; at += 2)
      if ((trie.nodes[at] as number) < 0) leaves.push(trie.nodes[at + 1] as number);
    // Under `^`: a, b, x, y, z.
    expect(leaves.map((leaf) => [leafOf.count(leaf), leafOf.shortest(leaf), leafOf.longest(leaf)])).toEqual([
      [1, 1, 1],
      [2, 3, 5],
      [1, 1, 1],
      [1, 1, 1],
      [1, 1, 1],
    ]);
  });
});

describe('what the rest of a query may bring', () => {
  const rest = Rest.expected();

  it('is most for about as many letters as the rest stands for', () => {
    rest.expect(soundQuery(model.han, '^波尔多$'), model.han.info);
    const values = Array.from({ length: 48 }, (_, letters) => rest.at(0, letters));
    // `^`, three characters of at least a letter, `$`; no character stands for more than six.
    expect(values[8]).toBeGreaterThan(values[2] as number);
    expect(values[8]).toBeGreaterThan(values[30] as number);
    for (let r = 26; r < 48; r++) expect(values[r]).toBeLessThan(values[r - 1] as number);
    expect(rest.most(0, 3, 47)).toBe(Math.max(...values.slice(3)));
  });

  it('is nothing at the end, and each letter left costs', () => {
    const query = soundQuery(model.letters, '^φετα$');
    rest.expect(query, model.letters.info);
    expect(rest.at(query.text.length, 0)).toBe(0);
    expect(rest.at(query.text.length, 3)).toBeLessThan(rest.at(query.text.length, 2));
    expect(rest.at(query.text.length, 60)).toBeLessThan(-200);
  });
});

describe('the beam', () => {
  it('finds what aligning every key finds, when it may keep every state', () => {
    const keys = names.map((name) => `^${name.toLowerCase().replace(/[^a-z]/g, '')}$`);
    const { trie, order } = trieOf(keys);
    for (const name of ['^波尔多$', '^帕尔马$', '^龙井$', '^卡尔瓦多斯$']) {
      const query = soundQuery(model.han, name);
      const { keys: found, raws } = beamSearch(trie, model.han, query, {
        states: 100_000,
        keys: 10_000,
        margin: 10,
        listed: 24,
      });
      const all = keys.map((key) => alignSound(query, model.han.lattice(key), key.length, model.han.info.l));
      const best = all.indexOf(Math.max(...all));
      const at = raws.indexOf(Math.max(...raws));
      expect(order[found[at] as number]).toBe(best);
      expect(raws[at]).toBeCloseTo(all[best] as number, 3);
    }
  });
});

describe('the sound index', () => {
  const all = index([...names, ...others]);
  const idOf = (name: string): number => [...names, ...others].indexOf(name);

  it.each([
    ['波尔多', 'Bordeaux'],
    ['卡尔瓦多斯', 'Calvados'],
    ['ลำปาง', 'Lampang'],
    ['Φέτα', 'Φέτα'],
    ['Armanyac', 'Armagnac'],
    ['帕尔马', '帕尔马'],
    ['feta', 'Feta'],
    ['ดอยช้าง', 'Doi Chaang'],
    ['香宾', '香槟'],
  ])('finds %s as %s first', (query, name) => {
    expect(all.candidates(query, 3)[0]?.id).toBe(idOf(name));
  });

  it.each([
    ['Sakar', 'Сакар'],
    ['Longjing', '龙井'],
    ['Φέτα', 'Feta'],
  ])('finds %s among others as %s', (query, name) => {
    expect(all.candidates(query, 8).map(({ id }) => id)).toContain(idOf(name));
  });

  it('finds a misspelling, and the name it misspells before the rest', () => {
    expect(index(names).candidates('shampein', 3)[0]?.id).toBe(idOf('Champagne'));
  });

  it('lists each id once, best first, and no more than asked for', () => {
    const twice = buildSoundIndex(model, [
      { id: 7, name: 'Porto' },
      { id: 7, name: 'Oporto' },
      { id: 8, name: 'Porta' },
    ]);
    const found = twice.candidates('波尔图', 5);
    expect(found.map(({ id }) => id)).toEqual([7, 8]);
    expect(found[0]?.score).toBeGreaterThan(found[1]?.score as number);
    expect(twice.candidates('波尔图', 1)).toHaveLength(1);
  });

  it('answers the same after being written and read', () => {
    const again = soundIndexFrom(model, sourceOf(all.arrays()));
    expect(again.size).toBe(all.size);
    for (const query of [...names, ...others])
      expect(again.candidates(query, 5)).toEqual(all.candidates(query, 5));
    expect(() => soundIndexFrom(model, sourceOf({}))).toThrow(RangeError);
  });

  it('is empty without records, and answers nothing to silence', () => {
    expect(index([]).candidates('波尔多', 5)).toEqual([]);
    for (const query of ['', '   ', '42', '💡', '\ud800', '\u202e'])
      expect(all.candidates(query, 5)).toEqual([]);
  });

  it('answers any text, with at most the number asked for', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 80 }),
        fc.integer({ min: 0, max: 20 }),
        (query, limit) => {
          const found = all.candidates(query, limit);
          expect(found.length).toBeLessThanOrEqual(limit);
          expect(found.every(({ score }) => Number.isFinite(score))).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('looks at a bounded number of keys however many names are alike', () => {
    const alike = index(Array.from({ length: 5000 }, (_, at) => `Bordeaux${'aeiou'[at % 5]}`));
    expect(alike.candidates('波尔多'.repeat(3000), 10).length).toBeLessThanOrEqual(10);
    expect(alike.candidates('波尔多', 10)).toHaveLength(10);
  });
});
