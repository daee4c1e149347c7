import type { Day } from './calendar.ts';
import type { Entry, EntryDates, EntryStatus } from './entry.ts';
import type { ProcedureEvent, ProcedureStage } from './procedure-event.ts';
import { refusalOf, type ProcedureFault } from './procedure-faults.ts';
import { oppositionEnd, type ProcedureRules } from './procedure-rules.ts';
import { unbegun, type ProcedureState } from './procedure-state.ts';
import { inOrder, timelineOf, type TimelineEvent } from './procedure-timeline.ts';

/** The state after one event that may follow it. */
function after(
  state: ProcedureState,
  event: TimelineEvent,
  rules: ProcedureRules | undefined,
): ProcedureState {
  const at = (stage: ProcedureStage, more: Partial<ProcedureState> = {}): ProcedureState => ({
    ...state,
    stage,
    since: event.on,
    ...more,
  });
  const dated = (kind: keyof EntryDates): EntryDates => ({ ...state.dates, [kind]: event.on });
  switch (event.kind) {
    case 'applied':
      return at('applied', { ...unbegun(), dates: { applied: event.on } });
    case 'examined':
      return at('examined');
    case 'published': {
      const until = oppositionEnd(event, rules);
      return at('published', {
        dates: dated('published'),
        ...(until !== undefined && { opposableUntil: until }),
      });
    }
    case 'opposed': {
      const { opposition, party, grounds = [] } = event;
      const id = opposition ?? String(state.oppositions.length + 1);
      const opposed = { id, filedOn: event.on, grounds, ...(party !== undefined && { party }) };
      return at('opposed', { oppositions: [...state.oppositions, opposed] });
    }
    case 'opposition-decided':
      return {
        ...state,
        oppositions: state.oppositions.map((o) =>
          o.id === event.opposition
            ? { ...o, decidedOn: event.on, ...(event.outcome && { outcome: event.outcome }) }
            : o,
        ),
      };
    case 'decided':
    case 'appeal-decided':
      return at('decided', {
        ...(event.decision && { decision: event.decision }),
        appealOpen: false,
        notClaimed: event.notClaimed ?? [],
      });
    case 'appealed':
      return { ...state, appealOpen: true };
    case 'protected': {
      const notClaimed = event.notClaimed?.length ? event.notClaimed : state.notClaimed;
      return at(notClaimed.length > 0 ? 'partly-protected' : 'protected', {
        notClaimed,
        dates: dated('protected'),
      });
    }
    case 'refused':
      return at('refused', { dates: dated('refused') });
    case 'ended':
      return at('ended', { dates: dated('ended') });
  }
}

/**
 * Folds events, in any order, into where the procedure stands on a day. An event that may not follow what came before
 * changes nothing and is told as a fault.
 * @param day only what had happened by then counts; everything when absent
 */
export function foldProcedure(
  events: readonly TimelineEvent[],
  rules?: ProcedureRules,
  day?: Day,
): { state: ProcedureState; faults: ProcedureFault[] } {
  let state = unbegun();
  const faults: ProcedureFault[] = [];
  for (const event of inOrder(events)) {
    if (day !== undefined && event.on > day) break;
    const why = refusalOf(state, event, rules);
    if (why) faults.push({ ...why, event });
    else state = after(state, event, rules);
  }
  return { state, faults };
}

const statusOfStage: Record<ProcedureStage, EntryStatus> = {
  applied: 'applied',
  examined: 'applied',
  published: 'published',
  opposed: 'published',
  decided: 'published',
  protected: 'protected',
  'partly-protected': 'protected',
  refused: 'refused',
  ended: 'ended',
};

/** The status of an entry whose procedure has come to a stage. */
export function statusAt(stage: ProcedureStage): EntryStatus {
  return statusOfStage[stage];
}

/**
 * The entry with these events recorded: its status, dates and parts not claimed follow from them.
 * Faults are not looked at; refuse them first.
 */
export function withProcedure(
  entry: Entry,
  events: readonly ProcedureEvent[],
  rules?: ProcedureRules,
): Entry {
  const told = { ...entry, procedure: inOrder(events) };
  const { state } = foldProcedure(timelineOf(told), rules);
  if (state.stage === undefined) return told;
  const partly = state.notClaimed.filter((part) => !entry.notClaimed.includes(part));
  return {
    ...told,
    status: statusAt(state.stage),
    dates: state.dates,
    notClaimed: state.stage === 'partly-protected' ? [...entry.notClaimed, ...partly] : entry.notClaimed,
  };
}

/**
 * Where an entry's recorded procedure stood on a day; undefined when none is recorded, or when it ends in another
 * status than the list gives the entry: then the list's word and its dates decide.
 */
export function stageOn(entry: Entry, day: Day): ProcedureState | undefined {
  if (!entry.procedure?.length) return undefined;
  const timeline = timelineOf(entry);
  const final = foldProcedure(timeline).state.stage;
  if (final === undefined || statusAt(final) !== entry.status) return undefined;
  return foldProcedure(timeline, undefined, day).state;
}
