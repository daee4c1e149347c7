import { createHash, hash } from 'node:crypto';
import type { Entry } from './entry.ts';

/** Member names as JSON writes them: values of a few types have the same few names endlessly. */
const quoted = new Map<string, string>();

function quotedName(name: string): string {
  const known = quoted.get(name);
  if (known !== undefined) return known;
  const text = `${JSON.stringify(name)}:`;
  if (quoted.size < 1000) quoted.set(name, text);
  return text;
}

/** Sorts a few names in place by their UTF-16 units; for so few this is quicker than the general way. */
function sorted(names: string[]): string[] {
  for (let i = 1; i < names.length; i++) {
    const name = names[i]!;
    let to = i;
    for (; to > 0 && names[to - 1]! > name; to--) names[to] = names[to - 1]!;
    names[to] = name;
  }
  return names;
}

/** JSON with sorted keys and no undefined members: equal values give equal text whatever order they were built in. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += `${text === '' ? '[' : ','}${canonicalJson(item)}`;
    return text === '' ? '[]' : `${text}]`;
  }
  const members = value as Record<string, unknown>;
  const names = Object.keys(members);
  for (const name of names.length < 32 ? sorted(names) : names.sort()) {
    const member = members[name];
    if (member === undefined) continue;
    text += `${text === '' ? '{' : ','}${quotedName(name)}${canonicalJson(member)}`;
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
  return hash('sha256', data, 'hex');
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
