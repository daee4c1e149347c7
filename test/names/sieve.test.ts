import { describe, expect, it } from 'vitest';
import { conflicts, labelledRecords } from '../../scripts/names/gi-set.ts';
import type { ProductClass } from '../../src/gi/product.ts';
import { aliasTexts } from '../../src/names/aliases.ts';
import { createNameEngine, packagedSoundModel } from '../../src/names/engine.ts';
import { fold, tight } from '../../src/names/normalise.ts';
import { alignLikely } from '../../src/names/sieve/align-likely.ts';
import { GramIndex } from '../../src/names/sieve/grams.ts';
import { OneChange } from '../../src/names/sieve/one-change.ts';
import { SameEnd } from '../../src/names/sieve/same-end.ts';
import { Sieve } from '../../src/names/sieve/sieve.ts';
import { roughly, writeSounds } from '../../src/names/sieve/sounds.ts';
import { hashJoined, hashText, hashWithout, parts } from '../../src/names/sieve/text-hash.ts';
import { alignSound } from '../../src/names/sound/align.ts';
import { soundQuery } from '../../src/names/sound/query.ts';

/** Strength of what is expected 1.5 times in a million comparisons. */
const least = 6 - Math.log10(1.5);
const alertAt = { topK: 20, alertAt: 1.5, minScore: least / 10 };

const sounds = (word: string): string => {
  const into = new Uint8Array(100);
  return into.subarray(0, writeSounds(word, into, 0)).join(' ');
};

describe('sounds of words', () => {
  it.each([
    ['champagne', 'shampagne'],
    ['roquefort', 'rokefort'],
    ['philip', 'filip'],
    ['parmigiano', 'parmiggiano'],
    ['cognac', 'kognak'],
    ['c0gnac', 'cognac'],
  ])('are the same in %s and %s', (a, b) => expect(sounds(a)).toBe(sounds(b)));

  it('tell what is heard as something else apart', () => {
    expect(sounds('porto')).not.toBe(sounds('porta'));
    expect(sounds('madeira')).not.toBe(sounds('mateiro'));
  });

  it('are those of other alphabets too', () => {
    expect(sounds(roughly('Σαμπάνια'))).toBe(sounds('sabania'));
    expect(sounds(roughly('Коняк'))).toBe(sounds('koniak'));
    expect(sounds(roughly('แชมเปญ'))).not.toBe('');
  });
});

describe('words by their grams', () => {
  const words = ['champagne', 'gorgonzola', 'roquefort', 'calvados'];
  const index = new GramIndex(words, new Uint16Array(words.length), 0);
  const told = ({ words: found, size }: { words: Uint32Array; size: number }): string[] =>
    Array.from(found.subarray(0, size), (at) => words[at] as string).toSorted();
  const alike = (word: string, share: number, ends = 0): string[] =>
    told(index.alike(word, { shares: Float32Array.of(share), least: share, ends }));
  const counted = (word: string, share: number): string[] =>
    told(index.counted(word, index.least(Float32Array.of(share))));

  it.each([
    ['filed by their rarer ones', alike],
    ['counted', counted],
  ])('are found by a share of what both have, %s', (_, like) => {
    expect(like('champagne', 1)).toEqual(['champagne']);
    expect(like('gorgonzala', 0.5)).toEqual(['gorgonzola']);
    expect(like('calvaros', 0.3)).toEqual(['calvados']);
    expect(like('calvaros', 0.9)).toEqual([]);
    expect(like('', 0.2)).toEqual([]);
  });

  it('are the same either way', () => {
    const many = conflicts().map(({ candidate }) => tight(fold(candidate)));
    const all = new GramIndex(many, new Uint16Array(many.length), 0);
    for (const word of many.map((name) => `${name.slice(0, 4)}${name.slice(5)}`)) {
      const one = all.alike(word, { shares: Float32Array.of(0.3), least: 0.3, ends: 0 });
      const found = new Set(one.words.slice(0, one.size));
      const other = all.counted(word, all.least(Float32Array.of(0.3)));
      expect(new Set(other.words.slice(0, other.size))).toEqual(found);
    }
  });

  it('need not be looked at where they begin and end otherwise', () => {
    expect(alike('zorgonzala', 0.2)).toEqual(['gorgonzola']);
    expect(alike('gonzo', 0.1, 0.5)).toEqual([]);
  });
});

describe('words with one beginning or ending', () => {
  const ends = new SameEnd();
  ['champagne', 'campania', 'roquefort'].forEach((word, number) => ends.add(word, number));
  const near = (word: string): number[] => {
    const found = new Set<number>();
    ends.near(word, found);
    return [...found].toSorted();
  };

  it('are found by five letters', () => {
    expect(near('champions')).toEqual([0]);
    expect(near('compagne')).toEqual([0]);
    expect(near('rockefort')).toEqual([2]);
    expect(near('champ')).toEqual([]);
    expect(near('compania')).toEqual([1]);
  });
});

describe('parts of a text by their hashes', () => {
  it('are told as if each had been read alone', () => {
    const text = '龙井Champagne';
    parts.read(text);
    expect(parts.hash(2, 7)).toBe(hashText('Champ'));
    expect(hashWithout(2, text.length)).toBe(hashText('龙井hampagne'));
    expect(hashJoined(hashText('龙井'), hashText('Cham'), 4)).toBe(hashText('龙井Cham'));
    expect(hashText('ab')).not.toBe(hashText('ba'));
  });
});

describe('words one letter apart', () => {
  const changes = new OneChange();
  ['salento', 'palmela'].forEach((word, number) => changes.add(word, number));

  const near = (word: string): number[] => {
    const found = new Set<number>();
    changes.near(word, found);
    return [...found];
  };

  it.each(['salemto', 'saleno', 'sallento', 'saletno', 'ssalento'])('finds salento for %s', (word) =>
    expect(near(word)).toContain(0),
  );

  it('finds nothing for what is further off', () => expect(near('marsala')).toEqual([]));
});

describe('aligning with likely chunks alone', () => {
  it.each([
    ['坎特布瑞', 'canterbury'],
    ['巴尔比尼', 'barbini'],
    ['戈德布卢姆', 'goldbloom'],
  ])('%s with %s comes to what aligning with all comes to', (name, latin) => {
    const { han } = packagedSoundModel();
    const letters = Array.from(name, (ch) => {
      const { weights, likely } = han.weights(han.row(ch));
      return { likely, leftOut: weights[0] as number };
    });
    const { weights } = han.weights(han.row(''));
    const insertions = Float32Array.from(
      { length: 28 },
      (_, at) => weights[han.next[at] as number] as number,
    );
    const text = `^${latin}$`;
    const all = alignSound(soundQuery(han, `^${name}$`), han.lattice(text), text.length, han.info.l);
    // The two ends count besides, and how a name begins or ends.
    expect(alignLikely(letters, text, insertions)).toBeGreaterThan(all - 8);
    expect(alignLikely(letters, text, insertions)).toBeLessThan(all);
  });
});

describe('the sieve', () => {
  it('loses none of the labelled conflicts that alert', () => {
    const records = labelledRecords();
    const engine = createNameEngine(records);
    const sieve = Sieve.of(engine.index);
    const alerting = conflicts().filter(({ query }) => engine.screen({ name: query }, alertAt).length > 0);
    expect(alerting.length).toBeGreaterThan(80);
    expect(
      alerting.filter(({ query }) => sieve.candidates(query, [], least)?.length === 0).map((c) => c.query),
    ).toEqual([]);
  }, 120_000);

  const goods: ProductClass[][] = [[], ['wine'], ['dairy', 'meat'], ['tea']];
  const names = [...new Set(aliasTexts().map(({ text }) => text))]
    .filter((text) => text.length > 3)
    .slice(0, 900);
  const engine = createNameEngine(
    names.map((name, i) => ({ id: String(i), name, goods: goods[i % goods.length] ?? [] })),
  );
  const sieve = Sieve.of(engine.index);

  it('keeps nearly all that alerts of made-up signs in many scripts, and what is near it', () => {
    const signs = names.flatMap((name, i) => {
      if (i % 5 > 0) return [];
      const at = 2 + (i % 3);
      return [name.slice(0, at) + name.slice(at + 1), `${name} Nova`, name.replace(/[ao]/, 'e')];
    });
    let alerts = 0;
    let read = 0;
    let kept = 0;
    let again = 0;
    for (const [i, name] of signs.entries()) {
      const asked = goods[i % goods.length] ?? [];
      const [first] = engine.screen({ name, goods: asked }, alertAt);
      if (!first) continue;
      alerts++;
      const candidates = sieve.candidates(name, asked, least);
      if (!candidates) continue;
      read++;
      if (candidates.length === 0) continue;
      kept++;
      const found = engine.screenAmong({ name, goods: asked }, candidates, alertAt);
      if (found.some((f) => f.candidateId === first.candidateId)) again++;
    }
    expect(alerts).toBeGreaterThan(200);
    expect(kept / read).toBeGreaterThan(0.98);
    expect(again / read).toBeGreaterThan(0.95);
  }, 120_000);

  it('lets little else through', () => {
    const parts = ['zor', 'blax', 'quim', 'fend', 'ulti', 'krav', 'omni', 'tez'];
    const signs = parts.flatMap((a) => parts.flatMap((b) => [`${a}${b}`, `${b} ${a}um`]));
    const passing = signs.filter((sign) => sieve.candidates(sign, ['medicinal'], least)?.length !== 0);
    expect(passing.length / signs.length).toBeLessThan(0.1);
  });

  it('leaves signs that it cannot read to the search, and reads hostile ones', () => {
    expect(sieve.candidates('ひらがな', [], least)).toBeUndefined();
    expect(sieve.candidates('', [], least)).toBeUndefined();
    expect(sieve.candidates('x'.repeat(100_000), [], least)).toBeUndefined();
    for (const sign of [
      '斯'.repeat(400),
      'ก'.repeat(400),
      "d'".repeat(200),
      'σο '.repeat(150),
      '\ud800a',
      '１２３ａ',
    ])
      expect(Array.isArray(sieve.candidates(sign, ['wine'], least))).toBe(true);
  });
});
