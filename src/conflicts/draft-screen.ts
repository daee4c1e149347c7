import { availableParallelism } from 'node:os';
import type { Db } from '../db/database.ts';
import { relationsOf } from '../db/gi-relations.ts';
import type { Finding } from '../names/engine.ts';
import { askHere } from './ask-here.ts';
import type { AskedName, NameAsker } from './ask-names.ts';
import { askInThreads } from './ask-threads.ts';
import { buildEngine } from './build-engine.ts';
import { decisionsFor } from './decisions.ts';
import type { NameRegistry } from './name-registry.ts';
import { namesOfOtherLists } from './registry-names.ts';

/** A spelling of an entry of a draft; `parties` are the countries and unions it comes from. */
interface Named extends AskedName {
  key: string;
  giId: string;
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

/** From this likeness on the held name is put to the draft's names as well: it may hold them, or mark them. */
const WORTH_REVERSING = 0.2;
/** From so many names on threads of their own are worth starting, with an index of their own. */
const WORTH_THREADS = 2000;
const MOST_THREADS = 8;

const asked = ({ name, language, goods }: Named): AskedName => ({ name, language, goods });

const pairOf = (finding: Finding, name: string, heldName: string, reversed: boolean): Pair => {
  const { kind, score, falseAlertsPerMillion, explanation } = finding;
  return { name, heldName, kind, score, falseAlertsPerMillion, explanation, ...(reversed && { reversed }) };
};

/**
 * Holds the names of a draft against every name held by others, in both directions: the draft's names are put to the
 * names held, and held names that are somewhat alike to the draft's. Goods weigh in. Others are indications of another
 * side: no country or union of origin in common. A pair somebody settled is not raised again, unless it was settled as
 * a conflict. A few names are screened in this thread, many over all cores.
 */
export function draftScreen(db: Db, names: NameRegistry, { threadsFrom = WORTH_THREADS } = {}) {
  return {
    async open(draft: { listId: string; names: number }) {
      const asker =
        draft.names < threadsFrom
          ? askHere(await names.engine())
          : askInThreads(
              await buildEngine(namesOfOtherLists(db, draft.listId)),
              Math.min(MOST_THREADS, availableParallelism()),
            );
      return {
        engine: asker.engine,
        atOnce: asker.atOnce,
        screen: async (entries: Named[], heldBy: (giIds: string[]) => Promise<Held[]>) =>
          unsettled(db, await ofOthers(db, await screenNames(asker, entries, heldBy))),
        close: () => asker.close(),
      };
    },
  };
}

async function screenNames(
  asker: NameAsker,
  entries: Named[],
  heldBy: (giIds: string[]) => Promise<Held[]>,
): Promise<Found[]> {
  const findings = await asker.screen(entries.map(asked));
  const groups = findings.flat().flatMap((f) => f.group ?? []);
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
  const apart = (entry: Named, line: Held): boolean =>
    entry.giId !== line.giId && !line.parties.some((p) => entry.parties.includes(p));
  /** The line an indication of another side stands on under this name. */
  const lineOf = (entry: Named, { group = '', candidate }: Finding): Held | undefined =>
    held.get(group)?.find((h) => h.name === candidate && apart(entry, h));
  const back = new Map<string, Held>();
  const askers = new Set<Named>();
  for (const [i, entry] of entries.entries()) {
    for (const finding of findings[i]!) {
      const line = lineOf(entry, finding);
      if (!line) continue;
      if (finding.alert) raise(entry, line, pairOf(finding, entry.name, line.name, false));
      else if (finding.score >= WORTH_REVERSING) {
        back.set(`${line.giId}\n${line.name}`, line);
        askers.add(entry);
      }
    }
  }
  if (back.size === 0) return [...found.values()];
  const [near, lines] = [[...askers], [...back.values()]];
  const reversed = await asker.screenAmong(near.map(asked), lines.map(asked));
  for (const [i, line] of lines.entries())
    for (const finding of reversed[i]!) {
      const entry = near[Number(finding.candidateId)]!;
      if (finding.alert && apart(entry, line))
        raise(entry, line, pairOf(finding, entry.name, line.name, true));
    }
  return [...found.values()];
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
