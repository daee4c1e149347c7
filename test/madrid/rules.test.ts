import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  addYears,
  daysInMonth,
  genevaDay,
  isWeekend,
  nextWorkingDay,
} from '../../src/madrid/rules/calendar.ts';
import {
  clockRules,
  graceEnd,
  independentFrom,
  lastDayAtBureau,
  oppositionRefusalLimit,
  refusalLimit,
  registrationDate,
  reminderDay,
  termEnd,
  transformationEnd,
} from '../../src/madrid/rules/clock.ts';
import { refusalPeriod, safeMonths } from '../../src/madrid/rules/declarations.ts';

const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2090-12-31'), noInvalidDate: true })
  .map((d) => d.toISOString().slice(0, 10));
const seed = { seed: 20261122 };

describe('periods in months and years (Rule 4)', () => {
  it.each([
    ['2026-01-15', 12, '2027-01-15'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-08-31', 6, '2027-02-28'],
    ['2027-08-31', 6, '2028-02-29'],
    ['2026-08-31', 18, '2028-02-29'],
    ['2026-12-31', 2, '2027-02-28'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-12-31', 12, '2027-12-31'],
    ['2026-12-01', 1, '2027-01-01'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2028-02-29', 48, '2032-02-29'],
    ['2096-02-29', 48, '2100-02-28'],
    ['1996-02-29', 48, '2000-02-29'],
    ['2027-08-31', -6, '2027-02-28'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2027-01-31', -2, '2026-11-30'],
    ['2026-05-01', 0, '2026-05-01'],
  ])('%s and %i months is %s', (from, months, to) => {
    expect(addMonths(from, months)).toBe(to);
  });

  it('never goes past the month meant, nor loses more than the days that month lacks', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -600, max: 600 }), (from, months) => {
        const to = addMonths(from, months);
        const [year, month, number] = to.split('-').map(Number) as [number, number, number];
        const meant = Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7)) - 1 + months;
        expect(year * 12 + month - 1).toBe(meant);
        expect(number).toBe(Math.min(Number(from.slice(8)), daysInMonth(year, month)));
      }),
      seed,
    );
  });

  it('keeps the order of days, and counts years as twelve months', () => {
    fc.assert(
      fc.property(day, day, fc.integer({ min: 0, max: 240 }), (a, b, months) => {
        const [first, second] = a < b ? [a, b] : [b, a];
        expect(addMonths(first, months) <= addMonths(second, months)).toBe(true);
        expect(addYears(a, 5)).toBe(addMonths(a, 60));
      }),
      seed,
    );
  });

  it('counts days over leap days and year ends', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2027-03-01', -1)).toBe('2027-02-28');
  });

  it('refuses what is not a day', () => {
    expect(() => addMonths('2026-1-1', 1)).toThrow(RangeError);
  });

  it('knows week ends', () => {
    expect(['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23'].map(isWeekend)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

describe('a time limit that ends where nobody works (Rule 4(4))', () => {
  it.each([
    // Friday, Saturday, Sunday, Monday; over a month, a year and a leap day
    ['2026-11-20', '2026-11-20'],
    ['2026-11-21', '2026-11-23'],
    ['2026-11-22', '2026-11-23'],
    ['2026-11-23', '2026-11-23'],
    ['2026-01-31', '2026-02-02'],
    ['2028-12-31', '2029-01-01'],
    ['2048-02-29', '2048-03-02'],
    ['2027-02-28', '2027-03-01'],
  ])('%s runs to %s', (on, to) => {
    expect(nextWorkingDay(on)).toBe(to);
  });

  it.each([
    // notified, months, the last day, the day it may run to
    ['2025-02-22', 12, '2026-02-22', '2026-02-23'],
    ['2025-08-31', 18, '2027-02-28', '2027-03-01'],
    ['2026-08-29', 18, '2028-02-29', '2028-02-29'],
    ['2024-02-29', 12, '2025-02-28', '2025-02-28'],
  ] as const)('notified %s with %i months: %s, or %s', (notified, months, last, runsTo) => {
    expect(refusalLimit(notified, months)).toBe(last);
    expect(nextWorkingDay(last)).toBe(runsTo);
  });

  it('is never more than two days later, and never a weekend', () => {
    fc.assert(
      fc.property(day, (on) => {
        const to = nextWorkingDay(on);
        expect(isWeekend(to)).toBe(false);
        expect(to >= on && to <= addDays(on, 2)).toBe(true);
      }),
      seed,
    );
  });
});

describe('today in Geneva', () => {
  it.each([
    ['2026-11-22T22:59:59Z', '2026-11-22'],
    ['2026-11-22T23:00:00Z', '2026-11-23'],
    ['2026-07-01T21:59:59Z', '2026-07-01'],
    ['2026-07-01T22:00:00Z', '2026-07-02'],
    ['2026-03-29T00:59:59Z', '2026-03-29'],
    ['2028-02-28T23:30:00Z', '2028-02-29'],
    ['2026-12-31T23:00:00Z', '2027-01-01'],
  ])('%s is %s', (instant, expected) => {
    expect(genevaDay(new Date(instant))).toBe(expected);
  });
});

describe('the clock of the Protocol', () => {
  it.each([
    // received at origin, at the Bureau, the date the registration bears
    ['2026-01-10', '2026-03-10', '2026-01-10'],
    ['2026-01-10', '2026-03-11', '2026-03-11'],
    ['2025-12-31', '2026-02-28', '2025-12-31'],
    ['2025-12-31', '2026-03-01', '2026-03-01'],
    ['2027-12-31', '2028-02-29', '2027-12-31'],
  ])('Article 3(4): received %s, at the Bureau %s, bears %s', (origin, bureau, bears) => {
    expect(registrationDate(origin, bureau)).toBe(bears);
    expect(bureau <= lastDayAtBureau(origin)).toBe(bears === origin);
  });

  it.each([
    ['2025-07-14', 12, '2026-07-14'],
    ['2025-07-14', 18, '2027-01-14'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2026-08-31', 18, '2028-02-29'],
    ['2025-08-31', 18, '2027-02-28'],
  ] as const)('Article 5(2): notified %s, %i months, %s', (from, months, limit) => {
    expect(refusalLimit(from, months)).toBe(limit);
  });

  it.each([
    // one month from the end comes first; seven months from the start do; only one end known; none
    [{ from: '2026-01-01', to: '2026-04-01' }, '2026-05-01'],
    [{ from: '2026-01-31', to: '2026-08-15' }, '2026-08-31'],
    [{ from: '2025-07-31', to: '2026-02-28' }, '2026-02-28'],
    [{ to: '2027-01-31' }, '2027-02-28'],
    [{ from: '2026-07-31' }, '2027-02-28'],
    [{}, undefined],
  ])('Article 5(2)(c): an opposition period %j ends the right to refuse on %s', (period, limit) => {
    expect(oppositionRefusalLimit(period)).toBe(limit);
  });

  it.each([
    ['2021-11-22', '2026-11-22', '2031-11-22', '2031-05-22', '2032-05-22'],
    ['2016-02-29', '2021-02-28', '2026-02-28', '2025-08-28', '2026-08-28'],
    ['2020-02-29', '2025-02-28', '2030-02-28', '2029-08-28', '2030-08-28'],
    ['2021-08-31', '2026-08-31', '2031-08-31', '2031-02-28', '2032-02-29'],
    ['2021-12-31', '2026-12-31', '2031-12-31', '2031-06-30', '2032-06-30'],
  ])(
    'Articles 6 and 7: registered %s, independent %s, expires %s, reminder %s, grace %s',
    (on, free, end, reminder, grace) => {
      expect(independentFrom(on)).toBe(free);
      expect(termEnd(on)).toBe(end);
      expect(reminderDay(end)).toBe(reminder);
      expect(graceEnd(end)).toBe(grace);
    },
  );

  it('Article 7(1): the next term runs from the expiry before', () => {
    expect(termEnd(termEnd('2016-02-29'))).toBe('2036-02-28');
  });

  it.each([
    ['2026-11-30', '2027-02-28'],
    ['2026-11-22', '2027-02-22'],
    ['2027-11-30', '2028-02-29'],
  ])('Article 9quinquies: cancelled %s, transformed by %s', (from, to) => {
    expect(transformationEnd(from)).toBe(to);
  });

  it('names the article of every date', () => {
    for (const rule of Object.values(clockRules)) expect(rule.article).toMatch(/^Article \d/);
  });

  it('keeps reminder, expiry and grace in order for any day', () => {
    fc.assert(
      fc.property(day, (on) => {
        const end = termEnd(on);
        expect(reminderDay(end) < end && end < graceEnd(end)).toBe(true);
        expect(independentFrom(on) < end).toBe(true);
        expect(refusalLimit(on, 12) < refusalLimit(on, 18)).toBe(true);
      }),
      seed,
    );
  });
});

describe('how long an office may take', () => {
  it.each([
    ['EM', 'CN', undefined, 18, false, 'public-source'],
    ['GB', 'CN', undefined, 18, true, 'public-source'],
    ['JP', 'CN', undefined, 18, false, 'public-source'],
    ['TH', 'CN', undefined, 18, true, 'public-source'],
    ['CA', 'CN', undefined, 18, true, 'unverified'],
    ['FR', 'CN', undefined, 12, false, 'unverified'],
    ['ZZ', 'CN', undefined, 12, false, 'unverified'],
    // Both States party to both treaties: the declaration of 18 months has no effect between them.
    ['IT', 'CN', 'protocol-9sexies', 12, false, 'public-source'],
    ['IT', 'CN', undefined, 12, false, 'unverified'],
    ['CH', 'CN', 'agreement', 12, false, 'public-source'],
    ['IT', 'EM', undefined, 18, true, 'public-source'],
    ['CN', 'FR', undefined, 12, false, 'unverified'],
    ['CN', 'US', 'protocol', 18, true, 'public-source'],
  ] as const)('%s, designated from %s under %s: %i months', (office, origin, under, months, later, level) => {
    const period = refusalPeriod(office, { officeOfOrigin: origin, under });
    expect(period).toMatchObject({ months, laterOnOpposition: later, evidence: { level } });
    expect(period.article).toMatch(/Article/);
  });

  it('relies on silence only after 18 months where twelve are not verified', () => {
    expect(safeMonths(refusalPeriod('FR', { officeOfOrigin: 'CN' }))).toBe(18);
    expect(safeMonths(refusalPeriod('FR', { under: 'protocol-9sexies' }))).toBe(12);
  });
});
