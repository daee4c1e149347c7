import { describe, expect, it } from 'vitest';
import {
  normaliseFileNumber,
  parseFileNumber,
  sameFileNumber,
  withoutProcedure,
} from '../../src/gi/file-number.ts';

describe('normaliseFileNumber', () => {
  it.each([
    ['PDO-FR-A1359', 'PDO-FR-A1359'],
    [' pdo-fr-a1359 ', 'PDO-FR-A1359'],
    ['PDO–FR–A1359', 'PDO-FR-A1359'],
    ['PGI-NL+BE+DE-01994', 'PGI-NL+BE+DE-01994'],
    ['PGI-GB-01854-AM01', 'PGI-GB-01854-AM01'],
    ['TSG-FI-0013-AM01 Minor', 'TSG-FI-0013-AM01'],
    ['PGI-LU-0062-CANCEL', 'PGI-LU-0062-CANCEL'],
    ['FR/PDO/0017/0076', 'PDO-FR-0076'],
    ['สช 50100020', 'สช 50100020'],
    ['สช๕๐๑๐๐๐๒๐', 'สช 50100020'],
    ['สช.50 100020', 'สช 50100020'],
    ['  some   other  no. 7 ', 'some other no. 7'],
  ])('%s is %s', (raw, normalised) => {
    expect(normaliseFileNumber(raw)).toBe(normalised);
  });

  it('is stable', () => {
    for (const raw of ['FR/PDO/0017/0076', 'สช๕๐๑๐๐๐๒๐', 'PGI-GB-01854-AM01']) {
      const once = normaliseFileNumber(raw);
      expect(normaliseFileNumber(once)).toBe(once);
    }
  });
});

describe('parseFileNumber', () => {
  it('gives the countries and the type of right', () => {
    expect(parseFileNumber('PGI-NL+BE+DE-01994')).toMatchObject({
      countries: ['NL', 'BE', 'DE'],
      giType: 'PGI',
    });
  });

  it('gives the common-era year of a Thai number', () => {
    expect(parseFileNumber('สช 50100020')).toMatchObject({ system: 'th', year: 2007, countries: ['TH'] });
  });

  it.each(['', 'PDO', 'PDO-FRA-0001', 'สช 5010002', 'FR/PDO/0076'])('does not know “%s”', (raw) => {
    expect(parseFileNumber(raw)).toBeUndefined();
  });
});

describe('one GI under two numbers', () => {
  it('leaves amendments and leading zeros aside', () => {
    expect(withoutProcedure('PGI-GB-01854-AM01')).toBe('PGI-GB-01854');
    expect(sameFileNumber('PGI-GR-2317', 'PGI-GR-02317')).toBe(true);
    expect(sameFileNumber('PDO-HU-A1368-AM03', 'PDO-HU-A1368')).toBe(true);
    expect(sameFileNumber('PDO-HU-A1368', 'PDO-HU-1368')).toBe(false);
  });
});
