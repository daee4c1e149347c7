import type { Ruling, Step, StepKind } from './case.ts';

/** Where a case stands. */
export const stages = ['noticed', 'contacted', 'pending', 'decided', 'appealed', 'closed'] as const;
export type Stage = (typeof stages)[number];

/** How a case ended for the holder of the geographical indication. */
export const outcomes = ['won', 'partly-won', 'lost', 'settled', 'withdrawn'] as const;
export type Outcome = (typeof outcomes)[number];

export interface Deadline {
  /** The step that set it. */
  id: string;
  dueOn: string;
  what: string;
  overdue: boolean;
}

export interface CaseState {
  stage: Stage;
  /** The last ruling, or how it ended; absent while nothing was decided. */
  outcome?: Outcome;
  /** Deadlines not met yet, earliest first. */
  deadlines: Deadline[];
}

/** Stage a step leads to; steps not named leave the stage as it is. */
const leadsTo: Partial<Record<StepKind, Stage>> = {
  noticed: 'noticed',
  letter: 'contacted',
  filed: 'pending',
  reply: 'pending',
  hearing: 'pending',
  decision: 'decided',
  appeal: 'appealed',
  settlement: 'closed',
  withdrawal: 'closed',
};

function outcomeOf(step: Step): Outcome | undefined {
  const { ruling, by } = step.details;
  if (step.kind === 'decision') return ruling satisfies Ruling | undefined;
  if (step.kind === 'settlement') return 'settled';
  if (step.kind === 'withdrawal') return by === 'other-side' ? 'won' : 'withdrawn';
  return undefined;
}

/** What still may be recorded once a case is closed. */
const afterwards: readonly StepKind[] = ['note', 'document', 'appeal', 'deadline-met'];

/** Whether a step can follow on a case in this state. */
export function mayFollow(state: CaseState, kind: StepKind): boolean {
  if (state.stage === 'closed') return afterwards.includes(kind);
  return kind !== 'appeal' || state.stage === 'decided' || state.outcome !== undefined;
}

/**
 * Where a case stands on a day, by the steps that had happened by then, in the order of their days. A letter after the
 * filing does not take the case back to its beginning.
 */
export function stateOf(steps: Step[], day: string): CaseState {
  let stage: Stage = 'noticed';
  let outcome: Outcome | undefined;
  const due = new Map<string, { dueOn: string; what: string }>();
  for (const step of steps
    .filter((s) => s.on <= day)
    .sort((a, b) => (a.on < b.on ? -1 : Number(a.on > b.on)))) {
    const { kind, details } = step;
    const next = leadsTo[kind];
    const backwards = next !== undefined && stages.indexOf(next) < stages.indexOf(stage);
    if (next && (!backwards || (kind === 'decision' && stage === 'appealed'))) stage = next;
    if (kind === 'decision' && details.final) stage = 'closed';
    if (kind === 'appeal') stage = 'appealed';
    outcome = outcomeOf(step) ?? outcome;
    if (kind === 'deadline' && details.dueOn) due.set(step.id, { dueOn: details.dueOn, what: step.text });
    if (kind === 'deadline-met' && details.meets) due.delete(details.meets);
  }
  const deadlines = stage === 'closed' ? [] : [...due];
  return {
    stage,
    ...(outcome && { outcome }),
    deadlines: deadlines
      .map(([id, { dueOn, what }]) => ({ id, dueOn, what, overdue: dueOn < day }))
      .sort((a, b) => (a.dueOn < b.dueOn ? -1 : Number(a.dueOn > b.dueOn))),
  };
}
