import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packagePath } from '../../src/platform/paths.ts';
import { refusalCodes } from '../../src/platform/errors.ts';

describe('docs/errors.md', () => {
  const text = readFileSync(packagePath('docs/errors.md'), 'utf8');
  it.each(refusalCodes)('tells what %s means and what to do', (code) => {
    expect(text).toMatch(new RegExp(`^\\| \`${code}\` \\| \\d{3} \\| .+ \\| .+ \\|$`, 'm'));
  });
});
