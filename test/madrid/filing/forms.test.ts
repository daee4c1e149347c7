import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { validateSt96 } from '../../../src/formats/xml/validate.ts';
import { InputError } from '../../../src/gi/problem.ts';
import { buildChangeRequest, type ChangeRequest } from '../../../src/madrid/filing/change.ts';
import { applicationForm, changeForm } from '../../../src/madrid/filing/form-document.ts';
import { changeForms, forms } from '../../../src/madrid/filing/forms.ts';
import { printForm } from '../../../src/madrid/filing/print/pdf.ts';
import { Glyphs } from '../../../src/madrid/filing/print/glyphs.ts';
import { hasShared, schemaFolder, whyNotShared } from '../../formats/support.ts';
import { tea } from './tea.ts';

const holder = {
  name: '安吉县农业局',
  nameLatin: 'Anji County Agriculture Bureau',
  address: 'Anji',
  countryCode: 'CN',
};
const request = (form: ChangeRequest['form'], change: Partial<ChangeRequest> = {}): ChangeRequest => ({
  form,
  numbers: ['1289218'],
  language: 'en',
  holder,
  newHolder: forms[form].newHolder ? { ...holder, nameLatin: 'Anji Tea Association' } : undefined,
  offices: forms[form].offices === 'some' ? ['TH', 'JP'] : [],
  goods: forms[form].goods === 'some' ? [{ classNumber: 30, text: 'White tea' }] : [],
  receivedOn: '2026-11-20',
  feeInSwissFrancs: '300.00',
  ...change,
});
const on = '2026-11-22';
const refusal = (build: () => unknown): string[] => {
  try {
    build();
  } catch (error) {
    if (error instanceof InputError) return error.problems.map((p) => `${p.code} ${p.place.field ?? ''}`);
    throw error;
  }
  return [];
};

describe('requests about a registration', () => {
  it.runIf(hasShared).each(
    changeForms.flatMap((form) => [
      [form, 'as asked', request(form)] as const,
      [
        form,
        'knowing nothing',
        request(form, {
          holder: undefined,
          newHolder: undefined,
          receivedOn: undefined,
          feeInSwissFrancs: undefined,
        }),
      ] as const,
      [
        form,
        'with all it can have',
        request(form, {
          officeReference: 'CN-77',
          numbers: forms[form].several ? ['1289218', '1289219A'] : ['1289218'],
          offices: forms[form].offices === 'none' ? [] : ['TH'],
          goods:
            forms[form].goods === 'none'
              ? []
              : [
                  { classNumber: 30, text: 'Tea' },
                  { classNumber: 32, text: 'Iced & sweet' },
                ],
        }),
      ] as const,
    ]),
  )(`%s %s is valid ST.96${whyNotShared}`, (_form, _how, asked) => {
    const { xml } = buildChangeRequest(asked, 'CN', on);
    expect(validateSt96(xml, 'madrid-office-to-ib', schemaFolder)).toEqual([]);
  });

  it('name what is missing and nothing that is there', () => {
    const fields = (of: ChangeRequest): string[] =>
      buildChangeRequest(of, 'CN', on).missing.map((p) => p.place.field ?? '');
    expect(fields(request('MM7', { offices: ['JP'] }))).toEqual(['signature']);
    expect(fields(request('MM9', { newHolder: undefined, feeInSwissFrancs: undefined }))).toEqual([
      'newHolder',
      'fee',
      'signature',
    ]);
    expect(fields(request('MM5', { newHolder: { name: '安吉', countryCode: 'CN' } }))).toEqual([
      'newHolder.nameLatin',
      'newHolder.address',
      'signature',
    ]);
  });

  it.each([
    [request('MM4', { offices: [] }), 'madrid/no-designation designations'],
    [request('MM4', { offices: ['CN'] }), 'madrid/self-designation designations'],
    [request('MM7', { offices: ['ZZ'] }), 'madrid/unknown-designation designations'],
    [request('MM4', { numbers: ['1', '2'] }), 'madrid/not-of-this-form numbers'],
    [request('MM6', { goods: [] }), 'madrid/not-of-this-form goods'],
    [request('MM7', { goods: [{ classNumber: 30, text: 'Tea' }] }), 'madrid/not-of-this-form goods'],
    [request('MM8', { offices: ['TH'] }), 'madrid/not-of-this-form offices'],
    [request('MM11', { newHolder: holder }), 'madrid/not-of-this-form newHolder'],
  ])('%# refuse what the form does not have or cannot do without', (asked, code) => {
    expect(refusal(() => buildChangeRequest(asked, 'CN', on))).toEqual([code]);
  });
});

/** Text set in built-in fonts, and how many outlines are drawn. */
function contents(pdf: Uint8Array): { text: string; outlines: number; pages: number } {
  const bytes = Buffer.from(pdf);
  const raw = bytes.toString('latin1');
  let text = '';
  let outlines = 0;
  for (const match of raw.matchAll(/stream\n/g)) {
    const from = match.index + match[0].length;
    const to = raw.indexOf('\nendstream', from);
    let stream: string;
    try {
      stream = inflateSync(bytes.subarray(from, to)).toString('latin1');
    } catch {
      continue;
    }
    for (const shown of stream.matchAll(/\[((?:<[0-9a-f]*>|[-\d. ])*)\] TJ/g))
      text +=
        [...shown[1]!.matchAll(/<([0-9a-f]*)>/g)]
          .map((m) => Buffer.from(m[1]!, 'hex').toString('latin1'))
          .join('') + '\n';
    outlines += (stream.match(/\nf\n/g) ?? []).length;
  }
  return { text, outlines, pages: (raw.match(/\/Type \/Page\n/g) ?? []).length };
}

describe('the printed form', () => {
  const glyphs = new Glyphs();

  it('has the items of the paper form, the mark as an outline, and says what is missing', async () => {
    const missing = [
      {
        code: 'madrid/missing',
        severity: 'error' as const,
        message: 'The fee is missing',
        remedy: '',
        place: {},
      },
    ];
    const form = applicationForm(tea, ['EM', 'TH'], missing, {
      language: 'en',
      officeOfOrigin: 'CN',
      madeOn: on,
    });
    const { text, outlines, pages } = contents(await printForm(form, glyphs));
    for (const words of [
      'MM2',
      '10  Goods and services',
      'Anji Bai Cha',
      'Anji White Tea',
      'EM, TH',
      'The fee is missing',
      'Certification mark',
    ])
      expect(text).toContain(words);
    // Four characters of the mark and those of the holder's name.
    expect(outlines).toBeGreaterThanOrEqual(4 + 6);
    expect(pages).toBeGreaterThan(0);
  });

  it('keeps what is missing on a page of its own, marked as no part of the form', async () => {
    const asked = request('MM11', { feeInSwissFrancs: undefined });
    const { codes, missing } = buildChangeRequest(asked, 'CN', on);
    const form = changeForm(asked, codes, missing, on);
    const whole = contents(await printForm({ ...form, missing: [] }, glyphs));
    const { text, pages } = contents(await printForm(form, glyphs));
    expect(whole.pages).toBe(1);
    expect(whole.text).not.toContain('Not part of');
    expect(pages).toBe(2);
    const behind = text.indexOf('Not part of MM11');
    expect(behind).toBeGreaterThan(text.indexOf('Total in Swiss francs'));
    expect(text.indexOf('The fee in Swiss francs')).toBeGreaterThan(behind);
  });

  it.each(changeForms)('%s names itself, the registration and the holder', async (kind) => {
    const asked = request(kind);
    const { codes, missing } = buildChangeRequest(asked, 'CN', on);
    const { text } = contents(await printForm(changeForm(asked, codes, missing, on), glyphs));
    for (const words of [kind, '1289218', 'Anji County Agriculture Bureau', 'The signature'])
      expect(text).toContain(words);
  });

  it('turns the page when it is full, and breaks a text that has no spaces', async () => {
    const goods = Array.from({ length: 45 }, (_, i) => ({ classNumber: i + 1, text: '茶叶制品'.repeat(40) }));
    const form = changeForm(request('MM6', { goods }), [], [], on);
    expect(contents(await printForm(form, glyphs)).pages).toBeGreaterThan(3);
  });

  it('draws every script of the register, and a question mark for what no font has', async () => {
    for (const text of ['龙井茶', '龍井', 'ข้าวหอมมะลิ', 'Φέτα', 'Българско розово масло', 'Xīhú Lóngjǐng']) {
      const runs = await glyphs.layout(text, 10);
      expect(runs.length, text).toBeGreaterThan(0);
      for (const run of runs) expect(run.width, text).toBeGreaterThan(0);
    }
    const unknown = await glyphs.layout('\u{13000}', 10);
    const question = await glyphs.layout('?', 10);
    expect(unknown).toEqual(question);
  });
});
