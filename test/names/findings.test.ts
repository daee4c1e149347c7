import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createNameEngine, findingKinds, type Finding, type NameRecord } from '../../src/names/engine.ts';
import { conflicts, labelledRecords, neighbours, rankOf } from '../../scripts/names/gi-set.ts';

const records: NameRecord[] = [
  { id: 'champagne', name: 'Champagne', group: 'champagne', goods: ['wine'] },
  { id: 'xiangbin', name: '香槟', group: 'champagne', goods: ['wine'] },
  { id: 'cognac', name: 'Cognac', group: 'cognac', goods: ['spirit'] },
  { id: 'longjing', name: '龙井茶', group: 'longjing', goods: ['tea'] },
  { id: 'anji', name: '安吉白茶', group: 'anji', goods: ['tea'] },
  { id: 'parma', name: 'Prosciutto di Parma', group: 'parma', goods: ['meat'] },
  { id: 'ouzo', name: 'Ούζο', group: 'ouzo', goods: ['spirit'] },
  { id: 'toscano', name: 'Toscano', group: 'toscano', goods: ['oil'] },
  { id: 'moutai', name: '茅台酒（贵州茅台酒）', group: 'moutai', goods: ['spirit'] },
  { id: 'rioja', name: 'Rioja', group: 'rioja', goods: ['wine'] },
];
const engine = createNameEngine(records);
const best = (name: string, rest = {}): Finding => engine.screen({ name, ...rest })[0] as Finding;

describe('kinds of finding', () => {
  it.each([
    ['CHAMPAGNE', 'champagne', 'identical'],
    ['香檳', 'xiangbin', 'identical'],
    ['香宾', 'xiangbin', 'homophone'],
    ['康涅克', 'cognac', 'transliteration'],
    ['Lung Ching', 'longjing', 'transliteration'],
    ['Maotai', 'moutai', 'transliteration'],
    ['Parma ham', 'parma', 'translation'],
    ['帕尔马火腿', 'parma', 'translation'],
    ['Dragon Well', 'longjing', 'word-translation'],
    ['Champagne-style', 'champagne', 'marking'],
    ['香槟风味', 'xiangbin', 'marking'],
    ['แชมเปญสไตล์', 'champagne', 'marking'],
    ['香槟人生', 'xiangbin', 'containment'],
    ['Champagne Life', 'champagne', 'containment'],
    ['C0gnac', 'cognac', 'look-alike'],
    ['Oύζο', 'ouzo', 'look-alike'],
    ['La Rioja Argentina', 'rioja', 'homonym'],
  ])('%s against %s is %s', (name, id, kind) => {
    const finding = best(name);
    expect([finding.candidateId, finding.kind, finding.alert]).toEqual([id, kind, true]);
  });

  it('does not take two teas for one', () => {
    expect(engine.screen({ name: '安溪白茶' }).filter((f) => f.alert && f.group !== 'anji')).toEqual([]);
    expect(engine.screen({ name: 'Fuding White Tea' }).some((f) => f.alert)).toBe(false);
  });

  it('weighs goods', () => {
    const rate = (goods?: string): number =>
      best('Toscoro', goods ? { goods: [goods] } : {}).falseAlertsPerMillion;
    expect(rate('oil')).toBeLessThan(rate('meat'));
    expect(rate('meat')).toBeLessThan(rate('handicraft'));
    expect(rate()).toBeLessThan(rate('handicraft'));
  });

  it('finds the second name of a line with two', () => {
    expect(best('贵州茅台酒').candidateId).toBe('moutai');
    expect(best('Kweichow Moutai').candidateId).toBe('moutai');
  });
});

describe('options', () => {
  it('returns topK findings below the threshold too, ranked and without alert', () => {
    const findings = engine.screen({ name: '安井' }, { topK: 5 });
    expect(findings.map((f) => f.rank)).toEqual([1, 2, 3, 4, 5].slice(0, findings.length));
    expect(findings.length).toBeGreaterThan(1);
    expect([...findings].sort((a, b) => b.score - a.score)).toEqual(findings);
    expect(findings.at(-1)?.alert).toBe(false);
  });

  it('leaves out findings under minScore', () => {
    expect(engine.screen({ name: '香宾' }, { minScore: 0.5 }).every((f) => f.score >= 0.5)).toBe(true);
  });

  it('alerts by expected false alerts per million', () => {
    const { falseAlertsPerMillion: rate } = best('Toscoro');
    expect(engine.screen({ name: 'Toscoro' }, { alertAt: rate * 1.1 })[0]?.alert).toBe(true);
    expect(engine.screen({ name: 'Riojano' }, { alertAt: 1e-12 })[0]?.alert).toBe(false);
  });
});

describe('explanations', () => {
  const languages = ['en', 'fr', 'zh', 'th'];
  const texts = languages.map(
    (l) =>
      JSON.parse(
        readFileSync(new URL(`../../locales/${l}/findings.json`, import.meta.url), 'utf8'),
      ) as Record<'kind' | 'why', Record<string, string>>,
  );

  it('has words for every kind in four languages', () => {
    for (const { kind } of texts) expect(Object.keys(kind).sort()).toEqual([...findingKinds].sort());
    for (const { why } of texts) expect(Object.keys(why)).toEqual(Object.keys(texts[0]?.why ?? {}));
  });

  it.each([
    '香宾',
    'Parma ham',
    'Champagne-style',
    'Lung Ching',
    '戈贡佐拉',
    'Toscoro',
    'C0gnac',
    '香槟人生',
    'Verlados',
  ])('explains %s with a known text, its parameters and weights that sum to one', (name) => {
    for (const { explanation } of engine.screen({ name })) {
      const { key, params } = explanation.message;
      for (const { why } of texts) {
        const text = why[key.replace('why.', '')];
        expect(text).toBeDefined();
        for (const [, param] of text?.matchAll(/{{(\w+)}}/g) ?? [])
          expect(params).toHaveProperty(param as string);
      }
      const total = explanation.segments.reduce((sum, s) => sum + s.weight, 0);
      if (explanation.segments.length > 0 && total > 0) expect(total).toBeCloseTo(1, 1);
      expect(explanation.engine).toBe(engine.version);
    }
  });
});

describe('evidence of aliases', () => {
  it('is that of the rendering, not of the name at home', () => {
    const parmesan = createNameEngine([{ id: '1', name: 'Parmigiano Reggiano' }]).screen({
      name: 'Parmesan',
    })[0];
    expect(parmesan?.explanation.message).toMatchObject({ key: 'why.alias-official' });
    const champagne = createNameEngine([{ id: '1', name: 'Champagne' }]).screen({ name: '香槟' })[0];
    expect(champagne?.explanation.message.key).toBe('why.alias-unverified');
  });
});

describe('labelled GI pairs', () => {
  const labelled = createNameEngine(labelledRecords());

  it('finds at least .95 of the names first and alerts for at least .95', () => {
    const results = conflicts().map(({ query, candidate }) => rankOf(labelled, query, candidate));
    expect(results.filter((r) => r.rank === 1).length / results.length).toBeGreaterThan(0.95);
    expect(results.filter((r) => r.finding?.alert).length / results.length).toBeGreaterThan(0.95);
  });

  it('gives the labelled kind in at least .9', () => {
    const right = conflicts().filter(
      ({ query, candidate, kind }) => rankOf(labelled, query, candidate).finding?.kind === kind,
    );
    expect(right.length / conflicts().length).toBeGreaterThan(0.9);
  });

  it('keeps lawful neighbours quiet', () => {
    const loud = neighbours().filter(
      ({ query, candidate }) => rankOf(labelled, query, candidate).finding?.alert,
    );
    expect(loud).toEqual([]);
  });
});
