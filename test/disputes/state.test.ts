import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepKinds, type Step, type StepDetails, type StepKind } from '../../src/disputes/case.ts';
import { mayFollow, stateOf } from '../../src/disputes/state.ts';

let number = 0;
const step = (on: string, kind: StepKind, details: StepDetails = {}): Step => ({
  id: `dst_${number++}`,
  on,
  kind,
  text: kind,
  details,
  recordedAt: '2026-01-01T00:00:00.000Z',
  recordedBy: 'test',
});

describe('where a case stands', () => {
  it.each([
    ['nothing yet', [], 'noticed', undefined],
    ['a letter', [step('2026-01-02', 'letter')], 'contacted', undefined],
    ['filed', [step('2026-01-02', 'filed')], 'pending', undefined],
    [
      'a letter after the filing',
      [step('2026-01-02', 'filed'), step('2026-01-03', 'letter')],
      'pending',
      undefined,
    ],
    ['a first decision', [step('2026-01-02', 'decision', { ruling: 'lost' })], 'decided', 'lost'],
    [
      'an appeal',
      [step('2026-01-02', 'decision', { ruling: 'lost' }), step('2026-02-01', 'appeal')],
      'appealed',
      'lost',
    ],
    [
      'decided on appeal',
      [
        step('2026-01-02', 'decision', { ruling: 'lost' }),
        step('2026-02-01', 'appeal'),
        step('2026-03-01', 'decision', { ruling: 'won' }),
      ],
      'decided',
      'won',
    ],
    ['a final decision', [step('2026-01-02', 'decision', { ruling: 'won', final: true })], 'closed', 'won'],
    ['a settlement', [step('2026-01-02', 'settlement')], 'closed', 'settled'],
    ['the other side gives up', [step('2026-01-02', 'withdrawal', { by: 'other-side' })], 'closed', 'won'],
    ['we give up', [step('2026-01-02', 'withdrawal', { by: 'right-holder' })], 'closed', 'withdrawn'],
  ] as [string, Step[], string, string | undefined][])('after %s', (_, steps, stage, outcome) => {
    const state = stateOf(steps, '2026-12-31');
    expect(state.stage).toBe(stage);
    expect(state.outcome).toBe(outcome);
  });

  it('is asked for a day: what came later does not count', () => {
    const steps = [
      step('2026-01-02', 'filed'),
      step('2026-05-01', 'decision', { ruling: 'won', final: true }),
    ];
    expect(stateOf(steps, '2026-04-30')).toMatchObject({ stage: 'pending' });
    expect(stateOf(steps, '2026-05-01')).toMatchObject({ stage: 'closed', outcome: 'won' });
  });

  it('shows deadlines until they are met, passed ones as such, none once closed', () => {
    const first = step('2026-01-02', 'deadline', { dueOn: '2026-03-01' });
    const second = step('2026-01-02', 'deadline', { dueOn: '2026-02-01' });
    const steps = [first, second];
    expect(stateOf(steps, '2026-02-15').deadlines.map((d) => [d.dueOn, d.overdue])).toEqual([
      ['2026-02-01', true],
      ['2026-03-01', false],
    ]);
    const met = [...steps, step('2026-01-20', 'deadline-met', { meets: second.id })];
    expect(stateOf(met, '2026-02-15').deadlines.map((d) => d.id)).toEqual([first.id]);
    expect(stateOf([...met, step('2026-02-01', 'settlement')], '2026-02-15').deadlines).toEqual([]);
  });

  it('does not depend on the order in which steps of different days were recorded', () => {
    const days = fc.uniqueArray(fc.integer({ min: 1, max: 28 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        days,
        fc.infiniteStream(fc.constantFrom(...stepKinds)),
        fc.nat(),
        (numbers, kinds, turn) => {
          const steps = numbers.map((n) => {
            const kind = kinds.next().value as StepKind;
            const details: StepDetails = kind === 'decision' ? { ruling: 'won' } : { dueOn: '2026-06-01' };
            return step(`2026-01-${String(n).padStart(2, '0')}`, kind, details);
          });
          const turned = [...steps.slice(turn % steps.length), ...steps.slice(0, turn % steps.length)];
          const plain = (of: Step[]): object => {
            const { deadlines, ...rest } = stateOf(of, '2026-12-31');
            return { ...rest, deadlines: deadlines.map((d) => d.id).sort() };
          };
          expect(plain(turned)).toEqual(plain(steps));
        },
      ),
    );
  });
});

describe('what may follow', () => {
  const closed = stateOf([step('2026-01-02', 'settlement')], '2026-12-31');
  const fresh = stateOf([], '2026-12-31');
  it('is little once a case is closed, and no appeal before anything was decided', () => {
    expect(stepKinds.filter((kind) => mayFollow(closed, kind)).sort()).toEqual([
      'appeal',
      'deadline-met',
      'document',
      'note',
    ]);
    expect(mayFollow(fresh, 'appeal')).toBe(false);
    expect(mayFollow(fresh, 'filed')).toBe(true);
  });
});
