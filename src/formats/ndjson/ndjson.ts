import type { DecodeContext, DecodedRecord, DecodeLimits, Format, ListDocument } from '../format.ts';
import { decodeTransaction, transactionText } from '../json/json.ts';
import { locateJsonError } from '../json/locate-error.ts';
import { KeyGuard } from '../key-guard.ts';
import { checkRecordCount, limitsOf } from '../limits.ts';
import { problem, unusable } from '../problems.ts';
import { decodeText } from '../text/decode-text.ts';

async function* linesOf(
  pieces: AsyncIterable<string>,
  limits: DecodeLimits,
): AsyncGenerator<{ text: string; line: number; cut?: true }> {
  let rest = '';
  let line = 1;
  for await (const piece of pieces) {
    const parts = (rest + piece).split('\n');
    rest = parts.pop() ?? '';
    for (const text of parts) yield { text, line: line++ };
    if (rest.length > limits.recordLength) {
      throw unusable('input/record-too-large', `A line is longer than ${limits.recordLength} characters`, {
        line,
      });
    }
  }
  if (rest !== '') yield { text: rest, line, cut: true };
}

async function* decode(
  input: AsyncIterable<Uint8Array>,
  context: DecodeContext,
): AsyncGenerator<DecodedRecord> {
  const limits = limitsOf(context);
  const keys = new KeyGuard();
  let record = 0;
  for await (const { text, line, cut } of linesOf(decodeText(input, limits, 'none'), limits)) {
    if (text.trim() === '') continue;
    checkRecordCount(record, limits, line);
    const place = { line, column: 1, path: '$', record: record++ };
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      const column = locateJsonError(text) + 1;
      const at = { ...place, column };
      // A last line without an end is what a broken transfer leaves, not one record's mistake.
      if (cut) throw unusable('json/not-well-formed', 'The file ends in the middle of a record', at);
      yield {
        entry: undefined,
        problems: [problem('json/not-well-formed', 'The line is not JSON', at)],
        place,
      };
      continue;
    }
    yield keys.check(decodeTransaction({ value, place }, context));
  }
}

async function* encode(document: ListDocument): AsyncGenerator<string> {
  for await (const entry of document.entries) yield `${transactionText(entry)}\n`;
}

/** One record of ST.96-aligned JSON a line, for bulk: no header, no end, nothing lost. */
export const ndjson: Format = {
  id: 'ndjson',
  title: 'ST.96-aligned NDJSON',
  mediaTypes: ['application/x-ndjson'],
  extensions: ['ndjson', 'jsonl'],
  sniff: (head) => /^\s*\{\s*"transactionIdentifier"\s*:/.test(head),
  decode,
  encode,
  losses: () => [],
};
