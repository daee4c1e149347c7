import { z } from 'zod';
import type { Agreement, GiList } from '../../gi/agreement.ts';
import type { Entry } from '../../gi/entry.ts';
import { agreementSchema, daySchema, entrySchema, jsonPath, listSchema } from '../entry-schema.ts';
import type { DecodeContext, DecodedRecord, Format, ListDocument } from '../format.ts';
import { defaultLimits } from '../format.ts';
import { jsonRecords } from '../json/records.ts';
import { limitsOf } from '../limits.ts';
import { problem, shown, unusable } from '../problems.ts';
import { decodeText } from '../text/decode-text.ts';
import { KeyGuard } from '../key-guard.ts';

const formatName = 'gi-gateway/list@1';

/** What stands around the entries of a bundle. */
export interface BundleHeader {
  agreement?: Agreement;
  list: GiList;
  /** Day from which the list version has effect, where known. */
  effectiveOn?: string;
}

const headerSchema = z.strictObject({
  format: z.literal(formatName),
  // The lists that come with the gateway name their agreement by id; it stands once in agreements.json.
  agreement: agreementSchema.optional(),
  list: listSchema,
  effectiveOn: daySchema.optional(),
  version: z
    .strictObject({ number: z.int().min(0), publishedAt: z.string().optional(), contentHash: z.string() })
    .optional(),
  entries: z.tuple([]),
});

function checkHeader(outline: unknown): BundleHeader {
  const parsed = headerSchema.safeParse(outline);
  if (parsed.success) {
    const { agreement, list, effectiveOn } = parsed.data;
    return { ...(agreement && { agreement }), list, ...(effectiveOn === undefined ? {} : { effectiveOn }) };
  }
  const issue = parsed.error.issues[0];
  throw unusable('bundle/header', `${jsonPath('$', issue?.path ?? [])}: ${issue?.message ?? 'is wrong'}`, {
    path: jsonPath('$', issue?.path ?? []),
  });
}

async function* decode(
  input: AsyncIterable<Uint8Array>,
  context: Pick<DecodeContext, 'limits'>,
  onHeader?: (header: BundleHeader) => void,
): AsyncGenerator<DecodedRecord> {
  const limits = limitsOf(context);
  const keys = new KeyGuard();
  const receive = (outline: unknown): void => {
    const header = checkHeader(outline);
    onHeader?.(header);
  };
  for await (const { value, place } of jsonRecords(
    decodeText(input, limits, 'none'),
    ['entries'],
    limits,
    receive,
  )) {
    const parsed = entrySchema.safeParse(value);
    if (parsed.success) {
      yield keys.check({ entry: parsed.data, problems: [], place });
      continue;
    }
    const problems = parsed.error.issues.map((issue) => {
      const path = jsonPath(place.path, issue.path);
      return problem('bundle/entry', `${path}: ${shown(issue.message)}`, { ...place, path });
    });
    yield { entry: undefined, problems, place };
  }
}

/** Reads a whole bundle into memory, header and records: for the lists the gateway ships with. */
export async function readBundle(
  input: AsyncIterable<Uint8Array>,
): Promise<{ header: BundleHeader; records: DecodedRecord[] }> {
  let header: BundleHeader | undefined;
  const records: DecodedRecord[] = [];
  for await (const record of decode(input, { limits: defaultLimits }, (h) => (header = h)))
    records.push(record);
  if (!header) throw unusable('bundle/header', 'The document has no header');
  return { header, records };
}

async function* encode(document: ListDocument): AsyncGenerator<string> {
  const { agreement, list, version } = document;
  const { effectiveOn, number, publishedAt, contentHash } = version;
  const held = { number, ...(publishedAt === undefined ? {} : { publishedAt }), contentHash };
  const header = {
    format: formatName,
    agreement,
    list,
    ...(effectiveOn === undefined ? {} : { effectiveOn }),
    version: held,
  };
  const text = JSON.stringify(header, undefined, 2);
  yield `${text.slice(0, -2)},\n  "entries": [`;
  let first = true;
  for await (const entry of document.entries) {
    yield `${first ? '' : ','}\n    ${JSON.stringify(entry satisfies Entry)}`;
    first = false;
  }
  yield first ? ']\n}\n' : '\n  ]\n}\n';
}

/**
 * The project's own list format, in which the shipped lists are written: `{"format": "gi-gateway/list@1", "agreement",
 * "list", "effectiveOn", "entries"}` with the domain's own shapes. Loses nothing.
 */
export const bundle: Format = {
  id: 'bundle',
  title: 'GI gateway list (JSON)',
  mediaTypes: ['application/vnd.gi-gateway.list+json'],
  extensions: ['json'],
  sniff: (head) => /^\s*\{\s*"/.test(head) && head.includes(`"${formatName}"`),
  decode: (input, context) => decode(input, context),
  encode,
  losses: () => [],
};
