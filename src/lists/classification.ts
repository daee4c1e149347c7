import { readFileSync } from 'node:fs';
import type { Classification } from '../gi/classification.ts';
import { packagePath } from '../platform/paths.ts';

let data: Classification | undefined;

/** The schemes and mapping tables that ship with the gateway, read once, when first asked for. */
export function classification(): Classification {
  const read = <T>(name: string): T =>
    JSON.parse(readFileSync(packagePath(`fixtures/classification/${name}.json`), 'utf8')) as T;
  data ??= { schemes: read('schemes'), mappings: read('mappings') };
  return data;
}
