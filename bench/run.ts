/*
 * `npm run bench -- NAME [arguments]` runs bench/NAME.ts in a process of its own.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [name = '', ...args] = process.argv.slice(2);
const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));

if (!/^[a-z]+$/.test(name) || name === 'run' || !existsSync(file)) {
  console.error('usage: npm run bench -- NAME [arguments], where bench/NAME.ts exists');
  process.exitCode = 2;
} else {
  const { status } = spawnSync(process.execPath, ['--expose-gc', '--import', 'tsx', file, ...args], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
