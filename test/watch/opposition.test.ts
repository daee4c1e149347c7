import { describe, expect, it } from 'vitest';
import { lastDayOf, oppositionRules, oppositionWindow, windowsOf } from '../../src/watch/opposition.ts';

const national = { international: false, protectedThere: true };
const international = { international: true, protectedThere: true };

describe('opposition periods', () => {
  // Office, day of publication, last day to oppose; the examples of the sources where they give one.
  it.each([
    ['CN', '2000-03-07', '2000-06-06'],
    ['GB', '2013-04-11', '2013-06-11'],
    ['GB', '2025-12-31', '2026-02-28'],
    ['EM', '2025-11-30', '2026-02-28'],
    ['EM', '2023-11-30', '2024-02-29'],
    ['US', '2024-01-31', '2024-03-01'],
    ['US', '2023-01-31', '2023-03-02'],
    ['TH', '2026-01-01', '2026-03-02'],
    ['JP', '2025-12-31', '2026-02-28'],
    ['KR', '2025-07-21', '2025-09-21'],
    ['KR', '2025-07-22', '2025-08-21'],
    ['CH', '2026-02-15', '2026-05-15'],
  ])('%s: published %s, oppose by %s', (office, publishedOn, lastDay) => {
    expect(oppositionWindow(office, publishedOn, national).lastDay).toBe(lastDay);
  });

  it('says what an extension would give', () => {
    expect(oppositionWindow('GB', '2026-07-04', national)).toMatchObject({
      lastDay: '2026-09-04',
      extendedTo: '2026-10-04',
    });
    // 30 days and 150 more are the 180 days beyond which there is none.
    expect(oppositionWindow('US', '2026-01-01', national).extendedTo).toBe('2026-06-30');
  });

  it.each([
    ['CH', '2026-02-15', '2026-05-31'],
    ['CN', '2026-02-15', '2026-05-31'],
    ['EM', '2026-02-15', '2026-06-15'],
  ])(
    'counts for an international registration from the WIPO Gazette: %s, %s, %s',
    (office, gazette, lastDay) => {
      expect(oppositionWindow(office, gazette, international).lastDay).toBe(lastDay);
    },
  );

  it('gives no day where the office’s own publication starts the period, and says so', () => {
    const window = oppositionWindow('US', '2026-02-15', international);
    expect(window.lastDay).toBeUndefined();
    expect(window.remark).toBe('office-publication');
  });

  it('gives no day without a publication, and none for an office that is not known', () => {
    expect(oppositionWindow('EM', undefined, national)).toMatchObject({ remark: 'no-publication-date' });
    expect(oppositionWindow('ZZ', '2026-01-01', national)).toMatchObject({ remark: 'no-rule' });
  });

  it('flags a last day at the weekend', () => {
    expect(oppositionWindow('EM', '2026-02-28', national)).not.toHaveProperty('remark');
    expect(oppositionWindow('EM', '2026-02-15', national)).not.toHaveProperty('remark');
    expect(oppositionWindow('EM', '2026-02-16', national)).toMatchObject({
      lastDay: '2026-05-16',
      remark: 'weekend',
    });
  });

  it('puts the nearest day where the GI is protected first', () => {
    const mark = { office: 'WO', designations: ['US', 'EM', 'CH'], publishedOn: '2026-02-15' };
    expect(windowsOf(mark, (office) => office === 'EM').map((w) => w.office)).toEqual(['EM', 'CH', 'US']);
    expect(windowsOf(mark, () => true).map((w) => w.office)).toEqual(['CH', 'EM', 'US']);
  });

  it('has a source for everything it does not call unverified', () => {
    const sourced = [...oppositionRules.values()]
      .flatMap((rule) => [rule.evidence, rule.international?.evidence])
      .filter((evidence) => evidence !== undefined && evidence.level !== 'unverified');
    expect(sourced.length).toBeGreaterThan(10);
    expect(sourced.filter((evidence) => evidence?.source === '')).toEqual([]);
  });

  it('counts a month from its last day', () => {
    expect(lastDayOf('2026-01-31', 'P1M', 'after')).toBe('2026-02-28');
    expect(lastDayOf('2026-01-31', 'P1M', 'from')).toBe('2026-02-27');
  });
});
