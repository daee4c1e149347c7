import { rulesFor } from '../../gi/due.ts';
import type { ProtectionChannel } from '../../gi/channel.ts';
import type { Entry } from '../../gi/entry.ts';
import type { ProcedureEvent } from '../../gi/procedure-event.ts';
import { incomplete, type ProcedureFault } from '../../gi/procedure-faults.ts';
import { inOrder, timelineOf } from '../../gi/procedure-timeline.ts';
import { withProcedure } from '../../gi/procedure.ts';
import type { Coexistence, PhaseOut } from '../../gi/terms.ts';
import { Refusal } from '../../platform/errors.ts';
import { amendEntry, type Amended } from '../amend.ts';
import type { Context } from '../context.ts';
import { recordedFaults, type Legal } from './faults.ts';

function refuse({ code, message, remedy }: Omit<ProcedureFault, 'event'>): never {
  throw new Refusal(code, 409, message, remedy);
}

function recorded(entry: Entry, events: ProcedureEvent[], legal: Legal): Entry {
  const amended = withProcedure(entry, events, rulesFor(legal.agreement, legal.list));
  const [fault] = recordedFaults({ ...entry, procedure: events }, legal);
  return fault ? refuse(fault) : amended;
}

export interface EntryRef {
  listId: string;
  key: string;
}

/**
 * Records an event of an entry's procedure; its status, dates and parts not claimed follow.
 * @throws Refusal procedure/…, not-found/list, not-found/entry, accounts/not-allowed, lists/approved
 */
export async function recordEvent(ctx: Context, ref: EntryRef, event: ProcedureEvent): Promise<Amended> {
  const lacking = incomplete(event);
  if (lacking) refuse(lacking);
  return amendEntry(ctx, { ...ref, action: 'procedure.recorded', details: { event } }, (entry, legal) =>
    recorded(entry, [...(entry.procedure ?? []), event], legal),
  );
}

/** The entry without one recorded event, and without the date and parts that only it told of. */
function without(
  entry: Entry,
  ordinal: number,
): { entry: Entry; event: ProcedureEvent; rest: ProcedureEvent[] } {
  const events = inOrder(entry.procedure ?? []);
  const event = events[ordinal];
  if (!event) {
    throw new Refusal(
      'not-found/entry',
      404,
      `The entry has no recorded event ${ordinal}.`,
      'Events are counted from 0 in the order of the entry’s procedure.',
    );
  }
  const dates = Object.fromEntries(
    Object.entries(entry.dates).filter(([kind, on]) => !(kind === event.kind && on === event.on)),
  );
  const notClaimed = entry.notClaimed.filter((part) => !event.notClaimed?.includes(part));
  return { entry: { ...entry, dates, notClaimed }, event, rest: events.toSpliced(ordinal, 1) };
}

/**
 * Takes back an event recorded in error. What followed from it goes as well: an entry whose last event goes stands where
 * the one before left it.
 * @throws Refusal procedure/… when a later event rests on it, not-found/…, accounts/not-allowed, lists/approved
 */
export async function withdrawEvent(
  ctx: Context,
  ref: EntryRef & { ordinal: number },
  reason: string,
): Promise<Amended> {
  const { listId, key, ordinal } = ref;
  return amendEntry(
    ctx,
    { listId, key, action: 'procedure.withdrawn', details: { ordinal, reason } },
    (held, legal) => {
      const { entry, rest } = without(held, ordinal);
      return recorded({ ...entry, status: statusWithout(entry, rest, legal) }, rest, legal);
    },
  );
}

/** With no event and no date left nothing tells of the status but the list itself. */
function statusWithout(entry: Entry, rest: ProcedureEvent[], { list }: Legal): Entry['status'] {
  return timelineOf({ ...entry, procedure: rest }).length > 0 ? entry.status : list.defaultStatus;
}

/** Transitional periods, coexisting signs and channels of protection of an entry, each as a whole; what is left out stays. */
export interface Terms {
  phaseOuts?: PhaseOut[];
  coexistence?: Coexistence[];
  channels?: ProtectionChannel[];
}

/**
 * States which uses by others are permitted, until when and how labelled, and by which channels the name is protected.
 * @throws Refusal procedure/term-order, not-found/list, not-found/entry, accounts/not-allowed, lists/approved
 */
export async function setTerms(ctx: Context, ref: EntryRef, terms: Terms): Promise<Amended> {
  for (const { from, until } of [...(terms.phaseOuts ?? []), ...(terms.coexistence ?? [])]) {
    if (from !== undefined && until !== undefined && until < from) {
      throw new Refusal(
        'procedure/term-order',
        409,
        `A permitted use cannot end on ${until}, before it begins on ${from}.`,
        'Correct one of the two days.',
      );
    }
  }
  return amendEntry(ctx, { ...ref, action: 'terms.stated', details: { ...terms } }, (entry) => ({
    ...entry,
    ...terms,
  }));
}
