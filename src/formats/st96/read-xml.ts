import type { Place, Problem } from '../../gi/problem.ts';
import { problem } from '../problems.ts';
import type { XmlNode } from '../xml/node.ts';
import { child, childrenOf, descend, tokenOf } from '../xml/node.ts';
import { isNotSupplied } from './codes.ts';
import { readDate } from './dates.ts';
import type { LocalText, St96Classification, St96Gi, St96Publication, St96Refusal } from './model.ts';

/** Reads nodes of one record, collecting problems with the line of the element that has them. */
export interface NodeReader {
  /** Path of the element being read. */
  path: string;
  record: number;
  problems: Problem[];
}

/** Place of an element under the reader's. */
export function placeOf(reader: NodeReader, node: XmlNode, below = ''): Place {
  const { line, column, name } = node;
  return {
    line,
    column,
    record: reader.record,
    path: `${reader.path}${below}`,
    field: name.slice(name.indexOf(':') + 1),
  };
}

function localText(node: XmlNode): LocalText {
  const languageCode = node.attributes['com:languageCode'];
  const text = node.text.trim();
  return languageCode === undefined ? { text } : { text, languageCode };
}

function date(reader: NodeReader, node: XmlNode | undefined, below: string): string | undefined {
  return node && readDate(node.text, () => placeOf(reader, node, below), reader.problems);
}

/** Elements of GIData the entry has a field for; V8_0 renamed the publication bag. */
const used = new Set([
  'com:ApplicationNumber',
  'com:ApplicationDate',
  'com:RegistrationNumber',
  'com:RegistrationDate',
  'gin:GINameBag',
  'gin:ProductIndicationBag',
  'gin:GICategory',
  'com:CommentText',
  'gin:GIPublicationBag',
  'gin:GIPublicationDataBag',
  'gin:GIStatusCategory',
  'gin:WithdrawalDate',
  'com:ExpiryDate',
]);

/** True when an element and all it contains says nothing but the not-supplied marker. */
function saysNothing(node: XmlNode): boolean {
  return isNotSupplied(node.text) && node.children.every(saysNothing);
}

function reportNotKept(reader: NodeReader, node: XmlNode): void {
  const names: string[] = [];
  for (const c of node.children) if (!used.has(c.name) && !saysNothing(c)) names.push(c.name);
  if (names.length === 0) return;
  reader.problems.push(
    problem('st96/not-kept', `Not kept: ${[...new Set(names)].join(', ')}`, placeOf(reader, node)),
  );
}

function namesOf(
  reader: NodeReader,
  node: XmlNode,
): Pick<St96Gi, 'names' | 'transliterations' | 'translations'> {
  const bag = child(node, 'gin:GINameBag');
  const plain = childrenOf(bag, 'gin:GINameText').map(localText);
  const rich = childrenOf(bag, 'gin:GINameRichText').map((n) => ({
    ...localText(n),
    text: allText(n).trim(),
  }));
  if (plain.length + rich.length === 0) {
    reader.problems.push(
      problem('st96/missing-name', 'The record has no GINameText', placeOf(reader, bag ?? node)),
    );
  }
  return {
    names: [...plain, ...rich],
    transliterations: childrenOf(bag, 'gin:GINameTransliterationText').map(localText),
    translations: childrenOf(bag, 'gin:GINameTranslationText').map(localText),
  };
}

function allText(node: XmlNode): string {
  return node.text + node.children.map(allText).join('');
}

function classification(node: XmlNode): St96Classification {
  const read: St96Classification = { kindCode: tokenOf(child(node, 'tmk:ClassificationKindCode')) ?? '' };
  const classNumber = child(node, 'tmk:ClassNumber');
  const nationalClassNumber = child(node, 'tmk:NationalClassNumber');
  const title = child(node, 'tmk:ClassTitleText');
  if (classNumber) read.classNumber = classNumber.text;
  if (nationalClassNumber) read.nationalClassNumber = nationalClassNumber.text;
  if (title) read.title = title.text;
  return read;
}

function productOf(
  node: XmlNode,
): Pick<St96Gi, 'classifications' | 'goodsDescriptions' | 'productCategories'> {
  const bag = child(node, 'gin:ProductIndicationBag');
  const goods = childrenOf(bag, 'tmk:GoodsServices');
  return {
    classifications: goods
      .flatMap((g) =>
        childrenOf(child(g, 'tmk:GoodsServicesClassificationBag'), 'tmk:GoodsServicesClassification'),
      )
      .map(classification),
    goodsDescriptions: goods
      .flatMap((g) => childrenOf(child(g, 'tmk:ClassDescriptionBag'), 'tmk:ClassDescription'))
      .flatMap((d) => childrenOf(d, 'tmk:GoodsServicesDescriptionText'))
      .map((d) => d.text),
    productCategories: childrenOf(bag, 'gin:ProductCategory').flatMap((c) => tokenOf(c) ?? []),
  };
}

/** The publications in a `GIPublicationBag`, or V8_0's `GIPublicationDataBag`, of the element. */
export function publicationsOf(reader: NodeReader, node: XmlNode): St96Publication[] {
  const publications = [
    ...childrenOf(child(node, 'gin:GIPublicationBag'), 'gin:GIPublication'),
    ...childrenOf(child(node, 'gin:GIPublicationDataBag'), 'gin:GIPublicationData'),
  ];
  return publications.map((p) => {
    const day = date(
      reader,
      child(p, 'com:PublicationDate'),
      '/gin:GIPublicationBag/gin:GIPublication/com:PublicationDate',
    );
    const uri = tokenOf(child(p, 'com:WebAddressURI'));
    return {
      identifier: tokenOf(child(p, 'com:PublicationIdentifier')) ?? '',
      ...(day === undefined ? {} : { date: day }),
      ...(uri === undefined ? {} : { uri }),
    };
  });
}

function numberOf(node: XmlNode | undefined): string | undefined {
  return tokenOf(child(node, 'com:ApplicationNumberText') ?? child(node, 'com:ST13ApplicationNumber'));
}

function defined<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  for (const name in members) {
    const value = members[name];
    if (value !== undefined) kept[name] = value as Exclude<T[typeof name], undefined>;
  }
  return kept;
}

/** `gin:GIData` of V6_0 or V8_0. Problems, with their lines, go to the reader. */
export function readGiData(reader: NodeReader, node: XmlNode): St96Gi {
  reportNotKept(reader, node);
  const comment = child(node, 'com:CommentText')?.text;
  return {
    officeCode: node.attributes['com:officeCode'] ?? 'XX',
    languageCode: node.attributes['com:languageCode'] ?? 'und',
    ...namesOf(reader, node),
    ...productOf(node),
    publications: publicationsOf(reader, node),
    ...defined({
      id: node.attributes['com:id'],
      applicationNumber: numberOf(child(node, 'com:ApplicationNumber')),
      applicationDate: date(reader, child(node, 'com:ApplicationDate'), '/com:ApplicationDate'),
      registrationNumber: tokenOf(child(node, 'com:RegistrationNumber')),
      registrationDate: date(reader, child(node, 'com:RegistrationDate'), '/com:RegistrationDate'),
      category: tokenOf(child(node, 'gin:GICategory')),
      comment: comment === '' ? undefined : comment,
      status: tokenOf(child(node, 'gin:GIStatusCategory')),
      withdrawalDate: date(reader, child(node, 'gin:WithdrawalDate'), '/gin:WithdrawalDate'),
      expiryDate: date(reader, child(node, 'com:ExpiryDate'), '/com:ExpiryDate'),
    }),
  };
}

/** `gin:GIRefusalRecord`, without the GI it may contain. */
export function readRefusal(reader: NodeReader, node: XmlNode): St96Refusal {
  const ground = tokenOf(child(node, 'gin:RefusalGroundText'));
  const eventDate = date(reader, child(node, 'com:RecordEventDate'), '/com:RecordEventDate');
  return {
    reason: tokenOf(child(node, 'gin:GIRecordReasonText')) ?? '',
    category: tokenOf(child(node, 'gin:RefusalCategory')) === 'Partial' ? 'Partial' : 'Total',
    ...(ground === undefined ? {} : { ground }),
    ...(eventDate === undefined ? {} : { eventDate }),
  };
}

/** The GIData of a GIApplication or of the element itself. */
export function giDataIn(node: XmlNode | undefined): XmlNode | undefined {
  return node?.name === 'gin:GIData'
    ? node
    : (child(node, 'gin:GIData') ?? descend(node, 'gin:GIApplication', 'gin:GIData'));
}
