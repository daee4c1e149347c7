/** Why a target was taken out of use, where nobody said so in words of their own; kept as these texts. */
export const reasons = {
  byHand: 'by hand',
  gone: 'the receiver answered 410 Gone',
  failing: 'it failed for five days',
} as const;
export type Reason = keyof typeof reasons;

/** Which of the known reasons a text is, so that it can be said in any language; undefined for somebody's own words. */
export function knownReason(text: string): Reason | undefined {
  return (Object.keys(reasons) as Reason[]).find((reason) => reasons[reason] === text);
}
