import { and, eq, inArray, or, sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { jsonTexts } from '../db/json-rows.ts';
import { watchAlerts, watchMarks, type AlertStatus } from '../db/schema/index.ts';
import { newId } from '../platform/ids.ts';
import { markId } from './marks/mark.ts';
import type { Concern } from './screening.ts';

/** Who writes, and when. */
export interface Hand {
  at: Date;
  actor: string;
}

/** Rows written in one statement. */
const PART = 500;

function rowOf(concern: Concern, runId: string, rescreenId: string | null, { at, actor }: Hand) {
  const { mark, gi, finding, goodsRelation, windows } = concern;
  return {
    id: newId('alt', at),
    markId: markId(mark),
    giId: gi.id,
    candidate: finding.candidate,
    kind: finding.kind,
    score: finding.score,
    falseAlertsPerMillion: finding.falseAlertsPerMillion,
    goodsRelation,
    explanation: finding.explanation,
    agreements: gi.agreements,
    origin: gi.origin,
    office: windows[0]?.office ?? mark.office,
    deadline: windows[0]?.lastDay ?? null,
    windows,
    status: 'new' as const,
    runId,
    rescreenId,
    createdAt: at,
    changedAt: at,
    changedBy: actor,
  };
}

const told = {
  candidate: sql`excluded.candidate`,
  kind: sql`excluded.kind`,
  score: sql`excluded.score`,
  falseAlertsPerMillion: sql`excluded.false_alerts_per_million`,
  goodsRelation: sql`excluded.goods_relation`,
  explanation: sql`excluded.explanation`,
  agreements: sql`excluded.agreements`,
  office: sql`excluded.office`,
  deadline: sql`excluded.deadline`,
  windows: sql`excluded.windows`,
  status: sql`case when ${watchAlerts.status} in ('closed', 'quiet') then 'new' else ${watchAlerts.status} end`,
  quietedBy: sql`null`,
  changedAt: sql`excluded.changed_at`,
  changedBy: sql`excluded.changed_by`,
};

/**
 * Writes what marks of a file come close to: a new alert for each pair, or what is known now on the one there is. An
 * alert that was closed, or quiet, opens again; any other keeps what people made of it.
 * @returns how many alerts are new
 */
export async function writeAlerts(tx: Db, concerns: Concern[], runId: string, hand: Hand): Promise<number> {
  return write(
    tx,
    concerns.map((concern) => rowOf(concern, runId, null, hand)),
  );
}

/** A mark held that a name came close to later, with the run that told of the mark. */
export interface LateConcern extends Concern {
  runId: string;
}

/**
 * Writes what marks held come close to since names were published. Alerts that people have settled are left as they
 * are; one that waits is changed only where the new finding is stronger, or where it can be opposed is.
 * @returns how many alerts are new
 */
export async function writeLateAlerts(
  tx: Db,
  concerns: LateConcern[],
  rescreenId: string,
  hand: Hand,
): Promise<number> {
  const waits: AlertStatus[] = ['new', 'seen', 'assigned'];
  return write(
    tx,
    concerns.map((concern) => rowOf(concern, concern.runId, rescreenId, hand)),
    or(
      inArray(watchAlerts.status, ['closed', 'quiet']),
      and(
        inArray(watchAlerts.status, waits),
        sql`(excluded.score > ${watchAlerts.score} or excluded.windows <> ${watchAlerts.windows})`,
      ),
    ),
  );
}

async function write(
  tx: Db,
  rows: ReturnType<typeof rowOf>[],
  changes?: ReturnType<typeof or>,
): Promise<number> {
  const ids = new Set(rows.map((r) => r.id));
  let added = 0;
  for (let i = 0; i < rows.length; i += PART) {
    const written = await tx
      .insert(watchAlerts)
      .values(rows.slice(i, i + PART))
      .onConflictDoUpdate({
        target: [watchAlerts.markId, watchAlerts.giId],
        set: told,
        ...(changes && { setWhere: changes }),
      })
      .returning({ id: watchAlerts.id });
    added += written.filter((row) => ids.has(row.id)).length;
  }
  return added;
}

/** Closes the alerts of marks that are gone. */
export async function closeAlerts(tx: Db, marks: string[], note: string, hand: Hand): Promise<void> {
  if (marks.length === 0) return;
  await tx
    .update(watchAlerts)
    .set({ status: 'closed', quietedBy: null, note, changedAt: hand.at, changedBy: hand.actor })
    .where(
      and(
        sql`${watchAlerts.markId} in ${jsonTexts(marks)}`,
        inArray(watchAlerts.status, ['new', 'seen', 'assigned', 'opposing', 'quiet']),
      ),
    );
}

/** An alert with what a rule looks at. */
interface Judged {
  rate: number;
  agreements: string[];
  classes: number[];
  goods: string;
}

/**
 * Closes what waits of marks that changed and moved away from a GI. Where the words of the mark are the same and a rule
 * silences the alert, that it is no concern is the rule's doing: it stays as it is.
 * @param changed marks by id, with whether their words are others
 * @param concerns what they come close to now
 * @param silenced whether a rule silences an alert
 */
export async function closeVanished(
  tx: Db,
  changed: ReadonlyMap<string, boolean>,
  concerns: readonly Concern[],
  silenced: (alert: Judged) => boolean,
  hand: Hand,
): Promise<void> {
  if (changed.size === 0) return;
  const concerned = new Set(concerns.map((c) => `${markId(c.mark)}\n${c.gi.id}`));
  const open = await tx
    .select({
      id: watchAlerts.id,
      markId: watchAlerts.markId,
      giId: watchAlerts.giId,
      rate: watchAlerts.falseAlertsPerMillion,
      agreements: watchAlerts.agreements,
      classes: watchMarks.classes,
      goods: watchMarks.goods,
    })
    .from(watchAlerts)
    .innerJoin(watchMarks, eq(watchMarks.id, watchAlerts.markId))
    .where(
      and(
        sql`${watchAlerts.markId} in ${jsonTexts(changed.keys())}`,
        inArray(watchAlerts.status, ['new', 'seen', 'assigned', 'quiet']),
      ),
    );
  const vanished = open
    .filter((a) => !concerned.has(`${a.markId}\n${a.giId}`))
    .filter((a) => changed.get(a.markId) || !silenced(a))
    .map((a) => a.id);
  if (vanished.length === 0) return;
  await tx
    .update(watchAlerts)
    .set({
      status: 'closed',
      quietedBy: null,
      note: 'the mark changed',
      changedAt: hand.at,
      changedBy: hand.actor,
    })
    .where(inArray(watchAlerts.id, vanished));
}
