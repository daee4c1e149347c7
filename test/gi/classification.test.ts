import { describe, expect, it } from 'vitest';
import { channelsOf } from '../../src/gi/channels.ts';
import { classId, unifiedClasses } from '../../src/gi/classification.ts';
import { readGoods } from '../../src/gi/goods.ts';
import { productClasses, type Product } from '../../src/gi/product.ts';
import type { VersionRef } from '../../src/gi/protection.ts';
import { classification } from '../../src/lists/classification.ts';
import { aList, anEntry, sourced } from '../support/entries.ts';

const data = classification();
const idsOf = (product: Product, nice: number[] = []): string[] =>
  unifiedClasses([product], nice, data).map((c) => `${classId(c)} ${c.how}`);

describe('one product in many systems', () => {
  it('keeps what lists state and derives the rest', () => {
    const cheese = { class: 'dairy' as const, classes: [{ scheme: 'EU', code: '1.3', title: 'Cheeses' }] };
    expect(idsOf(cheese)).toEqual(['EU:1.3 stated', 'HS:0406 derived', 'NICE:29 derived', 'CNIPA:1 derived']);
    expect(idsOf({ class: 'tea', classes: [] }, [30])).toEqual([
      'NICE:30 stated',
      'HS:0902 derived',
      'CNIPA:1 derived',
    ]);
  });

  it('reads the heading off a combined-nomenclature code, and then derives none', () => {
    const honey = { class: 'food' as const, classes: [{ scheme: 'CN', code: '0409 00 00' }] };
    expect(idsOf(honey).filter((id) => id.startsWith('HS'))).toEqual(['HS:0409 stated']);
  });

  it('says how well each derived class is known', () => {
    const derived = productClasses.flatMap((c) =>
      unifiedClasses([{ class: c, classes: [] }], [], data).filter((u) => u.how === 'derived'),
    );
    expect(derived.length).toBeGreaterThan(30);
    for (const { evidence } of derived) expect(evidence?.source).toBeTruthy();
  });

  it('maps only between codes that its schemes have, each with a title in English', () => {
    const known = new Map(data.schemes.map((s) => [s.id, new Set(s.codes.map((c) => c.code))]));
    for (const { from, to } of data.mappings) {
      expect(known.get(to.scheme)?.has(to.code), classId(to)).toBe(true);
      if ('scheme' in from) expect(known.get(from.scheme)?.has(from.code), classId(from)).toBe(true);
      else expect(productClasses).toContain(from.class);
    }
  });

  it('agrees with the Nice classes that brand names are read with', () => {
    const wrong = data.mappings.filter(
      ({ from, to }) =>
        to.scheme === 'NICE' && 'class' in from && !readGoods(to.code).classes.includes(from.class),
    );
    expect(wrong).toEqual([]);
  });
});

describe('channels of protection', () => {
  const version = { effectiveOn: '2021-03-01', number: 1 } as VersionRef;
  it('are what an entry states, its mark, and what the list is', () => {
    const entry = anEntry({
      channels: [{ channel: 'gi-product', number: '2004-66', evidence: sourced }],
      basicMark: { number: '5612284', kind: 'certification', niceClasses: [], evidence: sourced },
    });
    const home = aList({ id: 'register/cn', kind: 'home-register', protectedIn: 'CN' });
    const kinds = channelsOf([
      { list: home, version, entry },
      { list: aList(), version, entry: anEntry() },
    ]).map((c) => `${c.listId} ${c.channel}`);
    expect(kinds).toEqual(['register/cn gi-product', 'register/cn certification-mark', 'cn-eu/III treaty']);
    const eu = aList({ id: 'register/eu', kind: 'home-register', protectedIn: 'EU' });
    expect(channelsOf([{ list: eu, version, entry: anEntry({ giType: 'PDO' }) }])[0]?.channel).toBe(
      'sui-generis',
    );
    expect(channelsOf([{ list: home, version, entry: anEntry() }])).toEqual([]);
  });
});
