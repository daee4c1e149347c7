import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AffixCounts } from '../../src/names/store/affix-counts.ts';
import { HashSet } from '../../src/names/store/hash-set.ts';
import { KeyTableBuilder, hashKey } from '../../src/names/store/key-table.ts';
import { PrefixTableBuilder } from '../../src/names/store/prefix-table.ts';
import { TextStoreBuilder } from '../../src/names/store/text-store.ts';
import { RecordsBuilder } from '../../src/names/records.ts';

describe('flat tables', () => {
  it('give back every record under its key', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 0xffffffff }), fc.nat({ max: 1000 })), { maxLength: 300 }),
        (pairs) => {
          const builder = new KeyTableBuilder();
          for (const [key, record] of pairs) builder.add(key, record);
          const table = builder.build();
          for (const [key] of pairs) {
            const into = new Set<number>();
            const count = table.collect(key, into, 1000);
            expect(count).toBe(pairs.filter(([k]) => k === key).length);
            expect(into).toEqual(new Set(pairs.filter(([k]) => k === key).map(([, r]) => r)));
          }
        },
      ),
    );
  });

  it('know a hash again', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 0xffffffff }), { maxLength: 3000 }), (hashes) => {
        const [flat, plain] = [new HashSet(), new Set<number>()];
        for (const hash of hashes.map((h) => (h === 0 ? 1 : h))) {
          expect(flat.add(hash)).toBe(!plain.has(hash));
          plain.add(hash);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('keep kinds of key apart', () => {
    expect(hashKey('A', 'x')).not.toBe(hashKey('B', 'x'));
  });

  it('find records by what their keys begin with', () => {
    const keys = ['champagne', 'chablis', 'cava', '香槟', '龙井', 'ch', ''];
    const builder = new PrefixTableBuilder();
    keys.forEach((key, i) => builder.add(key, i));
    const table = builder.build();
    const begins = (prefix: string): number[] => {
      const into = new Set<number>();
      table.collect(prefix, into, 10);
      return [...into].sort();
    };
    expect(begins('cha')).toEqual([0, 1]);
    expect(begins('c')).toEqual([0, 1, 2, 5]);
    expect(begins('龙')).toEqual([4]);
    expect(begins('')).toEqual([]);
    expect(begins('zz')).toEqual([]);
  });

  it('give back texts and records as they came', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 1500 }), (texts) => {
        const builder = new TextStoreBuilder();
        for (const text of texts) builder.add(text);
        const store = builder.build();
        expect(Array.from({ length: store.size }, (_, i) => store.get(i))).toEqual(texts);
      }),
      { numRuns: 20 },
    );
    const builder = new RecordsBuilder();
    const record = {
      id: 'x',
      name: '香槟',
      group: 'g',
      language: 'zh',
      goods: ['wine' as const, 'textile' as const],
    };
    builder.add(record);
    builder.add({ id: 'y', name: '' });
    const records = builder.build();
    expect(records.get(0)).toEqual(record);
    expect(records.get(1)).toEqual({ id: 'y', name: '', group: '', language: '', goods: [] });
  });

  it('count shared beginnings and endings', () => {
    const counts = new AffixCounts();
    counts.add('B', 'cham');
    counts.add('B', 'cham');
    counts.add('E', 'zola');
    expect([counts.get('B', 'cham'), counts.get('E', 'zola'), counts.get('E', 'cham')]).toEqual([2, 1, 0]);
  });
});
