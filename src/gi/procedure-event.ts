import type { Day } from './calendar.ts';
import type { Evidence } from './evidence.ts';
import type { LegalReference } from './legal-reference.ts';

/**
 * Where an entry's procedure stands. `decided`: a decision is taken, but its effect has not begun or an appeal is open;
 * `partly-protected`: protected without some parts of the name, see `notClaimed`.
 */
export const procedureStages = [
  'applied',
  'examined',
  'published',
  'opposed',
  'decided',
  'protected',
  'partly-protected',
  'refused',
  'ended',
] as const;
export type ProcedureStage = (typeof procedureStages)[number];

/** What can happen to an entry, in the order in which events of one day are taken. */
export const procedureEventKinds = [
  'applied',
  'examined',
  'published',
  'opposed',
  'opposition-decided',
  'decided',
  'appealed',
  'appeal-decided',
  'protected',
  'refused',
  'ended',
] as const;
export type ProcedureEventKind = (typeof procedureEventKinds)[number];

export const oppositionOutcomes = ['upheld', 'partly-upheld', 'rejected', 'withdrawn'] as const;
export const procedureDecisions = ['protect', 'protect-in-part', 'refuse'] as const;
export type ProcedureDecision = (typeof procedureDecisions)[number];
export const endReasons = ['cancelled', 'lapsed', 'withdrawn'] as const;

/** One dated step of an entry's procedure. Which members beside `kind` and `on` are meant follows from the kind. */
export interface ProcedureEvent {
  kind: ProcedureEventKind;
  /** Calendar day at the office, `YYYY-MM-DD`. */
  on: Day;
  /** `published`: last day for oppositions as printed; the agreement's period decides when absent. */
  until?: Day;
  /** `opposed`, `opposition-decided`: which opposition, numbered or named within the entry. */
  opposition?: string;
  /** `opposed`: who opposes; `appealed`: who appeals. */
  party?: string;
  /** `opposed`: codes of grounds, see the agreement's rules. */
  grounds?: string[];
  /** `opposition-decided` */
  outcome?: (typeof oppositionOutcomes)[number];
  /** `decided`, `appeal-decided` */
  decision?: ProcedureDecision;
  /** `decided`, `appeal-decided`, `protected`: parts of the name left without protection. */
  notClaimed?: string[];
  /** `ended` */
  reason?: (typeof endReasons)[number];
  reference?: LegalReference;
  note?: string;
  evidence: Evidence;
}
