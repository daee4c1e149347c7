import { UNREADABLE, type SoundQuery } from '../sound/query.ts';
import { Rest } from '../sound/rest.ts';
import type { ChunkTable } from '../sound/chunk-table.ts';
import { HOPELESS, type LikelyChunks } from '../sound/likely-chunks.ts';
import { LEAF, bitCount, leafOf, type LetterTrie } from './letter-trie.ts';
import { cutoff, Followed, Level, Ranking, Seeds } from './states.ts';
import { TailAligner, lowest, usualOptimism } from './tail.ts';

/** How much work a search may do; each number bounds a loop. */
export interface BeamLimits {
  /** States followed over all letters of the query together. */
  states: number;
  /** Ways into leaves that are followed up: about as many keys are aligned letter by letter. */
  keys: number;
  /** Keys this far below the best one found are not followed to their end, */
  margin: number;
  /** nor are keys that are worse than this many others. */
  listed: number;
  /** Keys below this raw weight are of no interest, nor is any way to them. */
  least?: number;
  /** The same for one key; never lower. */
  leastOf?: (key: number) => number;
  /** How much of the best that the rest of the query may bring is hoped for, in halves; 1.5 unless told otherwise. */
  optimism?: number;
}

/** Keys found and their raw weights, unordered. */
export interface BeamHits {
  keys: number[];
  raws: number[];
}

/** Keys of one spelling that are listed. */
const MOST_ALIKE = 64;
const LEAST_WIDTH = 8;
const MOST_WIDTH = 240;

const levels = [new Level(), new Level(), new Level(), new Level()] as const;
const seeds = new Seeds();
const followed = new Followed();
const tail = new TailAligner();
const rest = Rest.expected();

/**
 * Find the keys that sound most like a query without looking at most of them: chunks of the query are followed down
 * the trie letter by letter, the best states at each letter are kept, and the keys of the leaves they lead to are
 * aligned in full. Work is bounded by `limits` whatever the query and however many keys there are.
 */
export function beamSearch(
  trie: LetterTrie,
  table: ChunkTable,
  query: SoundQuery,
  limits: BeamLimits,
): BeamHits {
  const search = new Search(trie, table, query, limits);
  search.run();
  return search.finish();
}

class Search {
  private readonly trie: LetterTrie;
  private readonly nodes: Int32Array;
  private readonly table: ChunkTable;
  private readonly next: Uint16Array;
  private readonly longest: number;
  private readonly query: SoundQuery;
  private readonly width: number;
  /** What the rest of the query may still bring, by letter. */
  private readonly hopes: Float32Array;
  /** Below which a state is given up, by letter. */
  private readonly lowest: Float32Array;
  private readonly least: number;
  private readonly limits: BeamLimits;
  private readonly optimism: number;
  private readonly leastOf: ((key: number) => number) | undefined;
  // Of the step being taken:
  private letter = 0;
  private depth = 0;
  private score = 0;
  private after = 0;
  private restAtBest = 0;
  private enough = 0;
  private to: Level = levels[0];

  constructor(trie: LetterTrie, table: ChunkTable, query: SoundQuery, limits: BeamLimits) {
    this.trie = trie;
    this.nodes = trie.nodes;
    this.table = table;
    this.next = table.next;
    this.longest = table.info.l;
    this.query = query;
    this.limits = limits;
    const n = query.text.length;
    this.width = Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, Math.floor(limits.states / n)));
    this.hopes = new Float32Array(n + 4);
    for (let i = n - 1; i >= 0; i--) {
      const peak = query.rows[i * 3]?.likely.peaks[0] ?? 0;
      this.hopes[i] = (this.hopes[i + 1] as number) + 0.5 * Math.max(0, peak);
    }
    this.least = limits.least ?? -Infinity;
    this.leastOf = limits.leastOf;
    this.optimism = limits.optimism ?? usualOptimism;
    this.lowest = this.hopes.map((hope) => lowest(this.least, hope, this.optimism));
    rest.expect(query, table.info);
  }

  run(): void {
    for (const level of levels) level.reset(this.width);
    seeds.reset(this.limits.keys);
    levels[0].offer(0, 0, 0);
    const n = this.query.text.length;
    for (let i = 0; i < n; i++) {
      const level = levels[i & 3] as Level;
      const limit = Math.max(
        cutoff(level.score, level.size, this.width, level.best),
        this.lowest[i] as number,
      );
      // The best first, so that what they lead to leaves least room for the others.
      followed.begin(level, limit);
      let more = this.width;
      this.letter = i;
      for (let at = 0; at < followed.size; at++) {
        const k = followed.states[at] as number;
        this.depth = level.depth[k] as number;
        this.score = level.score[k] as number;
        const node = level.node[k] as number;
        this.expand(node);
        if (more > 0 && i > 0 && this.score - 4 >= limit) more -= this.insert(level, node, limit);
      }
      level.reset(this.width);
    }
  }

  /** Skip one letter of the keys; returns how many states that made. */
  private insert(level: Level, node: number, limit: number): number {
    let child = this.nodes[2 * node] as number;
    if (child < 0) return 0;
    const symbols = this.nodes[2 * node + 1] as number;
    let made = 0;
    for (let rest = symbols; rest !== 0; rest &= rest - 1, child++) {
      const symbol = 31 - Math.clz32(rest & -rest);
      if (symbol < 2 || symbol > 27 || (this.nodes[2 * child] as number) < 0 || followed.has(child)) continue;
      const after = this.score + (this.query.insertions[this.next[symbol - 1] as number] as number);
      if (after < limit) continue;
      if (!level.push(child, this.depth + 1, after)) break;
      followed.add(child, level.size - 1);
      made++;
    }
    return made;
  }

  /** Follow every chunk of the query that starts at the present letter. */
  private expand(node: number): void {
    const i = this.letter;
    // A trie of few keys is one leaf.
    if ((this.nodes[2 * node] as number) < 0) {
      const leaf = this.nodes[2 * node + 1] as number;
      const hope = this.score + rest.most(i, leafOf.shortest(leaf), leafOf.longest(leaf));
      seeds.offer(node, i, this.depth, this.score, hope);
      return;
    }
    for (let a = 1; a <= 3; a++) {
      const row = this.query.rows[i * 3 + a - 1];
      if (!row) {
        if (a === 1) (levels[(i + 1) & 3] as Level).offer(node, this.depth, this.score + UNREADABLE);
        continue;
      }
      this.to = levels[(i + a) & 3] as Level;
      this.after = i + a;
      this.enough = this.lowest[i + a] as number;
      this.restAtBest = rest.best(i + a);
      const dropped = row.weights[0] as number;
      if (dropped > -12 && this.score + dropped >= this.enough)
        this.to.offer(node, this.depth, this.score + dropped);
      this.walk(row.likely, node, 0, 1);
    }
  }

  /** Go down the keys and the chunks of the present row together, by the letters that lead on in both. */
  private walk(likely: LikelyChunks, node: number, chunk: number, length: number): void {
    const { nodes } = this;
    const child = nodes[2 * node] as number;
    const symbols = nodes[2 * node + 1] as number;
    const first = likely.first[chunk] as number;
    const wanted = likely.symbols[chunk] as number;
    for (let both = symbols & wanted; both !== 0; both &= both - 1) {
      const below = (both & -both) - 1;
      const longer = first + bitCount(wanted & below);
      // What neither a state nor a way into a leaf can come of is not looked up in the trie, which takes longest.
      const most = this.score + (likely.peaks[longer] as number);
      if (most < this.to.best.least && most + this.restAtBest < seeds.best.least) continue;
      const to = child + bitCount(symbols & below);
      const weight = likely.weights[longer] as number;
      if ((nodes[2 * to] as number) < 0) {
        const own = Math.max(weight, (likely.peaks[longer] as number) - 2);
        const leaf = nodes[2 * to + 1] as number;
        const hope = this.score + own + rest.most(this.after, leafOf.shortest(leaf), leafOf.longest(leaf));
        seeds.offer(to, this.letter, this.depth, this.score, hope);
        continue;
      }
      if (weight > HOPELESS && this.score + weight >= this.enough)
        this.to.offer(to, this.depth + length, this.score + weight);
      if (length < this.longest && likely.symbols[longer] !== 0) this.walk(likely, to, longer, length + 1);
    }
  }

  /** Align the keys of the most hopeful leaves in full. */
  finish(): BeamHits {
    const most = this.limits.keys;
    const hits: BeamHits = { keys: [], raws: [] };
    const limit = cutoff(seeds.hope, seeds.size, most, seeds.best);
    const groups = seeds.group(limit);
    let left = 4 * most;
    let { least } = this;
    const best = new Ranking(this.limits.listed);
    for (let g = 0; g < groups; g++) {
      const group = seeds.leaves[g] as number;
      const first = seeds.starts[group] as number;
      const end = seeds.starts[group + 1] as number;
      const leaf = seeds.leaf[seeds.chosen[first] as number] as number;
      const from = -1 - (this.nodes[2 * leaf] as number);
      const count = leafOf.count(this.nodes[2 * leaf + 1] as number);
      // A bucket larger than a leaf holds one spelling many times.
      const alike = count > LEAF;
      left -= alike ? 1 : count;
      if (!this.promises(first, end, least)) {
        if (left <= 0) break;
        continue;
      }
      let raw = -Infinity;
      for (let k = 0; k < Math.min(count, MOST_ALIKE); k++) {
        const key = from + k;
        const own = this.leastOf ? Math.max(least, this.leastOf(key)) : least;
        if (!alike || k === 0) {
          if (!alike && own > least && !this.promises(first, end, own)) continue;
          // One spelling of many names is aligned for whichever of them asks least.
          const needed = alike ? least : own;
          raw = tail.align(
            this.trie,
            this.table,
            this.query,
            key,
            seeds,
            first,
            end,
            rest,
            this.hopes,
            needed,
            this.optimism,
          );
        }
        if (raw < own) continue;
        hits.keys.push(key);
        hits.raws.push(raw);
        best.add(raw);
        least = Math.max(this.least, best.top - this.limits.margin, best.last);
      }
      if (left <= 0) break;
    }
    return hits;
  }

  /** False when every way into a leaf is one that aligning its keys would give up at once. */
  private promises(first: number, end: number, least: number): boolean {
    for (let at = first; at < end; at++) {
      const k = seeds.chosen[at] as number;
      const most = this.hopes[seeds.letter[k] as number] as number;
      if (
        (seeds.score[k] as number) >= lowest(least, most, this.optimism) &&
        (seeds.hope[k] as number) >= lowest(least, 0.5 * most, this.optimism)
      )
        return true;
    }
    return false;
  }
}
