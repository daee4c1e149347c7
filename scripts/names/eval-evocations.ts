/**
 * Measures likeness alone, without the list of rulings, on decided cases (fixtures/names/labelled/evocations.csv)
 * against the EU register of 2020, with the goods of the sign and without; and how many of the Latin sides of the
 * development pairs would raise a false alert if they were signs for some goods.
 * Usage: npx tsx scripts/names/eval-evocations.ts [--innocents 600]
 */
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { ProductClass } from '../../src/gi/product.ts';
import { falseAlertsPerMillion, strengthOf } from '../../src/names/calibrate.ts';
import { gather } from '../../src/names/candidates.ts';
import { compare, type Match } from '../../src/names/compare.ts';
import { packagedSoundModel } from '../../src/names/engine.ts';
import { buildNameIndex } from '../../src/names/name-index.ts';
import { fold, tight } from '../../src/names/normalise.ts';
import { defaultAlertAt, prepareQuery } from '../../src/names/screen.ts';
import { decidedCases, registerNames, related } from './gi-set.ts';

const at = process.argv.indexOf('--innocents');
const innocents = at < 0 ? 600 : Number(process.argv[at + 1]);
const latin = /^[\p{Script=Latin}\p{P}\s]+$/u;
const cases = decidedCases();
const register = registerNames().filter((r) => latin.test(r.name));
const known = new Set(register.map((r) => tight(fold(r.name))));
for (const { name } of cases)
  if (!known.has(tight(fold(name)))) register.push({ id: `case/${name}`, name, goods: [] });
const index = buildNameIndex(packagedSoundModel(), register);

interface Found {
  name: string;
  strength: number;
  match: Match;
}

/** The strongest argument for each name, rulings left out, strongest first. */
function likenesses(sign: string, goods: readonly ProductClass[]): Found[] {
  const forms = prepareQuery(sign);
  const [query] = forms;
  if (!query) return [];
  const { shared, sounds } = gather(index, forms);
  const found: Found[] = [];
  for (const record of new Set([...sounds.keys(), ...shared])) {
    const [candidate] = index.prepared(record);
    if (!candidate) continue;
    const sound = sounds.get(record)?.score;
    const context = {
      queryGoods: goods,
      candidateGoods: index.goods(record),
      common: (side: 'B' | 'E', letters: string) => index.common(side, letters),
      ...(sound === undefined ? {} : { sound }),
    };
    for (const match of compare(query, candidate, context)) {
      if (match.rule === 'decided') continue;
      found.push({ name: candidate.name, strength: strengthOf(match, 'Latn'), match });
    }
  }
  return found.sort((a, b) => b.strength - a.strength);
}

const strengthAtAlert = 6 - Math.log10(defaultAlertAt);
const show = (found: Found | undefined): string =>
  found
    ? `${falseAlertsPerMillion(found.strength).toPrecision(2)}/M ${found.match.path}${found.strength >= strengthAtAlert ? ' ALERT' : ''}`
    : 'not found';
let alerted = 0;
for (const { sign, name, goods } of cases) {
  const withGoods = likenesses(sign, [goods]);
  const isName = (f: Found): boolean => tight(fold(f.name)) === tight(fold(name));
  const mine = withGoods.find(isName);
  const better = new Set(withGoods.filter((f) => f.strength > (mine?.strength ?? 0)).map((f) => f.name)).size;
  if ((mine?.strength ?? 0) >= strengthAtAlert) alerted++;
  console.log(
    `${sign} ~ ${name} (${goods}): ${show(mine)}, place ${mine ? better + 1 : '-'}; without goods ${show(likenesses(sign, []).find(isName))}`,
  );
}
console.log(
  `${alerted} of ${cases.length} decided cases alert by likeness and goods at ${defaultAlertAt} per million`,
);

const dev = ['zh', 'th', 'el', 'bg'].flatMap((language) => {
  const url = new URL(`../../../shared/data/name-pairs/dev_${language}.csv`, import.meta.url);
  if (!existsSync(url)) return [];
  return (parse(readFileSync(url), { columns: true, relax_column_count: true }) as { latin: string }[])
    .map((row) => row.latin)
    .filter((name) => latin.test(name) && !known.has(tight(fold(name))));
});
const step = Math.max(1, Math.floor(dev.length / innocents));
const asked = dev.filter((_, i) => i % step === 0).slice(0, innocents);
for (const kind of ['without goods', 'with goods'] as const) {
  let alerts = 0;
  asked.forEach((sign, i) => {
    // Signs are for goods as often as names of the register are.
    const goods = kind === 'with goods' ? (register[(i * 7919) % register.length]?.goods ?? []) : [];
    const loud = likenesses(sign, goods).find(
      (f) => f.strength >= strengthAtAlert && !related(sign, f.name, false),
    );
    if (!loud) return;
    alerts++;
    if (process.argv.includes('--loud'))
      console.log(`  ${sign} (${goods.join()}) ~ ${loud.name}: ${show(loud)}`);
  });
  console.log(
    `${kind}: ${((100 * alerts) / Math.max(1, asked.length)).toFixed(1)} false alerts per 100 of ${asked.length} Latin names against ${register.length} of the register`,
  );
}
