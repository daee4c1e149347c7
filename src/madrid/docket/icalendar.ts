import type { DocketEntry } from './docket.ts';
import { addDays } from '../rules/calendar.ts';

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

function* eventsOf(entry: DocketEntry): Generator<string> {
  for (const date of entry.dates) {
    const about = `${entry.number} ${entry.mark ?? entry.gi.name}`;
    const where = date.office ? ` (${date.office})` : '';
    const doubt =
      date.evidence.level === 'unverified' ? '\nUnverified: the length was not read in a source.' : '';
    const weekend = date.weekend
      ? `\nFalls on a weekend; the time may run to ${date.runsTo ?? 'the next working day'} (Rule 4(4)).`
      : '';
    yield 'BEGIN:VEVENT';
    // One date of one registration keeps its UID when it moves, so that calendars move it too.
    yield `UID:${entry.number}.${date.rule}.${date.office ?? 'all'}@madrid.gi-gateway`;
    yield `DTSTAMP:${instant(entry.changedAt)}`;
    yield `DTSTART;VALUE=DATE:${day(date.on)}`;
    yield `DTEND;VALUE=DATE:${day(addDays(date.on, 1))}`;
    yield `SUMMARY:${escapedText(`${about}: ${date.says}${where}`)}`;
    yield `DESCRIPTION:${escapedText(`Madrid Protocol, ${date.article}\n${entry.gi.name} (${entry.gi.id})${doubt}${weekend}`)}`;
    yield 'TRANSP:TRANSPARENT';
    yield `CATEGORIES:${escapedText(date.actor)}`;
    yield 'END:VEVENT';
  }
}

/**
 * The dates of the docket as an iCalendar object (RFC 5545): whole days, without any time zone. The same docket gives
 * the same bytes.
 */
export function icalendar(entries: readonly DocketEntry[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//GI gateway//Madrid docket//EN',
    'CALSCALE:GREGORIAN',
    'X-WR-CALNAME:Madrid docket',
    ...entries.flatMap((entry) => [...eventsOf(entry)]),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}
