import type { Day } from './calendar.ts';
import type { EntryDates } from './entry.ts';
import type { oppositionOutcomes, ProcedureDecision, ProcedureStage } from './procedure-event.ts';

export interface Opposition {
  id: string;
  filedOn: Day;
  party?: string;
  grounds: string[];
  decidedOn?: Day;
  outcome?: (typeof oppositionOutcomes)[number];
}

/** Where a procedure stands after its events. */
export interface ProcedureState {
  /** Absent when nothing is known to have happened. */
  stage?: ProcedureStage;
  since?: Day;
  /** Last day for oppositions of the newest publication, where it is printed or the rules tell. */
  opposableUntil?: Day;
  oppositions: Opposition[];
  decision?: ProcedureDecision;
  appealOpen: boolean;
  notClaimed: string[];
  dates: EntryDates;
}

/** Before anything has happened. */
export function unbegun(): ProcedureState {
  return { oppositions: [], appealOpen: false, notClaimed: [], dates: {} };
}
