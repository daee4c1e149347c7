import type { Entry } from '../../gi/entry.ts';
import type { Problem } from '../../gi/problem.ts';
import { differingFields, extraOf } from '../extra.ts';
import type { ListDocument } from '../format.ts';
import { problem } from '../problems.ts';
import { namespaces } from '../xml/namespaces.ts';
import { dateNotSupplied, officeCodes } from './codes.ts';
import { fromSt96 } from './from-st96.ts';
import type { St96Transaction } from './model.ts';
import { entryInstruction, listInstruction } from './sidecar.ts';
import { xmlText } from './text.ts';
import { toSt96 } from './to-st96.ts';
import { st96Version, transactionXml } from './write-xml.ts';

/** The transaction of an entry and what a reader without companion data makes of it. */
export function project(entry: Entry): { transaction: St96Transaction; base: Entry } {
  const transaction = toSt96(entry);
  const { entry: base } = fromSt96(transaction, {
    evidence: entry.evidence,
    defaultStatus: 'applied',
    place: {},
  });
  return { transaction, base };
}

function escaped(text: string): string {
  return xmlText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function office(code: string): string {
  return officeCodes.has(code) ? code : 'XX';
}

/** `RequestDateTime` of a publication instant, `RequestDate` of a day; the not-supplied year when neither is known. */
function requestDate({ publishedAt, effectiveOn }: ListDocument['version']): string {
  const instant = publishedAt === undefined ? undefined : new Date(publishedAt);
  if (instant && !Number.isNaN(instant.getTime())) {
    return `<com:RequestDateTime>${instant.toISOString()}</com:RequestDateTime>`;
  }
  return `<com:RequestDate>${effectiveOn ?? dateNotSupplied}</com:RequestDate>`;
}

function head(document: ListDocument): string {
  const { list, version } = document;
  const sender = office(list.protectedIn);
  const count = Array.isArray(document.entries) ? document.entries.length : undefined;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<gin:GITransaction xmlns:gin="${namespaces.gin}" xmlns:tmk="${namespaces.tmk}" xmlns:com="${namespaces.com}" com:officeCode="${sender}" com:st96Version="${st96Version}">`,
    listInstruction(document),
    '<com:TransactionHeader>',
    ' <com:SenderBag>',
    `  <com:RequestIdentifier com:officeCode="${sender}">${escaped(`${list.id}/versions/${version.number}`)}</com:RequestIdentifier>`,
    '  <com:RequestLanguageCode>en</com:RequestLanguageCode>',
    `  ${requestDate(version)}`,
    ' </com:SenderBag>',
    ...(count === undefined
      ? []
      : [` <com:TransactionTotalQuantity>${count}</com:TransactionTotalQuantity>`]),
    '</com:TransactionHeader>',
    '',
  ].join('\n');
}

/**
 * Writes a list as a `gin:GITransaction` of ST.96 V6_0 that is valid against WIPO's schema. The schema wants at least
 * one transaction, so an empty list cannot be written validly: then the document has none.
 */
export async function* encodeSt96(document: ListDocument): AsyncGenerator<string> {
  yield head(document);
  for await (const entry of document.entries) {
    const { transaction, base } = project(entry);
    yield `${entryInstruction(transaction.identifier, extraOf(base, entry))}\n${transactionXml(transaction)}\n`;
  }
  yield '</gin:GITransaction>\n';
}

const reasons: Partial<Record<string, string>> = {
  key: 'the key is not a number ST.96 carries',
  fileNumbers: 'only the first file number is carried',
  origin: 'one office code is carried, not every country of origin',
  product: 'the product class or a class code has no equal value',
  names: 'script, romanisation scheme, order, variants or a language beyond ISO 639-1',
  notClaimed: 'parts that are not claimed have no element',
  dates: 'dates need a number or a publication to stand with',
  legalBasis: 'the legal basis has no element',
  publications: 'an address or text is not in the form the schema wants',
  basicMark: 'the basic mark has no element',
  procedure: 'a list entry has no history of its procedure',
  channels: 'channels of protection have no element',
  phaseOuts: 'transitional periods have no element',
  coexistence: 'coexisting marks and homonyms have no element',
  notes: 'remarks are one text',
  giType: 'the type of right has no equal value',
  status: 'the status has no equal value',
};

/** The fields only the companion data carries; evidence is always among them. */
export function st96Losses(entry: Entry): Problem[] {
  const { base } = project(entry);
  const lost = differingFields(base, entry).map((field) =>
    problem('st96/loss', `ST.96 does not say all of ${field}: ${reasons[field] ?? 'no equal value'}`, {
      field,
      path: entry.key,
    }),
  );
  const evidence = problem('st96/loss', 'ST.96 does not say how well a fact is known', {
    field: 'evidence',
    path: entry.key,
  });
  return [...lost, evidence];
}
