import type { EventKind, MadridEvent } from './event.ts';

/** What a record of the International Register means. */
export interface RegisterCode {
  kind: EventKind;
  scope?: MadridEvent['scope'];
  outcome?: MadridEvent['outcome'];
  /** It concerns the whole registration, whichever office asked for it. */
  whole?: boolean;
}

/**
 * Record codes of ROMARIN beside the kinds ST.66 has for them, as WIPO's own transformation from one to the other pairs
 * them. What a code means for the state of a designation is read off these names.
 */
const rows: [code: string, st66: string, meaning: RegisterCode][] = [
  ['ENN', 'Registration', { kind: 'registration' }],
  ['EXN', 'Subsequent Designation', { kind: 'designation', whole: true }],
  ['OBN', 'Subsequent Designation Resulting From Conversion', { kind: 'designation', whole: true }],
  ['RFNT', 'Total Refusal', { kind: 'provisional-refusal', scope: 'total' }],
  ['RFNP', 'Partial Refusal', { kind: 'provisional-refusal', scope: 'partial' }],
  ['URFNP', 'Unpublished Partial Refusal', { kind: 'provisional-refusal', scope: 'partial' }],
  ['OPN', 'Opposition Period', { kind: 'opposition-possible' }],
  ['GPON', 'Protection Granted Opposition Period', { kind: 'interim-status' }],
  [
    'ISN',
    'Rule 18bis(1) Ex Officio examination completed but third parties opposition or observations possible',
    { kind: 'interim-status' },
  ],
  ['GPN', 'Protection Granted', { kind: 'grant', outcome: 'granted' }],
  ['GP18N', 'Rule 18ter(1) GP without provisional refusal', { kind: 'grant', outcome: 'granted' }],
  ['GP18NA', 'GP following Rule 18bis(1)(a) declaration (OP expired)', { kind: 'grant', outcome: 'granted' }],
  [
    'R18NV',
    'Rule 18ter(2)(i) GP following a provisional refusal',
    { kind: 'final-decision', outcome: 'granted' },
  ],
  [
    'R18NVD',
    'Rule 18ter(2)(i) GP following a provisional refusal (acceptation with reserve)',
    { kind: 'final-decision', outcome: 'partly-granted' },
  ],
  [
    'R18NP',
    'Rule 18ter(2)(ii) GP following a provisional refusal',
    { kind: 'final-decision', outcome: 'partly-granted' },
  ],
  [
    'R18NPD',
    'Rule 18ter(2)(ii) GP following a provisional refusal (acceptation with reserve)',
    { kind: 'final-decision', outcome: 'partly-granted' },
  ],
  [
    'R18NT',
    'Rule 18ter(3) Confirmation of total provisional refusal',
    { kind: 'final-decision', scope: 'total', outcome: 'refused' },
  ],
  ['FINV', 'Final Reversing Refusal', { kind: 'final-decision', outcome: 'granted' }],
  ['FINC', 'Final Confirmation Refusal', { kind: 'final-decision', outcome: 'refused' }],
  ['FINO', 'Final Other Decision', { kind: 'final-decision' }],
  ['FINT', '', { kind: 'final-decision' }],
  ['FINVD', '', { kind: 'final-decision', outcome: 'partly-granted' }],
  ['FINCD', '', { kind: 'final-decision' }],
  ['UFINO', 'Unpublished Other Final Decision', { kind: 'final-decision' }],
  [
    'FDNV',
    'Rule 18ter(4) all goods and services protected',
    { kind: 'further-decision', outcome: 'granted' },
  ],
  [
    'FDNP',
    'Rule 18ter(4) protected goods and services',
    { kind: 'further-decision', outcome: 'partly-granted' },
  ],
  [
    'FDNT',
    'Rule 18ter(4) all goods and services refused',
    { kind: 'further-decision', scope: 'total', outcome: 'refused' },
  ],
  ['INNT', 'Total Invalidation', { kind: 'invalidation', scope: 'total' }],
  ['INNP', 'Partial Invalidation', { kind: 'invalidation', scope: 'partial' }],
  ['LIN', 'Limitation', { kind: 'limitation', scope: 'partial' }],
  ['RNN', 'Renunciation', { kind: 'renunciation', scope: 'total' }],
  ['RAN', 'Total Cancellation', { kind: 'cancellation', scope: 'total', whole: true }],
  ['PCN', 'Partial Cancellation', { kind: 'cancellation', scope: 'partial', whole: true }],
  ['P2N', 'Second Part Fee Not Paid', { kind: 'cancellation', scope: 'total' }],
  ['CBNT', 'Total Ceasing Effect', { kind: 'ceasing-of-effect', scope: 'total', whole: true }],
  ['CBNP', 'Partial Ceasing Effect', { kind: 'ceasing-of-effect', scope: 'partial', whole: true }],
  ['CBNO', 'Other ceasing of effect', { kind: 'possible-ceasing-of-effect', whole: true }],
  ['CBN1', 'Judicial Action', { kind: 'possible-ceasing-of-effect', whole: true }],
  ['REN', 'Renewal', { kind: 'renewal', whole: true }],
  ['RCN', 'Complementary Renewal', { kind: 'other' }],
  ['EEN', 'Renewal Under Rule 40.3', { kind: 'renewal', whole: true }],
  ['REN2', 'Non Renewal', { kind: 'non-renewal', scope: 'total', whole: true }],
  ['REN3', 'Non Renewal Certain Parties', { kind: 'non-renewal', scope: 'total' }],
  ['EENN', 'Non Renewal Under Rule 40.3', { kind: 'non-renewal', scope: 'total', whole: true }],
  ['TRN', 'Total Transfer', { kind: 'transfer', scope: 'total', whole: true }],
  ['CPN', 'Partial Transfer', { kind: 'transfer', scope: 'partial', whole: true }],
  ['FUN', 'Merger', { kind: 'transfer', whole: true }],
  ['DBN', 'Division or Merger of Basic Registration', { kind: 'basic-mark-change', whole: true }],
  ['CEN', 'Effect Continuation', { kind: 'other' }],
  ['APNE', 'Appeal Expired', { kind: 'other' }],
  ['APNL', 'Appeal Lapsed', { kind: 'other' }],
  ['APNW', 'Appeal Withdrawn', { kind: 'other' }],
  ['DIN', 'Disclaimer', { kind: 'other' }],
  ['HRN', 'Holder Rights Restriction', { kind: 'other' }],
  ['RHR', 'Removal of holder Rights Restriction', { kind: 'other' }],
  ['LNN', 'No Effect Limitation', { kind: 'other' }],
  ['RTN', 'Refusal Transfer of Ownership', { kind: 'other' }],
  ['MAN', 'Representative Appointed', { kind: 'other' }],
  ['MTN', 'Holder', { kind: 'other' }],
  ['SEN', 'Balance of Fees', { kind: 'other' }],
  ['SNNA', 'Seniority Added', { kind: 'other' }],
  ['SNNR', 'Seniority Removed', { kind: 'other' }],
  ['FBN', '', { kind: 'other' }],
  ['NLCN', 'Licence', { kind: 'other' }],
  ['LLCN', 'Licensee Name Address Change', { kind: 'other' }],
  ['RLCN', 'License no Effect', { kind: 'other' }],
  ['CLCN', 'License Cancelled', { kind: 'other' }],
];

const byCode = new Map(rows.map(([code, , meaning]) => [code, meaning]));
const words = (text: string): string => text.replace(/\s+/g, ' ').trim().toLowerCase();
const byKind = new Map(rows.filter(([, st66]) => st66 !== '').map(([code, st66]) => [words(st66), code]));

/** What a ROMARIN code means; undefined for one that is not known. */
export function registerCode(code: string): RegisterCode | undefined {
  return byCode.get(code);
}

/** The ROMARIN code of an ST.66 record kind. */
export function codeOfKind(kind: string): string | undefined {
  return byKind.get(words(kind));
}
