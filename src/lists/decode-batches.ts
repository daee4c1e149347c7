import type { DecodeContext, DecodedRecord, FormatId } from '../formats/format.ts';
import { formatById } from '../formats/registry.ts';
import type { Agreement } from '../gi/agreement.ts';
import { prepareBatches, type DecodedBatch } from './prepare.ts';
import { checkProcedures } from './procedure/check.ts';

/** A file to be decoded; what it takes to do so in any thread. */
export interface DecodeJob {
  format: FormatId;
  context: DecodeContext;
  agreement: Agreement;
}

/**
 * A file's records, decoded, checked against the agreement's rules and made ready for the store.
 * @param through what the records go through before they are checked
 * @throws InputError when the file as a whole cannot be used
 */
export function decodeBatches(
  { format, context, agreement }: DecodeJob,
  input: AsyncIterable<Uint8Array>,
  through: (records: AsyncIterable<DecodedRecord>) => AsyncIterable<DecodedRecord> = (records) => records,
): AsyncGenerator<DecodedBatch> {
  const records = through(formatById(format)!.decode!(input, context));
  return prepareBatches(checkProcedures(records, { list: context.list, agreement }));
}
