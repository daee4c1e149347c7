import type { ProcedureEvent, ProcedureEventKind, ProcedureStage } from './procedure-event.ts';
import type { ProcedureRules } from './procedure-rules.ts';
import type { Opposition, ProcedureState } from './procedure-state.ts';
import type { TimelineEvent } from './procedure-timeline.ts';

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
export function refusalOf(
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
