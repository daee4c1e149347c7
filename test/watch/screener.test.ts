import { describe, expect, it } from 'vitest';
import { engineScreener } from '../../src/watch/engine-screener.ts';

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
  const few = texts.map((text) => ({ text, goods: [] }));

  it('finds alerts, the strongest first, and nothing for what cannot be compared', async () => {
    const found = await (await engineScreener(records, 0)).screen(few, 2);
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
    }));
    const alone = await (await engineScreener(records, 0)).screen(many, 1.5);
    const together = await (await engineScreener(records, 1)).screen(many, 1.5);
    expect(together).toEqual(alone);
    expect(alone.filter((findings) => findings.length > 0).length).toBeGreaterThan(400);
  }, 60_000);

  it('is silent where nothing is loud enough', async () => {
    expect((await (await engineScreener(records, 0)).screen(few, 0)).flat()).toEqual([]);
  });
});
