import type { EvidenceLevel } from '../gi/evidence.ts';
import { readLexicon } from './data.ts';
import { fold, tight } from './normalise.ts';
import type { Prepared } from './prepare.ts';

/** A court's ruling on a sign with regard to a protected name. */
export interface Decision {
  sign: string;
  name: string;
  outcome: string;
  source: string;
  evidence: EvidenceLevel;
}

const all = readLexicon<{ decisions: Decision[] }>('decided').decisions;
const bySign = new Map<string, Decision[]>();
for (const decision of all) {
  const key = tight(fold(decision.sign));
  bySign.set(key, [...(bySign.get(key) ?? []), decision]);
}

/** Every ruling. */
export const decisions = (): readonly Decision[] => all;

/** Rulings on a sign, by its core, and on the words that it is made of. */
export function decisionsOn(sign: Prepared): readonly Decision[] {
  const words = sign.units.length > 1 ? sign.units.map((unit) => unit.text) : [];
  return [sign.core, ...words].flatMap((text) => bySign.get(text) ?? []);
}

/** The ruling on a sign with regard to a name, if there is one. */
export function decisionBetween(sign: Prepared, name: Prepared): Decision | undefined {
  return decisionsOn(sign).find((d) => tight(fold(d.name)) === name.core);
}
