import { readFileSync } from 'node:fs';
import { InputError } from '../gi/problem.ts';
import { calibrationVersion } from './calibrate.ts';
import { checkName } from './check.ts';
import { lexiconVersion } from './data.ts';
import type { Finding } from './finding.ts';
import { maxNameLength } from './normalise.ts';
import { buildNameIndex, type NameIndex } from './name-index.ts';
import type { NameRecord } from './records.ts';
import { screenAmong, type Candidate } from './screen-among.ts';
import { screenName, type ScreenOptions, type ScreenQuery } from './screen.ts';
import { searchNames, type SearchHit } from './search.ts';
import { packIndex, unpackIndex } from './snapshot.ts';
import { loadSoundModel, type SoundModel } from './sound/model.ts';

export type { Candidate } from './screen-among.ts';
export { checkName } from './check.ts';
export { findingKinds, type Explanation, type Finding, type FindingKind } from './finding.ts';
export type { NameRecord } from './records.ts';
export { defaultAlertAt, type ScreenOptions, type ScreenQuery } from './screen.ts';
export type { SearchHit } from './search.ts';

/** Finds names that are alike across scripts and languages. All methods are synchronous and have bounded cost. */
export interface NameEngine {
  /** Changes when rules, lexicon, calibration or sound model change; findings carry it. */
  readonly version: string;
  /** Number of records. */
  readonly size: number;
  /**
   * The best candidates for one name, one finding per record, best first.
   * @throws {InputError} when the name cannot be compared (see `checkName`).
   */
  screen(query: ScreenQuery, options?: ScreenOptions): Finding[];
  /** Finds records as a reader types: prefix, any script, typos; one hit per record, best first. Never throws. */
  search(query: string, options?: { limit?: number }): SearchHit[];
}

/** An engine over one index of its own, which can be written down and added to. */
export interface BaseNameEngine extends NameEngine {
  readonly index: NameIndex;
  /** {@link NameEngine.screen} among nothing but some candidates, as a sieve found them. */
  screenAmong(query: ScreenQuery, candidates: readonly Candidate[], options?: ScreenOptions): Finding[];
  /** The engine as bytes for {@link loadNameEngine}; about as large as its index in memory. */
  snapshot(): Uint8Array;
  /**
   * This engine after some groups have changed: all their names are those of `changes`. Takes no time worth speaking of.
   */
  with(changes: BaseNameEngine, groups: Iterable<string>): NameEngine;
}

export interface NameEngineOptions {
  /** The sound table; the package's own when absent. */
  soundModel?: SoundModel;
}

const rulesVersion = '1.0';
let packaged: SoundModel | undefined;

/** The sound table that comes with the package, read once. */
export function packagedSoundModel(): SoundModel {
  packaged ??= loadSoundModel(readFileSync(new URL('../../fixtures/names/sound-model.bin', import.meta.url)));
  return packaged;
}

/** Version of an engine with the package's rules; snapshots of another are refused. */
export function engineVersion(model: SoundModel = packagedSoundModel()): string {
  return `${rulesVersion}/lexicon-${lexiconVersion()}/calibration-${calibrationVersion}/sound-${model.version}`;
}

/** Builds the engine over a set of names, in memory. */
export function createNameEngine(
  records: Iterable<NameRecord>,
  options: NameEngineOptions = {},
): BaseNameEngine {
  const model = options.soundModel ?? packagedSoundModel();
  return engineOver(buildNameIndex(model, records));
}

/**
 * The engine from a snapshot, in seconds where building takes a minute. The bytes are used in place, not copied.
 * @throws {RangeError} when they are no snapshot or were made by another version of the engine.
 */
export function loadNameEngine(bytes: Uint8Array, options: NameEngineOptions = {}): BaseNameEngine {
  const model = options.soundModel ?? packagedSoundModel();
  return engineOver(unpackIndex(model, bytes, engineVersion(model)).index);
}

/** The engine over an index. */
export function engineOver(index: NameIndex): BaseNameEngine {
  const version = engineVersion(index.model);
  return {
    version,
    index,
    size: index.size,
    screen(query, options = {}) {
      mustCompare(query.name);
      return screenName(index, query, options, version);
    },
    screenAmong(query, candidates, options = {}) {
      mustCompare(query.name);
      return screenAmong(index, query, candidates, options, version);
    },
    search(query, options = {}) {
      return searchNames(index, query.slice(0, maxNameLength), options.limit ?? 20);
    },
    snapshot() {
      return packIndex(index, { version });
    },
    with(changes, groups) {
      return layered(engineOver(index.without(groups)), engineOver(changes.index.beside(index)));
    },
  };
}

/** @throws {InputError} for a name that cannot be compared */
function mustCompare(name: string): void {
  const problems = checkName(name).filter((p) => p.severity === 'error');
  if (problems.length > 0) throw new InputError(problems);
}

/** Two engines of different names as one. */
function layered(base: NameEngine, changes: NameEngine): NameEngine {
  return {
    version: base.version,
    size: base.size + changes.size,
    screen(query, options = {}) {
      return [...base.screen(query, options), ...changes.screen(query, options)]
        .sort((a, b) => a.falseAlertsPerMillion - b.falseAlertsPerMillion)
        .slice(0, options.topK ?? 10)
        .map((finding, at) => ({ ...finding, rank: at + 1 }));
    },
    search(query, options = {}) {
      return [...base.search(query, options), ...changes.search(query, options)]
        .sort((a, b) => b.score - a.score)
        .slice(0, options.limit ?? 20);
    },
  };
}
