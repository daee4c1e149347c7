import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dayIn, endOfPeriod, nextWorkingDay } from '../../src/gi/calendar.ts';
import { dueDates } from '../../src/gi/due.ts';
import type { Entry } from '../../src/gi/entry.ts';
import { procedureEventKinds, type ProcedureEvent } from '../../src/gi/procedure-event.ts';
import type { ProcedureRules } from '../../src/gi/procedure-rules.ts';
import { foldProcedure, statusAt, withProcedure } from '../../src/gi/procedure.ts';
import { incomplete } from '../../src/gi/procedure-faults.ts';
import { inOrder, timelineOf } from '../../src/gi/procedure-timeline.ts';
import { stateOn } from '../../src/gi/protection.ts';
import { agreement, aList, anEntry, official, sourced } from '../support/entries.ts';

const rules: ProcedureRules = {
  office: 'EU',
  timeZone: 'Europe/Brussels',
  opposition: { period: 'P2M', toWorkingDay: true, evidence: sourced },
  processing: { period: 'P4Y', evidence: sourced },
  grounds: ['variety-or-breed', 'homonymy', 'earlier-mark', 'generic'].map((code) => ({
    code,
    text: { en: code },
    evidence: sourced,
  })),
};

const event = (
  kind: ProcedureEvent['kind'],
  on: string,
  more: Partial<ProcedureEvent> = {},
): ProcedureEvent => ({
  kind,
  on,
  evidence: official,
  ...more,
});
const opposed = (on: string, id = '1', more: Partial<ProcedureEvent> = {}): ProcedureEvent =>
  event('opposed', on, { opposition: id, party: 'Tea GmbH', grounds: ['earlier-mark'], ...more });
const pending = anEntry({ status: 'applied', dates: {} });

const whole: ProcedureEvent[] = [
  event('applied', '2021-03-01'),
  event('examined', '2022-11-01'),
  event('published', '2022-12-02'),
  opposed('2023-01-15'),
  event('opposition-decided', '2024-05-01', { opposition: '1', outcome: 'partly-upheld' }),
  event('decided', '2024-06-01', { decision: 'protect-in-part', notClaimed: ['cha'] }),
  event('protected', '2024-07-01'),
  event('ended', '2026-01-01', { reason: 'cancelled' }),
];

describe('a procedure', () => {
  it.each([
    ['2021-02-28', undefined],
    ['2021-03-01', 'applied'],
    ['2022-11-30', 'examined'],
    ['2023-01-14', 'published'],
    ['2024-05-31', 'opposed'],
    ['2024-06-30', 'decided'],
    ['2024-07-01', 'partly-protected'],
    ['2026-01-01', 'ended'],
  ])('stands on %s at %s', (day, stage) => {
    const { state, faults } = foldProcedure(whole, rules, day);
    expect(state.stage).toBe(stage);
    expect(faults).toEqual([]);
  });

  it('is the same whatever order its events came in', () => {
    const last = foldProcedure(whole, rules);
    fc.assert(
      fc.property(fc.shuffledSubarray(whole, { minLength: whole.length }), (events) => {
        expect(foldProcedure(events, rules)).toEqual(last);
      }),
    );
  });

  it('never throws, and takes no more steps than it was given, whatever is recorded', () => {
    const day = fc.integer({ min: 0, max: 900 }).map((n) => addDays('2022-01-01', n));
    const any = fc.record({
      kind: fc.constantFrom(...procedureEventKinds),
      on: day,
      opposition: fc.constantFrom('1', '2'),
      grounds: fc.constantFrom(['generic'], ['nonsense']),
      decision: fc.constantFrom('protect', 'refuse'),
      evidence: fc.constant(official),
    }) as fc.Arbitrary<ProcedureEvent>;
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (events) => {
        const { state, faults } = foldProcedure(events, rules);
        expect(faults.length).toBeLessThanOrEqual(events.length);
        // What was not refused can be told again without any fault.
        const taken = events.filter((e) => !faults.some((f) => f.event === e));
        expect(foldProcedure(taken, rules)).toEqual({ state, faults: [] });
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, ProcedureEvent[], string]>([
    ['opposed before published', [event('applied', '2022-01-01'), opposed('2022-02-01')], 'procedure/order'],
    [
      'published twice',
      [event('published', '2022-01-03'), event('published', '2022-02-03')],
      'procedure/order',
    ],
    [
      'opposed after the period',
      [event('published', '2022-12-02'), opposed('2023-02-03')],
      'procedure/opposition-late',
    ],
    [
      'opposed on grounds the agreement does not know',
      [event('published', '2022-12-02'), opposed('2022-12-03', '1', { grounds: ['taste'] })],
      'procedure/ground',
    ],
    [
      'two oppositions of one number',
      [event('published', '2022-12-02'), opposed('2022-12-03'), opposed('2022-12-04')],
      'procedure/opposition-twice',
    ],
    [
      'an outcome for an opposition nobody filed',
      [
        event('published', '2022-12-02'),
        event('opposition-decided', '2023-05-01', { opposition: '7', outcome: 'rejected' }),
      ],
      'procedure/opposition-unknown',
    ],
    [
      'protected while an opposition is open',
      [event('published', '2022-12-02'), opposed('2022-12-03'), event('protected', '2023-06-01')],
      'procedure/opposition-open',
    ],
    [
      'decided while oppositions can be filed',
      [event('published', '2022-12-02'), event('decided', '2023-02-02', { decision: 'protect' })],
      'procedure/period-open',
    ],
    [
      'protected during an appeal',
      [
        event('decided', '2023-02-02', { decision: 'protect' }),
        event('appealed', '2023-02-10'),
        event('protected', '2023-06-01'),
      ],
      'procedure/appeal-open',
    ],
    [
      'protected after a decision to refuse',
      [event('decided', '2023-02-02', { decision: 'refuse' }), event('protected', '2023-06-01')],
      'procedure/order',
    ],
    [
      'anything after the end',
      [event('ended', '2023-02-02'), event('protected', '2023-06-01')],
      'procedure/order',
    ],
    [
      'a period that ends before it begins',
      [event('published', '2023-02-02', { until: '2023-01-01' })],
      'procedure/order',
    ],
  ])('refuses %s', (_, events, code) => {
    const { faults } = foldProcedure(events, rules);
    expect(faults.map((f) => f.code)).toEqual([code]);
    expect(faults[0]!.remedy).not.toBe('');
  });

  it('lets an appeal turn a refusal round', () => {
    const { state, faults } = foldProcedure([
      event('decided', '2023-02-02', { decision: 'refuse' }),
      event('appealed', '2023-02-10', { party: 'the applicant' }),
      event('appeal-decided', '2023-09-01', { decision: 'protect' }),
      event('protected', '2023-10-01'),
    ]);
    expect([state.stage, state.since, faults]).toEqual(['protected', '2023-10-01', []]);
  });

  it('begins anew after a refusal', () => {
    const entry = withProcedure(
      pending,
      [event('applied', '2020-01-01'), event('refused', '2021-01-01'), event('applied', '2023-01-01')],
      rules,
    );
    expect([entry.status, entry.dates]).toEqual(['applied', { applied: '2023-01-01' }]);
  });

  it('wants of people what a partner’s file may leave out', () => {
    expect(incomplete(opposed('2023-01-01'))).toBeUndefined();
    const bare = event('opposed', '2023-01-01', { opposition: '1' });
    expect(incomplete(bare)?.code).toBe('procedure/incomplete');
    expect(incomplete(event('decided', '2023-01-01', { decision: 'protect-in-part' }))?.message).toMatch(
      /not claimed/,
    );
    expect(
      foldProcedure([event('published', '2022-12-02'), { ...bare, on: '2022-12-20' }], rules).faults,
    ).toEqual([]);
  });
});

describe('the time for oppositions', () => {
  it.each([
    ['2022-12-02', '2023-02-02', 'a plain month later'],
    ['2022-12-31', '2023-02-28', 'to the last day of a shorter month'],
    ['2023-12-31', '2024-02-29', 'to the leap day'],
    ['2022-12-04', '2023-02-06', 'past a Saturday to the Monday'],
  ])('published on %s ends on %s: %s', (on, end) => {
    expect(foldProcedure([event('published', on)], rules).state.opposableUntil).toBe(end);
  });

  it('is what was printed where that is known', () => {
    const { state } = foldProcedure([event('published', '2022-12-02', { until: '2023-03-31' })], rules);
    expect(state.opposableUntil).toBe('2023-03-31');
    expect(
      foldProcedure([event('published', '2022-12-02', { until: '2023-03-31' }), opposed('2023-03-01')], rules)
        .faults,
    ).toEqual([]);
  });

  it('is not made up where no rule is known', () => {
    expect(foldProcedure([event('published', '2022-12-02')]).state.opposableUntil).toBeUndefined();
  });

  it('counts the days of the office', () => {
    const instant = new Date('2026-03-01T23:30:00Z');
    expect([
      dayIn('Europe/Brussels', instant),
      dayIn('Asia/Shanghai', instant),
      dayIn('UTC', instant),
    ]).toEqual(['2026-03-02', '2026-03-02', '2026-03-01']);
    expect(dayIn('Asia/Shanghai', new Date('2026-03-01T16:00:00Z'))).toBe('2026-03-02');
  });

  it('is counted in whole units only', () => {
    expect([endOfPeriod('2024-02-29', 'P4Y'), endOfPeriod('2024-02-29', 'P1Y')]).toEqual([
      '2028-02-29',
      '2025-02-28',
    ]);
    expect([endOfPeriod('2024-01-31', 'P2W'), endOfPeriod('2024-01-31', 'P1M15D')]).toEqual([
      '2024-02-14',
      undefined,
    ]);
    expect(nextWorkingDay('2026-02-28')).toBe('2026-03-02');
  });
});

describe('an entry with a procedure', () => {
  const entry = withProcedure(pending, whole.slice(0, 7), rules);

  it('has its status, dates and parts not claimed from it', () => {
    expect(entry.status).toBe('protected');
    expect(entry.dates).toEqual({ applied: '2021-03-01', published: '2022-12-02', protected: '2024-07-01' });
    expect(entry.notClaimed).toEqual(['cha']);
  });

  it.each([
    ['2021-01-01', 'not-yet'],
    ['2022-01-01', 'pending'],
    ['2024-06-15', 'not-yet'],
    ['2024-07-01', 'protected'],
  ])('is on %s %s', (day, state) => {
    expect(stateOn(entry, '2020-01-01', day)).toBe(state);
  });

  it('follows the list’s own word where the two differ', () => {
    const differing: Entry = {
      ...entry,
      status: 'ended',
      dates: { ...entry.dates, ended: '2025-01-01' },
      procedure: whole.slice(0, 3),
    };
    expect(stateOn({ ...differing, procedure: [opposed('2023-01-01')] }, '2020-01-01', '2025-06-01')).toBe(
      'ended',
    );
    expect(stateOn(differing, '2020-01-01', '2025-06-01')).toBe('ended');
  });

  it('takes what only its dates tell for events', () => {
    const told = timelineOf(anEntry({ dates: { applied: '2020-01-01', protected: '2021-03-01' } }));
    expect(told.map((e) => [e.kind, e.on, e.implied])).toEqual([
      ['applied', '2020-01-01', true],
      ['protected', '2021-03-01', true],
    ]);
  });

  it('has a status that its last stage gives, whatever is recorded without a fault', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: whole.length }), (n) => {
        const some = withProcedure(pending, whole.slice(0, n), rules);
        const { stage } = foldProcedure(inOrder(whole.slice(0, n)), rules).state;
        expect(some.status).toBe(statusAt(stage!));
      }),
    );
  });
});

describe('what is due', () => {
  const list = aList({ defaultStatus: 'applied' });
  const legal = { ...agreement, rules: { procedures: [rules] } };
  const published = withProcedure(pending, [event('published', '2022-12-02')], rules);

  it('is the end of the time for oppositions, then a decision', () => {
    expect(dueDates(published, list, legal, '2023-01-31')).toEqual([
      { kind: 'opposition-ends', on: '2023-02-02', days: 2, state: 'coming' },
      { kind: 'processing-ends', on: '2025-03-01', days: 760, state: 'coming' },
    ]);
    expect(dueDates(published, list, legal, '2023-02-03')[0]).toMatchObject({ days: -1, state: 'passed' });
  });

  it('is overdue when the agreement wanted a decision by then', () => {
    const late = dueDates(pending, list, legal, '2025-03-02');
    expect(late).toEqual([{ kind: 'processing-ends', on: '2025-03-01', days: -1, state: 'overdue' }]);
    expect(dueDates(anEntry(), list, legal, '2025-03-02')).toEqual([]);
  });

  it('is the end of a permitted use', () => {
    const phaseOuts = [{ user: 'earlier users', until: '2027-03-01', evidence: sourced }];
    const coexistence = [{ with: 'earlier-mark' as const, name: 'ANJI', evidence: sourced }];
    const due = dueDates(anEntry({ phaseOuts, coexistence }), list, legal, '2027-02-28');
    expect(due).toEqual([
      { kind: 'phase-out-ends', on: '2027-03-01', days: 1, state: 'coming', about: 'earlier users' },
    ]);
  });
});
