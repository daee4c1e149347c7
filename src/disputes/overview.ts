import type { Db } from '../db/database.ts';
import { searchable } from './rows.ts';
import { eachDispute, type Asked } from './search.ts';
import type { Deadline, Outcome } from './state.ts';

export interface Count {
  value: string;
  open: number;
  all: number;
}

/** What to look at first: deadlines, where cases gather, who comes back. */
export interface Overview {
  open: number;
  all: number;
  endings: Partial<Record<Outcome, number>>;
  /** Deadlines of open cases that have passed or come within the days asked for, earliest first. */
  deadlines: (Deadline & { disputeId: string; title: string })[];
  byJurisdiction: Count[];
  byConflict: Count[];
  /** Names with more than one case, most cases first. */
  names: Count[];
  /** Other sides with more than one case: who registers again and again. */
  repeaters: Count[];
}

/** Counts by a value, with the spelling met first. */
class Tally {
  readonly #counts = new Map<string, Count>();

  add(value: string, open: boolean): void {
    const id = searchable(value);
    const count = this.#counts.get(id) ?? { value, open: 0, all: 0 };
    count.all++;
    if (open) count.open++;
    this.#counts.set(id, count);
  }

  most(least = 1): Count[] {
    return [...this.#counts.values()]
      .filter((c) => c.all >= least)
      .sort((a, b) => b.open - a.open || b.all - a.all || (a.value < b.value ? -1 : 1));
  }
}

const DAY_MS = 86_400_000;

/** The early-warning overview on a day, with deadlines within `days`. */
export async function disputeOverview(db: Db, asked: Asked, days: number): Promise<Overview> {
  const until = new Date(Date.parse(`${asked.day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
  const [jurisdictions, conflicts, names, others] = [new Tally(), new Tally(), new Tally(), new Tally()];
  const overview = { open: 0, all: 0, endings: {} as Overview['endings'] };
  const deadlines: Overview['deadlines'] = [];
  for await (const { dispute, state } of eachDispute(db, {}, asked)) {
    const open = state.stage !== 'closed';
    overview.all++;
    if (open) overview.open++;
    if (state.outcome) overview.endings[state.outcome] = (overview.endings[state.outcome] ?? 0) + 1;
    jurisdictions.add(dispute.jurisdiction, open);
    conflicts.add(dispute.conflict, open);
    names.add(dispute.giName, open);
    for (const { name, role } of dispute.facts.parties) if (role === 'other-side') others.add(name, open);
    for (const deadline of state.deadlines)
      if (deadline.dueOn <= until)
        deadlines.push({ ...deadline, disputeId: dispute.id, title: dispute.title });
  }
  return {
    ...overview,
    deadlines: deadlines.sort((a, b) => (a.dueOn < b.dueOn ? -1 : Number(a.dueOn > b.dueOn))),
    byJurisdiction: jurisdictions.most(),
    byConflict: conflicts.most(),
    names: names.most(2),
    repeaters: others.most(2),
  };
}
