import { roughSound } from './phonetic.ts';
import { scriptOf } from '../script.ts';
import { ChunkTable } from './chunk-table.ts';
import type { SoundScript } from './fold.ts';
import { unpackArrays } from './pack.ts';
import { loadReadings, syllableRow, type Readings } from './readings.ts';

/** How a raw weight becomes a score: points `[raw, score]`, ascending; straight lines between and beyond. */
export type ScoreCurve = readonly (readonly [raw: number, score: number])[];

/** Which pairs of scripts a curve is for: the other script against Latin, or two names through their Latin spellings. */
export type CurveName = SoundScript | 'spelt';

/** The sound tables, loaded once and shared. */
export interface SoundModel {
  readonly version: string;
  readonly readings: Readings;
  /** Han characters against Latin. */
  readonly han: ChunkTable;
  /** Greek, Cyrillic and Thai letters against Latin. */
  readonly letters: ChunkTable;
  /** Latin spellings against Latin. */
  readonly latin: ChunkTable;
  readonly curves: Readonly<Record<CurveName, ScoreCurve>>;
}

/** What the header of the model file holds. */
export interface ModelMeta {
  version: string;
  tables: Record<string, { x: number; l: number; syllabic: boolean }>;
  curves: Record<CurveName, [number, number][]>;
}

/** Load the committed table (`fixtures/names/sound-model.bin`). @throws RangeError when it is not one. */
export function loadSoundModel(bytes: Uint8Array): SoundModel {
  const file = unpackArrays('gi-sound-model', bytes);
  const meta = file.meta as ModelMeta;
  const readings = loadReadings(file);
  return {
    version: meta.version,
    readings,
    han: new ChunkTable(file, 'han', (x) => syllableRow(readings, x)),
    letters: new ChunkTable(file, 'letters', roughRow),
    latin: new ChunkTable(file, 'latin', () => ''),
    curves: meta.curves,
  };
}

/** The row that letters of any alphabet share with others of the same rough sound. */
export function roughRow(x: string): string {
  const letter = x.replace(/[\^$]/g, '').codePointAt(0);
  const script = letter === undefined ? 'Cyrl' : scriptOf(letter);
  const sound = roughSound(script as SoundScript, x);
  return sound === '' ? '' : `<${sound}>`;
}

/** The table for names of a script. */
export function tableOf(model: SoundModel, script: SoundScript): ChunkTable {
  if (script === 'Hani') return model.han;
  return script === 'Latn' ? model.latin : model.letters;
}
