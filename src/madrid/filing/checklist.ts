import type { Problem } from '../../gi/problem.ts';
import type { FilableEntry } from './application.ts';

/** Conditions of an international application for a GI's mark, in the order they are looked at. */
export const checkIds = [
  'basic-mark',
  'kind-of-mark',
  'entitlement',
  'holder',
  'regulations',
  'representation',
  'goods',
  'transliteration',
  'translation',
  'designations',
  'special-requirements',
  'received',
  'fee',
  'signature',
] as const;
export type CheckId = (typeof checkIds)[number];

/** `met`; `missing`: it cannot be filed without; `check`: a person has to look whether it applies. */
export type CheckState = 'met' | 'missing' | 'check';

export interface Check {
  id: CheckId;
  state: CheckState;
  /** Article of the Protocol it comes from, where it is one's. */
  article?: string;
  /** What is missing or to be looked at. */
  problems: Problem[];
}

/** Fields of the filing a condition is about, and its article. */
const about: Record<CheckId, { fields: string[]; article?: string }> = {
  'basic-mark': { fields: ['basicMark', 'basicMark.registeredOn'], article: 'Article 2(1)' },
  'kind-of-mark': { fields: ['kind'] },
  entitlement: { fields: ['entitlement'], article: 'Article 2(1)(i)' },
  holder: { fields: ['holder', 'holder.nameLatin', 'holder.address'] },
  regulations: { fields: ['regulations'] },
  representation: { fields: ['representation'] },
  goods: { fields: ['goods'], article: 'Article 3(2)' },
  transliteration: { fields: ['transliteration'] },
  translation: { fields: ['translation'] },
  designations: { fields: ['designations'], article: 'Article 3bis' },
  'special-requirements': { fields: ['secondLanguage', 'intentToUse'] },
  received: { fields: ['receivedOn'], article: 'Article 3(4)' },
  fee: { fields: ['fee'], article: 'Article 8' },
  signature: { fields: ['signature'], article: 'Article 3(1)' },
};

/**
 * The applicant must be a national of the State of the office of origin, or be domiciled or established there
 * (Protocol, Article 2(1)); an address elsewhere leaves it open.
 */
function entitlement(entry: FilableEntry, officeOfOrigin: string): CheckState {
  const country = entry.basicMark.holder?.countryCode;
  if (country === undefined) return 'missing';
  return country === officeOfOrigin ? 'met' : 'check';
}

/** Every condition of a filing with how it stands, from what the package lacks. */
export function checklist(entry: FilableEntry, officeOfOrigin: string, missing: readonly Problem[]): Check[] {
  return checkIds.map((id) => {
    const { fields, article } = about[id];
    const problems = missing.filter((p) => fields.includes(p.place.field ?? ''));
    const worst = problems.some((p) => p.severity === 'error')
      ? 'missing'
      : problems.length > 0
        ? 'check'
        : 'met';
    const state = id === 'entitlement' ? entitlement(entry, officeOfOrigin) : worst;
    return { id, state, ...(article && { article }), problems };
  });
}
