import { readFileSync } from 'node:fs';
import { packagePath } from './paths.ts';

/** The gateway's own version. */
export const release: string = (
  JSON.parse(readFileSync(packagePath('package.json'), 'utf8')) as { version: string }
).version;
