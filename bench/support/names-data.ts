import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

/** Names that exist, from whatever data files are there: registers, municipalities, persons; each once, sorted. */
export function realNames(folder: string): string[] {
  const names = new Set<string>();
  const column = (file: string, name: string, separator?: string | RegExp): void => {
    const path = `${folder}/${file}`;
    if (!existsSync(path)) return;
    for (const row of parse(readFileSync(path), { columns: true, bom: true }) as Record<string, string>[]) {
      for (const text of separator ? (row[name] ?? '').split(separator) : [row[name] ?? '']) {
        if (text.trim() !== '') names.add(text.trim());
      }
    }
  };
  column('eu_register_2020.csv', 'name_full', ' / ');
  column('inao_france.csv', 'name_fr');
  column('eu_wine_pdo.csv', 'name');
  column('eu_wine_pdo.csv', 'municipalities', '/');
  column('native_latin_pairs.csv', 'native');
  column('native_latin_pairs.csv', 'latin');
  for (const file of ['cn_eu_agreement_china_names_sourced.csv', 'thai_gi_names_sourced.csv'])
    column(file, 'name');
  for (const lang of ['zh', 'th', 'el', 'bg']) column(`name-pairs/train_${lang}.csv`, 'latin');
  return [...names].sort();
}

/** A small deterministic generator of numbers in [0, 1). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const swaps: Record<string, string> = {
  a: 'eo', e: 'ai', i: 'ye', o: 'ua', u: 'oi', y: 'i', b: 'pv', p: 'b', d: 't', t: 'd', g: 'k', k: 'cg', c: 'ks', s: 'zc', z: 's', v: 'wb', w: 'v', f: 'v', l: 'r',
  r: 'l', m: 'n', n: 'm', h: 'k', j: 'yg', q: 'k', x: 's',
}; // prettier-ignore

function alter(name: string, next: () => number): string {
  const at = Math.floor(next() * name.length);
  const ch = name[at]?.toLowerCase() ?? '';
  const kind = next();
  if (kind < 0.5 && swaps[ch]) {
    const list = swaps[ch] as string;
    return name.slice(0, at) + list[Math.floor(next() * list.length)] + name.slice(at + 1);
  }
  if (kind < 0.7) return name.slice(0, at) + name.slice(at + 1);
  if (kind < 0.85) return name.slice(0, at) + ch + name.slice(at);
  return name + ['a', 'o', 'e', 'ino', 'ette', 'ska', 'ville', 'burg', 'ac'][Math.floor(next() * 9)];
}

/**
 * `size` names: the real ones, then look-alikes made of them, by one to three small changes or by joining the front of
 * one with the back of another.
 */
export function manyNames(real: readonly string[], size: number): string[] {
  const next = random(20);
  const names = new Set(real.slice(0, size));
  const pick = (): string => real[Math.floor(next() * real.length)] as string;
  while (names.size < size) {
    let name = pick();
    if (next() < 0.4) {
      const other = pick();
      name =
        name.slice(0, Math.ceil(name.length * (0.3 + 0.5 * next()))) +
        other.slice(Math.floor(other.length * (0.3 + 0.5 * next())));
    }
    for (let k = 1 + Math.floor(next() * 3); k > 0; k--) name = alter(name, next);
    if (name.trim().length > 2) names.add(name.trim());
  }
  return [...names];
}

/** A name in another script or misspelt, and the spellings that would be right answers. */
export interface BenchQuery {
  name: string;
  right: string;
}

/** Queries of every script from the pair files kept for measuring. */
export function benchQueries(folder: string, perScript: number): BenchQuery[] {
  const next = random(5);
  const queries: BenchQuery[] = [];
  for (const lang of ['zh', 'th', 'el', 'bg']) {
    const path = `${folder}/name-pairs/dev_${lang}.csv`;
    if (!existsSync(path)) continue;
    const rows = parse(readFileSync(path), { columns: true, bom: true }) as Record<
      'name' | 'latin',
      string
    >[];
    for (let k = 0; k < perScript; k++) {
      const { name, latin } = rows[Math.floor(next() * rows.length)] as { name: string; latin: string };
      queries.push({ name, right: latin });
    }
    for (let k = 0; k < perScript / 4; k++) {
      const { latin } = rows[Math.floor(next() * rows.length)] as { latin: string };
      queries.push({ name: alter(latin, next), right: latin });
    }
  }
  return queries;
}
