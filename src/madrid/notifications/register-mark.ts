import { shown } from '../../formats/problems.ts';
import type { Day } from '../rules/calendar.ts';
import type { BasicMarkRef, DecodedNotification, Designation, MadridEvent } from './event.ts';
import { registrationNumber } from './event.ts';
import { compact, type RecordReader } from './reader.ts';
import { registerCode } from './register-codes.ts';

/** One record of the International Register on a mark, whichever format told it. */
export interface RegisterRecord {
  /** ROMARIN code; the format's own word where there is none. */
  code: string;
  recordedOn?: Day | undefined;
  notifiedOn?: Day | undefined;
  effectiveOn?: Day | undefined;
  /** The office concerned. */
  office?: string | undefined;
  /** Offices listed inside. */
  listed: string[];
  designations: Designation[];
  opposition?: { from?: Day; to?: Day } | undefined;
  text?: string | undefined;
  reference?: string | undefined;
}

/** A mark of the International Register with its history, as ROMARIN and ST.66 carry it. */
export interface RegisterMark {
  number: string | undefined;
  registeredOn: Day | undefined;
  officeOfOrigin: string | undefined;
  mark: string | undefined;
  basicMarks: BasicMarkRef[];
  designations: Designation[];
  records: RegisterRecord[];
}

function eventOf(record: RegisterRecord, registration: string, reader: RecordReader): MadridEvent {
  const meaning = registerCode(record.code);
  if (!meaning) {
    reader.report('madrid/unknown-record', `The record “${shown(record.code)}” is not known`, 'record');
  }
  const offices = meaning?.whole
    ? []
    : [...new Set([...(record.office ? [record.office] : []), ...record.listed])];
  return compact<MadridEvent>({
    kind: meaning?.kind ?? 'other',
    registration,
    source: record.code.slice(0, 80),
    offices,
    designations: record.designations.length > 0 ? record.designations : undefined,
    on: record.effectiveOn ?? record.recordedOn,
    notifiedOn: record.notifiedOn,
    scope: meaning?.scope,
    outcome: meaning?.outcome,
    opposition: record.opposition,
    text: record.text,
    reference: record.reference,
  });
}

/**
 * The history of a mark as events. The registration comes first, with the offices it was first extended to: those its
 * own record lists, else those in force that no later record brought.
 */
export function decodedMark(mark: RegisterMark, reader: RecordReader): DecodedNotification {
  const number = registrationNumber(mark.number);
  const place = reader.place;
  if (!number) {
    reader.report('madrid/no-number', `“${shown(mark.number ?? '')}” is no registration number`, 'number');
    return { events: [], problems: reader.problems, place };
  }
  const isFirst = (record: RegisterRecord): boolean => registerCode(record.code)?.kind === 'registration';
  const first = mark.records.find(isFirst);
  const later = mark.records.filter((record) => record !== first);
  const added = new Set(
    later
      .filter((r) => registerCode(r.code)?.kind === 'designation')
      .flatMap((r) => [...r.designations.map((d) => d.office), ...r.listed]),
  );
  const designations = first?.designations.length
    ? first.designations
    : mark.designations.filter((d) => !added.has(d.office));
  const registration = compact<MadridEvent>({
    kind: 'registration',
    registration: number,
    source: first?.code ?? 'MARKGR',
    offices: [],
    designations,
    registeredOn: mark.registeredOn,
    on: mark.registeredOn ?? first?.effectiveOn,
    notifiedOn: first?.notifiedOn,
    officeOfOrigin: mark.officeOfOrigin,
    basicMarks: mark.basicMarks.length > 0 ? mark.basicMarks : undefined,
    mark: mark.mark,
    reference: first?.reference,
  });
  return {
    events: [registration, ...later.map((record) => eventOf(record, number, reader))],
    problems: reader.problems,
    place,
  };
}
