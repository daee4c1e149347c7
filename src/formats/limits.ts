import { defaultLimits } from './format.ts';
import type { DecodeContext, DecodeLimits } from './format.ts';
import { unusable } from './problems.ts';

/** The limits that hold for a decode: the caller's over the defaults. */
export function limitsOf(context: Pick<DecodeContext, 'limits'>): DecodeLimits {
  return { ...defaultLimits, ...context.limits };
}

/** Throws `input/too-many-records` when the record of this index is one too many. */
export function checkRecordCount(index: number, limits: Pick<DecodeLimits, 'records'>, line?: number): void {
  if (index < limits.records) return;
  throw unusable('input/too-many-records', `The file has more than ${limits.records} records`, {
    record: index,
    ...(line === undefined ? {} : { line }),
  });
}
