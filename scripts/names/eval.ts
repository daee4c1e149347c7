import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadSoundModel, tableOf, type ScoreCurve } from '../../src/names/sound/tables.ts';
import { soundName } from '../../src/names/sound/name.ts';
import { onCurve } from '../../src/names/sound/curve.ts';
import { bestVariants, readyLatin, readyName, type ReadyLatin } from '../../src/names/sound/variants.ts';
import type { SoundScript } from '../../src/names/sound/fold.ts';
import { createNameEngine, type NameEngine } from '../../src/names/engine.ts';
import { hash, readPairs, type LetterPair } from './pairs.ts';

/** What the engine must reach (floor) and aims at (goal): recall at 1, and true positives at 1e-5. */
interface Target {
  floor: number;
  goal: number;
  tpr: number;
}

const targets: Record<string, Target> = {
  'zh foreign': { floor: 0.76, goal: 0.85, tpr: 0.8 },
  'zh native': { floor: 0.86, goal: 0.93, tpr: 0.8 },
  'th foreign': { floor: 0.83, goal: 0.88, tpr: 0.9 },
  'th native': { floor: 0.95, goal: 0.97, tpr: 0.9 },
  el: { floor: 0.92, goal: 0.94, tpr: 0.9 },
  bg: { floor: 0.94, goal: 0.96, tpr: 0.9 },
};
const scripts = { zh: 'Hani', th: 'Thai', el: 'Grek', bg: 'Cyrl' } as const;
type Lang = keyof typeof scripts;

/** Wilson's interval for a share, 95 %. */
function wilson(hits: number, of: number): string {
  const z = 1.96;
  const p = hits / of;
  const mid = (p + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  return `${p.toFixed(3)} [${(mid - half).toFixed(2)} ${(mid + half).toFixed(2)}]`;
}

const syllable =
  /^(?:(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?(?:a|o|e|i|u|ai|ei|ao|ou|an|en|ang|eng|ong|ia|ie|iao|iu|ian|in|iang|ing|iong|ua|uo|uai|ui|uan|un|uang|ue|er))+$/;

/**
 * Chinese places among the Chinese names: rows of GeoNames whose Latin form can be read as pinyin with about as many
 * syllables as characters. Thai persons are the native Thai names.
 */
function isNative(lang: Lang, pair: LetterPair): boolean {
  if (lang === 'th') return pair.source.startsWith('thai-persons');
  if (lang !== 'zh' || !pair.source.startsWith('geonames')) return false;
  const latin = pair.lForm.replaceAll('_', '');
  return syllable.test(latin) && latin.length <= 6 * (pair.xForm.length - 2);
}

const consonants = (text: string): string =>
  text.charAt(0) +
  text
    .slice(1)
    .replace(/[aeiouyhw]/g, '')
    .replace(/(.)\1/g, '$1');

function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const step = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(step, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}

/**
 * Whether two Latin names may well be one place or named after one another: the same without place words, one within
 * the other, the same consonants, or at most a fifth of the letters apart. Such pairs are not unrelated, so they do not
 * count as false alarms; they do count as errors in the ranking.
 */
function related(a: LetterPair, b: LetterPair): boolean {
  const [p, q] = [a.lCore?.core ?? a.lForm, b.lCore?.core ?? b.lForm];
  if (p === q || a.lForm.includes(q) || b.lForm.includes(p)) return true;
  const [x, y] = [p.replaceAll('_', ''), q.replaceAll('_', '')];
  if (Math.min(x.length, y.length) >= 5 && (x.includes(y) || y.includes(x))) return true;
  const longest = Math.max(x.length, y.length);
  return (longest >= 5 && consonants(x) === consonants(y)) || edits(x, y) <= longest / 5;
}

/** The worst false alarms of a query that are checked for being related. */
const CHECKED = 25;

/** Whether two Latin names are spellings of one name: the same consonants, at most a fifth of the letters apart. */
function sameName(a: LetterPair, b: LetterPair): boolean {
  const [x, y] = [a.lForm, b.lForm].map((form) => form.replaceAll('_', '')) as [string, string];
  const longest = Math.max(x.length, y.length);
  return longest >= 5 && consonants(x) === consonants(y) && edits(x, y) <= Math.ceil(longest / 5);
}

interface Outcome {
  ranks: number[];
  /** The same with spelling variants of the right name set aside. */
  grouped: number[];
  right: number[];
  wrong: Float32Array;
  misses: string[];
}

function measure(
  model: ReturnType<typeof loadSoundModel>,
  script: SoundScript,
  pairs: LetterPair[],
  pool: LetterPair[],
  queries: number,
): Outcome {
  const table = tableOf(model, script);
  const candidates: { form: string; pair: LetterPair; ready: ReadyLatin }[] = pool.map((p) => ({
    form: p.l,
    pair: p,
    ready: readyLatin(table, soundName(p.latin)),
  }));
  const right = new Map<string, Set<string>>();
  for (const { xForm, l } of pairs) right.set(xForm, (right.get(xForm) ?? new Set()).add(l));
  const chosen = [...pairs].sort((p, q) => hash(p.x + p.l) - hash(q.x + q.l)).slice(0, queries);
  const wrong = new Float32Array(chosen.length * candidates.length);
  let count = 0;
  const out: Outcome = { ranks: [], grouped: [], right: [], wrong, misses: [] };
  for (const pair of chosen) {
    const ready = readyName(model, soundName(pair.name));
    const good = right.get(pair.xForm) as Set<string>;
    let own = -Infinity;
    const others: number[] = [];
    const alarms: { score: number; pair: LetterPair }[] = [];
    let top = '';
    let most = -Infinity;
    for (const { form, pair: other, ready: latin } of candidates) {
      const score = bestVariants(ready, latin)?.raw ?? -1e3;
      if (good.has(form)) own = Math.max(own, score);
      else {
        others.push(score);
        alarms.push({ score, pair: other });
        if (score > most) [most, top] = [score, form];
      }
    }
    alarms.sort((p, q) => q.score - p.score);
    alarms.forEach(({ score, pair: other }, at) => {
      if (at >= CHECKED || !related(pair, other)) wrong[count++] = score;
    });
    const rank = 1 + others.filter((score) => score >= own).length;
    out.ranks.push(rank);
    const better = alarms.slice(0, rank - 1);
    out.grouped.push(
      rank > CHECKED ? rank : 1 + better.filter(({ pair: other }) => !sameName(pair, other)).length,
    );
    out.right.push(own);
    if (rank > 1)
      out.misses.push(
        `${pair.name} ${pair.latin} (${own.toFixed(2)}) below ${top} (${most.toFixed(2)}), rank ${rank}`,
      );
  }
  out.wrong = wrong.subarray(0, count).sort();
  return out;
}

/** Ranks by the whole engine: what `screen` puts first, with its candidates, aliases and rules. */
function screened(engine: NameEngine, pairs: LetterPair[], queries: number): Outcome {
  const right = new Map<string, Set<string>>();
  for (const { xForm, l } of pairs) right.set(xForm, (right.get(xForm) ?? new Set()).add(l));
  const chosen = [...pairs].sort((p, q) => hash(p.x + p.l) - hash(q.x + q.l)).slice(0, queries);
  const out: Outcome = { ranks: [], grouped: [], right: [], wrong: new Float32Array(0), misses: [] };
  for (const pair of chosen) {
    const good = right.get(pair.xForm) as Set<string>;
    const findings = engine.screen({ name: pair.name }, { topK: 10 });
    const at = findings.findIndex((f) => good.has(f.candidateId));
    const own = findings[at];
    out.ranks.push(own ? own.rank : Infinity);
    out.grouped.push(own ? own.rank : Infinity);
    out.right.push(own ? own.score : 0);
    if (at !== 0)
      out.misses.push(
        `${pair.name} ${pair.latin} (${own ? `${own.score} ${own.explanation.rule}` : '-'}) below ${findings[0]?.candidate} (${findings[0]?.score} ${findings[0]?.explanation.rule}), rank ${own?.rank}`,
      );
  }
  return out;
}

function share(values: readonly number[], limit: number): number {
  return values.filter((value) => value > limit).length;
}

/** Share of true pairs and false alarms per million unrelated pairs at scores of the common scale. */
function scale(curve: ScoreCurve, { right, wrong }: Outcome): string {
  const parts = [3, 4, 5, 5.7, 6].map((score) => {
    const hits = right.filter((raw) => onCurve(curve, raw) >= score).length / right.length;
    let alarms = 0;
    for (const raw of wrong) if (onCurve(curve, raw) >= score) alarms++;
    return `${score}: ${hits.toFixed(2)} at ${((1e6 * alarms) / wrong.length).toFixed(1)}`;
  });
  return `    true pairs that score at least, at false alarms per million: ${parts.join('; ')}`;
}

function line(name: string, outcome: Outcome): string {
  const { ranks, grouped, right, wrong } = outcome;
  const n = ranks.length;
  const mrr = ranks.reduce((sum, rank) => sum + 1 / rank, 0) / n;
  const at = (rate: number): string =>
    wilson(share(right, wrong[Math.max(0, Math.floor(wrong.length * (1 - rate)) - 1)] as number), n);
  const target = targets[name] as Target;
  const first = ranks.filter((rank) => rank === 1).length / n;
  const verdict = first >= target.goal ? 'goal met' : first >= target.floor ? 'floor met' : 'below floor';
  return [
    name.padEnd(11), String(n).padStart(5),
    wilson(ranks.filter((rank) => rank === 1).length, n), `${target.floor.toFixed(2)} / ${target.goal.toFixed(2)} ${verdict}`.padEnd(23),
    (grouped.filter((rank) => rank === 1).length / n).toFixed(3),
    wilson(ranks.filter((rank) => rank <= 5).length, n), mrr.toFixed(3), at(1e-5), `goal ${target.tpr.toFixed(2)}`, at(1e-6),
  ].join('  '); // prettier-ignore
}

function main(): void {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: '../shared/data/name-pairs' },
      model: { type: 'string', default: 'fixtures/names/sound-model.bin' },
      queries: { type: 'string', default: '2000' },
      candidates: { type: 'string', default: '10000' },
      only: { type: 'string' },
      misses: { type: 'string', default: '0' },
      engine: { type: 'boolean', default: false },
    },
  });
  if (!existsSync(`${values.data}/dev_zh.csv`)) {
    console.log(`skipped: no dev_*.csv in ${values.data}`);
    return;
  }
  const model = loadSoundModel(readFileSync(values.model));
  const engines = new Map<string, NameEngine>();
  const langs = Object.keys(scripts) as Lang[];
  const dev = Object.fromEntries(
    langs.map((lang) => [lang, readPairs(`${values.data}/dev_${lang}.csv`, scripts[lang])]),
  ) as Record<Lang, LetterPair[]>;
  const others = langs.flatMap((lang) => readPairs(`${values.data}/train_${lang}.csv`, scripts[lang]));
  others.sort(
    (p, q) => Number(p.source.startsWith('wd')) - Number(q.source.startsWith('wd')) || hash(p.l) - hash(q.l),
  );
  console.log(
    `model ${model.version}; names not in Latin against ${values.candidates} Latin names; 95 % intervals`,
  );
  console.log(
    'split            n  recall@1            floor / goal             grouped  recall@5            MRR    TPR at FPR 1e-5                TPR at FPR 1e-6',
  );
  for (const lang of langs) {
    if (values.only && !values.only.split(',').includes(lang)) continue;
    const pool = new Map<string, LetterPair>();
    for (const pair of [...dev[lang], ...langs.flatMap((l) => dev[l]), ...others]) {
      if (pool.size < Number(values.candidates) && !pool.has(pair.l)) pool.set(pair.l, pair);
    }
    const splits = lang === 'zh' || lang === 'th' ? ['foreign', 'native'] : [''];
    for (const split of splits) {
      const pairs = dev[lang].filter((p) => split === '' || isNative(lang, p) === (split === 'native'));
      const names = [...pool.values()];
      if (values.engine) {
        const engine =
          engines.get(lang) ??
          createNameEngine(
            names.map((p) => ({ id: p.l, name: p.latin })),
            { soundModel: model },
          );
        engines.set(lang, engine);
        const t = performance.now();
        const outcome = screened(engine, pairs, Number(values.queries));
        const n = outcome.ranks.length;
        console.log(
          `${lang} ${split} ${n} recall@1 ${wilson(outcome.ranks.filter((r) => r === 1).length, n)} @5 ${wilson(outcome.ranks.filter((r) => r <= 5).length, n)} ${((performance.now() - t) / n).toFixed(1)} ms`,
        );
        for (const miss of outcome.misses.slice(0, Number(values.misses))) console.log(`    ${miss}`);
        continue;
      }
      const outcome = measure(model, scripts[lang], pairs, names, Number(values.queries));
      console.log(line(`${lang} ${split}`.trim(), outcome));
      console.log(scale(model.curves[scripts[lang]], outcome));
      for (const miss of outcome.misses.slice(0, Number(values.misses))) console.log(`    ${miss}`);
    }
  }
}

main();
