import type { Place, Problem } from '../../gi/problem.ts';
import { problem, shown } from '../../formats/problems.ts';
import { isoDate } from '../../gi/thai-date.ts';
import type { XmlNode } from '../../formats/xml/node.ts';
import type { Day } from '../rules/calendar.ts';

/** Longest text of an event; the kept file has the rest. */
const MAX_TEXT = 2000;

/** Reads one record, collecting what was wrong with it. */
export class RecordReader {
  readonly problems: Problem[] = [];
  readonly place: Place;

  constructor(node: XmlNode, record: number) {
    this.place = { line: node.line, column: node.column, record, path: node.name };
  }

  /**
   * A day written `YYYY-MM-DD` or `YYYYMMDD`, with or without a time or a zone: the day as written counts, since it is
   * the sender's. Anything else is reported and left out, so that no time limit is computed from it.
   */
  day(raw: string | undefined, field: string): Day | undefined {
    const text = raw?.trim() ?? '';
    if (text === '') return undefined;
    const match = /^(\d{4})-?(\d{2})-?(\d{2})(?:Z|[+-]\d{2}:\d{2}|T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?$/.exec(
      text,
    );
    const day = match && isoDate(Number(match[1]), Number(match[2]), Number(match[3]));
    if (day) return day;
    this.report('madrid/date-unreadable', `“${shown(text)}” is not a day`, field);
    return undefined;
  }

  report(code: Parameters<typeof problem>[0], message: string, field: string): void {
    this.problems.push(problem(code, message, { ...this.place, field }));
  }
}

/** Text of a document's element for an event: white space single, bounded; undefined when there is none. */
export function eventText(raw: string | undefined): string | undefined {
  const text = raw?.replace(/\s+/g, ' ').trim() ?? '';
  return text === '' ? undefined : text.slice(0, MAX_TEXT);
}

/** An ST.3 code; undefined when it has no such form. */
export function officeCode(raw: string | undefined): string | undefined {
  const code = raw?.trim().toUpperCase() ?? '';
  return /^[A-Z]{2}$/.test(code) ? code : undefined;
}

/** The object without members that are undefined, so that two events that say the same are equal. */
export function compact<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;
}
