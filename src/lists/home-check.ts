import { sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { rowsOf } from '../db/rows.ts';
import type { GiList } from '../gi/agreement.ts';
import type { Entry } from '../gi/entry.ts';
import type { Place, Problem } from '../gi/problem.ts';
import { fold, tight } from '../names/normalise.ts';
import type { AsOf } from './versions.ts';
import { versionsAt } from './versions.ts';

interface Pair {
  key: string;
  place: Place | null;
  mine: Entry;
  theirs: Entry;
  other: string;
}

const originals = (entry: Entry): string[] =>
  entry.names.filter((n) => n.kind === 'original').map((n) => tight(fold(n.text)));

/** What speaks against an annex entry in the register of its origin; the two may be given either way round. */
function compare(annex: Entry, home: Entry): { code: string; what: string; remedy: string } | undefined {
  const claimed = annex.status !== 'ended' && annex.status !== 'refused';
  if (claimed && home.status === 'ended') {
    return {
      code: 'home/ended',
      what: 'protection at home has ended',
      remedy:
        'Ask the country of origin whether the name is to be removed from the agreement (it need not be protected once it is not at home).',
    };
  }
  if (claimed && (home.status === 'applied' || home.status === 'published' || home.status === 'refused')) {
    return {
      code: 'home/not-registered',
      what: `at home the name is only ${home.status}`,
      remedy:
        'Ask the country of origin for the registration; a name is listed on the strength of its protection at home.',
    };
  }
  const names = new Set(originals(home));
  if (names.size > 0 && originals(annex).length > 0 && !originals(annex).some((n) => names.has(n))) {
    return {
      code: 'home/name-differs',
      what: 'the name at home is written otherwise',
      remedy: 'Check which spelling is protected; the name may have been changed at home.',
    };
  }
  return undefined;
}

/** Lists to hold a draft against: an annex against the registers of its origin, a register against annexes of its names. */
function counterparts(list: GiList, all: GiList[]): GiList[] {
  if (list.kind === 'treaty')
    return all.filter((l) => l.kind === 'home-register' && l.protectedIn === list.origin);
  return all.filter((l) => l.kind === 'treaty' && l.origin === list.protectedIn);
}

/**
 * Holds a draft against the home register, in both directions: entries of an agreement whose protection at home has
 * ended, was never registered or has another name. Only what both lists hold is compared; absence from an incomplete
 * register proves nothing.
 * @returns warnings, at the place of the draft's record
 */
export async function checkAgainstHome(db: Db, list: GiList, draftId: string, at: AsOf): Promise<Problem[]> {
  const versions = await versionsAt(db, at);
  const others = counterparts(
    list,
    versions.map((v) => v.list),
  );
  const ids = versions.filter((v) => others.some((o) => o.id === v.list.id)).map((v) => v.version.versionId);
  if (ids.length === 0) return [];
  const result = await db.execute(sql`
    select d.key, d.place, m.data as mine, t.data as theirs, v.list_id as other
    from version_entries d join version_entries o on o.gi_id = d.gi_id
    join entry_revisions m on m.hash = d.hash join entry_revisions t on t.hash = o.hash
    join list_versions v on v.id = o.version_id
    where d.version_id = ${draftId} and o.version_id in ${ids}
    order by d.key, v.list_id`);
  return rowsOf<Pair>(result).flatMap(({ key, place, mine, theirs, other }) => {
    const finding = list.kind === 'treaty' ? compare(mine, theirs) : compare(theirs, mine);
    if (!finding) return [];
    const { code, what, remedy } = finding;
    const message = `${key}: ${what} (${list.kind === 'treaty' ? other : `listed on ${other}`}).`;
    return [{ code, severity: 'warning' as const, message, remedy, place: { ...place, field: 'key' } }];
  });
}
