import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseReadings } from '../../src/names/sound/readings.ts';
import { soundName } from '../../src/names/sound/name.ts';
import {
  loadSoundModel,
  roughRow,
  type CurveName,
  type ModelMeta,
  type SoundModel,
  tableOf,
} from '../../src/names/sound/tables.ts';
import { packArrays } from '../../src/names/sound/pack.ts';
import { bestVariants, readyLatin, readyName } from '../../src/names/sound/variants.ts';
import { tailCurve } from './curve.ts';
import { learnChunks, type ChunkCounts, type ChunkLimits } from './em.ts';
import type { WeightGrid } from './grid.ts';
import { latinPairs } from './latin-pairs.ts';
import { packGrid } from './pack-table.ts';
import { hash, random, readPairs, soundPart, type LetterPair } from './pairs.ts';
import { readingsTable } from './readings.ts';
import { alikeChunks, readingSharing, soundSharing } from './sharing.ts';
import { LatinLetters, startingGrid } from './start.ts';
import { syntheticNames } from './synthetic.ts';

const files = { bg: 'Cyrl', el: 'Grek', th: 'Thai', zh: 'Hani' } as const;
type Lang = keyof typeof files;
const limits: Record<Lang | 'latin', ChunkLimits> = {
  bg: { x: 2, l: 4, syllabic: false },
  el: { x: 2, l: 4, syllabic: false },
  th: { x: 3, l: 4, syllabic: false },
  zh: { x: 1, l: 6, syllabic: true },
  latin: { x: 3, l: 4, syllabic: false },
};
const learning = { rounds: 8, prior: 0.05, drop: 0.05 };
/** beta: how far common Latin letters count less; best on held-out names for Han, and for letters against false alarms. */
const starting = { beta: 0.7, least: 1.5, smooth: 5 };
const startingHan = { ...starting, beta: 0.9 };
const noSharing = { parentName: () => '', prior: [], own: [] };

/** How much of the work of training to do; small numbers for tests. */
export interface TrainOptions {
  /** Pairs of unrelated names scored to set each curve. */
  unrelated: number;
  synthetic: number;
  log?: (line: string) => void;
}

/** One name in twenty is kept from learning, both strings new, for setting the curves and for checks. */
export function isHeldOut(pair: LetterPair): boolean {
  return hash(`${pair.l}#`) % 20 === 0;
}

/** Train every table from pairs per language. The result depends on nothing but the pairs and the options. */
export function train(
  data: Record<Lang, LetterPair[]>,
  options: TrainOptions,
): { bytes: Uint8Array; counts: Record<string, number> } {
  const log = options.log ?? (() => {});
  const table = readingsTable();
  const readings = parseReadings(table);
  const counts: Record<string, number> = {};
  const learnt: Record<Lang, { counts: ChunkCounts; kept: LetterPair[] }> = {} as never;
  const all: LetterPair[] = [];
  for (const lang of Object.keys(files) as Lang[]) {
    const held = new Set(data[lang].filter(isHeldOut).map((p) => p.x));
    const pairs = data[lang].filter((p) => !isHeldOut(p) && !held.has(p.x));
    all.push(...pairs);
    const parts = pairs.map(soundPart).filter((p) => p.x.length <= 32 && p.l.length <= 32);
    if (lang === 'zh') parts.push(...syntheticNames(readings, options.synthetic));
    const start = (x: string, l: string): number =>
      x !== '' && (x === l || (lang !== 'zh' && plain(x) === l)) ? 30 : 1;
    const em = learnChunks(parts, limits[lang], { ...learning, start });
    const kept = parts.filter((_, at) => em.kept[at]);
    learnt[lang] = { counts: em.counts, kept };
    counts[lang] = kept.length;
    log(`${lang}: ${kept.length} pairs, ${em.counts.size} chunk pairs`);
  }
  const spelt = latinPairs(all, 6);
  const latin = learnChunks(spelt, limits.latin, {
    ...learning,
    start: (x, l) => (x === l ? 30 : 1),
    drop: 0.1,
  });
  counts['latin'] = spelt.length;
  log(`latin: ${spelt.length} pairs, ${latin.counts.size} chunk pairs`);
  const joint: ChunkCounts = new Map([...learnt.bg.counts, ...learnt.el.counts, ...learnt.th.counts]);
  for (const lang of ['bg', 'el', 'th'] as const) {
    for (const [key, count] of learnt[lang].counts)
      if (key.startsWith('|')) joint.set(key, (joint.get(key) ?? 0) + count);
  }
  const letterPairs = [...learnt.bg.kept, ...learnt.el.kept, ...learnt.th.kept];
  const grids: Record<string, WeightGrid> = {
    han: startingGrid(
      learnt.zh.counts,
      limits.zh,
      lettersOf(learnt.zh.kept),
      readingSharing(readings, 2, alikeChunks(learnt.zh.counts, readings, { worth: 100, most: 200 })),
      startingHan,
    ),
    letters: startingGrid(
      joint,
      { x: 3, l: 4, syllabic: false },
      lettersOf(letterPairs),
      soundSharing(roughRow, 2),
      starting,
    ),
    latin: startingGrid(latin.counts, limits.latin, lettersOf(spelt), noSharing, starting),
  };
  const arrays = Object.assign({}, ...Object.entries(grids).map(([name, grid]) => packGrid(name, grid)));
  const tables = Object.fromEntries(Object.entries(grids).map(([name, grid]) => [name, grid.limits]));
  const line: [number, number][] = [[0, 0], [1, 1]]; // prettier-ignore
  const meta: ModelMeta = {
    version: '',
    tables,
    curves: { Hani: line, Thai: line, Grek: line, Cyrl: line, Latn: line, spelt: line },
  };
  const sections = { readings: new TextEncoder().encode(table), ...arrays };
  const raw = loadSoundModel(packArrays('gi-sound-model', meta, sections, false));
  meta.curves = curves(raw, data, options.unrelated, log);
  meta.version = `1.${createHash('sha256')
    .update(packArrays('gi-sound-model', meta, sections, false))
    .digest('hex')
    .slice(0, 8)}`;
  return { bytes: packArrays('gi-sound-model', meta, sections, true), counts };
}

function plain(x: string): string {
  return roughRow(x).slice(1, -1).toLowerCase();
}

function lettersOf(pairs: readonly { l: string }[]): LatinLetters {
  return new LatinLetters(pairs.map((pair) => pair.l));
}

/** Score names of each script against unrelated Latin names and read the curves off. */
function curves(
  model: SoundModel,
  data: Record<Lang, LetterPair[]>,
  wanted: number,
  log: (line: string) => void,
): ModelMeta['curves'] {
  const places = Object.values(data)
    .flat()
    .filter((p) => !p.source.startsWith('wd'));
  const pool = [...new Map(places.map((p) => [p.l, p])).values()].sort((p, q) => hash(p.l) - hash(q.l));
  const names = pool.slice(0, 6000).map((p) => ({ name: soundName(p.latin), l: p.l }));
  const result = {} as Record<CurveName, [number, number][]>;
  const measure = (
    curve: CurveName,
    queries: { name: ReturnType<typeof soundName>; l: string; x: string }[],
  ): void => {
    if (queries.length === 0) return void (result[curve] = [[0, 0], [10, 2]]); // prettier-ignore
    const next = random(11);
    const each = Math.min(names.length, Math.ceil(wanted / queries.length));
    const scores: number[] = [];
    const table = tableOf(model, curve === 'spelt' ? 'Latn' : curve);
    const others = names.map(({ name, l }) => ({ l, latin: readyLatin(table, name) }));
    for (const query of queries) {
      const ready = readyName(model, query.name);
      const from = Math.floor(next() * names.length);
      for (let k = 0; k < each; k++) {
        const other = others[(from + k) % others.length] as (typeof others)[number];
        if (other.l === query.l || other.l === query.x) continue;
        const best = bestVariants(ready, other.latin);
        if (best) scores.push(best.raw);
      }
    }
    result[curve] = tailCurve(Float32Array.from(scores)) as [number, number][];
    log(`${curve}: ${scores.length} unrelated pairs`);
  };
  for (const lang of Object.keys(files) as Lang[]) {
    const queries = data[lang].filter(
      (p) => lang !== 'zh' || hash(p.x) % 4 === 0 || !p.source.startsWith('wd'),
    );
    queries.sort((p, q) => Number(isHeldOut(q)) - Number(isHeldOut(p)) || hash(p.x) - hash(q.x));
    measure(
      files[lang],
      queries.slice(0, 2500).map((p) => ({ name: soundName(p.name), l: p.l, x: p.x })),
    );
  }
  const latinQueries = pool.slice(6000, 7500).concat(pool.slice(0, 500));
  measure(
    'Latn',
    latinQueries.map((p) => ({ name: soundName(p.latin), l: p.l, x: p.l })),
  );
  const spelt = data.zh
    .filter((p) => hash(p.x) % 40 === 0)
    .concat(data.th.filter((p) => hash(p.x) % 10 === 0));
  measure(
    'spelt',
    spelt.slice(0, 2000).map((p) => ({ name: soundName(soundName(p.name).latin[0] ?? ''), l: p.l, x: p.x })),
  );
  return result;
}

function main(): void {
  const folder = process.argv[2] ?? '../shared/data/name-pairs';
  const out = process.argv[3] ?? 'fixtures/names/sound-model.bin';
  const data = {} as Record<Lang, LetterPair[]>;
  const inputs: Record<string, { rows: number; sha256: string }> = {};
  for (const lang of Object.keys(files) as Lang[]) {
    const path = `${folder}/train_${lang}.csv`;
    data[lang] = readPairs(path, files[lang]);
    inputs[`train_${lang}.csv`] = {
      rows: data[lang].length,
      sha256: createHash('sha256').update(readFileSync(path)).digest('hex'),
    };
  }
  const started = Date.now();
  const log = (text: string): void => console.log(`${((Date.now() - started) / 1000).toFixed(0)} s ${text}`);
  const { bytes, counts } = train(data, {
    unrelated: 1_500_000,
    synthetic: 4000,
    log,
  });
  writeFileSync(out, bytes);
  const about = {
    command: 'npx tsx scripts/names/train.ts FOLDER',
    version: loadSoundModel(bytes).version,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    inputs,
    pairsLearntFrom: counts,
    readings: 'pinyin-pro (MIT); simplification by opencc-js (MIT, Apache-2.0 data)',
  };
  writeFileSync(out.replace(/\.bin$/, '.json'), `${JSON.stringify(about, undefined, 2)}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
