import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/app.ts';
import { commandLine } from '../support/command-line.ts';

describe('reviewing from the command line', () => {
  const folder = temporaryFolder();
  const run = commandLine({ DATA_DIR: join(folder.path, 'data'), LOG_LEVEL: 'silent' });
  afterAll(() => folder.remove());

  // Each command opens the database anew, which takes long on a busy machine.
  it('shows drafts, decides by filter, publishes without the rejected ones, and undoes', async () => {
    const file = join(folder.path, 'fr.csv');
    await run('export', '--list', 'cn-fr/FR', '--format', 'csv', '--out', file);
    const kept = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => !/gevrey/i.test(line));
    writeFileSync(file, kept.join('\n').replace('Bordeaux [fr]', 'Bordeau [fr]'));
    await run('import', file, '--list', 'cn-fr/FR');
    const shown = await run('drafts');
    const draft = /ver_\w+/.exec(shown.out)![0];
    expect(shown.out).toMatch(/cn-fr\/FR +\+0 −1 ~1 +1 LOSE PROTECTION +decisions +local:/);

    const table = (await run('review', draft, '--field', 'names', '--change', 'changed')).out;
    expect(table).toMatch(/field +before +after[^]*Bordeau\[-x-\] +Bordeau/);
    expect((await run('review', draft)).out).toMatch(/- gevrey-chambertin.*\[pending, LOSES PROTECTION\]/);
    expect((await run('review', draft, '--effect', 'loses', '--reject', '--comment', 'ask first')).out).toBe(
      '1 change(s): rejected.',
    );
    expect((await run('publish', '--list', 'cn-fr/FR')).notes).toContain('lists/undecided');
    expect((await run('review', draft, '--state', 'pending', '--accept')).code).toBe(0);
    expect((await run('approve', draft)).notes).toContain('lists/self-approval');
    const field = 'names[original|fr|Bordeau]';
    const correct = ['--field', field, '--value', 'Bordeaux AOC', '--reason', 'read in the notice'];
    expect((await run('correct', 'bordeaux', '--draft', draft, ...correct)).out).toMatch(/Corrected: cor_/);
    expect((await run('corrections')).out).toMatch(
      /bordeaux .*Bordeau +Bordeau\{\+x AOC\+\} +active, not published/,
    );
    expect((await run('review', draft, '--state', 'pending', '--accept')).out).toBe('1 change(s): accepted.');
    const published = await run('publish', '--list', 'cn-fr/FR');
    expect(published.out).toContain('now at version 2: 5 entries');

    const trail = await run('audit', '--subject', 'cn-fr/FR', '--limit', '2');
    expect(trail.out).toMatch(/local:\S+ +list\.published +cn-fr\/FR +\{/);
    expect(trail.notes).toMatch(/More: --cursor \d+/);
    expect((await run('audit', '--action', 'correction.made', '--csv')).out).toMatch(
      /^id,at,actor.*\n.*bordeaux/,
    );

    const reverted = await run('revert', '--list', 'cn-fr/FR', '--to', '1');
    expect(reverted.out).toMatch(/brings version 1 back \(\+0 −0 ~1\)/);
    expect((await run('discard', /ver_\w+/.exec(reverted.out)![0])).code).toBe(0);
    expect((await run('drafts')).out).toBe('No draft is open.');
  }, 300_000);

  it.each([
    [['review', 'ver_x', '--accept', '--reject'], 2, 'Use one of'],
    [['correct', 'x', '--field', 'status', '--value', 'y', '--reason', 'z'], 2, 'Name either'],
    [['correction', 'rule', 'ver_x', 'cor_x', '--reason', 'z'], 2, 'Use either'],
    [['revert', '--list', 'cn-fr/FR', '--to', 'x'], 2, 'version number'],
  ])('ends %j with code %i', async (argv, code, text) => {
    const ran = await run(...argv);
    expect(ran.code).toBe(code);
    expect(ran.notes).toContain(text);
  });
});
