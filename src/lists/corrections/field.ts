import { entrySchema } from '../../formats/entry-schema.ts';
import { canonicalJson } from '../../gi/content-hash.ts';
import type { Entry } from '../../gi/entry.ts';
import type { Evidence } from '../../gi/evidence.ts';
import { nameFormKey, nameKinds, type NameForm } from '../../gi/name-form.ts';
import { InputError } from '../../gi/problem.ts';
import { dominantScript, refineHan } from '../../gi/script.ts';
import { fieldsOf } from '../change-set.ts';

/** Not for correcting: what an entry is known by, and how well it is known. */
const fixed = new Set(['key', 'evidence', 'names', 'dates', 'product']);
const inner = /^(dates|product)\.([a-zA-Z]+)$/;
const list = ['fileNumbers', 'origin', 'notClaimed', 'notes'];

/** Identity of the name form that a field speaks of, `original|fr|Bordeaux`; undefined for other fields. */
export function nameIdentity(field: string): string | undefined {
  return /^names\[(.*)\]$/s.exec(field)?.[1];
}

/** What an entry says in a field, as a change set names it; undefined where it says nothing. */
export function fieldValue(entry: Entry, field: string): unknown {
  return fieldsOf(entry).get(field);
}

/** Whether two values of a field say the same; of a name form its evidence says nothing about that. */
export function saysSame(field: string, a: unknown, b: unknown): boolean {
  if (nameIdentity(field) === undefined || !a || !b)
    return canonicalJson(a ?? null) === canonicalJson(b ?? null);
  return nameFormKey(a as NameForm) === nameFormKey(b as NameForm);
}

/** An entry with one field said otherwise; undefined takes it away. A name form takes the place of the one it corrects. */
export function withField(entry: Entry, field: string, value: unknown): Entry {
  const identity = nameIdentity(field);
  if (identity !== undefined) {
    const form = value as NameForm | undefined;
    const at = entry.names.findIndex((n) => nameFormKey(n) === identity);
    const others = (n: NameForm): boolean => !form || nameFormKey(n) !== nameFormKey(form);
    const before = entry.names.slice(0, at < 0 ? entry.names.length : at).filter(others);
    const after = at < 0 ? [] : entry.names.slice(at + 1).filter(others);
    return { ...entry, names: [...before, ...(form ? [form] : []), ...after] };
  }
  const [, group, member] = inner.exec(field) ?? [];
  const holder: Record<string, unknown> = group ? { ...entry[group as 'dates'] } : { ...entry };
  const name = member ?? field;
  if (value === undefined) delete holder[name];
  else holder[name] = value;
  return group ? { ...entry, [group]: holder } : (holder as unknown as Entry);
}

function unusable(message: string, field: string, remedy: string): InputError {
  return new InputError([{ code: 'request/invalid', severity: 'error', message, remedy, place: { field } }]);
}

function nameFrom(entry: Entry, field: string, text: string, evidence: Evidence): NameForm {
  const [kind = '', language = ''] = nameIdentity(field)!.split('|');
  const held = fieldValue(entry, field) as NameForm | undefined;
  const known = nameKinds.find((k) => k === kind);
  if (!known || !language)
    throw unusable(
      `"${field}" names no spelling.`,
      'field',
      'Write names[kind|language|spelling], e.g. names[original|fr|Bordeau].',
    );
  const script = refineHan(dominantScript(text), entry.origin);
  return { ...held, text, language, script, kind: known, evidence };
}

/**
 * Reads a corrected value: JSON as it is to stand in the entry, or a text as people type it. The text of a name form is
 * its spelling, several texts are joined by `|`, an empty one takes the field away.
 * @throws InputError request/invalid when the field cannot be corrected or the entry would be none with the value
 */
export function readCorrected(entry: Entry, field: string, given: unknown, evidence: Evidence): unknown {
  if (fixed.has(field))
    throw unusable(
      `The field ${field} cannot be corrected.`,
      'field',
      'Correct the single fields that are wrong.',
    );
  const isName = nameIdentity(field) !== undefined;
  const text = typeof given === 'string' ? given.trim().normalize('NFC') : undefined;
  const value =
    text === undefined
      ? isName && given
        ? { ...(given as object), evidence }
        : (given ?? undefined)
      : text === ''
        ? undefined
        : isName
          ? nameFrom(entry, field, text, evidence)
          : list.includes(field)
            ? text.split('|').map((t) => t.trim())
            : field === 'legalBasis'
              ? { text }
              : text;
  const corrected = withField(entry, field, value);
  const checked = entrySchema.safeParse(corrected);
  if (!checked.success || corrected.names.length === 0) {
    const why = checked.success ? 'an entry needs a name' : checked.error.issues[0]!.message;
    throw unusable(
      `The entry cannot say that in ${field}: ${why}.`,
      'value',
      'See docs/formats.md for what the field takes.',
    );
  }
  if (saysSame(field, value, fieldValue(entry, field)))
    throw unusable(`The entry says that in ${field} already.`, 'value', 'Give what it should say instead.');
  return value;
}
