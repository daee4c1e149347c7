/** Where in an input a problem stands; what is known is filled. Lines and columns count from 1. */
export interface Place {
  line?: number;
  column?: number;
  /** XPath-like or JSON path: `/gin:GITransaction/…`, `$[12].protectedNames`. */
  path?: string;
  field?: string;
  /** Index of the record in the file, from 0. */
  record?: number;
}

/**
 * A problem in an input. `error`: the record (or file) cannot be used as it is; `warning`: it was used, something was
 * flagged or lost.
 */
export interface Problem {
  /** Stable, namespaced: `st96/missing-name`, `xml/doctype`, `csv/header`. Documented in docs/errors.md. */
  code: string;
  severity: 'error' | 'warning';
  /** What is wrong, in English, for people; carries the offending value shortened to 80 characters at most. */
  message: string;
  /** What to do about it. */
  remedy: string;
  place: Place;
}

/** Thrown when a whole input or request cannot be used; carries at least one error. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly problems: Problem[];

  constructor(problems: Problem[]) {
    super(problems[0]?.message ?? 'unusable input');
    this.problems = problems;
  }
}
