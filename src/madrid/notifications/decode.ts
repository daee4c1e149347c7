import { limitsOf } from '../../formats/limits.ts';
import type { DecodeLimits } from '../../formats/format.ts';
import { shown, unusable } from '../../formats/problems.ts';
import { decodeText, sniffableText } from '../../formats/text/decode-text.ts';
import { readItems, type ReadOptions, type XmlItem } from '../../formats/xml/read-items.ts';
import type { DecodedNotification } from './event.ts';
import { decodeMarkGroup } from './romarin.ts';
import { decodeTradeMark, localName } from './st66.ts';
import { decodeTransactionRecord, readHeader, type TransactionHeader } from './st96.ts';

/** The formats notifications come in. */
export const notificationFormats = {
  'st96-madrid': 'WIPO ST.96 V6_0 Madrid transaction',
  romarin: 'ROMARIN extract (MARKGR)',
  st66: 'WIPO ST.66 XML',
} as const;
export type NotificationFormat = keyof typeof notificationFormats;

const roots: Record<string, NotificationFormat> = {
  'tmk:MadridIBToOfficeTransaction': 'st96-madrid',
  'tmk:MadridOfficeToIBTransaction': 'st96-madrid',
  ROMARIN: 'romarin',
  MARKGR: 'romarin',
  Transaction: 'st66',
  TradeMark: 'st66',
};

const containers = new Set([
  'tmk:MadridIBToOfficeBag',
  'tmk:MadridOfficeToIBBag',
  'TradeMarkTransactionBody',
  'TransactionContentDetails',
  'TransactionData',
  'TradeMarkDetails',
]);

const asKnown = (name: string): string => (name.startsWith('tmk:') ? name : localName(name));

const reading: Pick<ReadOptions, 'wholeRoot' | 'container'> = {
  wholeRoot: (name) => ['MARKGR', 'TradeMark'].includes(asKnown(name)),
  container: (name) => containers.has(asKnown(name)),
};

/** The format of a file by its first bytes; undefined when it is none of them. */
export function sniffNotification(head: Uint8Array): NotificationFormat | undefined {
  const text = sniffableText(head);
  if (/<(?:[\w.-]+:)?Madrid(?:IBToOffice|OfficeToIB)Transaction[\s>]/.test(text)) return 'st96-madrid';
  if (/<(?:ROMARIN|MARKGR)[\s>/]/.test(text)) return 'romarin';
  return /<(?:[\w.-]+:)?(?:Transaction|TradeMark)[\s>/]/.test(text) ? 'st66' : undefined;
}

class NotificationDecoder {
  #format: NotificationFormat | undefined;
  #header: TransactionHeader = { office: undefined, sentOn: undefined };
  #record = 0;

  take(item: XmlItem): DecodedNotification | undefined {
    if (item.kind === 'root') {
      this.#format = roots[asKnown(item.name)];
      if (this.#format) return undefined;
      throw unusable('madrid/root', `<${shown(item.name)}> holds no notifications`, { line: item.line });
    }
    if (item.kind === 'instruction') return undefined;
    const { node } = item;
    const name = asKnown(node.name);
    if (this.#format === 'romarin')
      return name === 'MARKGR' ? decodeMarkGroup(node, this.#record++) : undefined;
    if (this.#format === 'st66')
      return name === 'TradeMark' ? decodeTradeMark(node, this.#record++) : undefined;
    if (name.endsWith('TransactionHeader')) {
      this.#header = readHeader(node);
      return undefined;
    }
    return decodeTransactionRecord(node, this.#record++, this.#header);
  }
}

/**
 * Reads a file of notifications record by record, under the limits every format has: no DOCTYPE, no entities, bounded
 * size, depth and lengths. Throws an `InputError` for a file that cannot be used as a whole.
 */
export async function* decodeNotifications(
  input: AsyncIterable<Uint8Array>,
  options: { limits?: Partial<DecodeLimits> } = {},
): AsyncGenerator<DecodedNotification> {
  const limits = limitsOf(options);
  const decoder = new NotificationDecoder();
  for await (const items of readItems(decodeText(input, limits, 'xml'), { limits, ...reading })) {
    for (const item of items) {
      const decoded = decoder.take(item);
      if (decoded) yield decoded;
    }
  }
}
