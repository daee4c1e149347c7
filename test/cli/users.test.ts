import { Readable } from 'node:stream';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/app.ts';
import { commandLine, type Ran } from '../support/command-line.ts';

describe('accounts from the command line', () => {
  const folder = temporaryFolder();
  const env = { DATA_DIR: join(folder.path, 'data'), LOG_LEVEL: 'silent' };
  afterAll(() => folder.remove());

  const run = (stdin: string, ...argv: string[]): Promise<Ran> =>
    commandLine(env, Readable.from(stdin === '' ? [] : [stdin]))(...argv);
  const add = (stdin: string, email: string, role: string) =>
    run(stdin, 'user', 'add', email, '--name', 'Lin Hong', '--role', role, '--password-stdin');

  // Each command opens the database anew, which takes long on a busy machine.
  it('makes the first administrator, shows, changes and closes accounts', async () => {
    expect(await add('a long enough password\n', 'Lin@office.example', 'admin')).toMatchObject({
      code: 0,
      out: 'lin@office.example (Lin Hong): admin.',
    });
    expect((await add('another long password', 'bo@office.example', 'editor')).code).toBe(0);
    expect((await run('', 'user', 'role', 'bo@office.example', 'approver')).out).toContain(': approver.');
    expect((await run('', 'user', 'disable', 'bo@office.example')).out).toContain('disabled');
    expect((await run('', 'user', 'list')).out).toMatch(/bo@office\.example +Lin Hong +approver +disabled/);
    expect((await run('', 'user', 'disable', 'bo@office.example', '--undo')).out).not.toContain('disabled');
    const changed = await run(
      'yet another password',
      'user',
      'password',
      'bo@office.example',
      '--password-stdin',
    );
    expect(changed.code).toBe(0);
  }, 300_000);

  it('refuses what cannot be, and says why', async () => {
    expect(await add('short', 'x@office.example', 'viewer')).toMatchObject({
      code: 1,
      notes: expect.stringContaining('accounts/weak-password') as string,
    });
    expect((await add('a long enough password', 'x@office.example', 'king')).notes).toContain('not a role');
    expect((await run('', 'user', 'disable', 'lin@office.example')).notes).toContain('accounts/last-admin');
    expect((await run('', 'user', 'role', 'who@office.example', 'admin')).notes).toContain('not-found/user');
  }, 300_000);

  it('never takes a password as an argument, and needs a terminal to ask for one', async () => {
    const argument = await run('', 'user', 'password', 'lin@office.example', '--password', 'x');
    expect(argument.code).toBe(2);
    const asked = await run('', 'user', 'password', 'lin@office.example');
    expect(asked).toMatchObject({ code: 2, notes: expect.stringContaining('--password-stdin') as string });
  });
});
