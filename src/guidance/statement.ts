import type { Localised } from '../gi/agreement.ts';
import type { LegalReference } from '../gi/entry.ts';
import type { EvidenceLevel } from '../gi/evidence.ts';
import type { ProductClass } from '../gi/product.ts';
import type { ProtectionState } from '../gi/protection.ts';

/** What a statement is about, in the order a reader wants it. */
export const guidanceTopics = [
  'official-sign',
  'protection-route',
  'scope',
  'opposition',
  'enforcement',
  'contact',
] as const;
export type GuidanceTopic = (typeof guidanceTopics)[number];

/** For whom a statement holds; every condition given must be met. */
export interface Applicability {
  /** Codes of origin, one of which the GI must have. */
  origins?: string[];
  /** Agreements, on a list of one of which the GI must stand. */
  agreements?: string[];
  /** Product classes, one of which the GI must be of. */
  goods?: ProductClass[];
  /** States the GI may have in the statement's jurisdiction. */
  states?: ProtectionState[];
  /** Only GIs from elsewhere. */
  foreign?: boolean;
}

/** One thing to know in one jurisdiction, with where and when it was read. */
export interface Statement {
  /** Stable: `eu-sign-annex-iii`. */
  id: string;
  /** `CN`, `EU`; `WO` for what holds through the World Intellectual Property Organization. */
  jurisdiction: string;
  topic: GuidanceTopic;
  applies: Applicability;
  title: Localised;
  text: Localised;
  /** Where it was read; `date` is the day, month or year the source bears. */
  source: LegalReference & { date?: string };
  evidence: EvidenceLevel;
  /** Day the source was last looked at, `YYYY-MM-DD`. */
  checkedOn: string;
}

/** A GI as far as guidance depends on it. */
export interface Subject {
  origins: string[];
  agreements: string[];
  goods: ProductClass;
  /** Its state in a jurisdiction; undefined where that was not asked. */
  stateIn(jurisdiction: string): ProtectionState | undefined;
  /** Whether it comes from the jurisdiction or a member of it. */
  isHome(jurisdiction: string): boolean;
}

/** Whether a statement holds for a GI. */
export function appliesTo(statement: Statement, subject: Subject): boolean {
  const { origins, agreements, goods, states, foreign } = statement.applies;
  const state = subject.stateIn(statement.jurisdiction);
  return (
    (!origins || origins.some((code) => subject.origins.includes(code))) &&
    (!agreements || agreements.some((id) => subject.agreements.includes(id))) &&
    (!goods || goods.includes(subject.goods)) &&
    (!states || (state !== undefined && states.includes(state))) &&
    (!foreign || !subject.isHome(statement.jurisdiction))
  );
}
