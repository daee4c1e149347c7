import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/gi/entry.ts';
import { couldHold, protectionIn, stateOn, type Occurrence } from '../../src/gi/protection.ts';
import { aList, anEntry } from '../support/entries.ts';

const [cn, eu, fr] = [
  { code: 'CN', name: { en: 'China' }, memberOf: [] },
  { code: 'EU', name: { en: 'European Union' }, memberOf: [] },
  { code: 'FR', name: { en: 'France' }, memberOf: ['EU'] },
];
const version = {
  versionId: 'v',
  listId: 'cn-eu/III',
  number: 1,
  contentHash: 'h',
  effectiveOn: '2021-03-01',
  publishedAt: '2026-01-01T00:00:00.000Z',
  entryCount: 1,
  verifiedCount: 1,
};
const on = (entry: Entry, list = aList()): Occurrence => ({ list, version, entry });

describe('the state of an entry on a day', () => {
  it.each<[string, Partial<Entry>, string, string]>([
    ['is protected from its date on', { dates: { protected: '2021-03-01' } }, '2021-03-01', 'protected'],
    ['is not protected the day before', { dates: { protected: '2021-03-01' } }, '2021-02-28', 'not-yet'],
    ['without a date holds while its version applies', { dates: {} }, '2021-03-01', 'protected'],
    ['without a date says nothing of earlier days', { dates: {} }, '2021-02-28', 'unknown'],
    [
      'ended is ended from that day',
      { status: 'ended', dates: { protected: '2020-01-01', ended: '2022-01-01' } },
      '2022-01-01',
      'ended',
    ],
    [
      'ended was protected before',
      { status: 'ended', dates: { protected: '2020-01-01', ended: '2022-01-01' } },
      '2021-12-31',
      'protected',
    ],
    ['ended without dates was once unknown', { status: 'ended', dates: {} }, '2021-01-01', 'unknown'],
    ['applied is pending', { status: 'applied', dates: { applied: '2021-05-05' } }, '2021-05-05', 'pending'],
    [
      'refused was pending before',
      { status: 'refused', dates: { applied: '2020-01-01', refused: '2022-06-01' } },
      '2022-05-31',
      'pending',
    ],
    [
      'refused is refused after',
      { status: 'refused', dates: { applied: '2020-01-01', refused: '2022-06-01' } },
      '2022-06-01',
      'refused',
    ],
  ])('%s', (_, change, day, state) => {
    expect(stateOn(anEntry(change), '2021-03-01', day)).toBe(state);
  });
});

describe('protection in a jurisdiction', () => {
  it('of a union holds in its members', () => {
    expect(protectionIn(fr!, [on(anEntry())], [], '2026-01-01')).toMatchObject({
      state: 'protected',
      since: '2021-03-01',
    });
  });
  it('does not hold elsewhere', () => {
    expect(protectionIn(cn!, [on(anEntry())], [], '2026-01-01').state).toBe('not-listed');
  });
  it('is the strongest of several lists, each of them shown', () => {
    const pending = on(anEntry({ status: 'applied', dates: {} }), aList({ id: 'cn-eu/V' }));
    const { state, via } = protectionIn(eu!, [pending, on(anEntry())], [], '2026-01-01');
    expect(state).toBe('protected');
    expect(via.map((v) => [v.listId, v.state])).toEqual([
      ['cn-eu/III', 'protected'],
      ['cn-eu/V', 'pending'],
    ]);
  });
  it('is unknown, not absent, while a list that could hold the name is incomplete', () => {
    const partly = [{ listId: 'cn-eu/III', held: 100, verified: 54, expected: 100 }];
    const whole = [{ listId: 'cn-eu/III', held: 100, verified: 100, expected: 100 }];
    const ofUnknownSize = [{ listId: 'register/eu', held: 641, verified: 641 }];
    expect(protectionIn(eu!, [], partly, '2026-01-01').state).toBe('unknown');
    expect(protectionIn(eu!, [], ofUnknownSize, '2026-01-01').state).toBe('unknown');
    expect(protectionIn(eu!, [], whole, '2026-01-01').state).toBe('not-listed');
  });
});

describe('which lists could hold a name', () => {
  it('are home registers and treaty lists of its origin that reach the jurisdiction', () => {
    const register = aList({ id: 'register/eu', kind: 'home-register', origin: 'EU' });
    expect(couldHold(aList(), eu!, [cn!])).toBe(true);
    expect(couldHold(aList(), eu!, [fr!])).toBe(false);
    expect(couldHold(aList({ protectedIn: 'CN', origin: 'EU' }), cn!, [fr!])).toBe(true);
    expect(couldHold(register, fr!, [cn!])).toBe(true);
    expect(couldHold(register, cn!, [cn!])).toBe(false);
  });
});
