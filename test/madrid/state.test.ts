import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { registrationState } from '../../src/madrid/docket/state.ts';
import { eventKinds, type MadridEvent } from '../../src/madrid/notifications/event.ts';

const facts = { number: '1289218' };
const event = (kind: MadridEvent['kind'], more: Partial<MadridEvent> = {}): MadridEvent => ({
  kind,
  registration: '1289218',
  source: 'test',
  offices: [],
  ...more,
});
const registration = event('registration', {
  registeredOn: '2025-03-10',
  on: '2025-03-10',
  notifiedOn: '2025-07-14',
  officeOfOrigin: 'CN',
  designations: [
    { office: 'EM', under: 'protocol' },
    { office: 'FR', under: 'protocol-9sexies' },
    { office: 'GB', under: 'protocol' },
  ],
});
const on = (today: string, ...events: MadridEvent[]) =>
  registrationState(facts, [registration, ...events], today);
const designation = (office: string, today: string, ...events: MadridEvent[]) =>
  on(today, ...events).designations.find((d) => d.office === office)!;
const at = (office: string, kind: MadridEvent['kind'], more: Partial<MadridEvent> = {}) =>
  event(kind, { offices: [office], ...more });

describe('a designation', () => {
  it.each([
    // 12 months under Article 9sexies, 18 where the office declared them
    ['FR', '2026-07-14', 'pending', undefined],
    ['FR', '2026-07-15', 'tacitly-accepted', '2026-07-15'],
    ['EM', '2026-07-15', 'pending', undefined],
    ['EM', '2027-01-14', 'pending', undefined],
    ['EM', '2027-01-15', 'tacitly-accepted', '2027-01-15'],
  ] as const)('of %s is on %s %s', (office, today, state, since) => {
    expect(designation(office, today)).toMatchObject({ state, ...(since && { stateSince: since }) });
  });

  it('stays open for an opposition the office warned of, to the day', () => {
    const warned = at('GB', 'opposition-possible', {
      notifiedOn: '2026-12-01',
      opposition: { from: '2026-12-15', to: '2027-02-15' },
    });
    expect(designation('GB', '2027-03-15', warned)).toMatchObject({
      state: 'pending',
      refusal: { limit: '2027-01-14', onOpposition: '2027-03-15' },
    });
    expect(designation('GB', '2027-03-16', warned).state).toBe('tacitly-accepted');
    const noPeriod = at('GB', 'opposition-possible', { notifiedOn: '2026-12-01' });
    expect(designation('GB', '2027-09-01', noPeriod)).toMatchObject({
      state: 'pending',
      warnings: ['opposition-period-unknown'],
    });
    // An office without that declaration gains nothing by a warning.
    expect(designation('EM', '2027-01-15', { ...warned, offices: ['EM'] }).state).toBe('tacitly-accepted');
  });

  it.each([
    ['granted', [at('EM', 'grant', { outcome: 'granted', on: '2026-01-10' })]],
    ['interim', [at('EM', 'interim-status', { on: '2026-01-10', opposition: { to: '2026-04-10' } })]],
    ['refused-provisionally', [at('EM', 'provisional-refusal', { on: '2026-01-10', scope: 'total' })]],
    [
      'granted',
      [
        at('EM', 'final-decision', { on: '2026-05-10', outcome: 'granted' }),
        at('EM', 'provisional-refusal', { on: '2026-01-10', scope: 'total' }),
      ],
    ],
    [
      'refused',
      [
        at('EM', 'provisional-refusal', { on: '2026-01-10', scope: 'total' }),
        at('EM', 'final-decision', { on: '2026-05-10', outcome: 'refused' }),
      ],
    ],
    [
      'partly-granted',
      [
        at('EM', 'provisional-refusal', { on: '2026-01-10', scope: 'partial' }),
        at('EM', 'final-decision', { on: '2026-05-10', outcome: 'refused' }),
      ],
    ],
    [
      'granted',
      [
        at('EM', 'provisional-refusal', { on: '2026-01-10', scope: 'total' }),
        at('EM', 'final-decision', { on: '2026-02-10', outcome: 'refused' }),
        at('EM', 'further-decision', { on: '2026-05-10', outcome: 'granted' }),
      ],
    ],
    ['unclear', [at('EM', 'final-decision', { on: '2026-05-10' })]],
    ['invalidated', [at('EM', 'invalidation', { on: '2026-05-10', scope: 'total' })]],
    ['renounced', [at('EM', 'renunciation', { on: '2026-05-10' })]],
    ['cancelled', [event('cancellation', { on: '2026-05-10', scope: 'total' })]],
    ['ceased', [event('ceasing-of-effect', { on: '2026-05-10', scope: 'total' })]],
    ['lapsed', [at('EM', 'non-renewal', { on: '2026-05-10' })]],
    ['pending', [at('EM', 'transfer', { on: '2026-05-10' }), at('EM', 'other', { on: '2026-05-11' })]],
  ] as [string, MadridEvent[]][])('is %s after what was received (%#)', (state, events) => {
    expect(designation('EM', '2026-06-01', ...events).state).toBe(state);
  });

  it('that lost goods on the way says so', () => {
    const partial = event('cancellation', { on: '2026-05-10', scope: 'partial' });
    expect(designation('EM', '2026-06-01', partial)).toMatchObject({ state: 'pending', limited: true });
  });

  it('refused too late is flagged for a person, not decided', () => {
    const late = at('FR', 'provisional-refusal', { on: '2026-07-15', scope: 'total' });
    expect(designation('FR', '2026-08-01', late)).toMatchObject({
      state: 'refused-provisionally',
      warnings: ['refusal-out-of-time'],
    });
    expect(designation('FR', '2026-08-01', { ...late, on: '2026-07-14' }).warnings).toEqual([]);
  });

  it('made anew after it ended begins again', () => {
    const again = event('designation', {
      on: '2026-05-01',
      notifiedOn: '2026-05-20',
      designations: [{ office: 'EM', under: 'protocol' }],
    });
    expect(
      designation('EM', '2026-06-01', at('EM', 'renunciation', { on: '2026-02-01' }), again),
    ).toMatchObject({ state: 'pending', since: '2026-05-01', refusal: { limit: '2027-11-20' } });
  });

  it('is not taken as accepted while the length of the time to refuse is not verified', () => {
    const bare = {
      ...registration,
      designations: [{ office: 'FR' }],
    };
    const view = (today: string) => registrationState(facts, [bare], today).designations[0]!;
    expect(view('2026-07-15')).toMatchObject({
      state: 'pending',
      warnings: ['limit-unverified', 'silence-not-safe-yet'],
    });
    expect(view('2027-01-15').state).toBe('tacitly-accepted');
  });

  it('without a day of notification has no limit and says so', () => {
    const { notifiedOn: _, ...silent } = registration;
    const [view] = registrationState(facts, [silent], '2030-01-01').designations;
    expect(view).toMatchObject({ state: 'pending', warnings: ['no-notification-date'] });
    expect(view!.refusal).not.toHaveProperty('limit');
  });
});

describe('a registration', () => {
  it('depends on the basic mark for five years', () => {
    expect(on('2030-03-09').dependency).toBe('dependent');
    expect(on('2030-03-10').dependency).toBe('independent');
    expect(on('2026-01-01', event('possible-ceasing-of-effect')).dependency).toBe('threatened');
    expect(registrationState(facts, [], '2026-01-01').dependency).toBe('unknown');
  });

  it('that fell with the basic mark can be transformed for three months', () => {
    const state = on('2026-12-01', event('ceasing-of-effect', { on: '2026-11-30', scope: 'total' }));
    expect(state).toMatchObject({ inForce: false, endedOn: '2026-11-30', dependency: 'ceased' });
    expect(state.dates.map((d) => [d.rule, d.article, d.on])).toEqual([
      ['transformation', 'Article 9quinquies', '2027-02-28'],
    ]);
  });

  it('watches every open date with its article, earliest first', () => {
    expect(on('2025-08-01').dates.map((d) => [d.on, d.rule, d.office, d.article, d.weekend])).toEqual([
      ['2026-07-14', 'refusal-limit', 'FR', 'Article 9sexies(1)(b) with Article 5(2)(a)', false],
      ['2027-01-14', 'refusal-limit-declared', 'EM', 'Article 5(2)(b)', false],
      ['2027-01-14', 'refusal-limit-declared', 'GB', 'Article 5(2)(b) and (c)', false],
      ['2030-03-10', 'independence', undefined, 'Article 6(2)', false],
      ['2034-09-10', 'renewal-reminder', undefined, 'Article 7(3)', false],
      ['2035-03-10', 'renewal', undefined, 'Article 7(1)', true],
      ['2035-09-10', 'renewal-grace', undefined, 'Article 7(4)', false],
    ]);
    const decided = on('2025-08-01', at('FR', 'grant', { outcome: 'granted', on: '2025-07-30' }));
    expect(decided.dates.map((d) => d.office)).not.toContain('FR');
  });

  it('runs on from renewal to renewal, and never concludes a lapse from silence', () => {
    expect(on('2035-09-11')).toMatchObject({ expiresOn: '2035-03-10', renewalNotSeen: true, inForce: true });
    const renewed = event('renewal', { on: '2035-03-10' });
    expect(on('2035-09-11', renewed)).toMatchObject({ expiresOn: '2045-03-10', renewalNotSeen: false });
    expect(on('2035-09-11', { ...renewed, expiresOn: '2045-03-11' }).expiresOn).toBe('2045-03-11');
    expect(on('2036-01-01', event('non-renewal', { on: '2035-03-10' }))).toMatchObject({ inForce: false });
  });

  it('is the same whatever order its events arrived in', () => {
    const events = [
      registration,
      at('EM', 'provisional-refusal', { on: '2026-01-10', scope: 'total' }),
      at('EM', 'final-decision', { on: '2026-05-10', outcome: 'granted' }),
      at('GB', 'interim-status', { on: '2026-02-10' }),
      at('GB', 'grant', { on: '2026-04-10', outcome: 'granted' }),
      event('cancellation', { on: '2026-08-10', scope: 'partial' }),
      at('FR', 'renunciation', { on: '2026-03-01' }),
    ];
    const expected = registrationState(facts, events, '2026-09-01');
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (shuffled) => {
        expect(registrationState(facts, shuffled, '2026-09-01')).toEqual(expected);
      }),
      { numRuns: 50, seed: 20261122 },
    );
  });

  it('has a state for any history', () => {
    const day = fc.constantFrom('2025-01-01', '2026-02-28', '2028-02-29', '2030-12-31', undefined);
    const any = fc.record({
      kind: fc.constantFrom(...eventKinds),
      source: fc.constant('x'),
      offices: fc.subarray(['EM', 'TH', 'JP']),
      on: day,
      notifiedOn: day,
      scope: fc.constantFrom('total', 'partial', undefined),
      outcome: fc.constantFrom('granted', 'partly-granted', 'refused', undefined),
    }) as fc.Arbitrary<MadridEvent>;
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), (events) => {
        const state = on('2029-01-01', ...events);
        expect(new Set(state.designations.map((d) => d.office)).size).toBe(state.designations.length);
        expect(state.dates.map((d) => d.on)).toEqual(state.dates.map((d) => d.on).toSorted());
      }),
      { numRuns: 200, seed: 20261122 },
    );
  });
});
