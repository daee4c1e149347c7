/** Where "now" comes from; tests pass their own. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

/** The UTC calendar date of an instant, `YYYY-MM-DD`. */
export function isoDate(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** True for a real calendar date written `YYYY-MM-DD` (2023-02-30 is not one). */
export function isIsoDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const t = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(t) && isoDate(new Date(t)) === text;
}
