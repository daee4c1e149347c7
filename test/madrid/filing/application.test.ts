import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateSt96 } from '../../../src/formats/xml/validate.ts';
import type { Entry } from '../../../src/gi/entry.ts';
import { InputError } from '../../../src/gi/problem.ts';
import {
  buildMadridApplication,
  hasBasicMark,
  noBasicMark,
  type FilableEntry,
} from '../../../src/madrid/filing/application.ts';
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
    expect(fields).toEqual(['receivedOn', 'fee', 'regulations', 'representation']);
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

describe('what is told for a filing', () => {
  const { registeredOn: _, ...mark } = tea.basicMark;
  /** The tea as a list holds it that knows little of its mark. */
  const bare: FilableEntry = {
    ...tea,
    names: tea.names.slice(0, 1),
    basicMark: { ...mark, holder: { name: '安吉县农业局', countryCode: 'CN' }, evidence: tea.evidence },
  };
  const whole = {
    ...options,
    holder: { nameLatin: 'Anji County Agriculture Bureau', address: 'Anji, Zhejiang' },
    basicMarkRegisteredOn: '2001-01-28',
    transliteration: 'An Ji Bai Cha',
    translation: 'White tea of Anji',
    secondLanguage: 'fr' as const,
    intentToUse: 'MM18 of 2026-01-10',
    receivedOn: '2026-01-10',
    feeInSwissFrancs: '1053.00',
    regulations: 'Rules of 2001',
    representation: 'mark.png',
  };
  const codes = (told: Partial<typeof whole>, of = bare, designated = ['EM', 'US']): string[] =>
    buildMadridApplication(of, designated, { ...options, ...told }).missing.map(
      (p) => `${p.code} ${p.place.field}`,
    );

  it('completes it: no error is left, and nothing that was told is asked for again', () => {
    expect(codes(whole).filter((c) => !c.includes('unverified'))).toEqual([
      'madrid/to-sign signature',
      'madrid/advice basicMark',
    ]);
    const { xml, entry } = buildMadridApplication(bare, ['EM'], whole);
    expect(xml).toContain('>An Ji Bai Cha<');
    expect(xml).toContain('>White tea of Anji<');
    expect(xml).toContain('<com:SecondLanguageCode>fr</com:SecondLanguageCode>');
    expect(xml).toContain('<tmk:BasicRegistrationDate>2001-01-28<');
    expect(entry.basicMark.holder?.nameLatin).toBe('Anji County Agriculture Bureau');
  });

  it('says of every item it lacks how it is given', () => {
    const { missing } = buildMadridApplication(bare, ['EM', 'US'], options);
    const remedy = (field: string): string | undefined =>
      missing.find((p) => p.place.field === field)?.remedy;
    expect(remedy('fee')).toBe(
      'Give it in its field on the page, with --fee, or in the API as feeInSwissFrancs.',
    );
    for (const [field, option] of [
      ['holder.nameLatin', '--holder-latin'],
      ['holder.address', '--holder-address'],
      ['basicMark.registeredOn', '--basic-mark-registered-on'],
      ['transliteration', '--transliteration'],
      ['translation', '--translation'],
      ['secondLanguage', '--second-language'],
      ['intentToUse', '--intent-to-use'],
    ])
      expect(remedy(field!), field).toContain(option);
  });

  it('looks at what does not fit together', () => {
    const { secondLanguage: _second, ...rest } = whole;
    expect(codes({ ...rest, secondLanguage: 'en' as 'fr' })).toContain('madrid/missing secondLanguage');
    expect(codes(whole, bare, ['TH'])).toContain('madrid/advice secondLanguage');
    expect(codes({ ...whole, transliteration: '安吉' })).toContain('madrid/missing transliteration');
    expect(codes(whole, tea)).not.toContain('madrid/differs basicMark.registeredOn');
    expect(codes({ ...whole, basicMarkRegisteredOn: '2002-01-28' }, tea)).toContain(
      'madrid/differs basicMark.registeredOn',
    );
  });

  it('may name a holder the list does not, and goods where it holds no classes', () => {
    const { holder: _holder, ...unheld } = bare.basicMark;
    const told = {
      ...options,
      holder: { name: 'Anji Tea Association', countryCode: 'CN', address: 'Anji' },
      goods: [{ classNumber: 30, text: 'Tea' }],
    };
    const { xml, missing } = buildMadridApplication(
      { ...bare, basicMark: { ...unheld, niceClasses: [] } },
      ['EM'],
      told,
    );
    expect(xml).toContain('Anji Tea Association');
    expect(xml).toContain('<tmk:ClassNumber>30</tmk:ClassNumber>');
    const errors = missing.filter((p) => p.severity === 'error').map((p) => p.place.field);
    expect(errors).not.toEqual(expect.arrayContaining(['holder']));
    expect(errors).not.toEqual(expect.arrayContaining(['goods']));
  });

  it('cannot go beyond the basic mark', () => {
    const goods = [{ classNumber: 33, text: 'Wine' }];
    const found = buildMadridApplication(tea, ['EM'], { ...options, goods }).missing;
    expect(found.find((p) => p.code === 'madrid/class-not-in-basic-mark')).toMatchObject({
      message: 'Class 33 is not in the basic mark',
      remedy: expect.stringContaining('Leave the class out, or take another basic mark') as string,
    });
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
    expect(noBasicMark('cn-tea')).toMatchObject({
      code: 'madrid/no-basic-mark',
      severity: 'error',
      message: 'cn-tea has no basic mark',
    });
  });
});

/** All that a filing can be told. */
const details = {
  holder: { name: 'Anji Tea', nameLatin: 'Anji Tea & Co', address: 'Anji', countryCode: 'CN' },
  basicMarkRegisteredOn: '2001-01-28',
  transliteration: 'An Ji <Bai> Cha',
  translation: 'White tea of Anji',
  secondLanguage: 'de',
} as const;

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
        for (const told of [options, { ...options, ...details }]) {
          const { xml } = buildMadridApplication(entry, ['EM', 'TH', 'OA'], told);
          expect(validateSt96(xml, 'madrid-office-to-ib', schemaFolder)).toEqual([]);
        }
      }),
      { numRuns: 60, seed: 20261122 },
    );
  });
});
