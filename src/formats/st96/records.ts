import type { Entry } from '../../gi/entry.ts';
import type { ProcedureEvent } from '../../gi/procedure-event.ts';
import { problem, shown } from '../problems.ts';
import type { XmlNode } from '../xml/node.ts';
import { child, tokenOf } from '../xml/node.ts';
import { readDate } from './dates.ts';
import { placeOf, publicationsOf, readRefusal } from './read-xml.ts';
import type { NodeReader } from './read-xml.ts';

function eventDate(reader: NodeReader, record: XmlNode, name = 'com:RecordEventDate'): string | undefined {
  const node = child(record, name) ?? child(record, 'com:RecordEventDate');
  return node && readDate(node.text, () => placeOf(reader, node, `/${node.name}`), reader.problems);
}

function dated(entry: Entry, name: keyof Entry['dates'], day: string | undefined): Entry['dates'] {
  return day === undefined ? entry.dates : { ...entry.dates, [name]: day };
}

function refused(reader: NodeReader, record: XmlNode, entry: Entry): Entry {
  const refusal = readRefusal(reader, record);
  if (refusal.category === 'Total') {
    return { ...entry, status: 'refused', dates: dated(entry, 'refused', refusal.eventDate) };
  }
  const ground = refusal.ground ?? refusal.reason;
  const message = `Refused in part: ${shown(ground)}`;
  reader.problems.push(problem('st96/partial-refusal', message, placeOf(reader, record)));
  return { ...entry, notes: [...entry.notes, `Refused in part: ${ground}`] };
}

function withEvent(entry: Entry, event: ProcedureEvent): Entry {
  return { ...entry, procedure: [...(entry.procedure ?? []), event] };
}

/** The publication of an inquiry, with the printed end of the time for oppositions. */
function published(reader: NodeReader, record: XmlNode, entry: Entry, on: string): Entry {
  const until = eventDate(reader, record, 'gin:GINationalOppositionPeriodEndDate');
  // Without an end of its own the reader falls back to the record's date, which says nothing of the end.
  const printed = child(record, 'gin:GINationalOppositionPeriodEndDate') ? until : undefined;
  return withEvent(entry, {
    kind: 'published',
    on,
    ...(printed !== undefined && { until: printed }),
    evidence: entry.evidence,
  });
}

/** Undefined when the record does not say when it was filed. */
function opposed(reader: NodeReader, record: XmlNode, entry: Entry): Entry | undefined {
  const on = eventDate(reader, record);
  if (on === undefined) return undefined;
  const reference = tokenOf(child(record, 'com:OppositionReference'));
  const texts = ['gin:OppositionJustificationText', 'gin:OppositionConsultationResultText'].flatMap(
    (name) => child(record, name)?.text.trim() || [],
  );
  const told = withEvent(entry, {
    kind: 'opposed',
    on,
    ...(reference && { opposition: reference }),
    ...(texts.length > 0 && { note: texts.join('\n') }),
    evidence: entry.evidence,
  });
  return { ...told, status: entry.status === 'applied' ? 'published' : entry.status };
}

function inquiry(reader: NodeReader, record: XmlNode, entry: Entry): Entry {
  const day = eventDate(reader, record, 'gin:GINationalOppositionPeriodStartDate');
  const publications = publicationsOf(reader, record).map(({ identifier, uri }) => ({
    text: identifier,
    ...(uri === undefined ? {} : { uri }),
  }));
  const told = day === undefined ? entry : published(reader, record, entry, day);
  return {
    ...told,
    status: entry.status === 'applied' ? 'published' : entry.status,
    dates: dated(entry, 'published', day),
    publications: [...entry.publications, ...publications],
  };
}

/**
 * An entry after the event of one GI record (`gin:GIRefusalRecord` and its like). Events the entry has no field for are
 * reported and leave it as it is.
 */
export function applyRecord(reader: NodeReader, record: XmlNode, entry: Entry): Entry {
  switch (record.name) {
    case 'gin:GIRefusalRecord':
      return refused(reader, record, entry);
    case 'gin:GIPublicInquiryRecord':
      return inquiry(reader, record, entry);
    case 'gin:GIOppositionRecord': {
      const told = opposed(reader, record, entry);
      if (told) return told;
      break;
    }
    case 'gin:GICancellationRecord':
      if (tokenOf(child(record, 'gin:CancellationCategory')) === 'Partial') break;
      return {
        ...entry,
        status: 'ended',
        dates: dated(entry, 'ended', eventDate(reader, record, 'gin:CancellationDate')),
      };
    case 'gin:GIInvalidationRecord':
      return { ...entry, status: 'ended', dates: dated(entry, 'ended', eventDate(reader, record)) };
    case 'gin:GIRegistrationRecord':
      return {
        ...entry,
        status: 'protected',
        dates: dated(entry, 'protected', eventDate(reader, record, 'com:RegistrationDate')),
      };
    default:
  }
  const message = `A ${record.name} was read but has no effect on the entry`;
  reader.problems.push(problem('st96/record-not-applied', message, placeOf(reader, record)));
  return entry;
}
