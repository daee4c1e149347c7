import { z } from 'zod';
import { sha256Hex } from '../gi/content-hash.ts';
import { InputError } from '../gi/problem.ts';
import { isIsoDate } from '../platform/clock.ts';
import { Refusal } from '../platform/errors.ts';

const Office = z.string().regex(/^[A-Z]{2}$/);

/** Kinds of notice, beside lists. */
export const noticeTypes = ['opposition', 'decision', 'protection-ended'] as const;
export type NoticeType = (typeof noticeTypes)[number];

/** What every message says of itself, in JSON as in XML. */
const envelope = {
  format: z.literal('gi-gateway/message@1'),
  id: z.string().min(1).max(200),
  sender: Office,
  recipient: Office,
  agreement: z.string().min(1).max(50),
  list: z.string().min(1).max(100),
  createdAt: z.iso.datetime(),
};

/** The version of a list that a message carries, as its sender counts. */
export const versionSchema = z.object({
  number: z.number().int().positive(),
  contentHash: z.string().max(200),
  effectiveOn: z.string().refine(isIsoDate, 'must be a day, YYYY-MM-DD'),
});

/** What happened to one entry of a list. */
export const noticeSchema = z.object({
  /** Key of the entry within the list. */
  entry: z.string().min(1).max(200),
  on: z.string().refine(isIsoDate, 'must be a day, YYYY-MM-DD'),
  /** Grounds or reasons, as the sender words them. */
  text: z.string().min(1).max(20_000),
  /** File number or citation at the sender's. */
  reference: z.string().min(1).max(500).optional(),
  /** What was decided; on decisions only. */
  outcome: z.enum(['protected', 'refused', 'partly-refused']).optional(),
});
export type Notice = z.infer<typeof noticeSchema>;

const listMessage = z.object({
  ...envelope,
  type: z.literal('list'),
  version: versionSchema,
  content: z.record(z.string(), z.unknown()),
});
const noticeMessage = z.object({ ...envelope, type: z.enum(noticeTypes), notice: noticeSchema });

/** A list or notice on its way between two offices, with the list as ST.96-aligned JSON. */
export const messageSchema = z.discriminatedUnion('type', [listMessage, noticeMessage]);
export type Message = z.infer<typeof messageSchema>;
export type ListMessage = z.infer<typeof listMessage>;

/** A message without what it carries. */
export type Envelope = Omit<ListMessage, 'content' | 'type' | 'version' | 'format'> & {
  type: Message['type'];
  version?: ListMessage['version'];
};

/** The answer to a message, bound to the hash of the bytes received. */
export const receiptSchema = z.object({
  format: z.literal('gi-gateway/receipt@1'),
  messageId: z.string(),
  /** Hex SHA-256 of the message's bytes as received. */
  messageSha256: z.string().regex(/^[0-9a-f]{64}$/),
  sender: z.string(),
  recipient: z.string(),
  receivedAt: z.iso.datetime(),
  /** `superseded`: a newer version of the list was received before; nothing was done with this one. */
  outcome: z.enum(['accepted', 'refused', 'superseded']),
  list: z.string(),
  records: z.number().int(),
  changes: z.object({ added: z.number(), changed: z.number(), removed: z.number() }),
  problems: z.array(
    z.object({
      code: z.string(),
      severity: z.enum(['error', 'warning']),
      message: z.string(),
      remedy: z.string(),
      place: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  ),
});
export type Receipt = z.infer<typeof receiptSchema>;

/** Checks a value against one of the shapes above. @throws InputError exchange/malformed with the path of what is wrong */
export function asEnvelope<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw malformed(issue?.message ?? 'is not of the expected shape', ['$', ...(issue?.path ?? [])].join('.'));
}

/**
 * Reads signed bytes as one of the shapes above.
 * @throws InputError exchange/malformed with the JSON path of what is wrong
 */
export function readEnvelope<T>(schema: z.ZodType<T>, body: Uint8Array): T {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw malformed('is not JSON in UTF-8', '$');
  }
  return asEnvelope(schema, value);
}

export function malformed(what: string, path: string): InputError {
  const remedy = 'Ask the sender for the file as `gi-gateway send` wrote it, or see docs/exchange.md.';
  return new InputError([
    {
      code: 'exchange/malformed',
      severity: 'error',
      message: `The message is not usable: ${what}.`,
      remedy,
      place: { path },
    },
  ]);
}

/**
 * An id becomes part of addresses and file names: letters, digits, `.`, `_` and `-`, and no dot in front.
 * @throws Refusal exchange/bad-id
 */
export function checkMessageId(id: string): void {
  if (/^[A-Za-z0-9][\w.-]{0,99}$/.test(id)) return;
  throw new Refusal(
    'exchange/bad-id',
    422,
    'The message id has other characters than letters, digits, ".", "_" and "-", or is too long.',
    'Ask the sender to use ids of at most 100 such characters.',
  );
}

/** Bytes to sign and send: two-space JSON, so that people can read what they sign. */
export function writeEnvelope(envelope: Message | Receipt): { body: Uint8Array; sha256: string } {
  const body = new TextEncoder().encode(`${JSON.stringify(envelope, null, 2)}\n`);
  return { body, sha256: sha256Hex(body) };
}
