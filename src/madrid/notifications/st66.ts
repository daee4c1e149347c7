import type { XmlNode } from '../../formats/xml/node.ts';
import type { Treaty } from '../rules/declarations.ts';
import type { BasicMarkRef, DecodedNotification, Designation } from './event.ts';
import { compact, eventText, officeCode, RecordReader } from './reader.ts';
import { codeOfKind } from './register-codes.ts';
import { decodedMark, type RegisterRecord } from './register-mark.ts';

const treatyCodes: Record<string, Treaty> = {
  Agreement: 'agreement',
  Protocol: 'protocol',
  'ProtocolArticle9-6': 'protocol-9sexies',
};

/** Name without its namespace: ST.66 is sent in WIPO's and in TMview's. */
export function localName(name: string): string {
  return name.replace(/^(?:\{[^}]*\}|[^{}:]*:)/, '');
}

function all(node: XmlNode | undefined, ...names: string[]): XmlNode[] {
  return names.reduce<XmlNode[]>(
    (nodes, name) => nodes.flatMap((n) => n.children.filter((c) => localName(c.name) === name)),
    node ? [node] : [],
  );
}

const textAt = (node: XmlNode | undefined, ...names: string[]): string | undefined =>
  eventText(all(node, ...names)[0]?.text);

function designationsIn(nodes: XmlNode[]): Designation[] {
  return nodes.flatMap((node) => {
    const office = officeCode(textAt(node, 'DesignatedCountryCode'));
    const under = treatyCodes[textAt(node, 'DesignatedUnderCode') ?? ''];
    return office ? [compact<Designation>({ office, under })] : [];
  });
}

function basicMarksIn(mark: XmlNode, office: string | undefined): BasicMarkRef[] {
  const basic = all(mark, 'BasicRegistrationApplicationDetails', 'BasicRegistrationApplication');
  const numbers = basic.flatMap((node) => [
    ...all(node, 'BasicRegistrationDetails', 'BasicRegistration', 'BasicRegistrationNumber'),
    ...all(node, 'BasicApplicationDetails', 'BasicApplication', 'BasicApplicationNumber'),
  ]);
  return numbers.flatMap((node) => {
    const number = eventText(node.text);
    return number ? [compact<BasicMarkRef>({ office, number })] : [];
  });
}

function recordOf(node: XmlNode, reader: RecordReader): RegisterRecord {
  const name = localName(node.name);
  const kindNode = node.children.find((c) => /^(?:Basic)?Record\w*Kind$/.test(localName(c.name)));
  const kind = eventText(kindNode?.text) ?? name;
  const date = (field: string) => reader.day(textAt(node, field), `${name}/${field}`);
  const from = date('RecordOppositionPeriodStartDate');
  const to = date('RecordOppositionPeriodEndDate');
  const designated = designationsIn(all(node, 'RecordDesignatedCountryDetails', 'DesignatedCountry'));
  const limited = all(
    node,
    'GoodsServicesLimitationDetails',
    'GoodsServicesLimitation',
    'LimitationCountryCode',
  );
  return {
    code: codeOfKind(kind) ?? kind,
    recordedOn: date('RecordFilingDate'),
    notifiedOn: date('RecordNotificationDate'),
    effectiveOn: date('RecordEffectiveDate'),
    office: officeCode(textAt(node, 'RecordInterestedOfficeCode')),
    listed: [
      ...designated.filter((d) => !d.under).map((d) => d.office),
      ...limited.flatMap((l) => officeCode(l.text) ?? []),
    ],
    designations: designated.filter((d) => d.under),
    opposition: from || to ? { ...(from && { from }), ...(to && { to }) } : undefined,
    text: textAt(node, 'FactDecisionText'),
    reference: textAt(node, 'RecordReference'),
  };
}

/** A `TradeMark` of WIPO Standard ST.66, in the flavour WIPO makes from ROMARIN. */
export function decodeTradeMark(node: XmlNode, record: number): DecodedNotification {
  const reader = new RecordReader(node, record);
  const officeOfOrigin = officeCode(textAt(node, 'ReceivingOfficeCode'));
  return decodedMark(
    {
      number: textAt(node, 'ApplicationNumber'),
      registeredOn: reader.day(textAt(node, 'ApplicationDate'), 'ApplicationDate'),
      officeOfOrigin,
      mark: textAt(node, 'WordMarkSpecification', 'MarkVerbalElementText'),
      basicMarks: basicMarksIn(node, officeOfOrigin),
      designations: designationsIn(all(node, 'DesignatedCountryDetails', 'DesignatedCountry')),
      records: all(node, 'MarkRecordDetails', 'MarkRecord').flatMap((r) =>
        r.children.map((c) => recordOf(c, reader)),
      ),
    },
    reader,
  );
}
