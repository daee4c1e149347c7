import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Jurisdiction } from '../gi/agreement.ts';
import type { GiAnswer } from '../lists/queries.ts';
import { Refusal } from '../platform/errors.ts';
import { appliesTo, guidanceTopics, type GuidanceTopic, type Statement, type Subject } from './statement.ts';

/** Code of what holds everywhere, through the World Intellectual Property Organization. */
export const international = 'WO';

interface GuidanceFile {
  jurisdiction: string;
  statements: Omit<Statement, 'jurisdiction'>[];
}

/** Which statements are asked for; for a GI, only those that hold for it. */
export interface GuidanceQuery {
  jurisdiction?: string | undefined;
  topic?: GuidanceTopic | undefined;
  subject?: Subject | undefined;
}

/** What to know where: signs, routes, oppositions, contacts. A jurisdiction is one file; adding one is data. */
export class Guidance {
  readonly #statements: Statement[];

  /** @param folder holds one `<code>.json` per jurisdiction */
  constructor(folder: string) {
    this.#statements = readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .flatMap((name) => {
        const file = JSON.parse(readFileSync(join(folder, name), 'utf8')) as GuidanceFile;
        return file.statements.map((s): Statement => Object.assign(s, { jurisdiction: file.jurisdiction }));
      });
  }

  /** Jurisdictions there are statements for; what holds everywhere comes last. */
  jurisdictions(): string[] {
    const codes = [...new Set(this.#statements.map((s) => s.jurisdiction))];
    return [...codes.filter((c) => c !== international), ...codes.filter((c) => c === international)];
  }

  /** Statements by topic, in the order of `guidanceTopics`. */
  statements(query: GuidanceQuery = {}): Statement[] {
    const { jurisdiction, topic, subject } = query;
    return this.#statements
      .filter(
        (s) =>
          (jurisdiction === undefined || s.jurisdiction === jurisdiction) &&
          (topic === undefined || s.topic === topic) &&
          (subject === undefined || appliesTo(s, subject)),
      )
      .sort((a, b) => guidanceTopics.indexOf(a.topic) - guidanceTopics.indexOf(b.topic));
  }

  /**
   * Codes whose statements hold in a jurisdiction: its own, the unions it belongs to, and what holds everywhere.
   * @throws Refusal not-found/guidance where nothing is known of it
   */
  reaching(code: string, jurisdictions: Jurisdiction[]): string[] {
    const unions = jurisdictions.find((j) => j.code === code)?.memberOf ?? [];
    const held = this.jurisdictions();
    const own = [code, ...unions].filter((c) => held.includes(c));
    if (own.length > 0) return own.includes(international) ? own : [...own, international];
    throw new Refusal(
      'not-found/guidance',
      404,
      `There is no guidance for "${code.slice(0, 20)}" yet.`,
      `There is some for ${held.join(', ')}.`,
    );
  }
}

/** A GI's answer as far as guidance depends on it. */
export function subjectOf(answer: GiAnswer, jurisdictions: Jurisdiction[]): Subject {
  const { origin, occurrences, protection } = answer;
  const unions = jurisdictions.filter((j) => origin.includes(j.code)).flatMap((j) => j.memberOf);
  const home = new Set([...origin, ...unions]);
  return {
    origins: origin,
    agreements: [...new Set(occurrences.map((o) => o.list.agreementId))],
    goods: occurrences[0]!.entry.product.class,
    stateIn: (code) => protection.find((p) => p.jurisdiction === code)?.state,
    isHome: (code) => home.has(code),
  };
}
