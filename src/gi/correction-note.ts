/** A field of an entry that is not what the partner said: both values, and why. Undefined is "nothing". */
export interface CorrectionNote {
  key: string;
  /** As a change set names it: `status`, `names[original|fr|Bordeau]`. */
  field: string;
  partnerValue?: unknown;
  value?: unknown;
  reason: string;
  /** Calendar day. */
  correctedOn: string;
}
