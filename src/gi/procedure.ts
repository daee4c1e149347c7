import type { Day } from './calendar.ts';
import type { Entry, EntryDates, EntryStatus } from './entry.ts';
import {
  procedureEventKinds,
  type oppositionOutcomes,
  type ProcedureDecision,
  type ProcedureEvent,
  type ProcedureEventKind,
  type ProcedureStage,
} from './procedure-event.ts';
import { oppositionEnd, type ProcedureRules } from './procedure-rules.ts';

export interface Opposition {
  id: string;
  filedOn: Day;
  party?: string;
  grounds: string[];
  decidedOn?: Day;
  outcome?: (typeof oppositionOutcomes)[number];
}

/** An event of the timeline; `implied` where only a date of the entry tells of it. */
export type TimelineEvent = ProcedureEvent & { implied?: true };

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

/** Why an event cannot stand where it stands. */
export const procedureFaults = [
  'procedure/order',
  'procedure/incomplete',
  'procedure/ground',
  'procedure/opposition-late',
  'procedure/opposition-twice',
  'procedure/opposition-unknown',
  'procedure/opposition-open',
  'procedure/period-open',
  'procedure/appeal-open',
] as const;
export type ProcedureFaultCode = (typeof procedureFaults)[number];

export interface ProcedureFault {
  code: ProcedureFaultCode;
  event: TimelineEvent;
  message: string;
  remedy: string;
}

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

const before: Record<ProcedureEventKind, readonly (ProcedureStage | undefined)[]> = {
  applied: [undefined, 'refused', 'ended'],
  examined: [undefined, 'applied'],
  published: [undefined, 'applied', 'examined'],
  opposed: ['published', 'opposed'],
  'opposition-decided': ['published', 'opposed'],
  decided: [undefined, 'applied', 'examined', 'published', 'opposed'],
  appealed: ['decided'],
  'appeal-decided': ['decided'],
  protected: [undefined, 'applied', 'examined', 'published', 'opposed', 'decided'],
  refused: [undefined, 'applied', 'examined', 'published', 'opposed', 'decided'],
  ended: [
    undefined,
    'applied',
    'examined',
    'published',
    'opposed',
    'decided',
    'protected',
    'partly-protected',
  ],
};

type Verdict = Omit<ProcedureFault, 'event'>;

function fault(code: ProcedureFaultCode, message: string, remedy: string): Verdict {
  return { code, message, remedy };
}

/**
 * What an event that a person records must say by its kind, whatever came before it; a partner's file may say less.
 * Undefined when nothing is missing.
 */
export function incomplete(event: ProcedureEvent): Omit<ProcedureFault, 'event'> | undefined {
  const say = (what: string): Verdict =>
    fault(
      'procedure/incomplete',
      `The event "${event.kind}" of ${event.on} does not say ${what}.`,
      `State ${what}.`,
    );
  switch (event.kind) {
    case 'opposed':
      if (!event.opposition) return say('which opposition it is');
      if (!event.party) return say('who opposes');
      return event.grounds?.length ? undefined : say('on what grounds');
    case 'opposition-decided':
      if (!event.opposition) return say('which opposition it decides');
      return event.outcome ? undefined : say('the outcome');
    case 'decided':
    case 'appeal-decided':
      if (!event.decision) return say('the decision');
      return event.decision === 'protect-in-part' && !event.notClaimed?.length
        ? say('which parts are not claimed')
        : undefined;
    default:
      return undefined;
  }
}

/** Why an event may not follow a state; undefined when it may. */
function refusal(
  state: ProcedureState,
  event: TimelineEvent,
  rules: ProcedureRules | undefined,
): Verdict | undefined {
  if (event.until !== undefined && event.until < event.on) {
    return fault(
      'procedure/order',
      `Oppositions cannot end on ${event.until}, before the publication of ${event.on}.`,
      'Correct one of the two days.',
    );
  }
  if (!before[event.kind].includes(state.stage)) {
    return fault(
      'procedure/order',
      `"${event.kind}" on ${event.on} cannot follow: the procedure is ${state.stage ? `"${state.stage}" since ${state.since}` : 'not begun'}.`,
      'Check the day and the kind of the event, or record first what came between.',
    );
  }
  // What only a date tells came about somehow; that the rest of the procedure is not on record is no fault of it.
  if (event.implied) return undefined;
  const open = state.oppositions.filter((o) => o.decidedOn === undefined);
  const known = state.oppositions.find((o) => o.id === event.opposition);
  switch (event.kind) {
    case 'opposed': {
      const wrong = rules && event.grounds?.find((g) => !rules.grounds.some((r) => r.code === g));
      if (wrong !== undefined) {
        return fault(
          'procedure/ground',
          `"${wrong.slice(0, 80)}" is not a ground of opposition under the agreement.`,
          `Use one of ${rules!.grounds.map((g) => g.code).join(', ')}.`,
        );
      }
      if (known) {
        return fault(
          'procedure/opposition-twice',
          `There is an opposition "${known.id}" already.`,
          'Give the second one a number of its own.',
        );
      }
      if (state.opposableUntil !== undefined && event.on > state.opposableUntil) {
        return fault(
          'procedure/opposition-late',
          `Oppositions could be filed until ${state.opposableUntil}; this one is of ${event.on}.`,
          'Check the day; where the office gave more time, state the printed end with the publication.',
        );
      }
      return undefined;
    }
    case 'opposition-decided':
      return known && known.decidedOn === undefined
        ? undefined
        : fault(
            'procedure/opposition-unknown',
            `No opposition "${(event.opposition ?? '').slice(0, 80)}" is open.`,
            'Name an opposition that was filed and has no outcome yet.',
          );
    case 'appeal-decided':
      return state.appealOpen
        ? undefined
        : fault('procedure/order', 'No appeal is open.', 'Record the appeal first.');
    case 'appealed':
      return state.appealOpen
        ? fault('procedure/order', 'An appeal is open already.', 'Record its outcome first.')
        : undefined;
    case 'decided':
    case 'protected':
    case 'refused':
      return finalRefusal(state, event, open);
    default:
      return undefined;
  }
}

function finalRefusal(state: ProcedureState, event: TimelineEvent, open: Opposition[]): Verdict | undefined {
  if (open.length > 0) {
    return fault(
      'procedure/opposition-open',
      `Opposition "${open[0]!.id}" has no outcome yet.`,
      'Record how each opposition ended first.',
    );
  }
  const waits = state.stage === 'published' || state.stage === 'opposed';
  if (
    waits &&
    event.kind !== 'refused' &&
    state.opposableUntil !== undefined &&
    event.on <= state.opposableUntil
  ) {
    return fault(
      'procedure/period-open',
      `Oppositions can be filed until ${state.opposableUntil}.`,
      'A decision comes after that day; check both days.',
    );
  }
  if (state.appealOpen) {
    return fault('procedure/appeal-open', 'An appeal is open.', 'Record how the appeal ended first.');
  }
  const contradicts =
    (event.kind === 'protected' && state.decision === 'refuse') ||
    (event.kind === 'refused' && state.decision !== undefined && state.decision !== 'refuse');
  return contradicts
    ? fault(
        'procedure/order',
        `The decision was "${state.decision}", which "${event.kind}" contradicts.`,
        'Correct the decision, or record the appeal that changed it.',
      )
    : undefined;
}

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
      return at('applied', { ...nothing(), dates: { applied: event.on } });
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

function nothing(): ProcedureState {
  return { oppositions: [], appealOpen: false, notClaimed: [], dates: {} };
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
  let state = nothing();
  const faults: ProcedureFault[] = [];
  for (const event of inOrder(events)) {
    if (day !== undefined && event.on > day) break;
    const why = refusal(state, event, rules);
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
