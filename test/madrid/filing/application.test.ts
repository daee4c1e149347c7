import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateSt96 } from '../../../src/formats/xml/validate.ts';
import type { Entry } from '../../../src/gi/entry.ts';
import { InputError } from '../../../src/gi/problem.ts';
import { buildMadridApplication, hasBasicMark, noBasicMark } from '../../../src/madrid/filing/application.ts';
import { tea } from './tea.ts';
import { anyEntry } from '../../formats/arbitrary.ts';
import { hasShared, schemaFolder, whyNotShared } from '../../formats/support.ts';

const options = { madeOn: '2026-01-15' };

function codesOf(designations: string[]): string[] {
  try {
    buildMadridApplication(tea, designations, options);
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems.map((p) => p.code);
    throw error;
  }
}

describe('a Madrid application package', () => {
  const { xml, missing } = buildMadridApplication(tea, ['EM', 'th'], options);

  it('names the basic mark, its kind and the designations', () => {
    expect(xml).toContain('<tmk:BasicRegistrationNumber>1511897</tmk:BasicRegistrationNumber>');
    expect(xml).toContain('<tmk:MarkCategory>Certification mark</tmk:MarkCategory>');
    expect([...xml.matchAll(/DesignatedCountryCode>(..)</g)].map((m) => m[1])).toEqual(['EM', 'TH']);
  });

  it('takes transliteration, translation and disclaimer from the name forms', () => {
    expect(xml).toContain(
      '<tmk:MarkVerbalElementText com:languageCode="zh">安吉白茶</tmk:MarkVerbalElementText>',
    );
    expect(xml).toContain('transliterationCategory="Chinese to Latin">Anji Bai Cha<');
    expect(xml).toContain(
      '<tmk:MarkTranslationText com:languageCode="en">Anji White Tea</tmk:MarkTranslationText>',
    );
    expect(xml).toContain('<tmk:MarkDisclaimerText>Bai Cha</tmk:MarkDisclaimerText>');
  });

  it('says what is still missing', () => {
    const fields = missing.filter((p) => p.code === 'madrid/missing').map((p) => p.place.field);
    expect(fields).toEqual(['receivedOn', 'fee', 'regulations', 'representation', 'signature']);
    const bare = buildMadridApplication(
      { ...tea, basicMark: { number: '1', kind: 'collective', niceClasses: [], evidence: tea.evidence } },
      ['EM'],
      options,
    );
    expect(bare.missing.map((p) => p.place.field)).toEqual(
      expect.arrayContaining(['holder', 'holder.address', 'basicMark.registeredOn', 'goods']),
    );
  });

  it('asks for goods in the language of the application, class by class', () => {
    const french = buildMadridApplication(tea, ['EM'], { ...options, language: 'fr' });
    expect(french.missing.map((p) => p.message)).toContain(
      'The goods of class 30 in the language of the application (fr)',
    );
  });

  it('says when a membership was only recalled', () => {
    expect(missing.filter((p) => p.code === 'madrid/membership-unverified').map((p) => p.place.path)).toEqual(
      ['TH'],
    );
  });

  it('keeps items out of missing that were supplied', () => {
    const told = buildMadridApplication(tea, ['EM'], {
      ...options,
      receivedOn: '2026-01-10',
      feeInSwissFrancs: '1053.00',
    });
    const fields = told.missing.map((p) => p.place.field);
    expect(fields).not.toContain('fee');
    expect(fields).not.toContain('receivedOn');
    expect(told.xml).toContain('currencyCode="CHF">1053.00<');
  });
});

describe('designations', () => {
  it.each([
    [['CN'], ['madrid/self-designation']],
    [['EU'], ['madrid/unknown-designation']],
    [
      ['ZZ', 'CN'],
      ['madrid/unknown-designation', 'madrid/self-designation'],
    ],
    [[], ['madrid/no-designation']],
    [[' '], ['madrid/no-designation']],
    [['FR', 'em'], []],
  ])('%j gives %j', (designations, codes) => {
    expect(codesOf(designations)).toEqual(codes);
  });

  it('are taken once', () => {
    const { xml, missing } = buildMadridApplication(tea, ['FR', 'fr'], options);
    expect(xml.match(/DesignatedCountryCode>/g)).toHaveLength(2);
    expect(missing.map((p) => p.code)).toContain('madrid/repeated-designation');
  });
});

describe('an entry without a basic mark', () => {
  it('cannot be filed', () => {
    const { basicMark: _, ...entry }: Entry = tea;
    expect(hasBasicMark(entry)).toBe(false);
    expect(noBasicMark(entry)).toMatchObject({ code: 'madrid/no-basic-mark', severity: 'error' });
  });
});

describe(`the package${whyNotShared}`, () => {
  it.runIf(hasShared)('is valid against the schema whatever is missing', () => {
    expect(
      validateSt96(
        buildMadridApplication(tea, ['EM', 'TH'], options).xml,
        'madrid-office-to-ib',
        schemaFolder,
      ),
    ).toEqual([]);
    fc.assert(
      fc.property(anyEntry.filter(hasBasicMark), (entry) => {
        const { xml } = buildMadridApplication(entry, ['EM', 'TH', 'OA'], options);
        expect(validateSt96(xml, 'madrid-office-to-ib', schemaFolder)).toEqual([]);
      }),
      { numRuns: 60, seed: 20261122 },
    );
  });
});
