import { endOfPeriod, nextWorkingDay, type Day } from './calendar.ts';
import type { Evidence } from './evidence.ts';
import type { Localised } from './localised.ts';
import type { ProcedureEvent } from './procedure-event.ts';

/** A rule and where it was read. */
interface SourcedPeriod {
  /** ISO 8601 duration: `P2M`, `P4Y`. */
  period: string;
  /** A period that ends on a Saturday or Sunday runs to the next working day. Holidays are not held. */
  toWorkingDay?: boolean;
  evidence: Evidence;
}

/** How one office handles the entries of an agreement. Data of the agreement; nothing of it stands in code. */
export interface ProcedureRules {
  /** Jurisdiction that examines and protects: a list's `protectedIn`. */
  office: string;
  /** IANA zone in which the office's days begin and end. */
  timeZone: string;
  /** From publication to the last day for oppositions. */
  opposition?: SourcedPeriod;
  /** Within which entries that are not yet decided shall be, counted from the agreement's entry into force. */
  processing?: SourcedPeriod;
  /** Grounds an opposition may rest on. */
  grounds: { code: string; text: Localised; evidence: Evidence }[];
}

/** Last day on which an opposition may be filed against a publication; undefined where no rule is known. */
export function oppositionEnd(
  publication: Pick<ProcedureEvent, 'on' | 'until'>,
  rules: ProcedureRules | undefined,
): Day | undefined {
  if (publication.until !== undefined) return publication.until;
  if (!rules?.opposition) return undefined;
  const end = endOfPeriod(publication.on, rules.opposition.period);
  return end !== undefined && rules.opposition.toWorkingDay ? nextWorkingDay(end) : end;
}
