import type { Entry } from '../../gi/entry.ts';
import type { Place, Problem } from '../../gi/problem.ts';
import { applyExtra } from '../extra.ts';
import type { DecodeContext, DecodedRecord } from '../format.ts';
import { KeyGuard } from '../key-guard.ts';
import { limitsOf } from '../limits.ts';
import { problem, shown, unusable } from '../problems.ts';
import { decodeText } from '../text/decode-text.ts';
import type { XmlNode } from '../xml/node.ts';
import { child, childrenOf, descend, tokenOf } from '../xml/node.ts';
import { readItems } from '../xml/read-items.ts';
import { fromSt96 } from './from-st96.ts';
import { giDataIn, placeOf, readGiData, readRefusal } from './read-xml.ts';
import type { NodeReader } from './read-xml.ts';
import { applyRecord } from './records.ts';
import { entryTarget, readEntryInstruction } from './sidecar.ts';

/** Records wait for this many others, so that a GI record near its GI (a refusal, an inquiry) can still change it. */
const windowSize = 250;
const readVersions = new Set(['V6_0', 'V8_0']);
const singleRecordRoots = new Set(['gin:GIApplication', 'gin:GIData']);

interface Held {
  record: DecodedRecord;
  /** The element's own id and its transaction's identifier: with its numbers, what a reference may call it by. */
  id: string | undefined;
  identifier: string;
}

function answersTo({ record: { entry }, id, identifier }: Held, reference: string): boolean {
  if (!entry || reference === '') return false;
  return (
    id === reference ||
    identifier === reference ||
    entry.key === reference ||
    entry.fileNumbers.includes(reference)
  );
}

class Decoder {
  readonly #context: DecodeContext;
  readonly #waiting: Held[] = [];
  #done: DecodedRecord[] = [];
  readonly #keys = new KeyGuard();
  #root = '';
  #bodies = 0;
  #isApplication = false;
  #sidecar: { for: string; extra: unknown; line: number } | 'unreadable' | undefined;

  constructor(context: DecodeContext) {
    this.#context = context;
  }

  root(name: string, attributes: Record<string, string>, line: number): void {
    if (name !== 'gin:GITransaction' && !singleRecordRoots.has(name)) {
      throw unusable('st96/root', `The root is ${shown(name)}`, { line, path: `/${name}` });
    }
    this.#root = name;
    const version = attributes['com:st96Version'];
    if (version === undefined ? name === 'gin:GIData' : readVersions.has(version)) return;
    const message =
      version === undefined ? 'The root says no com:st96Version' : `The version is ${shown(version)}`;
    throw unusable('st96/version', message, { line, path: `/${name}` });
  }

  instruction(target: string, body: string, line: number): void {
    if (target !== entryTarget) return;
    const read = readEntryInstruction(body);
    this.#sidecar = read ? { ...read, line } : 'unreadable';
  }

  /** Takes one child of the root, or the root itself. */
  element(node: XmlNode): void {
    if (this.#root === 'gin:GITransaction' && node.name !== 'gin:GITransactionBody') return;
    const record = this.#bodies++;
    const single = this.#root !== 'gin:GITransaction';
    const path = single
      ? `/${this.#root}`
      : `/gin:GITransaction/gin:GITransactionBody[${record + 1}]/gin:TransactionContentBag`;
    const content = single ? node : child(node, 'gin:TransactionContentBag');
    const identifier = single ? '' : (tokenOf(child(content, 'com:TransactionIdentifier')) ?? '');
    const reader: NodeReader = { path, record, problems: [] };
    const place: Place = { line: node.line, column: node.column, path, record };
    const data = single ? node : child(content, 'gin:TransactionData');
    const gi = giDataIn(data);
    const bag = child(data, 'gin:GIRecordBag');
    this.#isApplication =
      this.#root === 'gin:GIApplication' || child(data, 'gin:GIApplication') !== undefined;
    if (gi)
      this.#hold(this.#complete(this.#gi(reader, gi, identifier, place), identifier, place), gi, identifier);
    else if (bag) this.#records(reader, bag, identifier, place);
    else {
      const missing = problem(
        'st96/missing-data',
        'The transaction has neither GIData nor a GIRecordBag',
        place,
      );
      this.#waiting.push({
        record: { entry: undefined, problems: [missing], place },
        id: undefined,
        identifier,
      });
    }
    this.#sidecar = undefined;
    while (this.#waiting.length > windowSize) this.#release();
  }

  /** The records that have waited long enough. */
  take(): DecodedRecord[] {
    const done = this.#done;
    this.#done = [];
    return done;
  }

  end(): DecodedRecord[] {
    while (this.#waiting.length > 0) this.#release();
    return this.take();
  }

  #release(): void {
    const held = this.#waiting.shift();
    if (held) this.#done.push(this.#keys.check(held.record));
  }

  #gi(reader: NodeReader, node: XmlNode, identifier: string, place: Place, refusal?: XmlNode): DecodedRecord {
    const giReader = {
      ...reader,
      path: node.name === this.#root ? reader.path : `${reader.path}${this.#below(refusal)}`,
    };
    const transaction = {
      identifier,
      gi: readGiData(giReader, node),
      ...(refusal ? { refusal: readRefusal(reader, refusal) } : {}),
    };
    const giPlace = placeOf(giReader, node);
    const { evidence, list } = this.#context;
    const defaultStatus = this.#isApplication ? 'applied' : list.defaultStatus;
    const read = fromSt96(transaction, { evidence, defaultStatus, place: giPlace });
    const problems = read.problems.length === 0 ? reader.problems : [...reader.problems, ...read.problems];
    if (read.entry.key === '') {
      problems.push(problem('st96/missing-key', 'The record has no number and no identifier', giPlace));
    }
    return { entry: read.entry, problems, place };
  }

  /** Path from a record's element down to its GIData. */
  #below(record?: XmlNode): string {
    if (this.#root !== 'gin:GITransaction') return '/gin:GIData';
    return `/gin:TransactionData${record ? `/gin:GIRecordBag/gin:GIRecord/${record.name}` : ''}/gin:GIData`;
  }

  /** Adds the companion data that came before; drops the entry if an error makes it unusable. */
  #complete(record: DecodedRecord, identifier: string, place: Place): DecodedRecord {
    const sidecar = this.#sidecar;
    if (!sidecar && record.problems.length === 0) return record;
    let { entry, problems } = record;
    if (entry && sidecar && sidecar !== 'unreadable' && sidecar.for === identifier) {
      const completed = applyExtra(entry, sidecar.extra, { ...place, line: sidecar.line });
      entry = completed.entry;
      problems = [...problems.filter((p) => p.code !== 'st96/missing-key'), ...completed.problems];
    } else if (sidecar) {
      problems = [
        ...problems,
        problem('st96/sidecar', 'The companion data before the record is not usable for it', place),
      ];
    }
    if (problems.some((p) => p.severity === 'error')) entry = undefined;
    return { entry, problems, place };
  }

  #hold(record: DecodedRecord, gi: XmlNode, identifier: string): void {
    this.#waiting.push({ record, id: gi.attributes['com:id'], identifier });
  }

  #records(reader: NodeReader, bag: XmlNode, identifier: string, place: Place): void {
    const failures: Problem[] = [];
    for (const record of childrenOf(bag, 'gin:GIRecord').flatMap((r) => r.children)) {
      const inner = giDataIn(child(record, 'gin:GIData'));
      if (inner) {
        const own: NodeReader = { ...reader, problems: [] };
        const isRefusal = record.name === 'gin:GIRefusalRecord';
        let read = this.#gi(own, inner, identifier, place, isRefusal ? record : undefined);
        if (!isRefusal && read.entry) {
          const after: NodeReader = { ...reader, problems: [] };
          read = {
            ...read,
            entry: applyRecord(after, record, read.entry),
            problems: [...read.problems, ...after.problems],
          };
        }
        this.#hold(this.#complete(read, identifier, place), inner, identifier);
        continue;
      }
      const reference = tokenOf(descend(record, 'gin:GIReferenceIdentifier')) ?? '';
      const held = this.#waiting.findLast((waiting) => answersTo(waiting, reference));
      if (!held?.record.entry) {
        const message = `A ${record.name} refers to “${shown(reference)}”, which did not come shortly before it`;
        failures.push(problem('st96/record-without-gi', message, placeOf(reader, record)));
        continue;
      }
      const own: NodeReader = { ...reader, problems: [] };
      const entry: Entry = applyRecord(own, record, held.record.entry);
      held.record = { ...held.record, entry, problems: [...held.record.problems, ...own.problems] };
    }
    if (failures.length > 0)
      this.#waiting.push({
        record: { entry: undefined, problems: failures, place },
        id: undefined,
        identifier,
      });
  }
}

/** Decodes GITransaction lists, and GIApplication or GIData by itself, of ST.96 V6_0 and V8_0, record by record. */
export async function* decodeSt96(
  input: AsyncIterable<Uint8Array>,
  context: DecodeContext,
): AsyncGenerator<DecodedRecord> {
  const limits = limitsOf(context);
  const decoder = new Decoder(context);
  const wholeRoot = (name: string): boolean => singleRecordRoots.has(name);
  for await (const items of readItems(decodeText(input, limits, 'xml'), { limits, wholeRoot })) {
    for (const item of items) {
      if (item.kind === 'root') decoder.root(item.name, item.attributes, item.line);
      else if (item.kind === 'instruction') decoder.instruction(item.target, item.body, item.line);
      else decoder.element(item.node);
    }
    for (const record of decoder.take()) yield record;
  }
  for (const record of decoder.end()) yield record;
}
