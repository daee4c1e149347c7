import { clusters, finals, initials, silentTails, vowels } from './thai-letters.ts';

const tones = /[่-๋]/g;
const consonant = /[ก-ฮ]/;
const mark = /[ะ-ฺๅ-๎]/;
/** Letters under a karan are not read, nor the ร of ทร์ or the ษ of ษณ์ when another final stands before. */
const silenced = /(?<=[ก-ฮ])[ตทดธ]ร์|(?<=[ก-ฮ])ษณ์|[ก-ฮ][ิุ]?์/g;
const breadth = 6;

/** A reading of the first letters of a text: its last syllable, and what comes before that. */
interface Parse {
  latin: string;
  before: Parse | undefined;
  cost: number;
}

interface Syllable {
  end: number;
  latin: string;
  cost: number;
}

/** Morphemes whose reading the spelling does not show: linking vowels, Sanskrit finals. */
const irregular: [RegExp, string][] = [
  [/นคร/g, 'na khon'], [/สกล/g, 'sa kon'], [/ราช(?=[บธส])/g, 'rat cha'], [/เพชร(?=บุ)/g, 'phet cha'], [/พิษณุ/g, 'phit sa nu'], [/กาญจน/g, 'kan cha na'],
  [/ถนน/g, 'tha non'], [/พัท(?=ล)/g, 'phat tha'], [/อยุธยา/g, 'a yut tha ya'], [/นราธิวาส/g, 'na ra thi wat'], [/พัฒนา/g, 'phat tha na'], [/รัตน/g, 'rat ta na'],
]; // prettier-ignore

const anyIrregular = new RegExp(irregular.map(([spelling]) => spelling.source).join('|'));

/** Vowels by the sign that stands before the onset, '' where none does. */
const vowelsBy = new Map<string, typeof vowels>();
for (const vowel of vowels) vowelsBy.set(vowel[0], [...(vowelsBy.get(vowel[0]) ?? []), vowel]);

/** Every syllable that a text may have at a place. */
function syllablesAt(text: string, at: number): Syllable[] {
  const found: Syllable[] = [];
  const first = text[at] as string;
  const before = vowelsBy.has(first) ? first : '';
  const start = at + before.length;
  const onsets = [onsetOf(text, start, 2), onsetOf(text, start, 1)];
  for (const [, after, latin, rule, cost] of vowelsBy.get(before) ?? []) {
    for (const [i, onset] of onsets.entries()) {
      const width = 2 - i;
      if (onset === undefined || !text.startsWith(after, start + width)) continue;
      const end = start + width + after.length;
      const open = { end, latin: onset.latin + latin, cost: cost + onset.cost };
      if (rule !== 'required') {
        const bare = before === '' && after === '';
        const sonorant = bare && /[รลวงยอห]/.test(text[start] as string) ? 1.2 : 0;
        const last = bare && end >= text.length ? 3 : 0;
        found.push({ ...open, cost: open.cost + sonorant + last });
      }
      if (rule !== 'none') addClosed(text, open, found);
    }
  }
  if (first === 'ฤ') found.push({ end: at + 1, latin: 'rue', cost: 0.2 });
  return found;
}

function onsetOf(text: string, start: number, width: number): { latin: string; cost: number } | undefined {
  const letters = text.slice(start, start + width);
  if (letters.length < width) return undefined;
  if (width === 2) {
    const latin = clusters[letters];
    return latin === undefined ? undefined : { latin, cost: letters === 'ทร' ? 0.4 : -0.2 };
  }
  const latin = initials[letters];
  return latin === undefined ? undefined : { latin, cost: 0 };
}

/** Adds an open syllable closed by the next consonant, which may drag a silent one behind it or be read twice. */
function addClosed(text: string, open: Syllable, found: Syllable[]): void {
  const last = text[open.end] ?? '';
  const value = finals[last];
  if (value === undefined || mark.test(text[open.end + 1] ?? '')) return;
  found.push({ end: open.end + 1, latin: open.latin + value, cost: open.cost });
  const tail = text[open.end + 1] ?? '';
  if (tail && silentTails.has(last + tail) && !mark.test(text[open.end + 2] ?? '')) {
    found.push({ end: open.end + 2, latin: open.latin + value, cost: open.cost + 0.3 });
  }
  const again = initials[last];
  if (again && consonant.test(tail) && !/[รลวงยนม]/.test(last)) {
    found.push({ end: open.end + 1, latin: `${open.latin + value} ${again}a`, cost: open.cost + 1.6 });
  }
}

/**
 * Readings of a Thai text in the Royal Thai General System, the likeliest first, syllables separated by spaces. The
 * spelling does not always tell where a syllable ends, so several readings may come back (at most `limit`).
 * Characters that are not Thai pass through as their own syllables.
 */
export function thaiReadings(text: string, limit = 3): string[] {
  let clean = text.replace(tones, '').replace(silenced, '').replace(/ํา/g, 'ำ').replace(/[ๆฯ]/g, ' ');
  if (anyIrregular.test(clean))
    for (const [spelling, reading] of irregular) clean = clean.replace(spelling, ` ${reading} `);
  const lists = clean.split(/([^ก-๎]+)/).map((run) => (consonant.test(run) ? parseRun(run) : [run.trim()]));
  const out = new Set<string>();
  for (let k = 0; k < limit; k++)
    out.add(
      lists
        .map((l) => l[Math.min(k, l.length - 1)])
        .join(' ')
        .replace(/ +/g, ' ')
        .trim(),
    );
  return [...out];
}

function parseRun(run: string): string[] {
  const best: Parse[][] = Array.from({ length: run.length + 1 }, () => []);
  (best[0] as Parse[]).push({ latin: '', before: undefined, cost: 0 });
  for (let i = 0; i < run.length; i++) {
    const here = best[i] as Parse[];
    if (here.length === 0) continue;
    const steps = syllablesAt(run, i);
    // A letter no syllable accounts for is read by itself, so that misspelt names still get a reading.
    steps.push({ end: i + 1, latin: initials[run[i] as string] ?? '', cost: 6 });
    for (const { end, latin, cost } of steps)
      for (const before of here) keep(best[end] as Parse[], latin, before, before.cost + cost);
  }
  return [...new Set((best[run.length] as Parse[]).map(spelt))];
}

/** Puts a reading among the cheapest ones, behind those that cost as much. */
function keep(among: Parse[], latin: string, before: Parse, cost: number): void {
  let at = among.length;
  while (at > 0 && (among[at - 1] as Parse).cost > cost) at--;
  if (at >= breadth) return;
  among.splice(at, 0, { latin, before, cost });
  if (among.length > breadth) among.length = breadth;
}

function spelt(parse: Parse): string {
  const syllables: string[] = [];
  for (let one: Parse | undefined = parse; one; one = one.before)
    if (one.latin !== '') syllables.push(one.latin);
  return syllables.reverse().join(' ');
}
