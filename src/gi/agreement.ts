import type { LegalReference } from './entry.ts';
import type { Evidence } from './evidence.ts';
import type { Localised } from './localised.ts';
import type { ProcedureRules } from './procedure-rules.ts';

export type { Localised };

/** Rules an agreement sets for its entries; periods are ISO 8601 durations (`P2M`). All data, all optional. */
export interface AgreementRules {
  oppositionPeriod?: string;
  processingPeriod?: string;
  /** How each office handles an entry, where it is known. */
  procedures?: ProcedureRules[];
  /** Articles that matter to a reader of an answer, e.g. scope of protection. */
  articles?: { article: string; summary: Localised; evidence: Evidence }[];
}

/** A bilateral agreement, protocol or memorandum, or a home register's legal frame. */
export interface Agreement {
  /** Stable id, used in list ids: `cn-eu`. `register` groups the home registers. */
  id: string;
  kind: 'agreement' | 'protocol' | 'memorandum' | 'pilot' | 'register';
  title: Localised;
  /** ST.3 / ISO codes of the parties: `CN`, `EU`, `FR`, `TH`. */
  parties: string[];
  signedOn?: string;
  inForceOn?: string;
  references: LegalReference[];
  rules: AgreementRules;
  evidence: Evidence;
  notes: Localised[];
}

/** A list of an agreement (an annex) or a home register. */
export interface GiList {
  /** `<agreement>/<annex>`: `cn-eu/III`, `register/eu`. */
  id: string;
  agreementId: string;
  kind: 'treaty' | 'home-register';
  title: Localised;
  /** Jurisdiction whose law protects the entries of this list: `CN`, `EU`, `FR`, `TH`. */
  protectedIn: string;
  /** Jurisdiction the names come from; for a home register the same as `protectedIn`. */
  origin: string;
  /** Number of entries the legal text has, where known, and where that was read. */
  expectedEntries?: { count: number; evidence: Evidence };
  /** What entries of the list are when nothing else is said. */
  defaultStatus: 'applied' | 'protected';
  /** Legal basis shown for an entry that names none itself. */
  legalBasis: LegalReference;
  notes: Localised[];
}

/** A jurisdiction in which protection can be asked for, with the unions whose protection extends to it. */
export interface Jurisdiction {
  /** `CN`, `EU`, `FR`, `TH`. */
  code: string;
  name: Localised;
  /** Unions it belongs to: protection in `EU` holds in `FR`. */
  memberOf: string[];
}
