import type { EventKind, MadridEvent } from '../notifications/event.ts';
import { addDays, type Day } from '../rules/calendar.ts';
import { oppositionRefusalLimit, refusalLimit } from '../rules/clock.ts';
import { refusalPeriod, safeMonths, type RefusalPeriod, type Treaty } from '../rules/declarations.ts';

/** Where one designation stands. */
export const designationStates = [
  /** The office has not spoken and may still refuse. */
  'pending',
  /** Examined without objection; third parties may still oppose. */
  'interim',
  'refused-provisionally',
  'granted',
  'partly-granted',
  /** No refusal was received and the time for one has passed (Article 5(5)). */
  'tacitly-accepted',
  'refused',
  /** A decision whose outcome the notification does not tell. */
  'unclear',
  'invalidated',
  'renounced',
  'cancelled',
  /** Ended with the basic mark (Article 6(4)). */
  'ceased',
  /** Not renewed. */
  'lapsed',
] as const;
export type DesignationState = (typeof designationStates)[number];

/** States that no longer change by themselves: the designation has ended. */
const ended: ReadonlySet<DesignationState> = new Set([
  'refused',
  'invalidated',
  'renounced',
  'cancelled',
  'ceased',
  'lapsed',
]);

/** What a person should look at. */
export type DocketWarning =
  /** No day of notification is known, so the time to refuse cannot be computed. */
  | 'no-notification-date'
  /** The length of the time to refuse was recalled or inferred, not read. */
  | 'limit-unverified'
  /** The refusal came after the time for it, and may have no effect. */
  | 'refusal-out-of-time'
  /** Oppositions were announced without a period, so the last day is not known. */
  | 'opposition-period-unknown'
  /** The time allows a refusal until 18 months where twelve are not verified. */
  | 'silence-not-safe-yet';

export interface DesignationView {
  office: string;
  under?: Treaty;
  /** Day from which it has effect: of the registration, or of the subsequent designation. */
  since?: Day;
  /** Day the International Bureau notified it: the time to refuse runs from here. */
  notifiedOn?: Day;
  state: DesignationState;
  stateSince?: Day;
  /** Goods or services were taken away on the way. */
  limited: boolean;
  refusal: RefusalPeriod & { limit?: Day; onOpposition?: Day };
  warnings: DocketWarning[];
}

/** Events that speak of the designation of an office; any other leaves designations alone. */
export const designationEvents: ReadonlySet<EventKind> = new Set<EventKind>([
  'provisional-refusal',
  'opposition-possible',
  'interim-status',
  'grant',
  'final-decision',
  'further-decision',
  'invalidation',
  'limitation',
  'renunciation',
  'cancellation',
  'ceasing-of-effect',
  'non-renewal',
]);

/** Follows one designation through the events that concern it, in order. */
export class DesignationCourse {
  readonly office: string;
  #under: Treaty | undefined;
  #since: Day | undefined;
  #notifiedOn: Day | undefined;
  #state: DesignationState = 'pending';
  #stateSince: Day | undefined;
  #limited = false;
  #refusedInPart = false;
  #opposition: { from?: Day; to?: Day } | undefined;
  #refusalOn: Day | undefined;

  constructor(office: string) {
    this.office = office;
  }

  get isEnded(): boolean {
    return ended.has(this.#state);
  }

  /** The office is designated, or designated again. A second report of the same designation fills what was unknown. */
  designate(under: Treaty | undefined, since: Day | undefined, notifiedOn: Day | undefined): void {
    if (this.isEnded && since !== this.#since) {
      this.#state = 'pending';
      this.#stateSince = undefined;
      this.#limited = this.#refusedInPart = false;
      this.#opposition = this.#refusalOn = undefined;
      this.#notifiedOn = undefined;
    }
    this.#under = under ?? this.#under;
    this.#since = since ?? this.#since;
    this.#notifiedOn = notifiedOn ?? this.#notifiedOn;
  }

  /** Takes in an event of this office, or of the whole registration. */
  apply(event: MadridEvent): void {
    if (this.isEnded && event.kind !== 'further-decision') return;
    switch (event.kind) {
      case 'provisional-refusal':
        this.#refusedInPart = event.scope === 'partial';
        this.#refusalOn = [event.on, event.notifiedOn].filter((d) => d !== undefined).sort()[0];
        return this.#enter('refused-provisionally', event);
      case 'opposition-possible':
        this.#opposition = event.opposition ?? {};
        return;
      case 'interim-status':
        if (event.opposition) this.#opposition = event.opposition;
        if (this.#state === 'pending') this.#enter('interim', event);
        return;
      case 'grant':
      case 'final-decision':
      case 'further-decision':
        return this.#decide(event);
      case 'invalidation':
        return this.#end('invalidated', event);
      case 'renunciation':
        return this.#end('renounced', event);
      case 'cancellation':
        return this.#end('cancelled', event);
      case 'ceasing-of-effect':
        return this.#end('ceased', event);
      case 'non-renewal':
        return this.#end('lapsed', event);
      case 'limitation':
        this.#limited = true;
        return;
      default:
    }
  }

  #decide(event: MadridEvent): void {
    const { outcome } = event;
    if (outcome === undefined) this.#enter('unclear', event);
    // Confirming a refusal of some goods leaves the others protected.
    else if (outcome === 'refused' && this.#refusedInPart && event.scope !== 'total')
      this.#enter('partly-granted', event);
    else this.#enter(outcome, event);
  }

  #end(state: DesignationState, event: MadridEvent): void {
    if (event.scope === 'partial') this.#limited = true;
    else this.#enter(state, event);
  }

  #enter(state: DesignationState, event: MadridEvent): void {
    this.#state = state;
    this.#stateSince = event.on ?? event.notifiedOn;
  }

  /** The designation as it stands on a day. */
  view(today: Day, officeOfOrigin: string | undefined): DesignationView {
    const period = refusalPeriod(this.office, { under: this.#under, officeOfOrigin });
    const limit = this.#notifiedOn && refusalLimit(this.#notifiedOn, period.months);
    const onOpposition =
      this.#opposition && period.laterOnOpposition ? oppositionRefusalLimit(this.#opposition) : undefined;
    const open = this.#state === 'pending' || this.#state === 'interim';
    const warnings: DocketWarning[] = [];
    let state = this.#state;
    let since = this.#stateSince;
    if (open && period.evidence.level === 'unverified') warnings.push('limit-unverified');
    if (open && !this.#notifiedOn) warnings.push('no-notification-date');
    if (open && limit && this.#notifiedOn) {
      const unknownPeriod = this.#opposition && period.laterOnOpposition && !onOpposition;
      const safe = refusalLimit(this.#notifiedOn, safeMonths(period));
      const last = onOpposition && onOpposition > safe ? onOpposition : safe;
      if (unknownPeriod) warnings.push('opposition-period-unknown');
      else if (today > last) {
        state = 'tacitly-accepted';
        since = addDays(last, 1);
      } else if (today > limit && today <= safe && !onOpposition) warnings.push('silence-not-safe-yet');
    }
    const latest = onOpposition && limit && onOpposition > limit ? onOpposition : limit;
    if (latest && this.#refusalOn && this.#refusalOn > latest && this.#state === 'refused-provisionally')
      warnings.push('refusal-out-of-time');
    return {
      office: this.office,
      ...(this.#under && { under: this.#under }),
      ...(this.#since && { since: this.#since }),
      ...(this.#notifiedOn && { notifiedOn: this.#notifiedOn }),
      state,
      ...(since && { stateSince: since }),
      limited: this.#limited,
      refusal: { ...period, ...(limit && { limit }), ...(onOpposition && { onOpposition }) },
      warnings,
    };
  }
}
