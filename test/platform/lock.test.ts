import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireLock, readLock } from '../../src/platform/lock.ts';
import { temporaryFolder } from '../support/app.ts';

describe('the lock on a data folder', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => (folder = temporaryFolder()));
  afterEach(() => folder.remove());
  const lockFile = () => join(folder.path, 'gateway.lock');

  it('is held by one at a time, and free again after release', async () => {
    const first = await acquireLock(folder.path);
    expect(first).toHaveProperty('lock');
    expect(await acquireLock(folder.path)).toMatchObject({ heldBy: { pid: process.pid } });
    if ('lock' in first) first.lock.release();
    expect(await acquireLock(folder.path)).toHaveProperty('lock');
  });

  it('tells where its owner can be reached, to the owner’s user only', async () => {
    const taken = await acquireLock(folder.path);
    if ('lock' in taken) taken.lock.announce({ url: 'http://127.0.0.1:1', token: 't' });
    expect(readLock(folder.path)).toMatchObject({ url: 'http://127.0.0.1:1', token: 't' });
    expect(statSync(lockFile()).mode & 0o077).toBe(0);
  });

  it('is taken over from a killed process at once', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const taken = await acquireLock(folder.path);
    expect(taken).toHaveProperty('lock');
    const owner = {
      ...JSON.parse(readFileSync(lockFile(), 'utf8')),
      pid: child.pid,
      startedTicks: undefined,
    } as object;
    writeFileSync(lockFile(), JSON.stringify(owner));
    expect(await acquireLock(folder.path)).toMatchObject({ heldBy: { pid: child.pid } });
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await acquireLock(folder.path)).toHaveProperty('lock');
  });

  it.runIf(existsSync('/proc/self/stat'))('does not take a reused process id for the owner', async () => {
    await acquireLock(folder.path);
    const owner = JSON.parse(readFileSync(lockFile(), 'utf8')) as { startedTicks: string };
    writeFileSync(lockFile(), JSON.stringify({ ...owner, startedTicks: '1' }));
    expect(await acquireLock(folder.path)).toHaveProperty('lock');
  });

  it('is given to exactly one of many who ask at once', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => acquireLock(folder.path)));
    expect(all.filter((a) => 'lock' in a)).toHaveLength(1);
  });

  it('does not let a broken lock file stand in the way', async () => {
    writeFileSync(lockFile(), '{');
    expect(await acquireLock(folder.path)).toHaveProperty('lock');
  });
});
