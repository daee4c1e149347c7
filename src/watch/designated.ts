import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { rowsOf } from '../db/rows.ts';
import { madridRefusals, watchAlerts, watchMarks, type AlertStatus } from '../db/schema/index.ts';
import { designating, inboundRegistrations, type InboundRegistration } from '../madrid/docket/inbound.ts';
import type { Day } from '../madrid/rules/calendar.ts';
import { internationalBureau } from './opposition.ts';

/** An alert on a mark that designates this office. */
export interface DesignatedAlert {
  id: string;
  giId: string;
  /** Spelling of the GI that was come close to. */
  candidate: string;
  score: number;
  status: AlertStatus;
}

/**
 * Where a registration stands that designates this office. `to-refuse`: somebody opposes it and nothing was written.
 * `day-unknown`: no notification tells when it was notified, so that the last day to refuse cannot be told.
 */
export const designatedStates = [
  'open',
  'to-refuse',
  'written',
  'sent',
  'decided',
  'passed',
  'day-unknown',
] as const;
export type DesignatedState = (typeof designatedStates)[number];

/** A registration that designates this office, with what the watch found and what was written about it. */
export interface DesignatedMark extends InboundRegistration {
  holder?: string;
  state: DesignatedState;
  /** Last day for this office to refuse; absent where the day of notification is not known. */
  limit?: Day;
  alerts: DesignatedAlert[];
  refusals: { id: string; giId: string; createdAt: string; sentOn?: string }[];
}

type RefusalRow = Pick<
  typeof madridRefusals.$inferSelect,
  'id' | 'number' | 'giId' | 'createdAt' | 'sentOn' | 'sentAt'
>;

function stateOf(
  inbound: InboundRegistration | undefined,
  alerts: readonly DesignatedAlert[],
  refusals: readonly RefusalRow[],
  today: Day,
): DesignatedState {
  if (refusals.some((r) => r.sentAt !== null)) return 'sent';
  const state = inbound?.designation?.state;
  if (state !== undefined && state !== 'pending' && state !== 'interim' && state !== 'tacitly-accepted')
    return 'decided';
  const limit = inbound?.designation?.refusal.limit;
  if (limit !== undefined && limit < today) return 'passed';
  if (refusals.length > 0) return 'written';
  if (alerts.some((a) => a.status === 'opposing')) return 'to-refuse';
  return limit === undefined ? 'day-unknown' : 'open';
}

/** Which registrations are asked for: those with an alert or a refusal, or every one. */
export interface DesignatedFilter {
  all?: boolean;
  number?: string | undefined;
  /** Number the page continues after. */
  cursor: string;
  limit: number;
}

async function numbersOf(db: Db, office: string, filter: DesignatedFilter): Promise<string[]> {
  const everyone = filter.all ? sql`union ${designating(office)}` : sql``;
  const only = filter.number === undefined ? sql`` : sql`and number = ${filter.number}`;
  const result = await db.execute(sql`
    with numbers as (
      select m.number from watch_alerts a join watch_marks m on m.id = a.mark_id
        where m.office = ${internationalBureau} and ${office} = any(m.designations) and a.status not in ('dismissed', 'quiet', 'closed')
      union select number from madrid_refusals ${everyone})
    select number from numbers where number > ${filter.cursor} ${only} order by number limit ${filter.limit}`);
  return rowsOf<{ number: string }>(result).map((row) => row.number);
}

/**
 * A page of the registrations that designate this office, by number.
 * @param office ST.3 code of this office
 */
export async function designatedMarks(
  db: Db,
  office: string,
  today: Day,
  filter: DesignatedFilter,
): Promise<{ marks: DesignatedMark[]; next?: string }> {
  const numbers = await numbersOf(db, office, filter);
  if (numbers.length === 0) return { marks: [] };
  const inbound = await inboundRegistrations(db, numbers, office, today);
  const watched = await db
    .select({ mark: watchMarks, alert: watchAlerts })
    .from(watchMarks)
    .leftJoin(watchAlerts, eq(watchAlerts.markId, watchMarks.id))
    .where(and(eq(watchMarks.office, internationalBureau), inArray(watchMarks.number, numbers)))
    .orderBy(asc(watchAlerts.sequence));
  const refusals = await db
    .select()
    .from(madridRefusals)
    .where(inArray(madridRefusals.number, numbers))
    .orderBy(asc(madridRefusals.id));
  const marks = numbers.map((number): DesignatedMark => {
    const own = watched.filter((row) => row.mark.number === number);
    const told = own[0]?.mark;
    const written = refusals.filter((row) => row.number === number);
    const alerts = own.flatMap(({ alert }) =>
      alert
        ? [
            {
              id: alert.id,
              giId: alert.giId,
              candidate: alert.candidate,
              score: alert.score,
              status: alert.status,
            },
          ]
        : [],
    );
    const known = inbound.get(number);
    const limit = known?.designation?.refusal.limit;
    const mark = known?.mark ?? told?.text;
    return {
      number,
      ...known,
      ...(mark && { mark }),
      ...(told?.holder && { holder: told.holder }),
      state: stateOf(known, alerts, written, today),
      ...(limit && { limit }),
      alerts,
      refusals: written.map((row) => ({
        id: row.id,
        giId: row.giId,
        createdAt: row.createdAt.toISOString(),
        ...(row.sentOn !== null && { sentOn: row.sentOn }),
      })),
    };
  });
  const next = numbers.length === filter.limit ? numbers.at(-1) : undefined;
  return { marks, ...(next && { next }) };
}
