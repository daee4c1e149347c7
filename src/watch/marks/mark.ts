import { canonicalJson, sha256Hex } from '../../gi/content-hash.ts';
import type { Place, Problem } from '../../gi/problem.ts';
import type { MarkState } from '../../db/schema/index.ts';
import type { Day } from '../../madrid/rules/calendar.ts';

/** A trade mark as a gazette or register publishes it. */
export interface WatchedMark {
  /** ST.3 code of the office; `WO` for an international registration. */
  office: string;
  /** Application or registration number, without spaces. */
  number: string;
  /** The words of the mark. */
  text: string;
  language?: string;
  /** Nice classes, ascending. */
  classes: number[];
  /** The goods in words, as far as they are told. */
  goods: string;
  holder?: string;
  appliedOn?: Day;
  publishedOn?: Day;
  state: MarkState;
  /** Offices an international registration is extended to, sorted. */
  designations: string[];
}

/** One record of a file of marks; `mark` is absent where the record cannot be used, and then a problem says why. */
export interface DecodedMark {
  mark: WatchedMark | undefined;
  problems: Problem[];
  place: Place;
}

/** `<office>:<number>`. */
export function markId(mark: Pick<WatchedMark, 'office' | 'number'>): string {
  return `${mark.office}:${mark.number}`;
}

/** Hash of what a record says of a mark, the same for the same words. */
export function markHash(mark: WatchedMark): string {
  return sha256Hex(canonicalJson(mark));
}
