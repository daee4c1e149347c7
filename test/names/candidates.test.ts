import { describe, expect, it } from 'vitest';
import { gather, soundsAlone } from '../../src/names/candidates.ts';
import { packagedSoundModel } from '../../src/names/engine.ts';
import { buildNameIndex } from '../../src/names/name-index.ts';
import { compareAll } from '../../src/names/compare-all.ts';
import { prepareQuery } from '../../src/names/screen.ts';
import { labelledRecords } from '../../scripts/names/gi-set.ts';

const index = buildNameIndex(packagedSoundModel(), labelledRecords());
const queries = [
  '康涅克',
  '香宾',
  'Champanillo',
  'Lung Ching',
  'กาแฟดอยช้าง',
  'Πάρμα ζαμπόν',
  'Прошуто',
  '帕尔马火腿',
  'Gran Biraghi',
];

describe('candidates', () => {
  it.each(queries)('stop early without losing one of the best: %s', (name) => {
    const asked = prepareQuery(name);
    const found = gather(index, asked);
    const strengths = (wanted: number): number[] =>
      compareAll(index, asked, found, [], { wanted, least: 0 })
        .map((s) => s.strength)
        .sort((a, b) => b - a);
    const all = strengths(1000);
    for (const wanted of [1, 3, 8]) expect(strengths(wanted).slice(0, wanted)).toEqual(all.slice(0, wanted));
  });

  it.each(queries)('by sound alone reach no more than was said: %s', (name) => {
    const asked = prepareQuery(name);
    const found = gather(index, asked);
    const strengthOf = new Map(
      compareAll(index, asked, found, [], { wanted: 1000, least: 0 }).map((s) => [s.record, s.strength]),
    );
    const kinds = asked.some((a) => a.parts.products.length > 0);
    for (const { record, ceiling } of soundsAlone(index, asked, found, kinds))
      expect(strengthOf.get(record) ?? 0).toBeLessThanOrEqual(ceiling);
  });

  it('leave out names of other scripts that only end alike', () => {
    const thai = prepareQuery('แชมเปญ');
    const { shared } = gather(index, thai);
    for (const record of shared) {
      const other = index.scriptOf(record) !== 'Thai';
      const keyed = index
        .prepared(record)
        .some((p) => p.units.some((u) => u.aliases.length > 0) || p.script !== 'Latn');
      expect(!other || keyed).toBe(true);
    }
  });

  it('stay few however many names begin alike', () => {
    const many = buildNameIndex(
      packagedSoundModel(),
      Array.from({ length: 100 }, (_, i) => ({
        id: `${i}`,
        name: `Bordea${'bcdfghjklm'[i % 10]}${'aeiou'[Math.floor(i / 20)]}${'ns'[i % 2]}`,
      })),
    );
    expect(gather(many, prepareQuery('Bordeaux')).shared.size).toBeLessThanOrEqual(24);
  });
});
