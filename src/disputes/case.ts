import type { LegalReference } from '../gi/entry.ts';
import type { Evidence } from '../gi/evidence.ts';
import type { ProductClass } from '../gi/product.ts';
import type { FindingKind } from '../names/finding.ts';

/** What is done against the sign. */
export const actions = [
  'opposition',
  'invalidation',
  'infringement',
  'administrative-complaint',
  'customs',
  'take-down',
  'negotiation',
] as const;
export type DisputeAction = (typeof actions)[number];

export const forumKinds = [
  'trade-mark-office',
  'court',
  'administrative-authority',
  'customs',
  'platform',
  'none',
] as const;

export interface Party {
  role: 'right-holder' | 'other-side';
  name: string;
  /** ISO 3166-1 alpha-2. */
  country?: string | undefined;
}

export interface DisputedMark {
  office: string;
  number: string;
  text?: string | undefined;
  niceClasses?: number[] | undefined;
}

/** What is told of a case once, at its start. */
export interface DisputeFacts {
  forum: { kind: (typeof forumKinds)[number]; name: string };
  /** The forum's own number of the case. */
  reference?: string | undefined;
  parties: Party[];
  marks: DisputedMark[];
  /** Goods or services the sign is used or filed for, in words. */
  contestedGoods?: string | undefined;
  /** Alert of the watch the case came from. */
  alertId?: string | undefined;
  sources: (LegalReference & { date?: string | undefined })[];
  evidence: Evidence;
}

/** A dispute over a sign that comes near a geographical indication. */
export interface Dispute {
  id: string;
  giId?: string;
  giName: string;
  title: string;
  sign: string;
  conflict: FindingKind;
  product: ProductClass;
  action: DisputeAction;
  jurisdiction: string;
  facts: DisputeFacts;
  /** Whether visitors see it, or staff alone. */
  open: boolean;
  openedAt: string;
  openedBy: string;
}

/** What can happen in a case. */
export const stepKinds = [
  'noticed',
  'letter',
  'filed',
  'reply',
  'hearing',
  'document',
  'deadline',
  'deadline-met',
  'decision',
  'appeal',
  'settlement',
  'withdrawal',
  'note',
] as const;
export type StepKind = (typeof stepKinds)[number];

/** How a decision went for the holder of the geographical indication. */
export const rulings = ['won', 'partly-won', 'lost'] as const;
export type Ruling = (typeof rulings)[number];

/** What a kind needs besides its text: a deadline its day, a decision its ruling and whether it is final. */
export interface StepDetails {
  dueOn?: string | undefined;
  /** Id of the deadline step that was met. */
  meets?: string | undefined;
  ruling?: Ruling | undefined;
  final?: boolean | undefined;
  /** Who gave up. */
  by?: 'right-holder' | 'other-side' | undefined;
}

export interface Step {
  id: string;
  /** Day it happened, `YYYY-MM-DD`. */
  on: string;
  kind: StepKind;
  text: string;
  details: StepDetails;
  file?: { id: string; name: string };
  recordedAt: string;
  recordedBy: string;
}
