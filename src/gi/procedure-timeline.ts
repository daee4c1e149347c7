import type { Entry } from './entry.ts';
import { procedureEventKinds, type ProcedureEvent } from './procedure-event.ts';

/** An event of the timeline; `implied` where only a date of the entry tells of it. */
export type TimelineEvent = ProcedureEvent & { implied?: true };

const dateKinds = ['applied', 'published', 'protected', 'refused', 'ended'] as const;

const rank = (e: ProcedureEvent): number => procedureEventKinds.indexOf(e.kind);

/** Events in the order of their days; those of one day in the order of a procedure. */
export function inOrder<E extends ProcedureEvent>(events: readonly E[]): E[] {
  return [...events].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : rank(a) - rank(b)));
}

/** Everything known to have happened: the recorded events, and what only the entry's dates tell. */
export function timelineOf(entry: Pick<Entry, 'procedure' | 'dates' | 'evidence'>): TimelineEvent[] {
  const recorded = entry.procedure ?? [];
  const kinds = new Set(recorded.map((e) => e.kind));
  const implied = dateKinds.flatMap((kind): TimelineEvent[] => {
    const on = entry.dates[kind];
    return on === undefined || kinds.has(kind) ? [] : [{ kind, on, evidence: entry.evidence, implied: true }];
  });
  return inOrder([...recorded, ...implied]);
}
