import type { NameForm } from '../gi/name-form.ts';
import type { FieldChange } from './change-set.ts';
import { likeness } from '../names/letter-diff.ts';

/** Kind and language of the name form a field speaks of; undefined for other fields. */
function role(field: string): string | undefined {
  return /^names\[([^|]*\|[^|]*)\|/.exec(field)?.[1];
}

const spelling = (value: unknown): string => (value as NameForm).text;

/**
 * Field changes for reading side by side: a spelling that went and one of the same kind and language that came are one
 * change of spelling, the most alike first.
 */
export function pairSpellings(fields: FieldChange[]): FieldChange[] {
  const isName = (f: FieldChange): boolean => role(f.field) !== undefined;
  const gone = fields.filter((f) => isName(f) && f.after === undefined);
  const come = fields.filter((f) => isName(f) && f.before === undefined);
  const candidates = gone
    .flatMap((g) => come.filter((c) => role(c.field) === role(g.field)).map((c) => ({ g, c })))
    .map(({ g, c }) => ({ g, c, alike: likeness(spelling(g.before), spelling(c.after)) }))
    .sort((a, b) => b.alike - a.alike);
  const partner = new Map<FieldChange, FieldChange>();
  const taken = new Set<FieldChange>();
  for (const { g, c } of candidates) {
    if (taken.has(g) || taken.has(c)) continue;
    taken.add(g).add(c);
    partner.set(c, g);
  }
  return fields
    .filter((f) => !(taken.has(f) && !partner.has(f)))
    .map((f) => (partner.has(f) ? { ...f, before: partner.get(f)!.before } : f));
}
