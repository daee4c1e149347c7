import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocketEntry } from '../../src/madrid/docket/docket.ts';
import { escapedText, folded, icalendar } from '../../src/madrid/docket/icalendar.ts';
import { registrationState } from '../../src/madrid/docket/state.ts';

function entry(number: string, more: Partial<DocketEntry> = {}): DocketEntry {
  return {
    ...registrationState({ number, registeredOn: '2024-02-29', officeOfOrigin: 'CN' }, [], '2026-01-01'),
    gi: { id: 'cn-xi-hu-long-jing', name: '西湖龙井' },
    addedAt: '2026-01-01T00:00:00.000Z',
    addedBy: 'tester',
    changedAt: '2026-01-02T03:04:05.678Z',
    events: [],
    ...more,
  };
}

/** A content line of RFC 5545 put together again. */
const unfolded = (text: string): string[] => text.replaceAll('\r\n ', '').split('\r\n');
const values = (text: string, name: string): string[] =>
  unfolded(text).flatMap((l) => (l.startsWith(`${name}:`) ? [l.slice(name.length + 1)] : []));

describe('the calendar', () => {
  const text = icalendar([entry('1289218'), entry('1289219', { mark: 'A;B,C\\D\nE' })]);

  it('is lines that end in CRLF, none longer than 75 octets', () => {
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(unfolded(text).slice(0, 3)).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//GI gateway//Madrid docket//EN',
    ]);
  });

  it('has whole days, one identity for each date, and the instant of the last change', () => {
    expect(values(text, 'UID')).toHaveLength(new Set(values(text, 'UID')).size);
    expect(values(text, 'UID')[0]).toBe('1289218.independence.all@madrid.gi-gateway');
    expect(values(text, 'DTSTART;VALUE=DATE').slice(0, 2)).toEqual(['20290228', '20330828']);
    expect(new Set(values(text, 'DTSTAMP'))).toEqual(new Set(['20260102T030405Z']));
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(8);
  });

  it('keeps the identity of a date that moves', () => {
    const moved = entry('1289218', {
      ...registrationState({ number: '1289218', registeredOn: '2025-01-01' }, [], '2026-01-01'),
    });
    expect(values(icalendar([moved]), 'UID')).toEqual(values(icalendar([entry('1289218')]), 'UID'));
  });

  it('escapes what a text must not hold', () => {
    expect(values(text, 'SUMMARY').find((s) => s.startsWith('1289219'))).toContain('A\\;B\\,C\\\\D\\nE');
    expect(escapedText('a\r\nb\rc\u0000\u0007')).toBe('a\\nb\\nc');
  });

  it('folds between characters, and unfolds to what it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (raw) => {
        const line = `SUMMARY:${escapedText(raw)}`;
        const pieces = folded(line).split('\r\n');
        for (const piece of pieces) {
          expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(75);
          expect(Buffer.from(piece).toString()).toBe(piece);
        }
        expect(pieces.map((p, i) => (i === 0 ? p : p.slice(1))).join('')).toBe(line);
      }),
      { seed: 20261122 },
    );
  });
});
