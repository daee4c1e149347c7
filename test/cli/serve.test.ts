import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { packagePath } from '../../src/platform/paths.ts';
import { temporaryFolder } from '../support/app.ts';

const program = packagePath('bin/gi-gateway.js');
const folder = temporaryFolder();
const env = {
  ...process.env,
  DATA_DIR: join(folder.path, 'data'),
  PORT: '0',
  LOG_LEVEL: 'silent',
  DATABASE_URL: '',
};

/** Starts `gi-gateway serve` and waits until it says where its pages are. */
async function serve(): Promise<{ child: ChildProcess; said: () => string; base: string }> {
  const child = spawn(process.execPath, [program, 'serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr!.on('data', (d: Buffer) => (said += d.toString()));
  for await (const piece of child.stdout!.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    said += piece.toString();
    const base = /Pages +(http:\/\/[^/\s]+)\//.exec(said)?.[1];
    if (base && said.includes('Stop')) {
      child.stdout!.on('data', (d: Buffer) => (said += d.toString()));
      return { child, said: () => said, base };
    }
  }
  throw new Error(`the gateway did not start: ${said}`);
}

const cli = (...argv: string[]): string =>
  execFileSync(process.execPath, [program, ...argv], { env, encoding: 'utf8' });

describe('the running gateway', () => {
  let child: ChildProcess | undefined;
  beforeAll(() => {
    execFileSync(process.execPath, [
      packagePath('node_modules/typescript/bin/tsc'),
      '-p',
      packagePath('tsconfig.build.json'),
    ]);
  });
  afterEach(() => child?.kill('SIGKILL'));
  afterAll(() => folder.remove());

  it('loads the bundled lists once, serves pages and API, and stops cleanly', async () => {
    const first = await serve();
    child = first.child;
    expect(first.said()).toMatch(
      /Loaded the bundled lists:[^]*cn-eu\/III +54 names \(the legal text has 100\)/,
    );
    expect(await (await fetch(`${first.base}/readyz`)).json()).toMatchObject({ status: 'ready' });
    const page = await fetch(`${first.base}/`, { headers: { 'accept-language': 'th' } });
    expect(page.status).toBe(200);
    expect(await page.text()).toMatch(/<html lang="th"/);
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(0);
    expect(first.said()).toContain('Stopped.');
    expect(existsSync(join(env.DATA_DIR, 'gateway.lock'))).toBe(false);

    const second = await serve();
    child = second.child;
    expect(second.said()).not.toContain('Loaded');
  });

  it('is what the command line works through while it runs, and is not needed when killed', async () => {
    const running = await serve();
    child = running.child;
    expect(cli('lists')).toContain('cn-eu/III');
    const exported = join(folder.path, 'th.csv');
    cli('export', '--list', 'cn-th/TH', '--format', 'csv', '--out', exported);
    expect(cli('import', exported, '--list', 'cn-th/TH')).toContain('nothing to publish');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(cli('lists')).toContain('cn-eu/III');
  });

  it('ends every command with its code, whoever reads what it prints', async () => {
    const running = await serve();
    child = running.child;
    for (const command of ['drafts', 'corrections', 'audit --csv', 'audit --json', 'watch noise --json'])
      expect(cli(...command.split(' '))).not.toBe('');
    const reader = spawn(process.execPath, [program, 'search', 'champagne'], { env });
    let said = '';
    reader.stderr.on('data', (d: Buffer) => (said += d.toString()));
    reader.stdout.destroy();
    expect(await once(reader, 'exit')).toEqual([0, null]);
    expect(said).toBe('');
  });

  it('refuses to open a folder another one owns, and says so', async () => {
    const running = await serve();
    child = running.child;
    const other = spawn(process.execPath, [program, 'serve'], { env });
    let said = '';
    other.stderr.on('data', (d: Buffer) => (said += d.toString()));
    const [code] = (await once(other, 'exit')) as [number];
    expect(code).toBe(3);
    expect(said).toContain('storage/locked');
  });
});
