import { z } from 'zod';
import type { Extra } from '../extra.ts';
import type { ListDocument } from '../format.ts';

/*
 * What ST.96 cannot carry rides in processing instructions. The schema has no wildcard, so no element or attribute of
 * another namespace can stand anywhere without making the document invalid. Comments are dropped by canonical XML, so a
 * signature would not cover them; a second file gets separated from the first, and joining it by key would need one of
 * the two in memory. A processing instruction is ignored by validation and by readers that do not know it, is covered
 * by canonical XML and hence by signatures, and stands right before the transaction it completes, so both can be
 * written and read as a stream. Its content is JSON.
 */

/** Names the meaning of the instructions; in the first of them. */
export const sidecarNamespace = 'urn:gi-gateway:st96-sidecar:1';
export const listTarget = 'gi-gateway-list';
export const entryTarget = 'gi-gateway-entry';

function instruction(target: string, content: object): string {
  // JSON may hold what would end the instruction or is no XML character; its own escapes say the same.
  const json = JSON.stringify(content)
    .replaceAll('?>', '?\\u003e')
    .replace(
      /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
      (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  return `<?${target} ${json}?>`;
}

/** The instruction that says which agreement, list and version the document is. */
export function listInstruction({ agreement, list, version }: ListDocument): string {
  return instruction(listTarget, { ns: sidecarNamespace, agreement: agreement.id, list: list.id, version });
}

/** The instruction that completes the transaction of this identifier, which comes next. */
export function entryInstruction(transactionIdentifier: string, extra: Extra): string {
  return instruction(entryTarget, { for: transactionIdentifier, ...extra });
}

const entrySchema = z.looseObject({ for: z.string() });

/** Content of an entry instruction: the transaction it is for and the companion data; undefined when unreadable. */
export function readEntryInstruction(body: string): { for: string; extra: unknown } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success) return undefined;
  const { for: identifier, ...extra } = parsed.data;
  return { for: identifier, extra };
}
