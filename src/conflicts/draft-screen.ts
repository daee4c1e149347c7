import { setImmediate as turn } from 'node:timers/promises';
import type { Db } from '../db/database.ts';
import { relationsOf } from '../db/gi-relations.ts';
import { InputError } from '../gi/problem.ts';
import type { ProductClass } from '../gi/product.ts';
import { createNameEngine, type Finding, type NameEngine } from '../names/engine.ts';
import { decisionsFor } from './decisions.ts';
import type { NameRegistry } from './name-registry.ts';

/** A spelling of an entry of a draft; `parties` are the countries and unions it comes from. */
interface Named {
  key: string;
  giId: string;
  name: string;
  language: string;
  goods: ProductClass[];
  parties: string[];
}

/** A name that stands on a list now. */
interface Held extends Named {
  listId: string;
}

type Pair = Pick<Finding, 'kind' | 'score' | 'falseAlertsPerMillion' | 'explanation'> & {
  name: string;
  heldName: string;
  reversed?: true;
};

interface Found {
  entry: Named;
  held: Held;
  pairs: Pair[];
}

/** Candidates looked at for each name, alerts or not. */
const CANDIDATES = 40;
/** From this likeness on the held name is put to the draft's names as well: it may hold them, or mark them. */
const WORTH_REVERSING = 0.2;
const query = ({ name, language, goods }: Named) => ({
  name,
  goods,
  ...(language !== 'und' && { language }),
});

/** Screens one name, after the rest of the process had its turn. */
async function ask(engine: NameEngine, named: Named): Promise<Finding[]> {
  await turn();
  try {
    return engine.screen(query(named), { topK: CANDIDATES });
  } catch (error) {
    // A name that cannot be compared was told of when its file was read.
    if (error instanceof InputError) return [];
    throw error;
  }
}

const pairOf = (finding: Finding, name: string, heldName: string, reversed: boolean): Pair => {
  const { kind, score, falseAlertsPerMillion, explanation } = finding;
  return { name, heldName, kind, score, falseAlertsPerMillion, explanation, ...(reversed && { reversed }) };
};

/**
 * Holds the names of a draft against every name held by others, in both directions: the draft's names are put to the
 * names held, and held names that are somewhat alike to the draft's. Goods weigh in. Others are indications of another
 * side: no country or union of origin in common. A pair somebody settled is not raised again, unless it was settled as
 * a conflict.
 */
export function draftScreen(db: Db, names: NameRegistry) {
  return {
    engine: async (): Promise<string> => (await names.engine()).version,
    async screen(asked: Named[], heldBy: (giIds: string[]) => Promise<Held[]>): Promise<Found[]> {
      const engine = await names.engine();
      const findings = new Map<Named, Finding[]>();
      for (const named of asked) findings.set(named, await ask(engine, named));
      const groups = [...findings.values()].flat().flatMap((f) => f.group ?? []);
      const held = new Map<string, Held[]>();
      for (const h of await heldBy([...new Set(groups)])) held.set(h.giId, [...(held.get(h.giId) ?? []), h]);
      const found = new Map<string, Found>();
      const raise = (entry: Named, other: Held, pair: Pair): void => {
        const id = `${entry.key}\n${other.giId}`;
        const conflict = found.get(id) ?? { entry, held: other, pairs: [] };
        if (!conflict.pairs.some((p) => p.name === pair.name && p.heldName === pair.heldName))
          conflict.pairs.push(pair);
        found.set(id, conflict);
      };
      /** The line an indication of another side stands on under this name. */
      const lineOf = (entry: Named, finding: Finding): Held | undefined =>
        finding.group === entry.giId
          ? undefined
          : held
              .get(finding.group ?? '')
              ?.find(
                (h) => h.name === finding.candidate && !h.parties.some((p) => entry.parties.includes(p)),
              );
      const back = new Map<string, Held>();
      const askers = new Set<Named>();
      for (const [entry, some] of findings) {
        for (const finding of some) {
          const line = lineOf(entry, finding);
          if (!line) continue;
          if (finding.alert) raise(entry, line, pairOf(finding, entry.name, line.name, false));
          else if (finding.score >= WORTH_REVERSING) {
            back.set(`${line.giId}\n${line.name}`, line);
            askers.add(entry);
          }
        }
      }
      if (back.size > 0) {
        const near = [...askers];
        const own = createNameEngine(
          near.map((named, i) => ({ id: String(i), group: named.giId, ...query(named) })),
        );
        for (const line of back.values())
          for (const finding of await ask(own, line)) {
            const entry = near[Number(finding.candidateId)]!;
            const apart = entry.giId !== line.giId && !line.parties.some((p) => entry.parties.includes(p));
            if (finding.alert && apart) raise(entry, line, pairOf(finding, entry.name, line.name, true));
          }
      }
      return unsettled(db, await ofOthers(db, [...found.values()]));
    },
  };
}

/** What is left when indications that people ruled to be the same thing under another name are taken out. */
async function ofOthers(db: Db, found: Found[]): Promise<Found[]> {
  const relations = await relationsOf(db, [...new Set(found.map((f) => f.entry.giId))]);
  const same = new Set(relations.filter((r) => r.relation === 'same').map((r) => `${r.gi}\n${r.other}`));
  return found.filter(({ entry, held }) => !same.has(`${entry.giId}\n${held.giId}`));
}

/** What is left of conflicts when pairs that people settled are taken out; the most alike pair first. */
async function unsettled(db: Db, found: Found[]): Promise<Found[]> {
  const left: Found[] = [];
  for (const conflict of found) {
    const open: Pair[] = [];
    for (const name of new Set(conflict.pairs.map((p) => p.name))) {
      const pairs = conflict.pairs.filter((p) => p.name === name);
      const settled = await decisionsFor(
        db,
        name,
        pairs.map((p) => p.heldName),
      );
      for (const pair of pairs) {
        const ruling = settled.get(pair.heldName)?.ruling;
        if (!ruling || ruling === 'conflict') open.push(pair);
      }
    }
    open.sort((a, b) => b.score - a.score);
    if (open.length > 0) left.push({ ...conflict, pairs: open });
  }
  return left;
}
