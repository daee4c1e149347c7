import { describe, expect, it } from 'vitest';
import { formsOf } from '../../src/names/forms.ts';

describe('formsOf', () => {
  it.each([
    ['Champagne', ['Champagne']],
    ['茅台酒（贵州茅台酒）', ['茅台酒（贵州茅台酒）', '茅台酒', '贵州茅台酒']],
    ['Halloumi / Hellim', ['Halloumi / Hellim', 'Halloumi', 'Hellim']],
    ['Fasolia (plake megalosperma) Prespon', ['Fasolia (plake megalosperma) Prespon', 'Fasolia Prespon']],
    ['Ouzo/Ούζο', ['Ouzo/Ούζο']],
    ['(((', ['(((']],
    ['', ['']],
  ])('%s', (name, forms) => {
    expect(formsOf(name)).toEqual(forms);
  });

  it('reads no more than a few alternatives of a list', () => {
    expect(formsOf(Array.from({ length: 100 }, (_, i) => `Name ${i}`).join(' / ')).length).toBeLessThan(8);
  });
});
