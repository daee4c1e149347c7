import { z } from 'zod';
import { canonicalJson, sameContent } from '../gi/content-hash.ts';
import type { Entry } from '../gi/entry.ts';
import type { Evidence } from '../gi/evidence.ts';
import type { NameForm } from '../gi/name-form.ts';
import type { Place, Problem } from '../gi/problem.ts';
import { entrySchema, evidenceSchema, nameFormSchema } from './entry-schema.ts';
import { problem, shown } from './problems.ts';

/**
 * Companion data: what a format cannot say about an entry, as a difference to what a reader makes of the format's own
 * fields. Writers compute it by reading back what they are about to write, so it is complete whatever the format.
 */
export interface Extra {
  evidence: Evidence;
  /**
   * Fields that differ: the value, `null` for one the entry does not have, and a mark of what the format itself says,
   * so that an edit made there is noticed and wins.
   */
  fields?: Partial<Record<ExtraField, [value: unknown, mark: string]>>;
  /** The entry's names in order, each by its place among the names the format carries, or in full. */
  names?: NamePatch[];
  /** Carried names that are not names of the entry. */
  dropped?: { i: number; h: string }[];
}

/** One name: `i` and `h` point at a carried name (index, hash of its text), other members replace its own. */
export interface NamePatch extends Partial<NameForm> {
  i?: number;
  h?: string;
}

const extraFields = [
  'key',
  'fileNumbers',
  'origin',
  'giType',
  'product',
  'notClaimed',
  'status',
  'dates',
  'legalBasis',
  'publications',
  'basicMark',
  'procedure',
  'channels',
  'phaseOuts',
  'coexistence',
  'notes',
] as const satisfies (keyof Entry)[];
export type ExtraField = (typeof extraFields)[number];

const fieldSchemas = entrySchema.shape;

/** Fields of the entry that `base`, what a reader without companion data gets, has otherwise; `names` among them. */
export function differingFields(base: Entry, entry: Entry): (ExtraField | 'names')[] {
  const fields: (ExtraField | 'names')[] = extraFields.filter(
    (field) => !sameContent(base[field], entry[field]),
  );
  const bare = (names: NameForm[]): unknown => names.map((name) => ({ ...name, evidence: undefined }));
  if (!sameContent(bare(base.names), bare(entry.names))) fields.push('names');
  return fields;
}

/** Short hash of a text (FNV-1a, 32 bits, base 36): enough to notice that a name was edited or moved. */
export function textMark(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}

function fieldMark(entry: Entry, field: ExtraField): string {
  return textMark(canonicalJson(entry[field] ?? null));
}

/** A name's letters only, so that one whose spaces or forbidden characters changed on the way is known again. */
function letters(text: string): string {
  return text.normalize('NFC').replace(/[^\p{L}\p{N}]/gu, '');
}

function patchOf(name: NameForm, base: NameForm[], used: Set<number>, evidence: Evidence): NamePatch {
  const known = base.findIndex((b, i) => !used.has(i) && b.text === name.text && b.kind === name.kind);
  const index =
    [
      known,
      base.findIndex((b, i) => !used.has(i) && b.text === name.text),
      base.findIndex(
        (b, i) => !used.has(i) && b.kind === name.kind && letters(b.text) === letters(name.text),
      ),
    ].find((i) => i !== -1) ?? -1;
  const own = sameContent(name.evidence, evidence) ? {} : { evidence: name.evidence };
  const carried = base[index];
  if (!carried) return { ...name, ...own, ...(Object.keys(own).length === 0 ? { evidence: undefined } : {}) };
  used.add(index);
  const patch: NamePatch = { i: index, h: textMark(carried.text), ...own };
  if (name.text !== carried.text) patch.text = name.text;
  if (name.kind !== carried.kind) patch.kind = name.kind;
  if (name.language !== carried.language) patch.language = name.language;
  if (name.script !== carried.script) patch.script = name.script;
  if (name.scheme !== undefined) patch.scheme = name.scheme;
  return patch;
}

/** The companion data that turns `base` into `entry`. */
export function extraOf(base: Entry, entry: Entry): Extra {
  const extra: Extra = { evidence: entry.evidence };
  const differing = differingFields(base, entry);
  const fields = differing.filter((field) => field !== 'names');
  if (fields.length > 0) {
    extra.fields = Object.fromEntries(
      fields.map((field) => [field, [entry[field] ?? null, fieldMark(base, field)]]),
    );
  }
  const otherEvidence = entry.names.some((n) => !sameContent(n.evidence, entry.evidence));
  if (differing.includes('names') || otherEvidence) {
    const used = new Set<number>();
    extra.names = entry.names.map((name) => patchOf(name, base.names, used, entry.evidence));
    const dropped = base.names.flatMap(({ text }, i) => (used.has(i) ? [] : [{ i, h: textMark(text) }]));
    if (dropped.length > 0) extra.dropped = dropped;
  }
  return extra;
}

const patchSchema = nameFormSchema
  .partial()
  .extend({ i: z.int().min(0).optional(), h: z.string().optional() });
const extraSchema = z.strictObject({
  evidence: evidenceSchema,
  fields: z.partialRecord(z.enum(extraFields), z.tuple([z.unknown(), z.string()])).optional(),
  names: z.array(patchSchema).optional(),
  dropped: z.array(z.strictObject({ i: z.int().min(0), h: z.string() })).optional(),
});

function patchedNames(
  base: Entry,
  patches: NamePatch[],
  dropped: NonNullable<Extra['dropped']>,
  evidence: Evidence,
  lost: string[],
): NameForm[] {
  const used = new Set(
    dropped.filter(({ i, h }) => textMark(base.names[i]?.text ?? '') === h).map(({ i }) => i),
  );
  const names: NameForm[] = [];
  for (const { i, h, ...own } of patches) {
    if (i === undefined) {
      const whole = nameFormSchema.safeParse({ evidence, ...own });
      if (whole.success) names.push(whole.data);
      else lost.push('a name');
      continue;
    }
    const matches = (name: NameForm | undefined): boolean =>
      name !== undefined && (h === undefined || textMark(name.text) === h);
    const index = matches(base.names[i])
      ? i
      : base.names.findIndex((name, n) => !used.has(n) && matches(name));
    const carried = base.names[index];
    if (!carried) {
      lost.push(`name ${i}`);
      continue;
    }
    used.add(index);
    names.push({ ...carried, evidence, ...own });
  }
  // Names the companion data does not know came later: what it says of evidence is not about them.
  const unmentioned = base.names.filter((_, i) => !used.has(i));
  return [...names, ...unmentioned];
}

/**
 * An entry completed from its companion data. What the format itself says about names wins: an edited name keeps its
 * new text, a removed one stays removed, an added one is added. Unusable companion data is reported and left out.
 */
export function applyExtra(base: Entry, raw: unknown, place: Place): { entry: Entry; problems: Problem[] } {
  const parsed = extraSchema.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const message = `Companion data: ${shown(issue?.path.join('.') ?? '')} ${shown(issue?.message ?? 'is wrong')}`;
    return { entry: base, problems: [problem('extra/unusable', message, place)] };
  }
  const { evidence, fields = {}, names, dropped = [] } = parsed.data;
  const lost: string[] = [];
  const changes: Record<string, unknown> = {};
  for (const field of extraFields) {
    const held = fields[field];
    if (!held) continue;
    const checked = fieldSchemas[field].safeParse(held[0] ?? undefined);
    if (checked.success && held[1] === fieldMark(base, field)) changes[field] = checked.data;
    else lost.push(field);
  }
  const patches = names ?? base.names.map((_, i) => ({ i }));
  const entry: Entry = {
    ...base,
    evidence,
    names: patchedNames(base, patches, dropped, evidence, lost),
    ...changes,
  };
  for (const field of [
    'legalBasis',
    'basicMark',
    'procedure',
    'channels',
    'phaseOuts',
    'coexistence',
  ] as const)
    if (entry[field] === undefined) delete entry[field];
  const problems =
    lost.length === 0
      ? []
      : [problem('extra/unusable', `Companion data not used for: ${lost.join(', ')}`, place)];
  return { entry, problems };
}
