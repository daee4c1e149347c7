import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/app.ts';
import { commandLine } from '../support/command-line.ts';

describe('statements of staff from the command line', () => {
  const folder = temporaryFolder();
  const run = commandLine({ DATA_DIR: join(folder.path, 'data'), LOG_LEVEL: 'silent' });
  afterAll(() => folder.remove());

  it('are shown over all lists, and decided on as many as are expected', async () => {
    expect((await run('procedure', 'waiting')).out).toBe('Nothing waits for a second person.');
    const event = ['--event', 'published', '--on', '2022-12-02', '--reference', '2022/C 459/08'];
    for (const key of ['yu-hua-cha', 'qin-tang-mao-jian'])
      expect((await run('procedure', 'record', key, '--list', 'cn-eu/V', ...event)).code).toBe(0);
    expect((await run('procedure', 'waiting', '--event', 'published')).out).toMatch(
      /cn-eu\/V +yu-hua-cha .*published 2022-12-02 .*local:/,
    );
    const looked = await run('procedure', 'approve', '--list', 'cn-eu/V');
    expect(looked).toMatchObject({ code: 0, notes: expect.stringContaining('with --expect 2') as string });
    expect((await run('procedure', 'approve', '--list', 'cn-eu/V', '--expect', '3')).notes).toContain(
      'lists/selection-changed',
    );
    const one = ['--list', 'cn-eu/V', '--keys', 'yu-hua-cha', '--expect', '1'];
    expect((await run('procedure', 'reject', ...one)).out).toMatch(/^1 rejected, in draft ver_/);
    expect((await run('procedure', 'approve', '--expect', '1')).out).toMatch(/^1 accepted, in draft ver_/);
    expect((await run('procedure', 'approve', '--keys', 'x', '--expect', '1')).code).toBe(2);
    expect((await run('publish', '--list', 'cn-eu/V')).out).toContain('now at version 2');
  });
});
