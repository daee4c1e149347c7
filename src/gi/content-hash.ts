import { createHash } from 'node:crypto';
import type { Entry } from './entry.ts';

/** JSON with sorted keys and no undefined members: equal values give equal text whatever order they were built in. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = value as Record<string, unknown>;
  let text = '';
  for (const name of Object.keys(members).sort()) {
    const member = members[name];
    if (member === undefined) continue;
    text += `${text === '' ? '{' : ','}${JSON.stringify(name)}:${canonicalJson(member)}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

/** Whether two values have the same canonical JSON, told without writing it. */
export function sameContent(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  const [left, right] = [a ?? null, b ?? null];
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object')
    return left === right;
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, i) => sameContent(item, right[i]));
  }
  return sameMembers(left as Record<string, unknown>, right as Record<string, unknown>);
}

function sameMembers(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  let open = 0;
  for (const name of Object.keys(b)) if (b[name] !== undefined) open++;
  for (const name of Object.keys(a)) {
    if (a[name] === undefined) continue;
    if (b[name] === undefined || !sameContent(a[name], b[name])) return false;
    open--;
  }
  return open === 0;
}

export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Hash of an entry's whole content, hex SHA-256. Two entries with the same hash are the same text. */
export function entryHash(entry: Entry): string {
  return sha256Hex(canonicalJson(entry));
}

/**
 * Hash of a whole list version: over its lines `key TAB entryHash LF` in key order, so that anyone who holds the
 * entries can recompute it. Hex SHA-256.
 */
export function versionHash(lines: Iterable<{ key: string; hash: string }>): string {
  const sorted = [...lines].sort((a, b) => (a.key < b.key ? -1 : 1));
  const hash = createHash('sha256');
  for (const { key, hash: h } of sorted) hash.update(`${key}\t${h}\n`);
  return hash.digest('hex');
}
