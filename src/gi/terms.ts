import type { Day } from './calendar.ts';
import type { LegalReference } from './legal-reference.ts';
import type { Evidence } from './evidence.ts';

/** A transitional period: somebody may go on using a protected name for some goods until a day. */
export interface PhaseOut {
  /** Who may: `producers in China who used the name before 2017-06-03`. */
  user: string;
  /** For what goods; all the entry's goods when absent. */
  goods?: string;
  /** The spelling that may be used where it is not the entry's own. */
  sign?: string;
  from?: Day;
  /** Last day of permitted use. */
  until: Day;
  /** What must stand on the label meanwhile. */
  labelling?: string;
  basis?: LegalReference;
  evidence: Evidence;
}

export const coexistenceKinds = ['earlier-mark', 'homonym'] as const;

/** A sign that lawfully stands beside a protected name: an earlier mark in good faith, or a homonym. */
export interface Coexistence {
  with: (typeof coexistenceKinds)[number];
  /** The mark or the other name, as written. */
  name: string;
  /** Registration number of the mark. */
  number?: string;
  holder?: string;
  /** Id of the homonymous GI where it is held. */
  giId?: string;
  from?: Day;
  /** Last day; without end when absent. */
  until?: Day;
  /** How the two are told apart on the label. */
  labelling?: string;
  basis?: LegalReference;
  evidence: Evidence;
}

/** Whether a period runs on a day. */
export function termOn({ from, until }: { from?: Day; until?: Day }, day: Day): 'later' | 'running' | 'over' {
  if (from !== undefined && day < from) return 'later';
  return until !== undefined && day > until ? 'over' : 'running';
}
