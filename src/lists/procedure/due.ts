import { sql } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { rowsOf } from '../../db/rows.ts';
import type { Agreement, GiList } from '../../gi/agreement.ts';
import { addDays } from '../../gi/calendar.ts';
import { dueDates, rulesFor, type Due } from '../../gi/due.ts';
import { principalName, type Entry } from '../../gi/entry.ts';
import { allLists, listAgreements } from '../catalogue.ts';
import { officeDay } from './view.ts';

/** A date that concerns an entry of a current version. */
export interface DueEntry extends Due {
  listId: string;
  key: string;
  giId: string;
  name: string;
}

/** One day by which many entries of a list should be decided, as a sum: an annex of 175 names is one line of work. */
export interface DueList {
  listId: string;
  on: string;
  days: number;
  state: Due['state'];
  undecided: number;
}

export interface DueDesk {
  /** Dates of single entries, the most urgent first. */
  entries: DueEntry[];
  /** Processing periods of lists with undecided entries. */
  lists: DueList[];
}

/** How long a date that has passed stays on the desk. */
const LOOK_BACK_DAYS = 60;

/** Entries of current versions that bring dates with them: open ones, and those with permitted uses by others. */
async function* datedEntries(db: Db): AsyncIterable<{ listId: string; giId: string; entry: Entry }> {
  const PAGE = 500;
  for (let after = ['', '']; ;) {
    const result = await db.execute(sql`
      with current as (
        select distinct on (list_id) id, list_id from list_versions where state = 'published'
        order by list_id, number desc)
      select c.list_id, e.key, e.gi_id, r.data from current c
      join version_entries e on e.version_id = c.id join entry_revisions r on r.hash = e.hash
      where (r.data->>'status' in ('applied', 'published') or r.data ? 'phaseOuts' or r.data ? 'coexistence')
        and (c.list_id, e.key) > (${after[0]}, ${after[1]})
      order by c.list_id, e.key limit ${PAGE}`);
    const rows = rowsOf<{ list_id: string; key: string; gi_id: string; data: Entry }>(result);
    for (const row of rows) yield { listId: row.list_id, giId: row.gi_id, entry: row.data };
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = [last.list_id, last.key];
  }
}

/**
 * What the agreements' rules make due: dates within the days ahead, those that passed lately, and everything overdue.
 * Days are those of each list's office.
 */
export async function dueDesk(db: Db, now: Date, ahead: number): Promise<DueDesk> {
  const agreements = new Map((await listAgreements(db)).map((a) => [a.id, a]));
  const legal = new Map(
    (await allLists(db)).map((list): [string, { list: GiList; agreement: Agreement; today: string }] => {
      const agreement = agreements.get(list.agreementId)!;
      return [list.id, { list, agreement, today: officeDay(rulesFor(agreement, list), now) }];
    }),
  );
  const entries: DueEntry[] = [];
  const lists = new Map<string, DueList>();
  for await (const { listId, giId, entry } of datedEntries(db)) {
    const { list, agreement, today } = legal.get(listId)!;
    for (const due of dueDates(entry, list, agreement, today)) {
      if (due.kind === 'processing-ends') {
        const { on, days, state } = due;
        const sum = lists.get(listId) ?? { listId, on, days, state, undecided: 0 };
        lists.set(listId, { ...sum, undecided: sum.undecided + 1 });
      } else if (due.on <= addDays(today, ahead) && due.on >= addDays(today, -LOOK_BACK_DAYS)) {
        entries.push({ ...due, listId, key: entry.key, giId, name: principalName(entry) });
      }
    }
  }
  return {
    entries: entries.sort((a, b) => a.days - b.days || (a.key < b.key ? -1 : 1)),
    lists: [...lists.values()].sort((a, b) => a.days - b.days),
  };
}
