/**
 * How well a fact is known. `official`: read in the legal text or an authority's register; `public-source`: read in
 * another public source, named; `unverified`: recalled or inferred, never to be presented as official.
 */
export const evidenceLevels = ['official', 'public-source', 'unverified'] as const;
export type EvidenceLevel = (typeof evidenceLevels)[number];

export interface Evidence {
  level: EvidenceLevel;
  /** Where it was read: a citation, a file, a page. Empty only for `unverified`. */
  source: string;
}

const rank: Record<EvidenceLevel, number> = { unverified: 0, 'public-source': 1, official: 2 };

/** True when `a` is strictly better evidence than `b`. */
export function isStronger(a: Evidence, b: Evidence): boolean {
  return rank[a.level] > rank[b.level];
}

/** The weaker of two: a statement that rests on both is only as good as the worse one. */
export function weaker(a: Evidence, b: Evidence): Evidence {
  return isStronger(a, b) ? b : a;
}
