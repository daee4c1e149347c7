import { z } from 'zod';
import { sha256Hex } from '../gi/content-hash.ts';
import { InputError } from '../gi/problem.ts';

/** A list on its way between two offices: what it is, from whom to whom, and the list itself as ST.96-aligned JSON. */
export const messageSchema = z.object({
  format: z.literal('gi-gateway/message@1'),
  id: z.string().min(1).max(100),
  type: z.literal('list'),
  sender: z.string().regex(/^[A-Z]{2}$/),
  recipient: z.string().regex(/^[A-Z]{2}$/),
  agreement: z.string().min(1),
  list: z.string().min(1),
  version: z.object({
    number: z.number().int().positive(),
    contentHash: z.string(),
    effectiveOn: z.string(),
  }),
  createdAt: z.iso.datetime(),
  content: z.record(z.string(), z.unknown()),
});
export type Message = z.infer<typeof messageSchema>;

/** The answer to a message, bound to the hash of the bytes received. */
export const receiptSchema = z.object({
  format: z.literal('gi-gateway/receipt@1'),
  messageId: z.string(),
  /** Hex SHA-256 of the message's bytes as received. */
  messageSha256: z.string().regex(/^[0-9a-f]{64}$/),
  sender: z.string(),
  recipient: z.string(),
  receivedAt: z.iso.datetime(),
  outcome: z.enum(['accepted', 'refused']),
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
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw malformed(issue?.message ?? 'is not of the expected shape', ['$', ...(issue?.path ?? [])].join('.'));
}

function malformed(what: string, path: string): InputError {
  const remedy = 'Ask the sender for the file as `gi-gateway send` wrote it.';
  return new InputError([
    {
      code: 'exchange/malformed',
      severity: 'error',
      message: `The message ${what}.`,
      remedy,
      place: { path },
    },
  ]);
}

/** Bytes to sign and send: two-space JSON, so that people can read what they sign. */
export function writeEnvelope(envelope: Message | Receipt): { body: Uint8Array; sha256: string } {
  const body = new TextEncoder().encode(`${JSON.stringify(envelope, null, 2)}\n`);
  return { body, sha256: sha256Hex(body) };
}
