import { describe, expect, it } from 'vitest';
import { breakable } from '../../src/madrid/filing/print/pdf.ts';

describe('where a printed line may break', () => {
  it.each([
    ['(also 香槟), protected', ['(also', ' ', '香槟),', ' ', 'protected']],
    ['“龙井”茶。', ['“龙井”', '茶。']],
    ['Tea; wine', ['Tea;', ' ', 'wine']],
    ['ขนมต่าง ๆ', ['ขนม', 'ต่าง', ' ', 'ๆ']],
  ])('%s: not before what closes, not after what opens', (text, pieces) => {
    expect(breakable(text)).toEqual(pieces);
    expect(breakable(text).join('')).toBe(text);
  });
});
