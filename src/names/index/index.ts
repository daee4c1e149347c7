import { scorePair, type SoundModel } from '../sound/model.ts';
import { soundName } from '../sound/name.ts';

/** One name to be found by sound. `id` is the caller's; several records may share one. */
export interface SoundIndexRecord {
  id: number;
  name: string;
  language?: string;
}

/** A record that may sound like the query, with the score of {@link scorePair}. */
export interface SoundCandidate {
  id: number;
  score: number;
}

/** Names that can be found by sound, in any script. */
export interface SoundIndex {
  readonly size: number;
  /** The best candidates, best first, one per id. Work per query is bounded whatever the text. */
  candidates(query: string, limit: number): SoundCandidate[];
  /** The index as bytes for {@link loadSoundIndex}. */
  serialise(): Uint8Array;
}

const RERANK = 200;

function keysOf(latin: string): string[] {
  const keys: string[] = [];
  for (let i = 0; i + 2 <= latin.length; i++) keys.push(latin.slice(i, i + 2), latin.slice(i, i + 3));
  return [...new Set(keys)];
}

/** Build an index over records held in memory. */
export function buildSoundIndex(model: SoundModel, records: Iterable<SoundIndexRecord>): SoundIndex {
  const all = [...records];
  const postings = new Map<string, number[]>();
  all.forEach((record, at) => {
    for (const key of keysOf(soundName(record.name).latin[0] ?? '')) {
      const list = postings.get(key);
      if (list) list.push(at);
      else postings.set(key, [at]);
    }
  });
  return {
    size: all.length,
    candidates(query, limit) {
      const hits = new Map<number, number>();
      for (const key of keysOf(soundName(query).latin[0] ?? '')) {
        const list = postings.get(key) ?? [];
        const weight = Math.log((all.length + 1) / (list.length + 1));
        for (const at of list) hits.set(at, (hits.get(at) ?? 0) + weight);
      }
      const best = [...hits].sort((p, q) => q[1] - p[1] || p[0] - q[0]).slice(0, Math.max(RERANK, limit));
      const byId = new Map<number, number>();
      for (const [at] of best) {
        const record = all[at] as SoundIndexRecord;
        const { score } = scorePair(model, query, record.name);
        byId.set(record.id, Math.max(score, byId.get(record.id) ?? -Infinity));
      }
      return [...byId]
        .map(([id, score]) => ({ id, score }))
        .sort((p, q) => q.score - p.score || p.id - q.id)
        .slice(0, limit);
    },
    serialise: () => new TextEncoder().encode(JSON.stringify(all)),
  };
}

/** Read back an index. @throws SyntaxError when the bytes are not one. */
export function loadSoundIndex(model: SoundModel, bytes: Uint8Array): SoundIndex {
  return buildSoundIndex(model, JSON.parse(new TextDecoder().decode(bytes)) as SoundIndexRecord[]);
}
