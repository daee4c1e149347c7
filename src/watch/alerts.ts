import { and, asc, desc, eq, gte, inArray, sql, type SQL } from 'drizzle-orm';
import { decisionHistory, type PairDecision } from '../conflicts/decisions.ts';
import type { AuditRow } from '../db/audit.ts';
import type { Db } from '../db/database.ts';
import {
  alertStatuses,
  audit,
  watchAlerts,
  watchMarks,
  watchRescreens,
  type AlertStatus,
  type RescreenCause,
} from '../db/schema/index.ts';
import { entryRevisions, listVersions, versionEntries } from '../db/schema/index.ts';
import { principalName } from '../gi/entry.ts';
import type { Explanation, FindingKind } from '../names/engine.ts';
import type { GoodsRelation } from '../names/goods.ts';
import { Refusal } from '../platform/errors.ts';
import type { WatchedMark } from './marks/mark.ts';
import { markOf, type MarkRow } from './marks/row.ts';
import { dueOrder, lastDayAt, seenFrom } from './seen-from.ts';
import { noiseRules, type NoiseRule } from './noise.ts';
import type { OppositionWindow } from './opposition.ts';

export { alertStatuses, rescreenCauses, type AlertStatus } from '../db/schema/index.ts';

/** A mark that comes close to a protected name, as people work on it. */
export interface Alert {
  id: string;
  sequence: number;
  mark: WatchedMark & { id: string };
  gi: { id: string; name: string; origin: string[]; agreements: string[] };
  /** Spelling of the GI that was come close to. */
  candidate: string;
  kind: FindingKind;
  /** 0..1. */
  score: number;
  falseAlertsPerMillion: number;
  goodsRelation: GoodsRelation;
  explanation: Explanation;
  /** Office to turn to. */
  office: string;
  /** Last day to oppose there; absent where it cannot be told. */
  deadline?: string;
  windows: OppositionWindow[];
  status: AlertStatus;
  /** Scope of the rule that keeps it quiet; `default` where that is the usual threshold. */
  quietedBy?: string;
  assignee?: string;
  note?: string;
  runId: string;
  /** The later comparison that found it, where the mark had been screened without raising it. */
  rescreenId?: string;
  createdAt: string;
  changedAt: string;
  changedBy: string;
}

/** Which alerts are meant; every member narrows. */
export interface AlertFilter {
  gi?: string | undefined;
  /** ISO code of the GI's origin. */
  origin?: string | undefined;
  agreement?: string | undefined;
  office?: string | undefined;
  /** Nice class of the mark. */
  class?: number | undefined;
  minScore?: number | undefined;
  status?: readonly AlertStatus[] | undefined;
  assignee?: string | undefined;
  /** Part of the mark's words. */
  mark?: string | undefined;
  run?: string | undefined;
  /** Only deadlines up to this day. */
  dueBy?: string | undefined;
}

/** Statuses that still need somebody. */
export const openStatuses: readonly AlertStatus[] = ['new', 'seen', 'assigned', 'opposing'];

/** Statuses of alerts nobody has decided on. */
export const undecidedStatuses: readonly AlertStatus[] = ['new', 'seen', 'assigned'];

type Row = typeof watchAlerts.$inferSelect;
function toAlert(row: Row, mark: MarkRow, name: string): Alert {
  return {
    id: row.id,
    sequence: row.sequence,
    mark: { id: mark.id, ...markOf(mark) },
    gi: { id: row.giId, name, origin: row.origin, agreements: row.agreements },
    candidate: row.candidate,
    kind: row.kind as FindingKind,
    score: row.score,
    falseAlertsPerMillion: row.falseAlertsPerMillion,
    goodsRelation: row.goodsRelation as GoodsRelation,
    explanation: row.explanation as Explanation,
    office: row.office,
    ...(row.deadline !== null && { deadline: row.deadline }),
    windows: row.windows as OppositionWindow[],
    status: row.status,
    ...(row.quietedBy !== null && { quietedBy: row.quietedBy }),
    ...(row.assignee !== null && { assignee: row.assignee }),
    ...(row.note !== null && { note: row.note }),
    runId: row.runId,
    ...(row.rescreenId !== null && { rescreenId: row.rescreenId }),
    createdAt: row.createdAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
    changedBy: row.changedBy,
  };
}

const part = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** What a filter asks of `watch_alerts` joined with `watch_marks`. */
export function alertConditions(filter: AlertFilter): SQL[] {
  const { status } = filter;
  return [
    ...(filter.gi ? [eq(watchAlerts.giId, filter.gi)] : []),
    ...(filter.origin ? [sql`${filter.origin} = any(${watchAlerts.origin})`] : []),
    ...(filter.agreement ? [sql`${filter.agreement} = any(${watchAlerts.agreements})`] : []),
    ...(filter.office
      ? [
          sql`(${watchAlerts.office} = ${filter.office} or ${watchMarks.office} = ${filter.office} or ${filter.office} = any(${watchMarks.designations}))`,
        ]
      : []),
    ...(filter.class === undefined ? [] : [sql`${filter.class}::int = any(${watchMarks.classes})`]),
    ...(filter.minScore === undefined ? [] : [gte(watchAlerts.score, filter.minScore)]),
    ...(status && status.length > 0 ? [inArray(watchAlerts.status, [...status])] : []),
    ...(filter.assignee ? [eq(watchAlerts.assignee, filter.assignee)] : []),
    ...(filter.mark ? [sql`${watchMarks.text} ilike ${part(filter.mark)}`] : []),
    ...(filter.run ? [eq(watchAlerts.runId, filter.run)] : []),
    ...(filter.dueBy ? [sql`${lastDayAt(filter.office)} <= ${filter.dueBy}::date`] : []),
  ];
}

/** The form people know each GI by, from its newest entry. */
async function namesOf(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectDistinctOn([versionEntries.giId], { id: versionEntries.giId, entry: entryRevisions.data })
    .from(versionEntries)
    .innerJoin(listVersions, eq(listVersions.id, versionEntries.versionId))
    .innerJoin(entryRevisions, eq(entryRevisions.hash, versionEntries.hash))
    .where(and(inArray(versionEntries.giId, [...new Set(ids)]), eq(listVersions.state, 'published')))
    .orderBy(versionEntries.giId, desc(listVersions.publication));
  return new Map(rows.map((r) => [r.id, principalName(r.entry)]));
}

/** @param office as which the alerts are seen, where they were asked for by one */
async function toAlerts(db: Db, rows: { alert: Row; mark: MarkRow }[], office?: string): Promise<Alert[]> {
  const names = await namesOf(
    db,
    rows.map((r) => r.alert.giId),
  );
  return rows.map(({ alert, mark }) =>
    seenFrom(toAlert(alert, mark, names.get(alert.giId) ?? alert.giId), office),
  );
}

export interface AlertPage {
  total: number;
  alerts: Alert[];
  next?: string;
}

/**
 * A page of alerts, the nearest deadline first; of those asked for by an office, the day and the order are of that office.
 * @param page.cursor as the page before gave it
 */
export async function alertPage(
  db: Db,
  filter: AlertFilter,
  page: { today: string; cursor?: string | undefined; limit: number },
): Promise<AlertPage> {
  const key = dueOrder(page.today, filter.office);
  const where = alertConditions(filter);
  const joined = () =>
    db
      .select({ alert: watchAlerts, mark: watchMarks, key: sql<string>`${key}` })
      .from(watchAlerts)
      .innerJoin(watchMarks, eq(watchMarks.id, watchAlerts.markId));
  const rows = await joined()
    .where(and(...where, ...(page.cursor ? [sql`${key} > ${page.cursor}`] : [])))
    .orderBy(key)
    .limit(page.limit + 1);
  const [count] = await db
    .select({ n: sql<number>`count(*)::int` })
    .from(watchAlerts)
    .innerJoin(watchMarks, eq(watchMarks.id, watchAlerts.markId))
    .where(and(...where));
  const shown = rows.slice(0, page.limit);
  const last = rows.length > page.limit ? shown.at(-1) : undefined;
  return {
    total: count?.n ?? 0,
    alerts: await toAlerts(db, shown, filter.office),
    ...(last && { next: last.key }),
  };
}

/** Rows of alerts with their marks, for {@link toAlerts}. */
const withMarks = (db: Db) =>
  db
    .select({ alert: watchAlerts, mark: watchMarks })
    .from(watchAlerts)
    .innerJoin(watchMarks, eq(watchMarks.id, watchAlerts.markId));

/** The newest alerts, newest first. */
export async function newestAlerts(db: Db, filter: AlertFilter, limit: number): Promise<Alert[]> {
  const rows = await withMarks(db)
    .where(and(...alertConditions(filter)))
    .orderBy(desc(watchAlerts.sequence))
    .limit(limit);
  return toAlerts(db, rows, filter.office);
}

/** Alerts by their ids, those that are there, in the order in which they came. */
export async function alertsById(db: Db, ids: readonly string[]): Promise<Alert[]> {
  if (ids.length === 0) return [];
  const rows = await withMarks(db)
    .where(inArray(watchAlerts.id, [...ids]))
    .orderBy(asc(watchAlerts.sequence));
  return toAlerts(db, rows);
}

/** Alerts by their ids as a subscriber of an office, if of one, is told of them: the nearest deadline first. */
export async function alertsToTell(
  db: Db,
  ids: readonly string[],
  { today, office }: { today: string; office: string | undefined },
): Promise<Alert[]> {
  if (ids.length === 0) return [];
  const rows = await withMarks(db)
    .where(inArray(watchAlerts.id, [...ids]))
    .orderBy(dueOrder(today, office));
  return toAlerts(db, rows, office);
}

/** An alert with what was ruled on its pair of names before, and what was done about it. */
export interface AlertView extends Alert {
  decisions: (PairDecision & { supersededAt?: string })[];
  history: AuditRow[];
  /** Why the mark was compared again, where a later comparison found it. */
  foundBy?: RescreenCause;
  /** The rule that keeps it quiet; absent where that is the usual threshold. */
  rule?: NoiseRule;
}

/** @throws Refusal not-found/alert */
export async function alertView(db: Db, id: string): Promise<AlertView> {
  const [alert] = await alertsById(db, [id]);
  if (!alert) throw noAlert(id);
  const history = await db.select().from(audit).where(eq(audit.subject, id)).orderBy(asc(audit.id));
  const [found] =
    alert.rescreenId === undefined
      ? []
      : await db
          .select({ cause: watchRescreens.cause })
          .from(watchRescreens)
          .where(eq(watchRescreens.id, alert.rescreenId));
  const rule = alert.quietedBy && (await noiseRules(db)).find(({ scope }) => scope === alert.quietedBy);
  return {
    ...alert,
    ...(rule && { rule }),
    ...(found && { foundBy: found.cause }),
    decisions: await decisionHistory(db, alert.mark.text, alert.candidate),
    history: history.map((row) => ({ ...row, at: row.at.toISOString() })),
  };
}

export function noAlert(id: string): Refusal {
  return new Refusal('not-found/alert', 404, `There is no alert ${id}.`, 'Look at the list of alerts.');
}

/** How many alerts have each status. */
export async function alertCounts(db: Db): Promise<Record<AlertStatus, number>> {
  const rows = await db
    .select({ status: watchAlerts.status, n: sql<number>`count(*)::int` })
    .from(watchAlerts)
    .groupBy(watchAlerts.status);
  const counts = new Map(rows.map((r) => [r.status, r.n]));
  return Object.fromEntries(alertStatuses.map((s) => [s, counts.get(s) ?? 0])) as Record<AlertStatus, number>;
}
