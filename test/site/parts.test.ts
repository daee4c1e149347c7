import { describe, expect, it } from 'vitest';
import type { ProtectionVia } from '../../src/gi/protection.ts';
import { createFormatter } from '../../src/site/format.ts';
import { ChangedValue, FieldName } from '../../src/site/parts/changed-value.tsx';
import { completeness } from '../../src/site/parts/completeness.tsx';
import { bestVia } from '../../src/site/pages/gi/verdicts.tsx';
import { loadTexts } from '../../src/site/texts.ts';
import { href, inLanguage, type View } from '../../src/site/view.ts';

const texts = loadTexts();
const view = (lang: View['lang'], more: Partial<View> = {}): View => ({
  lang,
  t: texts[lang],
  f: createFormatter(lang, texts[lang]),
  path: '/',
  search: '',
  origin: 'https://gi.example',
  today: '2026-06-01',
  day: '2026-06-01',
  ...more,
});
const text = (node: unknown): string =>
  String(node)
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

describe('a changed field', () => {
  const fr = view('fr');
  const shown = (field: string, value: unknown): string => text(ChangedValue({ v: fr, field, value }));

  it('is named in the language of the page', () => {
    expect(text(FieldName({ v: fr, field: 'dates.protected' }))).toBe('Date Protection');
    expect(text(FieldName({ v: fr, field: 'names[original|zh|龙井茶]' }))).toBe('Nom Original · chinois');
    expect(text(FieldName({ v: fr, field: 'status' }))).toBe('Statut');
  });

  it('shows its value for people', () => {
    expect(shown('dates.protected', '2021-03-01')).toBe('1 mars 2021');
    expect(shown('status', 'refused')).toBe('refusée');
    expect(shown('product.class', 'tea')).toBe('Thé');
    expect(shown('evidence', { level: 'official', source: 'OJ L 1' })).toBe('Officiel OJ L 1');
    expect(shown('publications', [{ text: 'OJ C 1' }, { text: 'OJ C 2', uri: 'https://x.example' }])).toBe(
      'OJ C 1 OJ C 2',
    );
    const form = {
      text: '香槟',
      language: 'zh',
      script: 'Hans',
      kind: 'transcription',
      evidence: { level: 'unverified', source: 'recalled' },
    };
    expect(shown('names[transcription|zh|香槟]', form)).toBe('香槟 Non vérifié recalled');
    expect(shown('basicMark', { number: '1' })).toBe('{&quot;number&quot;:&quot;1&quot;}');
    expect(shown('notes', undefined)).toBe('absent');
    expect(shown('notes', [])).toBe('absent');
  });
});

describe('how complete a list is', () => {
  it.each([
    [{ held: 54, verified: 48, expected: 100 }, '54 of 100 · 48 sourced'],
    [{ held: 105, verified: 10, expected: 96 }, '105 held, 96 in the legal text · 10 sourced'],
    [{ held: 96, verified: 96, expected: 96 }, '96 of 96 · all sourced'],
    [{ held: 0, verified: 0, expected: 175 }, 'none of 175 held yet'],
    [{ held: 0, verified: 0 }, 'nothing held yet'],
    [{ held: 1, verified: 0 }, '1 name, total not known · 0 sourced'],
  ])('%o is "%s"', (coverage, words) => {
    expect(completeness(view('en'), { listId: 'x/y', ...coverage })).toBe(words);
  });
});

describe('the list an answer is shown through', () => {
  const via = (listId: string, more: Partial<ProtectionVia>): ProtectionVia => ({
    listId,
    entryKey: 'k',
    versionNumber: 1,
    state: 'protected',
    legalBasis: { text: 'law' },
    evidence: { level: 'public-source', source: 's' },
    ...more,
  });
  const best = (vias: ProtectionVia[], state: ProtectionVia['state'] = 'protected'): string | undefined =>
    bestVia({ jurisdiction: 'CN', state, via: vias, coverage: [] })?.listId;
  const unverified = { level: 'unverified', source: '' } as const;
  const official = { level: 'official', source: 'gazette' } as const;

  it('is the best evidenced one', () => {
    expect(
      best([
        via('recalled', { evidence: unverified, since: '2021-03-01' }),
        via('gazette', { evidence: official }),
      ]),
    ).toBe('gazette');
    expect(best([via('gazette', { evidence: official }), via('press', { since: '2015-01-01' })])).toBe(
      'gazette',
    );
  });

  it('is the one with a date among equals', () => {
    expect(best([via('undated', {}), via('dated', { since: '2015-01-01' })])).toBe('dated');
  });

  it('speaks of the state that is shown', () => {
    expect(best([via('protected', {}), via('ended', { state: 'ended', evidence: official })])).toBe(
      'protected',
    );
    expect(best([])).toBeUndefined();
  });
});

describe('addresses', () => {
  it('keep a day other than today, and only that', () => {
    expect(href(view('th'), '/lists')).toBe('/th/lists');
    expect(href(view('th'), '/')).toBe('/th');
    expect(href(view('th', { day: '2020-01-01' }), '/search', { q: '龙井' })).toBe(
      '/th/search?q=%E9%BE%99%E4%BA%95&asOf=2020-01-01',
    );
  });

  it('name the same page in another language', () => {
    expect(inLanguage(view('th', { path: '/gi/x', search: '?asOf=2020-01-01' }), 'zh')).toBe(
      '/zh/gi/x?asOf=2020-01-01',
    );
  });
});
