/**
 * Measures the engine on the labelled GI pairs against the EU register of 2020 (where ../shared is present) and the
 * labelled names. Usage: npx tsx scripts/names/eval-gi.ts [--misses]
 */
import { createNameEngine } from '../../src/names/engine.ts';
import { conflicts, labelledRecords, neighbours, rankOf, registerNames } from './gi-set.ts';

const register = registerNames();
const engine = createNameEngine([...register, ...labelledRecords()]);
console.log(
  `engine ${engine.version}, ${engine.size} names${register.length === 0 ? ' (../shared absent: labelled only)' : ''}`,
);

interface Tally {
  n: number;
  first: number;
  five: number;
  alert: number;
  kind: number;
  met: number;
}
const tallies = new Map<string, Tally>();
const misses: string[] = [];
for (const { query, candidate, kind, expected } of conflicts()) {
  const { rank, finding, first } = rankOf(engine, query, candidate);
  const met =
    expected === 'alert'
      ? rank === 1 && finding?.alert === true
      : expected === 'first'
        ? rank === 1
        : rank > 0 && rank <= 5;
  for (const key of [kind, 'all']) {
    const t = tallies.get(key) ?? { n: 0, first: 0, five: 0, alert: 0, kind: 0, met: 0 };
    t.n++;
    t.first += rank === 1 ? 1 : 0;
    t.five += rank > 0 && rank <= 5 ? 1 : 0;
    t.alert += finding?.alert ? 1 : 0;
    t.kind += finding?.kind === kind ? 1 : 0;
    t.met += met ? 1 : 0;
    tallies.set(key, t);
  }
  if (!met || finding?.kind !== kind) {
    const got = finding ? `${finding.kind} ${finding.falseAlertsPerMillion}/M` : 'not found';
    const top =
      rank !== 1 && first
        ? `; first: ${first.candidate} (${first.kind} ${first.falseAlertsPerMillion}/M)`
        : '';
    misses.push(
      `${met ? 'kind ' : 'MISS '} ${query} ~ ${candidate}: rank ${rank}, ${got}, wanted ${kind}${top}`,
    );
  }
}
console.log('kind              n   R@1   R@5  alert  kind  as expected');
for (const [kind, t] of tallies) {
  const share = (x: number): string => (x / t.n).toFixed(2).padStart(5);
  console.log(
    `${kind.padEnd(16)} ${String(t.n).padStart(3)} ${share(t.first)} ${share(t.five)} ${share(t.alert)} ${share(t.kind)} ${share(t.met)}`,
  );
}
const loud = neighbours().filter(({ query, candidate }) => rankOf(engine, query, candidate).finding?.alert);
console.log(`lawful neighbours kept quiet: ${neighbours().length - loud.length} of ${neighbours().length}`);
for (const { query, candidate } of loud) console.log(`LOUD  ${query} ~ ${candidate}`);
if (process.argv.includes('--misses')) for (const line of misses) console.log(line);
