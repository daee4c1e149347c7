/** Kinds of conflict; what they mean stands in docs/names.md. */
export const findingKinds = [
  'identical', 'homophone', 'transliteration', 'translation', 'word-translation', 'marking', 'containment', 'look-alike', 'homonym',
] as const; // prettier-ignore
export type FindingKind = (typeof findingKinds)[number];

/** Why a finding was made, as data; `message` names a text of locales/<language>/findings.json. */
export interface Explanation {
  rule: string;
  message: { key: string; params: Record<string, string> };
  /** Aligned parts of the two names; weights are shares of the evidence and sum to about 1. */
  segments: { query: string; candidate: string; weight: number; why?: string }[];
  /** Id of the alias set the finding rests on. */
  alias?: string;
  engine: string;
}

/**
 * A possible conflict. `falseAlertsPerMillion`: how many comparisons of unrelated names out of a million reach this
 * strength; `score` is the same on a scale of 0 to 1 (1 at one in ten thousand million, 0 at certainty).
 */
export interface Finding {
  rank: number;
  candidateId: string;
  candidate: string;
  group?: string;
  kind: FindingKind;
  score: number;
  falseAlertsPerMillion: number;
  alert: boolean;
  explanation: Explanation;
}
