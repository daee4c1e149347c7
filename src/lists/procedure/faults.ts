import type { Agreement, GiList } from '../../gi/agreement.ts';
import { rulesFor } from '../../gi/due.ts';
import type { Entry } from '../../gi/entry.ts';
import { foldProcedure } from '../../gi/procedure.ts';
import { timelineOf } from '../../gi/procedure-timeline.ts';
import type { ProcedureFault } from '../../gi/procedure-faults.ts';

/** Where an entry stands and what rules it. */
export interface Legal {
  list: GiList;
  agreement: Agreement;
}

/** Faults that recorded events have; what only dates tell of is not anybody's mistake. */
export function recordedFaults(entry: Entry, { list, agreement }: Legal): ProcedureFault[] {
  return foldProcedure(timelineOf(entry), rulesFor(agreement, list)).faults.filter((f) => !f.event.implied);
}
