import type { DocketDate } from './dates.ts';
import type { DocketEntry } from './docket.ts';
import { addDays, type Day } from '../rules/calendar.ts';

/** Octets of a content line before it is folded (RFC 5545, 3.1). */
const MAX_OCTETS = 75;

/** A text value: backslash, semicolon, comma and line break escaped; other control characters left out (3.3.11). */
export function escapedText(text: string): string {
  return text
    .replace(/\\/g, '\\\\')
    .replace(/;/g, '\\;')
    .replace(/,/g, '\\,')
    .replace(/\r\n?|\n/g, '\\n')
    .replace(/\p{Cc}/gu, '');
}

/** A content line folded after at most 75 octets, never inside a character; each piece after the first begins with a space. */
export function folded(line: string): string {
  const pieces: string[] = [];
  let piece = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > MAX_OCTETS) {
      pieces.push(piece);
      piece = '';
      // The space a continued line begins with counts.
      octets = 1;
    }
    piece += character;
    octets += size;
  }
  return [...pieces, piece].join('\r\n ');
}

const day = (text: string): string => text.replaceAll('-', '');
const instant = (iso: string): string => `${iso.slice(0, 19).replace(/[-:]/g, '')}Z`;

/** A whole day in somebody's calendar. */
export interface CalendarEvent {
  /** Stays the same when the day moves, so that calendars move it too. */
  uid: string;
  /** Instant of the last change, ISO. */
  changedAt: string;
  on: Day;
  summary: string;
  description: string;
  category: string;
  /** Page about it. */
  url?: string;
}

function linesOf(event: CalendarEvent): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${event.uid}`,
    `DTSTAMP:${instant(event.changedAt)}`,
    `DTSTART;VALUE=DATE:${day(event.on)}`,
    `DTEND;VALUE=DATE:${day(addDays(event.on, 1))}`,
    `SUMMARY:${escapedText(event.summary)}`,
    `DESCRIPTION:${escapedText(event.description)}`,
    ...(event.url === undefined ? [] : [`URL:${event.url}`]),
    'TRANSP:TRANSPARENT',
    `CATEGORIES:${escapedText(event.category)}`,
    'END:VEVENT',
  ];
}

/**
 * Days as an iCalendar object (RFC 5545): whole days, without any time zone. The same events give the same bytes.
 * @param name what the calendar is called
 */
export function calendarObject(name: string, events: readonly CalendarEvent[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:-//GI gateway//${escapedText(name)}//EN`,
    'CALSCALE:GREGORIAN',
    `X-WR-CALNAME:${escapedText(name)}`,
    ...events.flatMap(linesOf),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** Article and doubts of a date, as lines of a description. */
export function legalLines(date: DocketDate): string {
  const doubt =
    date.evidence.level === 'unverified' ? '\nUnverified: the length was not read in a source.' : '';
  const weekend = date.weekend
    ? `\nFalls on a weekend; the time may run to ${date.runsTo ?? 'the next working day'} (Rule 4(4)).`
    : '';
  return `${doubt}${weekend}`;
}

function docketEvents(entry: DocketEntry): CalendarEvent[] {
  const about = `${entry.number} ${entry.mark ?? entry.gi.name}`;
  return entry.dates.map((date) => ({
    uid: `${entry.number}.${date.rule}.${date.office ?? 'all'}@madrid.gi-gateway`,
    changedAt: entry.changedAt,
    on: date.on,
    summary: `${about}: ${date.says}${date.office ? ` (${date.office})` : ''}`,
    description: `Madrid Protocol, ${date.article}\n${entry.gi.name} (${entry.gi.id})${legalLines(date)}`,
    category: date.actor,
  }));
}

/** The dates of the docket as an iCalendar object. */
export function icalendar(entries: readonly DocketEntry[]): string {
  return calendarObject('Madrid docket', entries.flatMap(docketEvents));
}
