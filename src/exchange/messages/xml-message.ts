import { namespaces } from '../../formats/xml/namespaces.ts';
import { xmlEscaped } from '../../formats/xml/escape.ts';
import { SaxesParser } from 'saxes';
import {
  asEnvelope,
  malformed,
  messageSchema,
  noticeTypes,
  type Envelope,
  type Message,
  type Notice,
} from '../envelope.ts';
import { MESSAGE } from '../xmldsig/names.ts';
import { readSigned, type SignedXml } from '../xmldsig/read-signed.ts';
import { onlyChild, TreeBuilder, type Tree } from '../xmldsig/tree.ts';
import type { Carried } from './carried.ts';

const named = (local: string): string => `{${MESSAGE}}${local}`;
const textOf = (tree: Tree | undefined, local: string): string | undefined =>
  onlyChild(tree, named(local))?.text.trim();

const listRoots = ['GITransaction', 'GIApplication', 'GIData'].map((local) => `{${namespaces.gin}}${local}`);

/** The notice inside `Content`, read from its canonical bytes. */
function noticeOf(bytes: Uint8Array[]): Record<string, unknown> {
  const parser = new SaxesParser({ xmlns: true });
  const tree = new TreeBuilder();
  parser.on('opentag', ({ prefix, local, uri }) => void tree.open({ prefix, local, uri, attributes: [] }));
  parser.on('text', (text) => void tree.text(text));
  parser.on('closetag', () => tree.close());
  parser.write(Buffer.concat(bytes).toString()).close();
  const read = (local: string) => textOf(tree.root, local);
  const values = { entry: read('Entry'), on: read('On'), text: read('Text'), reference: read('Reference') };
  const all = { ...values, outcome: read('Outcome') };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/**
 * Reads a message in XML: `Message` of the gateway's namespace with `Header`, `Content` and the signature.
 * @throws InputError exchange/malformed, xml/*, input/*
 */
export async function readXmlMessage(
  body: Uint8Array,
): Promise<{ signed: SignedXml; envelope: Envelope; list?: Carried; notice?: Notice }> {
  const signed = await readSigned(body);
  const { header, content } = signed;
  if (!header) throw malformed('it has no Header', '/Message/Header');
  if (!content) throw malformed('Content does not hold exactly one element', '/Message/Content');
  const version = onlyChild(header, named('Version'));
  const type = textOf(header, 'Type');
  const isNotice = noticeTypes.some((known) => known === type);
  const expected = isNotice ? [named('Notice')] : listRoots;
  if (!expected.includes(content.name)) throw malformed('Content is not what Type says', '/Message/Content');
  const read = asEnvelope(messageSchema, {
    format: 'gi-gateway/message@1',
    id: textOf(header, 'Id'),
    type,
    sender: textOf(header, 'Sender'),
    recipient: textOf(header, 'Recipient'),
    agreement: textOf(header, 'Agreement'),
    list: textOf(header, 'List'),
    createdAt: textOf(header, 'CreatedAt'),
    ...(isNotice
      ? { notice: noticeOf(content.bytes) }
      : {
          version: {
            number: Number(version?.attributes['number']),
            contentHash: version?.attributes['contentHash'],
            effectiveOn: version?.attributes['effectiveOn'],
          },
          content: {},
        }),
  } satisfies Partial<Record<keyof Message | 'notice' | 'version' | 'content', unknown>>);
  const { format: _format, ...envelope } = read;
  if (read.type !== 'list') return { signed, envelope, notice: read.notice };
  return { signed, envelope, list: { format: 'st96', bytes: content.bytes } };
}

const element = (local: string, text: string | undefined): string =>
  text === undefined ? '' : `<g:${local}>${xmlEscaped(text)}</g:${local}>`;

/** A message's XML before it is signed. `content` is a document of ST.96 without its XML declaration, or a notice. */
export function writeXmlMessage(envelope: Envelope, content: string | Notice): string {
  const { version } = envelope;
  const header = [
    element('Id', envelope.id),
    element('Type', envelope.type),
    element('Sender', envelope.sender),
    element('Recipient', envelope.recipient),
    element('Agreement', envelope.agreement),
    element('List', envelope.list),
    version
      ? `<g:Version number="${version.number}" contentHash="${xmlEscaped(version.contentHash)}" effectiveOn="${xmlEscaped(version.effectiveOn)}"/>`
      : '',
    element('CreatedAt', envelope.createdAt),
  ].join('');
  const carried =
    typeof content === 'string'
      ? content
      : `<g:Notice>${element('Entry', content.entry)}${element('On', content.on)}${element('Text', content.text)}${element('Reference', content.reference)}${element('Outcome', content.outcome)}</g:Notice>`;
  return `<g:Message xmlns:g="${MESSAGE}"><g:Header>${header}</g:Header><g:Content>${carried}</g:Content></g:Message>`;
}
