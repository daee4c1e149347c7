import { canonicalJson, sha256Hex } from '../../gi/content-hash.ts';
import type { Place, Problem } from '../../gi/problem.ts';
import type { Day } from '../rules/calendar.ts';
import type { Treaty } from '../rules/declarations.ts';

/** What a notification of the Madrid System tells, in one vocabulary for every format. */
export const eventKinds = [
  /** The international registration, with its first designations. */
  'registration',
  /** Offices designated later, or by division, transfer or conversion. */
  'designation',
  'provisional-refusal',
  /** Oppositions may come after 18 months, or an opposition period was named (Article 5(2)(c)(i)). */
  'opposition-possible',
  /** Examined without objection, third parties may still oppose (Rule 18bis). */
  'interim-status',
  'grant',
  /** The decision after a provisional refusal (Rule 18ter(2), (3)). */
  'final-decision',
  /** A later decision that changes the one before (Rule 18ter(4)). */
  'further-decision',
  'invalidation',
  'limitation',
  'renunciation',
  'cancellation',
  /** The basic mark fell within five years (Article 6(3), (4)). */
  'ceasing-of-effect',
  'possible-ceasing-of-effect',
  'renewal',
  'non-renewal',
  'transfer',
  'basic-mark-change',
  'irregularity',
  'abandonment',
  'correction',
  /** Anything else: kept and shown, it moves no date and no state. */
  'other',
] as const;
export type EventKind = (typeof eventKinds)[number];

export interface Designation {
  /** ST.3 code of the designated office. */
  office: string;
  under?: Treaty;
}

export interface BasicMarkRef {
  /** Office of the basic mark, where said. */
  office?: string;
  number: string;
}

/** One thing that happened to an international registration, as a notification tells it. */
export interface MadridEvent {
  kind: EventKind;
  /** Number of the international registration, normalised by `registrationNumber`. */
  registration?: string;
  /** The element or code it came as, such as `RFNT` or `MadridGrantProtection`. */
  source: string;
  /** Offices it speaks of; none means the whole registration. */
  offices: string[];
  /** Offices a registration or designation extends to, with the treaty. */
  designations?: Designation[];
  /** Day of the international registration, where said. */
  registeredOn?: Day;
  /** Day it takes effect, or was pronounced. */
  on?: Day;
  /** Day the International Bureau sent or recorded it: what the time to refuse runs from. */
  notifiedOn?: Day;
  /** End of the term after a registration or renewal, where said. */
  expiresOn?: Day;
  /** Whether all goods and services are concerned. */
  scope?: 'total' | 'partial';
  /** What a decision left standing. */
  outcome?: 'granted' | 'partly-granted' | 'refused';
  opposition?: { from?: Day; to?: Day };
  officeOfOrigin?: string;
  basicMarks?: BasicMarkRef[];
  /** Words of the mark. */
  mark?: string;
  /** Facts or grounds, as told. */
  text?: string;
  /** Number of the record or document at the sender. */
  reference?: string;
}

/** A record of a file after decoding: what it tells, possibly several things, and what was wrong with it. */
export interface DecodedNotification {
  events: MadridEvent[];
  problems: Problem[];
  place: Place;
}

/**
 * The number of an international registration without what only dresses it: `WO 1 289 218`, `IR0001289218A` and
 * `1289218a` are `1289218`, `1289218A`, `1289218A`. Undefined when it has no such form.
 */
export function registrationNumber(raw: string | undefined): string | undefined {
  const match = /^(?:WO|IR)?0*([1-9]\d{0,7})([A-Z]{0,3})$/.exec(
    (raw ?? '').replace(/[\s.,'’-]/g, '').toUpperCase(),
  );
  return match ? `${match[1]}${match[2]}` : undefined;
}

/** Hex SHA-256 of what the event says: the same notification read twice, or from two files, is one event. */
export function eventId(event: MadridEvent): string {
  return sha256Hex(canonicalJson(event));
}
