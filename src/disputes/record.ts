import { eq } from 'drizzle-orm';
import { recordAudit } from '../db/audit.ts';
import type { Context } from '../db/context.ts';
import type { Db } from '../db/database.ts';
import { requireRole } from '../db/roles.ts';
import { disputes, disputeSteps, gis } from '../db/schema/index.ts';
import { InputError } from '../gi/problem.ts';
import { storeFile } from '../lists/source-file.ts';
import { isIsoDate, isoDate } from '../platform/clock.ts';
import { Refusal } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { followAlerts, type FollowedAlert } from '../watch/follow.ts';
import type { Dispute, Step, StepDetails, StepKind } from './case.ts';
import { getDispute, searchable, stepsOf, toDispute } from './rows.ts';
import { mayFollow, stateOf } from './state.ts';

/** What is told to open a case. */
export type NewDispute = Omit<Dispute, 'id' | 'openedAt' | 'openedBy'>;

export interface NewStep {
  on: string;
  kind: StepKind;
  text: string;
  details?: StepDetails;
}

function invalid(field: string, message: string, remedy: string): InputError {
  return new InputError([{ code: 'disputes/invalid', severity: 'error', message, remedy, place: { field } }]);
}

/** Everything a search looks through. */
function wordsOf(dispute: NewDispute): string {
  const { title, sign, giName, facts } = dispute;
  const { reference, parties, marks, contestedGoods } = facts;
  const texts = [
    title,
    sign,
    giName,
    reference,
    contestedGoods,
    facts.forum.name,
    ...parties.map((p) => p.name),
    ...marks.flatMap((m) => [m.number, m.text]),
  ];
  return searchable(texts.filter(Boolean).join(' '));
}

/** @throws Refusal not-found/gi */
async function mustHaveGi(db: Db, id: string): Promise<void> {
  const [row] = await db.select({ id: gis.id }).from(gis).where(eq(gis.id, id));
  if (row) return;
  throw new Refusal(
    'not-found/gi',
    404,
    `No geographical indication "${id.slice(0, 80)}" is held.`,
    'Search for it by name, or leave the id out and give the name alone.',
  );
}

async function insertDispute(tx: Db, ctx: Context, id: string, dispute: NewDispute): Promise<Dispute> {
  const { giId, facts, ...rest } = dispute;
  const at = ctx.clock();
  const [row] = await tx
    .insert(disputes)
    .values({
      ...rest,
      id,
      giId: giId ?? null,
      facts,
      words: wordsOf(dispute),
      openedAt: at,
      openedBy: ctx.actor,
    })
    .returning();
  await recordAudit(tx, {
    at,
    actor: ctx.actor,
    action: 'dispute.opened',
    subject: id,
    details: { sign: dispute.sign, giName: dispute.giName, jurisdiction: dispute.jurisdiction },
  });
  return toDispute(row!);
}

/** Where the parts of a step do not fit its kind. */
function checkStep(step: NewStep, today: string): void {
  const { kind, on, details = {} } = step;
  if (!isIsoDate(on)) throw invalid('on', `"${on.slice(0, 40)}" is not a day.`, 'Write it as YYYY-MM-DD.');
  if (on > today)
    throw invalid(
      'on',
      `${on} has not come yet.`,
      'Record what happened; set a deadline for what is to come.',
    );
  if (step.text.trim() === '') throw invalid('text', 'The step says nothing.', 'Say what happened.');
  if (kind === 'deadline' && !isIsoDate(details.dueOn ?? ''))
    throw invalid('details.dueOn', 'A deadline needs its day.', 'Give dueOn as YYYY-MM-DD.');
  if (kind === 'decision' && !details.ruling)
    throw invalid('details.ruling', 'A decision needs its ruling.', 'Say won, partly-won or lost.');
  if (kind === 'withdrawal' && !details.by)
    throw invalid('details.by', 'It is not said who gave up.', 'Say right-holder or other-side.');
}

async function insertStep(
  tx: Db,
  ctx: Context,
  disputeId: string,
  step: NewStep,
  fileId?: string,
): Promise<string> {
  const at = ctx.clock();
  const id = newId('dst', at);
  const { on, kind, text, details = {} } = step;
  await tx.insert(disputeSteps).values({
    id,
    disputeId,
    on,
    kind,
    text: text.trim(),
    details,
    fileId: fileId ?? null,
    recordedAt: at,
    recordedBy: ctx.actor,
  });
  await recordAudit(tx, {
    at,
    actor: ctx.actor,
    action: `dispute.${kind}`,
    subject: disputeId,
    details: { on, ...details, ...(fileId !== undefined && { file: fileId }) },
  });
  return id;
}

/** A case as it was opened. */
export interface OpenedDispute extends Dispute {
  /** The alert of the watch it came from, and what became of it. */
  alert?: FollowedAlert;
}

/**
 * Opens a case, with what happened so far. The alert of the watch it came from is opposed from then on, where it waits.
 * @param id given only for cases that come with the gateway
 * @throws Refusal accounts/not-allowed, not-found/gi, not-found/alert
 * @throws InputError disputes/invalid
 */
export async function openDispute(
  ctx: Context,
  dispute: NewDispute,
  steps: NewStep[] = [],
  id?: string,
): Promise<OpenedDispute> {
  const today = isoDate(ctx.clock());
  for (const step of steps) checkStep(step, today);
  if (dispute.sign.trim() === '')
    throw invalid('sign', 'The sign is empty.', 'Write the sign as it is used.');
  return ctx.db.transaction(async (tx) => {
    await requireRole(tx, ctx.actor, 'editor');
    if (dispute.giId !== undefined) await mustHaveGi(tx, dispute.giId);
    const opened = await insertDispute(tx, ctx, id ?? newId('dsp', ctx.clock()), dispute);
    for (const step of steps) await insertStep(tx, ctx, opened.id, step);
    const { alertId } = dispute.facts;
    if (alertId === undefined) return opened;
    const [alert] = await followAlerts({ ...ctx, db: tx }, [alertId], `${opened.id}: ${opened.title}`);
    return { ...opened, ...(alert && { alert }) };
  });
}

/** A step can follow only on what is there: a deadline that was set, a case that is not closed, a decision to appeal. */
function checkOrder(disputeId: string, steps: Step[], step: NewStep): void {
  const state = stateOf(steps, step.on);
  if (!mayFollow(state, step.kind)) {
    throw new Refusal(
      'disputes/out-of-order',
      409,
      step.kind === 'appeal'
        ? `Nothing is decided in ${disputeId} by ${step.on} that could be appealed.`
        : `${disputeId} was closed by ${step.on}; a ${step.kind} cannot follow.`,
      'Record an appeal if it goes on, a note if something is to be added, or check the day.',
    );
  }
  const { meets } = step.details ?? {};
  if (step.kind !== 'deadline-met' || steps.some((s) => s.kind === 'deadline' && s.id === meets)) return;
  throw invalid(
    'details.meets',
    `"${(meets ?? '').slice(0, 80)}" is no deadline of this case.`,
    'Give the id of the step that set the deadline.',
  );
}

/**
 * Records what happened in a case; steps are only added. A document's bytes are kept under their hash first.
 * @throws Refusal accounts/not-allowed, not-found/dispute, disputes/out-of-order
 * @throws InputError disputes/invalid
 * @returns the id of the step
 */
export async function recordStep(
  ctx: Context,
  disputeId: string,
  step: NewStep,
  document?: { name: string; input: AsyncIterable<Uint8Array> },
): Promise<string> {
  checkStep(step, isoDate(ctx.clock()));
  await requireRole(ctx.db, ctx.actor, 'editor');
  await getDispute(ctx.db, disputeId, true);
  const file = document && (await storeFile(ctx, document.name, document.input));
  return ctx.db.transaction(async (tx) => {
    await requireRole(tx, ctx.actor, 'editor');
    // Two people must not both close the case, or meet a deadline of a case just closed.
    await tx.select().from(disputes).where(eq(disputes.id, disputeId)).for('update');
    checkOrder(disputeId, (await stepsOf(tx, [disputeId])).get(disputeId)!, step);
    return insertStep(tx, ctx, disputeId, step, file?.id);
  });
}
