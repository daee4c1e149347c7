import type { View } from '../view.ts';

/** An ISO 8601 duration of whole months or years in words; the duration itself where it is neither. */
export function period(v: View, iso: string): string {
  const [, count, unit] = /^P(\d+)([MY])$/.exec(iso) ?? [];
  if (!count) return iso;
  return v.t(unit === 'M' ? 'agreements.months' : 'agreements.years', { count: Number(count) });
}
