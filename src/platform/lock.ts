import {
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  renameSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from './errors.ts';

/** What the owner of a data folder says about itself. */
export interface LockOwner {
  pid: number;
  /** Kernel start time of the process where the system tells it (Linux): tells a reused pid from its predecessor. */
  startedTicks: string | undefined;
  /** Address of the running gateway's API; absent while it starts, and for a one-off command. */
  url?: string;
  /** Token that lets the same user's CLI act through the running gateway. The file is readable by its owner only. */
  token?: string;
}

/** The data folder is in use by another process, which may be asked instead. */
export class FolderInUse extends Refusal {
  readonly owner: LockOwner;
  constructor(dataDir: string, owner: LockOwner) {
    super(
      'storage/locked',
      409,
      `${dataDir} is in use by process ${owner.pid}.`,
      'Stop that process, or set DATA_DIR to another folder.',
    );
    this.owner = owner;
  }
}

export interface FolderLock {
  /** Publishes the address and token under which the owner can be reached. */
  announce(reach: { url: string; token: string }): void;
  release(): void;
}

/** How long a guard may stand before it is taken for a leftover of a killed process; it is normally held for ~1 ms. */
const GUARD_STALE_MS = 5_000;

function startTicks(pid: number): string | undefined {
  try {
    // Field 22 of /proc/<pid>/stat; the command in field 2 may hold spaces, so count from its closing bracket.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function isAlive(owner: LockOwner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const ticks = startTicks(owner.pid);
  return ticks === undefined || owner.startedTicks === undefined || ticks === owner.startedTicks;
}

/** The live owner of a data folder, or nothing. A dead owner's file does not count. */
export function readLock(dataDir: string): LockOwner | undefined {
  try {
    const owner = JSON.parse(readFileSync(join(dataDir, 'gateway.lock'), 'utf8')) as LockOwner;
    return isAlive(owner) ? owner : undefined;
  } catch {
    return undefined;
  }
}

async function withGuard<T>(dataDir: string, work: () => T): Promise<T> {
  const guard = join(dataDir, 'gateway.lock.guard');
  for (;;) {
    try {
      closeSync(openSync(guard, 'wx', 0o600));
      break;
    } catch (e) {
      if ((e as NodeJS.ErrnoException).code !== 'EEXIST') throw e;
      const age = Date.now() - (statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? 0);
      if (age > GUARD_STALE_MS) rmSync(guard, { force: true });
      else await sleep(20);
    }
  }
  try {
    return work();
  } finally {
    rmSync(guard, { force: true });
  }
}

/**
 * Takes sole ownership of a data folder, creating it. The embedded database has no lock of its own, and two processes
 * on one folder lose data silently.
 * @returns the lock, or the live owner that holds it.
 */
export async function acquireLock(dataDir: string): Promise<{ lock: FolderLock } | { heldBy: LockOwner }> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, 'gateway.lock');
  const mine: LockOwner = { pid: process.pid, startedTicks: startTicks(process.pid) };
  const write = (owner: LockOwner): void => {
    writeFileSync(`${path}.new`, JSON.stringify(owner), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  };
  return withGuard(dataDir, () => {
    const heldBy = readLock(dataDir);
    if (heldBy) return { heldBy };
    write(mine);
    return {
      lock: {
        announce: (reach): void => write({ ...mine, ...reach }),
        release: (): void => rmSync(path, { force: true }),
      },
    };
  });
}
