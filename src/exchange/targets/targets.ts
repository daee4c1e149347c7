import { asc, eq } from 'drizzle-orm';
import { recordAudit } from '../../db/audit.ts';
import type { Context } from '../../db/context.ts';
import type { Db } from '../../db/database.ts';
import { requireRole } from '../../db/roles.ts';
import { deliveryTargets, type TargetKind } from '../../db/schema/index.ts';
import { Refusal } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import type { Outbound } from '../../platform/outbound/client.ts';
import type { OAuthClient } from '../access/client-tokens.ts';
import { enqueue, type Topic } from '../outbox/enqueue.ts';
import { getPartner } from '../partners.ts';
import { newWebhookSecret } from '../webhooks/sign.ts';
import { reasons } from './reasons.ts';
import { addSecret } from './secrets.ts';
import type { Vault } from './vault.ts';

export interface TargetContext extends Context {
  vault: Vault;
  outbound: Outbound;
}

/** Where a partner is told, as those who manage it see it; never with its secrets. */
export interface Target {
  id: string;
  partner: string;
  kind: TargetKind;
  url: string;
  /** Empty: all. */
  topics: Topic[];
  /** Lists or agreements; empty: all. */
  lists: string[];
  /** What messages are written as. */
  format: 'json' | 'xml';
  /** The client it made for us, where its gateway wants tokens. */
  oauth?: OAuthClient;
  addedAt: string;
  addedBy: string;
  failingSince?: string;
  disabledAt?: string;
  disabledFor?: string;
}

type Row = typeof deliveryTargets.$inferSelect;

function toTarget(row: Row): Target {
  const { addedAt, failingSince, disabledAt, disabledFor, topics, oauth, ...rest } = row;
  return {
    ...rest,
    topics: topics as Topic[],
    addedAt: addedAt.toISOString(),
    ...(oauth && { oauth }),
    ...(failingSince && { failingSince: failingSince.toISOString() }),
    ...(disabledAt && { disabledAt: disabledAt.toISOString() }),
    ...(disabledFor && { disabledFor }),
  };
}

export interface NewTarget {
  partner: string;
  kind: TargetKind;
  url: string;
  topics: Topic[];
  lists: string[];
  format: 'json' | 'xml';
  /** For `messages`: the key the partner gave us to its gateway, or the secret of the OAuth client. */
  bearer?: string;
  /** For `messages`, where the gateway wants tokens. */
  oauth?: OAuthClient;
}

/**
 * Records where a partner wants to be told. The address is checked now and again at each delivery.
 * @returns the target, and for a webhook the secret, which is shown this once
 * @throws Refusal accounts/not-allowed, not-found/partner, outbound/forbidden-address, outbound/unreachable, outbox/no-key
 */
export async function addTarget(
  ctx: TargetContext,
  wanted: NewTarget,
): Promise<{ target: Target; secret?: string }> {
  await requireRole(ctx.db, ctx.actor, 'admin');
  await getPartner(ctx.db, wanted.partner);
  const { bearer, ...rest } = wanted;
  if (wanted.kind === 'messages' && !bearer) throw noKey();
  await ctx.outbound.check(wanted.url);
  if (wanted.oauth) await ctx.outbound.check(wanted.oauth.tokenUrl);
  const at = ctx.clock();
  const id = newId('tgt', at);
  const secret = wanted.kind === 'webhook' ? newWebhookSecret() : bearer!;
  const kind = wanted.kind === 'webhook' ? 'hmac' : wanted.oauth ? 'oauth' : 'bearer';
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .insert(deliveryTargets)
      .values({ ...rest, id, addedAt: at, addedBy: ctx.actor })
      .returning();
    await addSecret(tx, ctx.vault, { targetId: id, kind, text: secret, at, overlapMs: 0 });
    await note(ctx, tx, row!, at, 'target.added', { ...rest });
    return { target: toTarget(row!), ...(kind === 'hmac' && { secret }) };
  });
}

const noKey = (): Refusal =>
  new Refusal(
    'outbox/no-key',
    422,
    'A gateway is delivered to with a key it gave us, and none was given.',
    'Ask the partner for an API key with the scope messages:write, and give it with --key-file.',
  );

async function note(
  ctx: Context,
  tx: Db,
  row: Row,
  at: Date,
  action: string,
  details: Record<string, unknown>,
): Promise<void> {
  const { id, partner } = row;
  await recordAudit(tx, {
    at,
    actor: ctx.actor,
    action,
    subject: partner,
    details: { target: id, ...details },
  });
}

export async function listTargets(db: Db): Promise<Target[]> {
  const rows = await db
    .select()
    .from(deliveryTargets)
    .orderBy(asc(deliveryTargets.partner), asc(deliveryTargets.id));
  return rows.map(toTarget);
}

async function hold(tx: Db, id: string): Promise<Row> {
  const [row] = await tx.select().from(deliveryTargets).where(eq(deliveryTargets.id, id)).for('update');
  if (row) return row;
  throw new Refusal(
    'not-found/target',
    404,
    `There is no delivery target "${id.slice(0, 50)}".`,
    'See `gi-gateway target list`.',
  );
}

/**
 * A new secret; the ones before stay in force for the overlap. For a gateway it is the new key it gave us.
 * @returns the new secret of a webhook, shown this once
 * @throws Refusal accounts/not-allowed, not-found/target, outbox/no-key
 */
export async function rotateSecret(
  ctx: TargetContext,
  id: string,
  request: { overlapHours: number; bearer?: string },
): Promise<{ secret?: string }> {
  await requireRole(ctx.db, ctx.actor, 'admin');
  const at = ctx.clock();
  return ctx.db.transaction(async (tx) => {
    const row = await hold(tx, id);
    const webhook = row.kind === 'webhook';
    const text = webhook ? newWebhookSecret() : request.bearer;
    if (!text) throw noKey();
    const { overlapHours } = request;
    // A receiver checks each signature it is sent; a key is used one at a time.
    const overlapMs = webhook ? overlapHours * 3_600_000 : 0;
    await addSecret(tx, ctx.vault, {
      targetId: id,
      kind: webhook ? 'hmac' : row.oauth ? 'oauth' : 'bearer',
      text,
      at,
      overlapMs,
    });
    await note(ctx, tx, row, at, 'target.secret-rotated', webhook ? { overlapHours } : {});
    return webhook ? { secret: text } : {};
  });
}

/**
 * Takes a target out of use or back into it. What waits for it stays, and goes on when it is back.
 * @throws Refusal accounts/not-allowed, not-found/target
 */
export async function setTargetState(
  ctx: Context,
  id: string,
  state: { enabled: boolean; reason?: string },
): Promise<Target> {
  await requireRole(ctx.db, ctx.actor, 'admin');
  const at = ctx.clock();
  return ctx.db.transaction(async (tx) => {
    await hold(tx, id);
    const disabledFor = state.reason ?? reasons.byHand;
    const [row] = await tx
      .update(deliveryTargets)
      .set(
        state.enabled
          ? { disabledAt: null, disabledFor: null, failingSince: null }
          : { disabledAt: at, disabledFor },
      )
      .where(eq(deliveryTargets.id, id))
      .returning();
    const action = state.enabled ? 'target.enabled' : 'target.disabled';
    await note(ctx, tx, row!, at, action, state.enabled ? {} : { reason: disabledFor });
    return toTarget(row!);
  });
}

/**
 * Puts a ping for a webhook into the outbox.
 * @returns the delivery's id
 * @throws Refusal accounts/not-allowed, not-found/target, outbox/not-possible for a gateway or a disabled target
 */
export async function pingTarget(ctx: Context, id: string): Promise<string> {
  await requireRole(ctx.db, ctx.actor, 'admin');
  const at = ctx.clock();
  return ctx.db.transaction(async (tx) => {
    const row = await hold(tx, id);
    if (row.kind !== 'webhook' || row.disabledAt)
      throw new Refusal(
        'outbox/not-possible',
        409,
        row.disabledAt ? 'The target is out of use.' : 'Only webhooks can be pinged.',
        row.disabledAt ? 'Enable it first.' : 'Send a message to see whether a gateway answers.',
      );
    const [delivery] = await enqueue(tx, {
      at,
      actor: ctx.actor,
      topic: 'ping',
      subject: row.partner,
      targetId: id,
      partner: row.partner,
      payload: { target: id },
    });
    await note(ctx, tx, row, at, 'target.pinged', { delivery });
    return delivery!;
  });
}
