import { describe, expect, it } from 'vitest';
import { conflicts, neighbours } from '../../scripts/names/gi-set.ts';
import type { ProductClass } from '../../src/gi/product.ts';
import { aliasSpellings } from '../../src/names/aliases.ts';
import { createNameEngine } from '../../src/names/engine.ts';
import { engineScreener } from '../../src/watch/engine-screener.ts';
import { screenSign } from '../../src/watch/screen-signs.ts';

const records = ['Champagne', 'Cognac', 'Roquefort', '龙井茶', 'Prosciutto di Parma'].map((name, i) => ({
  id: String(i),
  name,
  group: name,
}));

describe('screening many signs', () => {
  const texts = [
    'Champagne Royale',
    '康涅克',
    'Zorblax',
    '',
    'Lung Ching',
    'Roquefort Style',
    '\u202eabc',
    'Parma Ham',
  ];
  const few = texts.map((text) => ({ text, goods: [], alertAt: 2 }));

  it('finds alerts, the strongest first, and nothing for what cannot be compared', async () => {
    const found = await (await engineScreener(records, 0)).screen(few);
    expect(found.map((findings) => findings[0]?.group ?? null)).toEqual([
      'Champagne',
      'Cognac',
      null,
      null,
      '龙井茶',
      'Roquefort',
      null,
      'Prosciutto di Parma',
    ]);
    expect(found.flat().every((f) => f.falseAlertsPerMillion <= 2)).toBe(true);
  });

  it('finds the same with another thread beside this one', async () => {
    const many = Array.from({ length: 1200 }, (_, i) => ({
      text: `${texts[i % texts.length]} ${i % 450}`,
      goods: [],
      alertAt: 1.5,
    }));
    const alone = await (await engineScreener(records, 0)).screen(many);
    const together = await (await engineScreener(records, 1)).screen(many);
    expect(together).toEqual(alone);
    expect(alone.filter((findings) => findings.length > 0).length).toBeGreaterThan(400);
  }, 60_000);

  it('is silent where nothing is loud enough', async () => {
    const silent = few.map((sign) => ({ ...sign, alertAt: 0 }));
    expect((await (await engineScreener(records, 0)).screen(silent)).flat()).toEqual([]);
  });
});

describe('looking for alerts alone', () => {
  const goods: ProductClass[][] = [[], ['wine'], ['dairy', 'meat'], ['tea']];
  const latin = [...aliasSpellings()].flatMap(([, forms]) =>
    forms.filter((f) => /^\p{Script=Latin}{5,}$/u.test(f.text)).map((f) => f.text),
  );
  const pairs = [...conflicts(), ...neighbours()];
  const names = [...new Set([...pairs.map((p) => p.candidate), ...latin.slice(0, 120)])];
  const engine = createNameEngine(
    names.map((name, i) => ({ id: String(i), name, goods: goods[i % goods.length] ?? [] })),
  );
  const altered = latin.map((name) => `${name.slice(0, 3)}${name[3] === 'o' ? 'a' : 'o'}${name.slice(4)}`);
  const texts = [...new Set([...pairs.map((p) => p.query), ...altered.slice(0, 40)])];

  it('finds what looking at everything finds, but for a few in a hundred, and nothing else', () => {
    let alerts = 0;
    let found = 0;
    let more = 0;
    let other = 0;
    for (const [i, text] of texts.entries()) {
      const sign = { text, goods: goods[(i + 1) % goods.length] ?? [], alertAt: 1.5 };
      const all = engine.screen({ name: text, goods: sign.goods }, { topK: 20, alertAt: 1.5 });
      const loud = new Map(all.filter((f) => f.alert).map((f) => [f.candidateId, f]));
      const fast = screenSign(engine, sign);
      alerts += loud.size;
      for (const finding of fast) {
        const same = loud.get(finding.candidateId);
        if (!same) more++;
        else {
          found++;
          if (Math.abs(finding.score - same.score) > 1e-3 || finding.kind !== same.kind) other++;
        }
      }
    }
    expect(alerts).toBeGreaterThan(100);
    expect(found / alerts).toBeGreaterThan(0.95);
    expect(more / alerts).toBeLessThan(0.01);
    expect(other / alerts).toBeLessThan(0.01);
  }, 600_000);
});
