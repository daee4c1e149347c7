import { child, childrenOf, type XmlNode } from '../../formats/xml/node.ts';
import type { Place } from '../../gi/problem.ts';
import { registerCode } from '../../madrid/notifications/register-codes.ts';
import type { DecodedMark } from './mark.ts';
import { MarkReader } from './reader.ts';

/** Name without its namespace: ST.66 comes in WIPO's and in TMview's, ST.96 in two. */
export function localName(name: string): string {
  return name.replace(/^(?:\{[^}]*\}|[^{}:]*:)/, '');
}

/** Every element of one of these names inside another, in document order; nothing is looked for inside a match. */
function within(node: XmlNode | undefined, names: readonly string[]): XmlNode[] {
  if (!node) return [];
  return node.children.flatMap((c) => (names.includes(localName(c.name)) ? [c] : within(c, names)));
}

const direct = (node: XmlNode, ...names: string[]): XmlNode[] =>
  node.children.filter((c) => names.includes(localName(c.name)));

const wordsOf = (nodes: XmlNode[]): string | undefined => nodes.find((n) => n.text.trim() !== '')?.text;

/** A number, whether it stands in the element or, as in ST.96, in a child of it. */
const numberOf = (node: XmlNode, name: string): string | undefined =>
  direct(node, name)
    .flatMap((n) => [n.text, ...within(n, [`${name}Text`]).map((c) => c.text)])
    .find((t) => t.trim() !== '');

function placeOf(node: XmlNode, record: number): Place {
  return { line: node.line, column: node.column, record, path: node.name };
}

const partyNames = [
  'FreeFormatNameLine',
  'OrganizationStandardName',
  'OrganizationName',
  'LegalEntityName',
  'EntityName',
  'LastName',
  'PersonFullName',
];

/**
 * A trade mark of WIPO Standard ST.66 or ST.96 (`TradeMark`, `Trademark`, `TrademarkApplication`), or a Madrid
 * notification that carries one. The two standards name the same things alike, so elements are found by local name.
 */
export function markOfStandard(
  node: XmlNode,
  record: number,
  fallbackOffice: string | undefined,
): DecodedMark {
  const international = wordsOf(within(node, ['InternationalRegistrationNumber']));
  const office = wordsOf([
    ...direct(node, 'RegistrationOfficeCode', 'IPOfficeCode', 'ReceivingOfficeCode'),
    ...within(direct(node, 'ApplicationNumber')[0], ['IPOfficeCode']),
  ]);
  const ownNumber = numberOf(node, 'ApplicationNumber') ?? numberOf(node, 'RegistrationNumber');
  const goods = within(node, ['GoodsServices', 'ClassDescription']);
  const holder = within(node, ['Applicant', 'Holder'])[0];
  const deleted = /^delete$/i.test(
    node.attributes['operationCode'] ?? node.attributes['com:operationCategory'] ?? '',
  );
  const words = within(node, ['MarkVerbalElementText', 'MarkSignificantVerbalElementText']);
  return new MarkReader(placeOf(node, record)).read({
    office: ownNumber ? (office ?? fallbackOffice) : international ? 'WO' : (office ?? fallbackOffice),
    number: ownNumber ?? international,
    text: wordsOf(words),
    language: words[0]?.attributes['languageCode'] ?? words[0]?.attributes['com:languageCode'],
    classes: within(node, ['ClassNumber']).map((n) => n.text),
    goods: goods
      .flatMap((g) => within(g, ['GoodsServicesDescription', 'GoodsServicesDescriptionText']))
      .map((n) => n.text)
      .join('; '),
    holder: wordsOf(within(holder, partyNames)),
    appliedOn: wordsOf(direct(node, 'ApplicationDate')),
    publishedOn: wordsOf(within(node, ['PublicationDate'])),
    state: deleted ? 'deleted' : wordsOf(direct(node, 'MarkCurrentStatusCode')),
    designations: within(node, ['DesignatedCountryCode', 'DesignatedOfficeCode']).map((n) => n.text),
  });
}

/** True for a record of ROMARIN that ends the whole registration. */
function ends(code: string): boolean {
  const meaning = registerCode(code);
  return (
    meaning?.whole === true &&
    meaning.scope === 'total' &&
    (meaning.kind === 'cancellation' || meaning.kind === 'ceasing-of-effect')
  );
}

/** A `MARKGR` of a ROMARIN extract. */
export function markOfRomarin(node: XmlNode, record: number): DecodedMark {
  const current = child(node, 'CURRENT');
  const goods = childrenOf(current, 'BASICGS').flatMap((g) => childrenOf(g, 'GSGR'));
  const published = childrenOf(node, 'ENN').map((n) => n.attributes['PUBDATE']);
  const offices = [
    ...childrenOf(current, 'DESAG'),
    ...childrenOf(current, 'DESPG'),
    ...childrenOf(current, 'DESPG2'),
  ];
  const later = childrenOf(node, 'EXN').map((n) => n.attributes['PUBDATE']);
  return new MarkReader(placeOf(node, record)).read({
    office: 'WO',
    number: node.attributes['INTREGN'],
    text: child(current, 'IMAGE')?.attributes['TEXT'] || child(current, 'MARTRAN')?.text,
    classes: goods.map((g) => g.attributes['NICCLAI'] ?? ''),
    goods: goods
      .flatMap((g) => childrenOf(g, 'GSTERMEN'))
      .map((n) => n.text)
      .join('; '),
    holder: childrenOf(child(child(current, 'HOLGR'), 'NAME'), 'NAMEL')
      .map((n) => n.text)
      .join(' '),
    appliedOn: node.attributes['INTREGD'],
    publishedOn: published.find((d) => d !== undefined) ?? later.find((d) => d !== undefined),
    state: node.children.some((c) => ends(c.name)) ? 'cancelled' : undefined,
    designations: offices.flatMap((group) => childrenOf(group, 'DCPCD')).map((n) => n.text),
  });
}
