import type { Entry } from '../../gi/entry.ts';
import { jsonPath } from '../entry-schema.ts';
import { applyExtra, extraOf } from '../extra.ts';
import type { DecodeContext, DecodedRecord, Format, ListDocument } from '../format.ts';
import { KeyGuard } from '../key-guard.ts';
import { limitsOf } from '../limits.ts';
import { problem, shown } from '../problems.ts';
import { project } from '../st96/encode.ts';
import { fromSt96 } from '../st96/from-st96.ts';
import { decodeText } from '../text/decode-text.ts';
import { jsonRecords } from './records.ts';
import type { JsonRecord } from './records.ts';
import { fromWire, toWire, transactionSchema } from './wire.ts';

const bodyPath = ['giTransaction', 'giTransactionBody'];

/** The record of one transaction's JSON value. */
export function decodeTransaction({ value, place }: JsonRecord, context: DecodeContext): DecodedRecord {
  const parsed = transactionSchema.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => {
      const path = jsonPath(place.path, issue.path);
      return problem('json/record', `${path}: ${shown(issue.message)}`, { ...place, path });
    });
    return { entry: undefined, problems, place };
  }
  const { evidence, list } = context;
  const read = fromSt96(fromWire(parsed.data), { evidence, defaultStatus: list.defaultStatus, place });
  const { giGateway } = parsed.data;
  const done =
    giGateway === undefined ? { entry: read.entry, problems: [] } : applyExtra(read.entry, giGateway, place);
  const problems = [...read.problems, ...done.problems];
  if (done.entry.names.length === 0 && giGateway === undefined) {
    problems.push(
      problem('st96/missing-name', 'The record has no giNameText', {
        ...place,
        path: `${place.path}.giData.giNameBag`,
      }),
    );
  }
  if (done.entry.key === '')
    problems.push(problem('st96/missing-key', 'The record has no number and no identifier', place));
  const failed = problems.some((p) => p.severity === 'error');
  return { entry: failed ? undefined : done.entry, problems, place };
}

async function* decode(
  input: AsyncIterable<Uint8Array>,
  context: DecodeContext,
): AsyncGenerator<DecodedRecord> {
  const limits = limitsOf(context);
  const keys = new KeyGuard();
  for await (const record of jsonRecords(decodeText(input, limits, 'none'), bodyPath, limits)) {
    yield keys.check(decodeTransaction(record, context));
  }
}

/** One entry as the JSON text of its transaction, on one line. */
export function transactionText(entry: Entry): string {
  const { transaction, base } = project(entry);
  return JSON.stringify({ ...toWire(transaction), giGateway: extraOf(base, entry) });
}

async function* encode(document: ListDocument): AsyncGenerator<string> {
  const { agreement, list, version } = document;
  const header = {
    st96Version: 'V6_0',
    officeCode: list.protectedIn,
    transactionHeader: {
      senderBag: {
        requestIdentifier: `${list.id}/versions/${version.number}`,
        requestLanguageCode: 'en',
        ...(version.publishedAt === undefined ? {} : { requestDateTime: version.publishedAt }),
      },
      ...(Array.isArray(document.entries) ? { transactionTotalQuantity: document.entries.length } : {}),
    },
    giGateway: {
      agreement: agreement.id,
      list: list.id,
      version,
      ...(document.corrections?.length ? { corrections: document.corrections } : {}),
    },
  };
  yield `{"giTransaction":${JSON.stringify(header).slice(0, -1)},"giTransactionBody":[`;
  let first = true;
  for await (const entry of document.entries) {
    yield `${first ? '' : ','}\n${transactionText(entry)}`;
    first = false;
  }
  yield '\n]}}\n';
}

/**
 * ST.96-aligned JSON: the members of a GITransaction in lowerCamelCase, in the manner of ST.97 but not a standard of
 * its own. What ST.96 has no member for is in each record's `giGateway`, so nothing is lost.
 */
export const json: Format = {
  id: 'json',
  title: 'ST.96-aligned JSON',
  mediaTypes: ['application/json'],
  extensions: ['json'],
  sniff: (head) => /^\s*\{\s*"giTransaction"\s*:/.test(head),
  decode,
  encode,
  losses: () => [],
};
