import { foldSound, type SoundForm } from './fold.ts';
import { unpackArrays } from './pack.ts';
import { loadReadings, type Readings } from './readings.ts';
import { plainLatin } from './romanise.ts';

/** The sound tables, loaded once and shared. */
export interface SoundModel {
  readonly version: string;
  readonly readings: Readings;
}

/** One step of an alignment: the letters of either side that sound alike, and how much they speak for a match. */
export interface SoundSegment {
  a: string;
  b: string;
  weight: number;
}

/** How alike two names sound. Higher is more alike; scores of different pairs and scripts can be compared. */
export interface SoundScore {
  score: number;
  segments: SoundSegment[];
}

/** Load the committed table (`fixtures/names/sound-model.bin`). @throws RangeError when it is not one. */
export function loadSoundModel(bytes: Uint8Array): SoundModel {
  const file = unpackArrays('gi-sound-model', bytes);
  const { version } = file.meta as { version: string };
  return { version, readings: loadReadings(file) };
}

/** The Latin spelling of a folded form with its first reading of each Han character. */
export function latinOf(model: SoundModel, form: SoundForm): string {
  if (form.script !== 'Hani') return plainLatin(form);
  let out = '';
  for (const ch of form.text) out += ch <= 'z' ? ch : (model.readings.of(ch)[0] ?? '');
  return out;
}

/** Score two names by sound with the best alignment as evidence. Never throws; cost is bounded. */
export function scorePair(model: SoundModel, a: string, b: string): SoundScore {
  const x = latinOf(model, foldSound(a)).replaceAll('_', '');
  const y = latinOf(model, foldSound(b)).replaceAll('_', '');
  if (x === '' || y === '') return { score: 0, segments: [] };
  const cost: Uint16Array[] = [];
  for (let i = 0; i <= x.length; i++) {
    const row = new Uint16Array(y.length + 1);
    for (let j = 0; j <= y.length; j++) {
      const above = cost[i - 1];
      if (!above) row[j] = j;
      else if (j === 0) row[j] = i;
      else {
        const step = x[i - 1] === y[j - 1] ? 0 : 1;
        row[j] = Math.min(
          (above[j] as number) + 1,
          (row[j - 1] as number) + 1,
          (above[j - 1] as number) + step,
        );
      }
    }
    cost.push(row);
  }
  const segments: SoundSegment[] = [];
  for (let i = x.length, j = y.length; i > 0 || j > 0;) {
    const here = (cost[i] as Uint16Array)[j] as number;
    const step = i > 0 && j > 0 && x[i - 1] === y[j - 1] ? 0 : 1;
    if (i > 0 && j > 0 && here === ((cost[i - 1] as Uint16Array)[j - 1] as number) + step) {
      segments.unshift({ a: x.charAt(--i), b: y.charAt(--j), weight: step === 0 ? 1 : -1 });
    } else if (i > 0 && here === ((cost[i - 1] as Uint16Array)[j] as number) + 1) {
      segments.unshift({ a: x.charAt(--i), b: '', weight: -1 });
    } else segments.unshift({ a: '', b: y.charAt(--j), weight: -1 });
  }
  const distance = (cost[x.length] as Uint16Array)[y.length] as number;
  return { score: Math.max(x.length, y.length) - 2 * distance, segments };
}
