import type { GiList, Jurisdiction } from './agreement.ts';
import type { CorrectionNote } from './correction-note.ts';
import type { Entry, LegalReference } from './entry.ts';
import type { Evidence } from './evidence.ts';
import type { ProcedureStage } from './procedure-event.ts';
import { stageOn } from './procedure.ts';

/**
 * The answer for one name in one jurisdiction on one day.
 * `protected`, `pending` (applied or published), `refused`, `ended`: as the list says. `not-yet`: protected, but from a
 * later day. `unknown`: what is held cannot tell: the dates do not reach back to the day asked, or the name is on none
 * of the lists that could hold it and these are not held whole and verified (see `coverage`). `not-listed`: on none of
 * them, and they are.
 */
export const protectionStates = [
  'protected',
  'pending',
  'not-yet',
  'refused',
  'ended',
  'unknown',
  'not-listed',
] as const;
export type ProtectionState = (typeof protectionStates)[number];

/** The version of a list an answer was read from. */
export interface VersionRef {
  /** The gateway's own id of the version. */
  versionId: string;
  listId: string;
  number: number;
  contentHash: string;
  /** Calendar day the version applies from. */
  effectiveOn: string;
  /** ISO instant it was published here. */
  publishedAt: string;
  entryCount: number;
  /** Entries whose standing rests on an official or public source. */
  verifiedCount: number;
}

/** One line a GI has: the list, the version it was read from and the entry. */
export interface Occurrence {
  list: GiList;
  version: VersionRef;
  entry: Entry;
  /** What of the entry is not the partner's own word. */
  corrections?: CorrectionNote[];
}

/** How a GI stands through one list on one day. */
export interface ProtectionVia {
  listId: string;
  entryKey: string;
  versionNumber: number;
  state: Exclude<ProtectionState, 'not-listed'>;
  /** First day of protection where known. */
  since?: string;
  until?: string;
  /** Where the recorded procedure stood on the day, and since when. */
  procedure?: { stage: ProcedureStage; since: string };
  legalBasis: LegalReference;
  evidence: Evidence;
}

/** How much of a list is held: absence proves something only where every expected entry is held and verified. */
export interface Coverage {
  listId: string;
  held: number;
  /** Of those held, how many rest on an official or public source. */
  verified: number;
  /** How many the legal text has, where known. */
  expected?: number;
}

export interface Protection {
  jurisdiction: string;
  state: ProtectionState;
  since?: string;
  via: ProtectionVia[];
  coverage: Coverage[];
}

/** The state that a recorded procedure gives an entry on a day; undefined where it does not tell. */
function stateOfProcedure(entry: Entry, day: string): Exclude<ProtectionState, 'not-listed'> | undefined {
  const procedure = stageOn(entry, day);
  if (!procedure) return undefined;
  switch (procedure.stage) {
    case 'protected':
    case 'partly-protected':
      return 'protected';
    case 'refused':
    case 'ended':
      return procedure.stage;
    case undefined:
      return entry.dates.protected && day < entry.dates.protected ? 'not-yet' : 'unknown';
    case 'decided':
      if (procedure.decision !== 'refuse' && entry.dates.protected) return 'not-yet';
      return 'pending';
    default:
      return 'pending';
  }
}

/**
 * The state one entry had on a day, by its procedure where one is recorded, else by the dates it carries; `effectiveOn`
 * is when its version began to apply.
 */
export function stateOn(
  entry: Entry,
  effectiveOn: string,
  day: string,
): Exclude<ProtectionState, 'not-listed'> {
  const told = stateOfProcedure(entry, day);
  if (told) return told;
  const { dates, status } = entry;
  const inForce = (): 'protected' | 'not-yet' | 'unknown' => {
    if (dates.protected) return dates.protected <= day ? 'protected' : 'not-yet';
    return effectiveOn <= day ? 'protected' : 'unknown';
  };
  switch (status) {
    case 'protected':
      return inForce();
    case 'ended':
      if (dates.ended && day < dates.ended) return dates.protected ? inForce() : 'unknown';
      return dates.ended || effectiveOn <= day ? 'ended' : 'unknown';
    case 'refused': {
      const since = dates.refused ?? effectiveOn;
      if (since <= day) return 'refused';
      return dates.applied && dates.applied <= day ? 'pending' : 'unknown';
    }
    case 'applied':
    case 'published': {
      const since = dates.applied ?? dates.published ?? effectiveOn;
      return since <= day ? 'pending' : 'unknown';
    }
  }
}

const strength: ProtectionState[] = [
  'protected',
  'pending',
  'not-yet',
  'refused',
  'ended',
  'unknown',
  'not-listed',
];

/** True where a list's protection reaches a jurisdiction: its own, or that of a union it belongs to. */
export function reaches(list: Pick<GiList, 'protectedIn'>, jurisdiction: Jurisdiction): boolean {
  return list.protectedIn === jurisdiction.code || jurisdiction.memberOf.includes(list.protectedIn);
}

/** Lists on which a GI of this origin would stand if it were protected in the jurisdiction. */
export function couldHold(list: GiList, jurisdiction: Jurisdiction, origins: Jurisdiction[]): boolean {
  if (!reaches(list, jurisdiction)) return false;
  // A home register takes names from anywhere; a treaty list those of the other party.
  return (
    list.kind === 'home-register' ||
    origins.some((o) => o.code === list.origin || o.memberOf.includes(list.origin))
  );
}

function isWhole({ verified, expected }: Coverage): boolean {
  return expected !== undefined && verified >= expected;
}

function stageAt(entry: Entry, day: string): Pick<ProtectionVia, 'procedure'> {
  const { stage, since } = stageOn(entry, day) ?? {};
  return stage !== undefined && since !== undefined ? { procedure: { stage, since } } : {};
}

/**
 * How a GI stands in a jurisdiction on a day: the strongest of what the lists that reach it say, with each of them.
 * @param occurrences all lines of the GI, one per list.
 * @param coverage how much is held of every list that could hold the GI, see `couldHold`.
 */
export function protectionIn(
  jurisdiction: Jurisdiction,
  occurrences: Occurrence[],
  coverage: Coverage[],
  day: string,
): Protection {
  const via = occurrences
    .filter((o) => reaches(o.list, jurisdiction))
    .map(({ list, version, entry }): ProtectionVia => ({
      ...stageAt(entry, day),
      listId: list.id,
      entryKey: entry.key,
      versionNumber: version.number,
      state: stateOn(entry, version.effectiveOn, day),
      ...(entry.dates.protected && { since: entry.dates.protected }),
      ...(entry.dates.ended && { until: entry.dates.ended }),
      legalBasis: entry.legalBasis ?? list.legalBasis,
      evidence: entry.evidence,
    }))
    .sort((a, b) => strength.indexOf(a.state) - strength.indexOf(b.state));
  const state = via[0]?.state ?? (coverage.every(isWhole) ? 'not-listed' : 'unknown');
  const since = via
    .filter((v) => v.state === state && v.since)
    .map((v) => v.since as string)
    .sort()[0];
  return { jurisdiction: jurisdiction.code, state, ...(since && { since }), via, coverage };
}
