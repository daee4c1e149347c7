import type { CorrectionOutcome } from '../../db/schema/index.ts';
import type { Entry } from '../../gi/entry.ts';
import { nameFormKey, type NameForm } from '../../gi/name-form.ts';
import { fieldValue, nameIdentity, saysSame, withField } from './field.ts';

/** One field of a partner's entry said otherwise; undefined is "nothing" on either side. */
export interface Overlay {
  field: string;
  partnerValue?: unknown;
  value?: unknown;
}

/** What an overlay meets in an entry as the partner now sends it, and the entry that comes of it. */
export interface Met {
  outcome: Exclude<CorrectionOutcome, 'gone'>;
  entry: Entry;
  /** What the partner says now, where it is neither the error nor its correction. */
  seen?: unknown;
}

const formsLike = (entry: Entry, form: NameForm): NameForm[] =>
  entry.names.filter((n) => n.kind === form.kind && n.language === form.language);

function meetName(entry: Entry, { field, partnerValue, value }: Overlay): Met {
  const has = (form: unknown): boolean =>
    entry.names.some((n) => nameFormKey(n) === nameFormKey(form as NameForm));
  if (partnerValue && has(partnerValue)) return { outcome: 'applied', entry: withField(entry, field, value) };
  if (value ? has(value) : true) return { outcome: 'fixed', entry };
  // The partner never had the form that was added, and still has none in its place.
  if (!partnerValue) return { outcome: 'applied', entry: withField(entry, field, value) };
  const [seen] = formsLike(entry, partnerValue as NameForm);
  return { outcome: 'changed', entry, ...(seen && { seen }) };
}

/** Lays a correction over an entry as the partner sends it, if it still fits. */
export function meet(entry: Entry, overlay: Overlay): Met {
  const { field, partnerValue, value } = overlay;
  if (nameIdentity(field) !== undefined) return meetName(entry, overlay);
  const said = fieldValue(entry, field);
  if (saysSame(field, said, value)) return { outcome: 'fixed', entry };
  if (saysSame(field, said, partnerValue))
    return { outcome: 'applied', entry: withField(entry, field, value) };
  return { outcome: 'changed', entry, ...(said !== undefined && { seen: said }) };
}

/** The field that speaks of a value: of a name form the one of its own spelling. */
export function fieldOf(field: string, value: unknown): string {
  return nameIdentity(field) === undefined || !value ? field : `names[${nameFormKey(value as NameForm)}]`;
}

/** The entry as the partner sent it, from the one a correction was laid over. */
export function uncover(entry: Entry, { field, partnerValue, value }: Overlay): Entry {
  return withField(entry, fieldOf(field, value), partnerValue ?? undefined);
}
