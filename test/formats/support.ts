import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Agreement, GiList } from '../../src/gi/agreement.ts';
import type { Entry } from '../../src/gi/entry.ts';
import { InputError } from '../../src/gi/problem.ts';
import type { DecodeContext, DecodedRecord, Format, ListDocument } from '../../src/formats/format.ts';

export const shared = new URL('../../../shared/', import.meta.url);
export const schemaFolder = fileURLToPath(new URL('standards/st96-v6', shared));

/** True when the reference material is there; it must be in continuous integration. */
export const hasShared = existsSync(schemaFolder);
if (!hasShared && process.env['CI'] === 'true')
  throw new Error('../shared is missing in continuous integration');
export const whyNotShared = hasShared ? '' : ' (skipped: ../shared is not here)';

export const agreement: Agreement = {
  id: 'cn-eu',
  kind: 'agreement',
  title: { en: 'China–EU agreement' },
  parties: ['CN', 'EU'],
  references: [],
  rules: {},
  evidence: { level: 'unverified', source: '' },
  notes: [],
};

export const list: GiList = {
  id: 'cn-eu/III',
  agreementId: 'cn-eu',
  kind: 'treaty',
  title: { en: 'Annex III' },
  protectedIn: 'EU',
  origin: 'CN',
  defaultStatus: 'protected',
  legalBasis: { text: 'Agreement' },
  notes: [],
};

export const context: DecodeContext = { list, evidence: { level: 'official', source: 'test file' } };

export function documentOf(entries: Iterable<Entry>): ListDocument {
  return { agreement, list, version: { number: 1, effectiveOn: '2021-03-01', contentHash: 'abc' }, entries };
}

/** The bytes in chunks of the given size, one chunk when it is left out. */
export async function* bytes(content: string | Uint8Array, chunk = Infinity): AsyncGenerator<Uint8Array> {
  const all = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  for (let at = 0; at < all.length; at += chunk) yield all.subarray(at, Math.min(all.length, at + chunk));
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The document a format writes, as bytes. */
export async function bytesOf(format: Format, entries: Iterable<Entry>): Promise<Uint8Array> {
  if (format.encodeBytes) return Buffer.concat(await collect(format.encodeBytes(documentOf(entries))));
  return new TextEncoder().encode(await textOf(format, entries));
}

export async function textOf(format: Format, entries: Iterable<Entry>): Promise<string> {
  if (!format.encode) throw new Error(`${format.id} does not write`);
  return (await collect(format.encode(documentOf(entries)))).join('');
}

export async function decoded(
  format: Format,
  content: string | Uint8Array,
  options: Partial<DecodeContext> = {},
  chunk?: number,
): Promise<DecodedRecord[]> {
  if (!format.decode) throw new Error(`${format.id} does not read`);
  return collect(format.decode(bytes(content, chunk), { ...context, ...options }));
}

/** The code and place of the error that made a file unusable; undefined when it was usable. */
export async function refusal(
  format: Format,
  content: string | Uint8Array,
  options: Partial<DecodeContext> = {},
): Promise<InputError['problems'][number] | undefined> {
  try {
    await decoded(format, content, options);
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return error.problems[0];
    throw error;
  }
}
