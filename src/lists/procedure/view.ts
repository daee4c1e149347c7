import type { Db } from '../../db/database.ts';
import { dayIn } from '../../gi/calendar.ts';
import { dueDates, rulesFor, type Due } from '../../gi/due.ts';
import type { Entry } from '../../gi/entry.ts';
import type { ProcedureRules } from '../../gi/procedure-rules.ts';
import { foldProcedure } from '../../gi/procedure.ts';
import { timelineOf, type TimelineEvent } from '../../gi/procedure-timeline.ts';
import type { ProcedureFault } from '../../gi/procedure-faults.ts';
import type { ProcedureState } from '../../gi/procedure-state.ts';
import type { Coexistence, PhaseOut } from '../../gi/terms.ts';
import { frameAt, type Frame } from '../queries.ts';
import { getAgreement, getList } from '../catalogue.ts';
import { entryIn } from '../corrections/place.ts';
import { entryAt, type HeldEntry } from '../entry-history.ts';

/** An entry's procedure on a day. */
export interface ProcedureView {
  listId: string;
  key: string;
  giId: string;
  asOf: string;
  /** Number of the version it was read from. */
  version: number;
  entry: Entry;
  /** Where it stood on the day. */
  state: ProcedureState;
  /** Every event known, later ones included, by day. */
  timeline: TimelineEvent[];
  /** Events that cannot stand where they stand. */
  faults: ProcedureFault[];
  due: Due[];
  phaseOuts: PhaseOut[];
  coexistence: Coexistence[];
  rules?: ProcedureRules;
}

/** Later than any day a version may apply from. */
const LAST_DAY = '9999-12-31';

/**
 * The entry as the newest version on record has it, whatever day that version applies from: what is known today of an
 * event of years ago was known of no version then. One that is gone since, as the version of the day had it.
 */
async function newest(db: Db, frame: Frame, listId: string, key: string): Promise<HeldEntry> {
  const knownAt = new Date(frame.knownAt);
  const latest = await frameAt(db, { day: LAST_DAY, knownAt }, knownAt);
  const version = latest.versions.find((v) => v.list.id === listId)?.version;
  const known = version && (await entryIn(db, version.versionId, key));
  return entryAt(db, known ? latest : frame, listId, key);
}

/**
 * The procedure of one entry: what is on record at the frame's instant, as it stood on the frame's day.
 * @throws Refusal not-found/list, not-found/entry
 */
export async function procedureView(
  db: Db,
  frame: Frame,
  listId: string,
  key: string,
): Promise<ProcedureView> {
  const held = await newest(db, frame, listId, key);
  const list = await getList(db, listId);
  const agreement = await getAgreement(db, list.agreementId);
  const rules = rulesFor(agreement, list);
  const timeline = timelineOf(held.entry);
  return {
    listId,
    key,
    giId: held.giId,
    asOf: frame.at.day,
    version: held.version.number,
    entry: held.entry,
    state: foldProcedure(timeline, rules, frame.at.day).state,
    timeline,
    faults: foldProcedure(timeline, rules).faults,
    due: dueDates(held.entry, list, agreement, frame.at.day),
    phaseOuts: held.entry.phaseOuts ?? [],
    coexistence: held.entry.coexistence ?? [],
    ...(rules && { rules }),
  };
}

/** What day it is at the office whose procedure a list follows: Brussels is a day behind Beijing for some hours. */
export function officeDay(rules: ProcedureRules | undefined, now: Date): string {
  return dayIn(rules?.timeZone ?? 'UTC', now);
}
