import type { DecodedRecord } from '../../formats/format.ts';
import { statusAt, foldProcedure } from '../../gi/procedure.ts';
import { timelineOf } from '../../gi/procedure-timeline.ts';
import type { Problem } from '../../gi/problem.ts';
import { recordedFaults, type Legal } from './faults.ts';

function problemsOf(record: DecodedRecord, legal: Legal): Problem[] {
  const { entry, place } = record;
  if (!entry?.procedure) return [];
  const at = { ...place, field: 'procedure' };
  const faults = recordedFaults(entry, legal).map(({ code, message, remedy }): Problem => ({
    code,
    severity: 'error',
    message,
    remedy,
    place: at,
  }));
  const { stage } = foldProcedure(timelineOf(entry)).state;
  if (faults.length > 0 || stage === undefined || statusAt(stage) === entry.status) return faults;
  return [
    {
      code: 'procedure/status-differs',
      severity: 'warning',
      message: `The events end in "${stage}", the status says "${entry.status}".`,
      remedy: 'Ask the partner which is right; answers follow the status and its dates until they agree.',
      place: at,
    },
  ];
}

/** Records as they were decoded, those with an impossible order of events refused with its code. */
export async function* checkProcedures(
  records: AsyncIterable<DecodedRecord>,
  legal: Legal,
): AsyncGenerator<DecodedRecord> {
  for await (const record of records) {
    const problems = problemsOf(record, legal);
    if (problems.length === 0) yield record;
    else {
      const refused = problems.some((p) => p.severity === 'error');
      yield {
        ...record,
        ...(refused && { entry: undefined }),
        problems: [...record.problems, ...problems],
      };
    }
  }
}
