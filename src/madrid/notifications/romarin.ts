import { child, childrenOf, type XmlNode } from '../../formats/xml/node.ts';
import type { BasicMarkRef, DecodedNotification, Designation } from './event.ts';
import { compact, eventText, officeCode, RecordReader } from './reader.ts';
import { decodedMark, type RegisterRecord } from './register-mark.ts';
import type { Treaty } from '../rules/declarations.ts';

const designationGroups: [string, Treaty][] = [
  ['DESAG', 'agreement'],
  ['DESPG', 'protocol'],
  ['DESPG2', 'protocol-9sexies'],
];

function officesIn(node: XmlNode | undefined): string[] {
  return childrenOf(node, 'DCPCD').flatMap((c) => officeCode(c.text) ?? []);
}

function designationsIn(node: XmlNode | undefined): Designation[] {
  return designationGroups.flatMap(([group, under]) =>
    childrenOf(node, group).flatMap((g) => officesIn(g).map((office) => ({ office, under }))),
  );
}

function basicMarksIn(current: XmlNode | undefined, office: string | undefined): BasicMarkRef[] {
  const numbers = childrenOf(current, 'BASGR').flatMap((group) => [
    ...childrenOf(group, 'BASREGGR').map((g) => child(g, 'BASREGN')),
    ...childrenOf(group, 'BASAPPGR').map((g) => child(g, 'BASAPPN')),
  ]);
  return numbers.flatMap((node) => {
    const number = eventText(node?.text);
    return number ? [compact<BasicMarkRef>({ office, number })] : [];
  });
}

function recordOf(node: XmlNode, reader: RecordReader): RegisterRecord {
  const date = (name: string) =>
    reader.day(node.attributes[name] ?? child(node, name)?.text, `${node.name}/@${name}`);
  const from = date('OPPERS');
  const to = date('OPPERE');
  const facts = child(node, 'FACTS') ?? node;
  const text = ['EN', 'FR', 'ES'].flatMap((l) => [child(facts, `FACTS${l}`), child(facts, `TEXT${l}`)]);
  return {
    code: node.name,
    recordedOn: date('REGRDAT'),
    notifiedOn: date('NOTDATE'),
    effectiveOn: date('REGEDAT'),
    office: officeCode(node.attributes['INTOFF']),
    listed: [...officesIn(node), ...childrenOf(node, 'LIMGR').flatMap(officesIn)],
    designations: designationsIn(node),
    opposition: from || to ? { ...(from && { from }), ...(to && { to }) } : undefined,
    text: text.flatMap((t) => eventText(t?.text) ?? [])[0],
    reference: eventText(node.attributes['DOCID']),
  };
}

/** A `MARKGR` of a ROMARIN extract: the mark as it stands and its whole history. */
export function decodeMarkGroup(node: XmlNode, record: number): DecodedNotification {
  const reader = new RecordReader(node, record);
  const current = child(node, 'CURRENT');
  const { INTREGN, INTREGD, OOCD } = node.attributes;
  const officeOfOrigin = officeCode(OOCD);
  return decodedMark(
    {
      number: INTREGN,
      registeredOn: reader.day(INTREGD, '@INTREGD'),
      officeOfOrigin,
      mark: eventText(child(current, 'IMAGE')?.attributes['TEXT']),
      basicMarks: basicMarksIn(current, officeOfOrigin),
      designations: designationsIn(current),
      records: node.children.filter((c) => c.name !== 'CURRENT').map((c) => recordOf(c, reader)),
    },
    reader,
  );
}
