import { jsonPath } from '../entry-schema.ts';
import type { DecodeContext, DecodedRecord, Format } from '../format.ts';
import { jsonRecords } from '../json/records.ts';
import { KeyGuard } from '../key-guard.ts';
import { limitsOf } from '../limits.ts';
import { problem, shown } from '../problems.ts';
import { decodeText } from '../text/decode-text.ts';
import { recordSchema } from './record.ts';
import { toEntry } from './to-entry.ts';

async function* decode(
  input: AsyncIterable<Uint8Array>,
  context: DecodeContext,
): AsyncGenerator<DecodedRecord> {
  const limits = limitsOf(context);
  const keys = new KeyGuard();
  for await (const { value, place } of jsonRecords(decodeText(input, limits, 'none'), [], limits)) {
    const parsed = recordSchema.safeParse(value);
    if (parsed.success) {
      yield keys.check({ ...toEntry(parsed.data, place, context), place });
      continue;
    }
    const problems = parsed.error.issues.map((issue) => {
      const path = jsonPath(place.path, issue.path);
      return problem('eambrosia/record', `${path}: ${shown(issue.message)}`, { ...place, path });
    });
    yield { entry: undefined, problems, place };
  }
}

/** The array of GI records that the European Commission's eAmbrosia register answers with. Read only. */
export const eambrosia: Format = {
  id: 'eambrosia',
  title: 'eAmbrosia records (JSON)',
  mediaTypes: ['application/json'],
  extensions: ['json'],
  sniff: (head) =>
    /^\s*\[\s*\{/.test(head) && head.includes('"protectedNames"') && head.includes('"fileNumber"'),
  decode,
};
