/**
 * Fits the curves of fixtures/names/lexicon/calibration.json: how many comparisons of unrelated names reach a path's
 * measure. Usage: npx tsx scripts/names/calibrate.ts [--per-script 600] [--latin] [--write]
 * `--latin` fits the curves of Latin names against Latin names alone and leaves the others as they are.
 * Names come from ../shared/data/name-pairs/train_*.csv and the EU register of 2020; the dev files are not read.
 * A pair counts as unrelated unless the Latin sides share a word or nearly so; whole-name matches, aliases and shared
 * words are relations, not chance, so the curve of `parts` is set by hand.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { compare, type Path } from '../../src/names/compare.ts';
import { packagedSoundModel, type NameRecord } from '../../src/names/engine.ts';
import { buildNameIndex, type NameIndex } from '../../src/names/name-index.ts';
import { gather } from '../../src/names/candidates.ts';
import { prepareQuery } from '../../src/names/screen.ts';
import { inflected, registerNames, related } from './gi-set.ts';

const at = process.argv.indexOf('--per-script');
const perScript = at < 0 ? 600 : Number(process.argv[at + 1]);
const languages = ['zh', 'th', 'el', 'bg'] as const;
const others = process.argv.includes('--latin') ? [] : languages;

interface Pair {
  name: string;
  latin: string;
}
const pairsOf = (language: string): Pair[] => {
  const url = new URL(`../../../shared/data/name-pairs/train_${language}.csv`, import.meta.url);
  const rows = parse(readFileSync(url), { columns: true, relax_column_count: true }) as Pair[];
  const step = Math.max(1, Math.floor(rows.length / 3000));
  return rows.filter((_, i) => i % step === 0);
};
const pairs = Object.fromEntries(languages.map((l) => [l, pairsOf(l)]));
const protectedPairs = languages.flatMap((l) =>
  (pairs[l] as Pair[]).filter((_, i) => i % 4 === 0).slice(0, 625),
);
const innocents = (l: string, most = perScript): Pair[] =>
  (pairs[l] as Pair[]).filter((_, i) => i % 4 !== 0).slice(0, most);

interface Sample {
  values: Partial<Record<Path, number[]>>;
  /** The same with names of one family counted once: the highest value of each query. */
  loudest: Partial<Record<Path, number[]>>;
  comparisons: number;
}

function measure(index: NameIndex, queries: readonly (Pair & { asked: string })[], near: boolean): Sample {
  const sample: Sample = { values: {}, loudest: {}, comparisons: 0 };
  for (const { asked, latin } of queries) {
    const forms = prepareQuery(asked);
    const loudest: Partial<Record<Path, number>> = {};
    const { shared, sounds } = gather(index, forms, 12, { alike: 100 });
    sample.comparisons += index.tables.records.size;
    for (const record of new Set([...sounds.keys(), ...shared])) {
      const candidate = index.prepared(record)[0];
      const query = forms[0];
      const other = latinOf.get(candidate?.name ?? '') ?? candidate?.name ?? '';
      if (!candidate || !query || related(latin, other, near)) continue;
      const ofOnePlace = inflected(latin, other);
      const sound = sounds.get(record)?.score;
      const common = (side: 'B' | 'E', letters: string): number => index.tables.affixes.get(side, letters);
      for (const match of compare(query, candidate, { common, ...(sound === undefined ? {} : { sound }) })) {
        if (match.path === 'altered' && ofOnePlace) continue;
        (sample.values[match.path] ??= []).push(match.raw);
        if (match.raw > (loudest[match.path] ?? -Infinity)) loudest[match.path] = match.raw;
      }
    }
    for (const [path, raw] of Object.entries(loudest)) (sample.loudest[path as Path] ??= []).push(raw);
  }
  return sample;
}

const latinOf = new Map<string, string>();
for (const l of languages) for (const { name, latin } of pairs[l] as Pair[]) latinOf.set(name, latin);

/** Points at which 3000 to 10 of the sample lie above: fewer tell no slope, and the tail goes on with the last one. */
function curve(values: number[], comparisons: number): [number, number][] {
  const sorted = [...values].sort((a, b) => b - a);
  const points: [number, number][] = [];
  for (const k of [3000, 1000, 300, 100, 30, 10]) {
    const raw = sorted[k];
    const strength = -Math.log10((k + 0.5) / comparisons);
    const last = points.at(-1);
    if (raw === undefined || (last && raw - last[0] < 1e-3)) continue;
    points.push([Number(raw.toFixed(2)), Number(strength.toFixed(2))]);
  }
  return points;
}

const model = packagedSoundModel();
const latinNames = (records: NameRecord[]): NameRecord[] =>
  records.filter((r) => /^[\p{Script=Latin}\p{P}\s]+$/u.test(r.name));
const register = latinNames(registerNames())
  .filter((_, i) => i % 2 === 0)
  .slice(0, 2500);
const latinIndex = buildNameIndex(model, [
  ...protectedPairs.map((p, i) => ({ id: `p${i}`, name: p.latin })),
  ...register,
]);
const curves: Record<string, [number, number][]> = {};
let sounds: number[] = [];
let comparisons = 0;
let ownComparisons = 0;
for (const l of others) {
  const sample = measure(
    latinIndex,
    innocents(l).map((p) => ({ ...p, asked: p.name })),
    true,
  );
  const values = sample.values.sound ?? [];
  console.log(
    `sound ${l}: ${sample.comparisons} comparisons`,
    JSON.stringify(curve(values, sample.comparisons)),
  );
  sounds = sounds.concat(values);
  comparisons += sample.comparisons;
}
/**
 * Names the sound model was trained on find chance likenesses that new names do not: on the development pairs the
 * strength at a given score is 0.5 higher than on the training pairs. 0.4 of it is allowed for.
 */
const newNames = 0.4;
if (comparisons > 0)
  curves['sound'] = curve(sounds, comparisons).map(([raw, strength]) => [
    raw,
    Number((strength + newNames).toFixed(2)),
  ]);
// Persons, places and words against the names of products.
const registerIndex = buildNameIndex(model, latinNames(registerNames()));
const inLatin = (most: number): (Pair & { asked: string })[] => {
  const found = languages.flatMap((l) =>
    innocents(l, most).filter((p) => /^[A-Za-zÀ-ſ -]{4,}$/.test(p.latin)),
  );
  // The files give one place under several names in other scripts.
  return [...new Map(found.map((p) => [p.latin, { ...p, asked: p.latin }])).values()];
};
const askedInLatin = inLatin(perScript);
const latin = measure(registerIndex, askedInLatin, false);
// Words one or two letters apart are few, so more are asked for.
const near = measure(registerIndex, inLatin(4 * perScript), false);
// Two Latin names have two chances to be alike, by letters and by sound.
const twoChances = (points: [number, number][]): [number, number][] =>
  points.map(([raw, strength]) => [raw, Number((strength - Math.log10(2)).toFixed(2))]);
curves['spelling'] = twoChances(curve(latin.values.spelling ?? [], latin.comparisons));
curves['altered'] = twoChances(curve(near.loudest.altered ?? [], near.comparisons));
curves['cadence'] = twoChances(curve(latin.loudest.cadence ?? [], latin.comparisons));
curves['sound:Latn'] = twoChances(curve(latin.values.sound ?? [], latin.comparisons));
// Names of one script, other than Latin, against each other.
const own = { zh: 'han', th: 'spelling:Thai', el: 'spelling:Grek', bg: 'spelling:Cyrl' } as const;
for (const l of others) {
  const named = pairs[l] as Pair[];
  const index = buildNameIndex(
    model,
    named.filter((_, i) => i % 2 === 0).map((p, i) => ({ id: `${l}${i}`, name: p.name })),
  );
  const queries = named
    .filter((_, i) => i % 2 === 1)
    .slice(0, perScript)
    .map((p) => ({ ...p, asked: p.name }));
  const sample = measure(index, queries, true);
  const path = l === 'zh' ? 'han' : 'spelling';
  curves[own[l]] = curve(sample.values[path] ?? [], sample.comparisons);
  ownComparisons += sample.comparisons;
}
for (const [path, points] of Object.entries(curves)) console.log(path, JSON.stringify(points));
if (process.argv.includes('--write')) {
  const url = new URL('../../fixtures/names/lexicon/calibration.json', import.meta.url);
  const file = JSON.parse(readFileSync(url, 'utf8')) as {
    version: number;
    provenance: string;
    curves: Record<string, unknown>;
  };
  file.version += 1;
  file.provenance = `scripts/names/calibrate.ts over train_*.csv and eu_register_2020.csv, ${comparisons + latin.comparisons + ownComparisons} comparisons, sound model ${model.version}; whole, parts and meaning by hand`;
  Object.assign(file.curves, curves);
  writeFileSync(
    url,
    `${JSON.stringify(file, null, 1).replace(/\[\s+([\d.-]+),\s+([\d.-]+)\s+\]/g, '[$1, $2]')}\n`,
  );
}
