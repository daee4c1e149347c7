import type { RegisterCode } from './register-codes.ts';

/** `tmk:MadridDesignationTerminationCategory`; `whole` where the registration ends everywhere. */
export const terminations: Record<string, RegisterCode> = {
  'Non renewal of trademark': { kind: 'non-renewal', scope: 'total', whole: true },
  'Non renewal of contracting party': { kind: 'non-renewal', scope: 'total' },
  'Total ceasing of effect': { kind: 'ceasing-of-effect', scope: 'total', whole: true },
  Renunciation: { kind: 'renunciation', scope: 'total' },
  'Total cancellation': { kind: 'cancellation', scope: 'total', whole: true },
  'Second payment not paid': { kind: 'cancellation', scope: 'total' },
};

/** `tmk:MadridProtectionRestrictionCategory`. */
export const restrictions: Record<string, RegisterCode> = {
  Limitation: { kind: 'limitation', scope: 'partial' },
  'Partial cancellation': { kind: 'cancellation', scope: 'partial' },
  'Partial ceasing of effect': { kind: 'ceasing-of-effect', scope: 'partial', whole: true },
  'Partial change of ownership': { kind: 'transfer', scope: 'partial' },
  'International registration division': { kind: 'transfer', scope: 'partial' },
  'Final decision': { kind: 'final-decision', outcome: 'partly-granted' },
};

/** `tmk:MadridHolderRepresentativeChangeCategory`. */
export const holderChanges: Record<string, RegisterCode> = {
  'Change of ownership': { kind: 'transfer', whole: true },
  Limitation: { kind: 'limitation', scope: 'partial' },
  'Partial cancellation': { kind: 'cancellation', scope: 'partial' },
};

/** `tmk:MadridCompletedProcessingCategory`: what the International Bureau says it recorded at an office's word. */
export const completed: Record<string, RegisterCode> = {
  Renewal: { kind: 'renewal', whole: true },
  'Change of ownership': { kind: 'transfer', whole: true },
  'Partial change of ownership': { kind: 'transfer', scope: 'partial', whole: true },
  Limitation: { kind: 'limitation', scope: 'partial' },
  'Partial cancellation': { kind: 'cancellation', scope: 'partial', whole: true },
  Cancellation: { kind: 'cancellation', scope: 'total', whole: true },
  'Change of basic numbers': { kind: 'basic-mark-change', whole: true },
  'Partial ceasing of effect': { kind: 'ceasing-of-effect', scope: 'partial', whole: true },
  'Total ceasing of effect': { kind: 'ceasing-of-effect', scope: 'total', whole: true },
  'Possible ceasing of effect': { kind: 'possible-ceasing-of-effect', whole: true },
  'Ceasing of effect': { kind: 'possible-ceasing-of-effect', whole: true },
  'Notification of possible opposition': { kind: 'opposition-possible' },
  'Grant of protection': { kind: 'grant', outcome: 'granted' },
  'Grant of protection subject to opposition': { kind: 'interim-status' },
  'Grant of protection after the expiry of the opposition period': { kind: 'grant', outcome: 'granted' },
  'Intermediate status regarding protection': { kind: 'interim-status' },
  'Total refusal': { kind: 'provisional-refusal', scope: 'total' },
  'Partial refusal': { kind: 'provisional-refusal', scope: 'partial' },
  'Final decision confirming the original refusal': { kind: 'final-decision', outcome: 'refused' },
  'Final decision reversing the original refusal': { kind: 'final-decision', outcome: 'granted' },
  'Other final decision': { kind: 'final-decision' },
  'Final decision refusing some of the goods and services': {
    kind: 'final-decision',
    outcome: 'partly-granted',
  },
  'Final decision refusing all of the goods and services': {
    kind: 'final-decision',
    scope: 'total',
    outcome: 'refused',
  },
  'Final decision partially granting protection': { kind: 'final-decision', outcome: 'partly-granted' },
  'Final decision totally granting protection': { kind: 'final-decision', outcome: 'granted' },
  'Final decision totally refusing protection': {
    kind: 'final-decision',
    scope: 'total',
    outcome: 'refused',
  },
  'Further decision partially granting protection': { kind: 'further-decision', outcome: 'partly-granted' },
  'Further decision totally granting protection': { kind: 'further-decision', outcome: 'granted' },
  'Further decision totally refusing protection': {
    kind: 'further-decision',
    scope: 'total',
    outcome: 'refused',
  },
  'Partial invalidation': { kind: 'invalidation', scope: 'partial' },
  'Total invalidation': { kind: 'invalidation', scope: 'total' },
};
