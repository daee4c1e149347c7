import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/formats/problems.ts';
import { columns } from '../../src/formats/table/row.ts';
import { formats } from '../../src/formats/registry.ts';

const read = (name: string): string => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

describe('docs/errors.md', () => {
  const errors = read('errors.md');

  it.each(Object.entries(catalogue))('has %s with its severity and remedy', (code, [severity, remedy]) => {
    const row = errors.split('\n').find((line) => line.startsWith(`| \`${code}\` |`));
    expect(row).toContain(`| ${severity} |`);
    expect(row).toContain(remedy);
  });

  it('has no code of ours that is no longer raised', () => {
    const spaces = new Set(Object.keys(catalogue).map((code) => code.split('/')[0]));
    const documented = [...errors.matchAll(/^\| `([a-z0-9-]+\/[a-z0-9-]+)` \|/gm)].map((m) => m[1] ?? '');
    const ours = documented.filter((code) => spaces.has(code.split('/')[0]));
    expect(ours.toSorted()).toEqual(Object.keys(catalogue).toSorted());
  });
});

describe('docs/formats.md', () => {
  const text = read('formats.md');

  it.each(columns)('describes the CSV column %s', (column) => {
    expect(text).toContain(`\`${column}\``);
  });

  it.each(formats.map((f) => f.id))('describes the format %s', (id) => {
    expect(text).toContain(`| \`${id}\` |`);
  });
});
