import type { Agreement, GiList } from '../gi/agreement.ts';
import type { Entry } from '../gi/entry.ts';
import type { NameForm } from '../gi/name-form.ts';
import type { Coverage, Occurrence, Protection, VersionRef } from '../gi/protection.ts';

/** The two time axes of a question: day of legal effect (`YYYY-MM-DD`) and instant of record (ISO 8601). */
export interface Time {
  asOf?: string;
  knownAt?: string;
}

/** A list with its agreement and all its versions, newest first. */
export interface ListView {
  list: GiList;
  /** The version that applies; absent when none was published. */
  version?: VersionRef;
  coverage: Coverage;
  agreement: Agreement;
  versions: VersionRef[];
}

/** One change of one list. Apply changes in the order they come and you hold the lists as they are. */
export interface Change {
  /** Keep it: `since` goes on after this change. */
  cursor: string;
  list: string;
  version: number;
  change: 'added' | 'changed' | 'removed';
  key: string;
  giId: string;
  /** As it now stands; absent for a removal. */
  entry?: Entry;
  at: string;
}

/** Everything held about one GI on one day. */
export interface Gi {
  id: string;
  name: string;
  origin: string[];
  names: (NameForm & { lists: string[] })[];
  occurrences: Occurrence[];
  protection: Protection[];
  asOf: string;
  knownAt: string;
}

export interface Found extends Gi {
  /** Which spelling matched; absent when nothing was searched for. */
  match?: { name: string; kind: string; score: number };
}

export interface SearchRequest extends Time {
  /** Any spelling in any script, or its beginning; all GIs when absent. */
  q?: string;
  /** Jurisdiction in which it must be protected. */
  in?: string;
  /** Country of origin. */
  origin?: string;
}

export interface ProtectionAnswer {
  name: string;
  matches: Gi[];
  /** GIs of a similar name, when none carries it. */
  similar: { id: string; name: string; kind: string; score: number }[];
  asOf: string;
  knownAt: string;
}

/** What a gateway refuses with (RFC 9457). `code` is stable. */
export interface Problem {
  code: string;
  status: number;
  detail: string;
  remedy: string;
}
