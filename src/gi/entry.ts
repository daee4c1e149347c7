import type { ProtectionChannel } from './channel.ts';
import type { Evidence } from './evidence.ts';
import type { LegalReference } from './legal-reference.ts';
import type { NameForm } from './name-form.ts';
import type { ProcedureEvent } from './procedure-event.ts';
import type { Product } from './product.ts';
import type { Coexistence, PhaseOut } from './terms.ts';

/**
 * Where an entry stands in its procedure on one list.
 * `applied`: named for protection, not yet decided (treaty annexes V and VI, Thai applications); `published`: open
 * to opposition; `protected`; `refused`; `ended` (cancelled, lapsed, withdrawn).
 */
export const entryStatuses = ['applied', 'published', 'protected', 'refused', 'ended'] as const;
export type EntryStatus = (typeof entryStatuses)[number];

/** Type of right at origin or as registered. */
export const giTypes = ['PDO', 'PGI', 'GI', 'AO', 'TSG', 'unknown'] as const;
export type GiType = (typeof giTypes)[number];

export type { LegalReference };

/** Dates of an entry, ISO 8601 calendar dates (`2021-03-01`), Gregorian; absent when not known. */
export interface EntryDates {
  applied?: string;
  published?: string;
  protected?: string;
  refused?: string;
  ended?: string;
}

/** The mark a Madrid filing rests on: a Chinese GI registered as a collective or certification mark. */
export interface BasicMark {
  number: string;
  registeredOn?: string;
  kind: 'collective' | 'certification';
  holder?: { name: string; nameLatin?: string; address?: string; countryCode: string };
  niceClasses: { classNumber: number; goods: string; language: string }[];
  evidence: Evidence;
}

/**
 * One GI's line on one list: the agreement annex's entry or the register's record. This is the shape that is hashed,
 * versioned, compared and exchanged; ids of the gateway's own storage are not part of it.
 */
export interface Entry {
  /**
   * Stable within its list: the register's file number where there is one, otherwise a slug given once
   * (`anji-bai-cha`). Decides whether two versions speak of the same line.
   */
  key: string;
  /** File numbers this entry has anywhere, normalised (`PDO-FR-A1359`), used to recognise one GI on many lists. */
  fileNumbers: string[];
  /** ISO 3166-1 alpha-2 codes of the area of origin, sorted. */
  origin: string[];
  giType: GiType;
  product: Product;
  names: NameForm[];
  /** Parts of the name for which no protection is claimed (generic components), as written in the list. */
  notClaimed: string[];
  status: EntryStatus;
  dates: EntryDates;
  legalBasis?: LegalReference;
  publications: LegalReference[];
  basicMark?: BasicMark;
  /**
   * What happened in its procedure, by day. `status`, `dates` and `notClaimed` follow from it, see `withProcedure`.
   * Absent where nothing beyond them is known, as are the members below.
   */
  procedure?: ProcedureEvent[];
  /** Legal ways by which it is protected on this list, where they are stated. */
  channels?: ProtectionChannel[];
  /** Transitional periods of others' use. */
  phaseOuts?: PhaseOut[];
  /** Marks and names that lawfully stand beside it. */
  coexistence?: Coexistence[];
  /** How well it is known that this entry stands on this list with this status. */
  evidence: Evidence;
  /** Remarks for readers, in English unless the source is otherwise; never law text. */
  notes: string[];
}

/** The form people know the entry by: its original name, else its first form. */
export function principalName(entry: Pick<Entry, 'names' | 'key'>): string {
  return (entry.names.find((n) => n.kind === 'original') ?? entry.names[0])?.text ?? entry.key;
}
