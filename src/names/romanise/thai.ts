import { clusters, finals, initials, silentTails, vowels } from './thai-letters.ts';

const tones = /[่-๋]/g;
const consonant = /[ก-ฮ]/;
const mark = /[ะ-ฺๅ-๎]/;
/** Letters under a karan are not read, nor the ร of ทร์ or the ษ of ษณ์ when another final stands before. */
const silenced = /(?<=[ก-ฮ])[ตทดธ]ร์|(?<=[ก-ฮ])ษณ์|[ก-ฮ][ิุ]?์/g;
const breadth = 6;

interface Parse {
  latin: string[];
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

function* syllablesAt(text: string, at: number): Generator<Syllable> {
  for (const [before, after, latin, rule, cost] of vowels) {
    if (before && text[at] !== before) continue;
    const start = at + before.length;
    for (const width of [2, 1]) {
      const onset = onsetOf(text, start, width);
      if (onset === undefined || !text.startsWith(after, start + width)) continue;
      const end = start + width + after.length;
      const open = { end, latin: onset.latin + latin, cost: cost + onset.cost };
      if (rule !== 'required') {
        const bare = before === '' && after === '';
        const sonorant = bare && /[รลวงยอห]/.test(text[start] as string) ? 1.2 : 0;
        const last = bare && end >= text.length ? 3 : 0;
        yield { ...open, cost: open.cost + sonorant + last };
      }
      if (rule !== 'none') yield* closed(text, open);
    }
  }
  if (text[at] === 'ฤ') yield { end: at + 1, latin: 'rue', cost: 0.2 };
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

/** An open syllable closed by the next consonant, which may drag a silent one behind it or be read twice. */
function* closed(text: string, open: Syllable): Generator<Syllable> {
  const last = text[open.end] ?? '';
  const value = finals[last];
  if (value === undefined || mark.test(text[open.end + 1] ?? '')) return;
  yield { end: open.end + 1, latin: open.latin + value, cost: open.cost };
  const tail = text[open.end + 1] ?? '';
  if (tail && silentTails.has(last + tail) && !mark.test(text[open.end + 2] ?? '')) {
    yield { end: open.end + 2, latin: open.latin + value, cost: open.cost + 0.3 };
  }
  const again = initials[last];
  if (again && consonant.test(tail) && !/[รลวงยนม]/.test(last)) {
    yield { end: open.end + 1, latin: `${open.latin + value} ${again}a`, cost: open.cost + 1.6 };
  }
}

/**
 * Readings of a Thai text in the Royal Thai General System, the likeliest first, syllables separated by spaces. The
 * spelling does not always tell where a syllable ends, so several readings may come back (at most `limit`).
 * Characters that are not Thai pass through as their own syllables.
 */
export function thaiReadings(text: string, limit = 3): string[] {
  let clean = text.replace(tones, '').replace(silenced, '').replace(/ํา/g, 'ำ').replace(/[ๆฯ]/g, ' ');
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
  (best[0] as Parse[]).push({ latin: [], cost: 0 });
  for (let i = 0; i < run.length; i++) {
    const here = best[i] as Parse[];
    if (here.length === 0) continue;
    const steps = [...syllablesAt(run, i)];
    // A letter no syllable accounts for is read by itself, so that misspelt names still get a reading.
    steps.push({ end: i + 1, latin: initials[run[i] as string] ?? '', cost: 6 });
    for (const step of steps) {
      const there = best[step.end] as Parse[];
      for (const parse of here)
        there.push({ latin: [...parse.latin, step.latin], cost: parse.cost + step.cost });
      there.sort((a, b) => a.cost - b.cost);
      if (there.length > breadth) there.length = breadth;
    }
  }
  const seen = new Set((best[run.length] as Parse[]).map((p) => p.latin.filter(Boolean).join(' ')));
  return [...seen];
}
