/**
 * Alert rates of the whole engine against 5,000 protected names: half Latin sides of name pairs, half names of the EU
 * register. Innocent queries are the other sides of pairs that are not protected; true ones of pairs that are.
 * Usage: npx tsx scripts/names/false-alerts.ts [--queries 500] [--set dev] [--all] [--loud]
 * Prints false alerts per 100 innocent names and the share of true pairs alerted, per script and threshold.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { createNameEngine, type NameRecord } from '../../src/names/engine.ts';
import { fold, tight } from '../../src/names/normalise.ts';
import { registerNames, related } from './gi-set.ts';

const option = (name: string, otherwise: string): string => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : (process.argv[at + 1] as string);
};
const perScript = Number(option('queries', '500'));
const set = option('set', 'dev');
/** Count relations (a shared word, one name in another language) as false alerts too. */
const all = process.argv.includes('--all');
const languages = ['zh', 'th', 'el', 'bg'];
const spelling = (name: string): string => tight(fold(name));

interface Pair {
  name: string;
  latin: string;
  language: string;
}
const pairs: Pair[] = languages.flatMap((language) => {
  const url = new URL(`../../../shared/data/name-pairs/${set}_${language}.csv`, import.meta.url);
  const rows = parse(readFileSync(url), { columns: true, relax_column_count: true }) as {
    name: string;
    latin: string;
  }[];
  const step = Math.max(1, Math.floor(rows.length / 2000));
  return rows
    .filter((_, i) => i % step === 0)
    .slice(0, 2000)
    .map(({ name, latin }) => ({ name, latin, language }));
});
// Every third pair is protected; all pairs that share a spelling with a protected one are no innocents.
const protectedPairs = pairs.filter((_, i) => i % 3 === 0).slice(0, 2500);
const taken = new Set(protectedPairs.flatMap((p) => [spelling(p.latin), spelling(p.name)]));
const innocents = pairs.filter(
  (p, i) => i % 3 !== 0 && !taken.has(spelling(p.latin)) && !taken.has(spelling(p.name)),
);
const records: NameRecord[] = protectedPairs.map((p, i) => ({ id: `pair/${i}`, name: p.latin }));
const register = registerNames().filter(
  (r) => /^[\p{Script=Latin}\p{P}\s]+$/u.test(r.name) && !taken.has(spelling(r.name)),
);
const step = register.length / (5000 - records.length);
for (let i = 0; records.length < 5000 && Math.floor(i * step) < register.length; i++) {
  records.push(register[Math.floor(i * step)] as NameRecord);
}
const registered = new Set(records.map((r) => spelling(r.name)));
const engine = createNameEngine(records);
console.log(
  `engine ${engine.version}, ${engine.size} protected names, set ${set}, ${all ? 'relations counted as false' : 'relations between places not counted as false'}`,
);

const thresholds = [0.1, 0.5, 1, 1.5, 2, 5, 10, 20, 50, 100];
console.log(
  `script  queries  first  ${thresholds.map((t) => `${t}/M`.padStart(11)).join('')}   (false per 100 innocent : true alerted)`,
);
const total = {
  queries: 0,
  first: 0,
  trues: 0,
  alerts: thresholds.map(() => 0),
  hits: thresholds.map(() => 0),
};
const loud: string[] = [];
const started = performance.now();
for (const language of [...languages, 'latin']) {
  const alerts = thresholds.map(() => 0);
  const hits = thresholds.map(() => 0);
  const asked = innocents
    .filter((p) => language === 'latin' || p.language === language)
    .filter((p) => language !== 'latin' || !registered.has(spelling(p.latin)));
  const queries = asked
    .filter((_, i) => i % Math.max(1, Math.floor(asked.length / perScript)) === 0)
    .slice(0, perScript);
  for (const pair of queries) {
    const findings = engine.screen({ name: language === 'latin' ? pair.latin : pair.name }, { topK: 1 });
    const best = findings[0];
    if (!best) continue;
    if (
      registered.has(spelling(pair.latin)) ||
      (!all && (related(pair.latin, best.candidate, language !== 'latin') || best.explanation.alias))
    )
      continue;
    thresholds.forEach(
      (t, k) => (alerts[k] = (alerts[k] as number) + (best.falseAlertsPerMillion <= t ? 1 : 0)),
    );
    if (best.falseAlertsPerMillion <= 2) {
      loud.push(
        `${language} ${language === 'latin' ? pair.latin : pair.name} (${pair.latin}) ~ ${best.candidate}: ${best.kind}/${best.explanation.rule} ${best.falseAlertsPerMillion}`,
      );
    }
  }
  const trues =
    language === 'latin' ? [] : protectedPairs.filter((p) => p.language === language).slice(0, perScript);
  let first = 0;
  for (const pair of trues) {
    const findings = engine.screen({ name: pair.name }, { topK: 30 });
    const own = findings.find((f) => spelling(f.candidate) === spelling(pair.latin));
    if (!own) continue;
    if (own.score >= (findings[0]?.score ?? 0)) first++;
    thresholds.forEach((t, k) => (hits[k] = (hits[k] as number) + (own.falseAlertsPerMillion <= t ? 1 : 0)));
  }
  const cells = thresholds.map((_, k) =>
    `${(((alerts[k] as number) / queries.length) * 100).toFixed(1)}:${trues.length ? ((hits[k] as number) / trues.length).toFixed(2) : '-'}`.padStart(
      11,
    ),
  );
  console.log(
    `${language.padEnd(6)} ${String(queries.length).padStart(5)}+${String(trues.length).padEnd(4)} ${(first / Math.max(1, trues.length)).toFixed(2)} ${cells.join('')}`,
  );
  if (language !== 'latin') {
    total.queries += queries.length;
    total.first += first;
    total.trues += trues.length;
    thresholds.forEach((_, k) => {
      total.alerts[k] = (total.alerts[k] as number) + (alerts[k] as number);
      total.hits[k] = (total.hits[k] as number) + (hits[k] as number);
    });
  }
}
console.log(
  `cross  ${total.queries}+${total.trues} ${(total.first / total.trues).toFixed(2)} ${thresholds.map((_, k) => `${(((total.alerts[k] as number) / total.queries) * 100).toFixed(1)}:${((total.hits[k] as number) / total.trues).toFixed(2)}`.padStart(11)).join('')}`,
);
console.log(`${((performance.now() - started) / 1000).toFixed(0)} s`);
if (process.argv.includes('--loud')) for (const line of loud) console.log(line);
