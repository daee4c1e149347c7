import { getAgreement, getList } from '../../lists/catalogue.ts';
import { Refusal } from '../../platform/errors.ts';
import type { Envelope } from '../envelope.ts';
import { exchangesUnder, getPartner, type Partner } from '../partners.ts';
import type { ExchangeContext } from '../send.ts';

/** How far a sender's clock may be ahead of ours. */
export const AHEAD_MS = 5 * 60_000;

/**
 * How old a message may be when it arrives for the first time. Deliveries are repeated for days with the bytes first
 * signed, and a letter takes longer; what was received once is known for ever, whatever its age.
 */
export const AGE_MS = { network: 7 * 86_400_000, mail: 90 * 86_400_000 } as const;
export type Way = keyof typeof AGE_MS;

/** @throws Refusal exchange/unknown-sender, exchange/suspended */
export async function senderOf(ctx: ExchangeContext, code: string): Promise<Partner> {
  const sender = await getPartner(ctx.db, code).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(
      'exchange/unknown-sender',
      422,
      `No partner office "${code}" is on record, so its signature cannot be checked.`,
      `Add it with its public keys: gi-gateway partner add ${code} --name "…" --keys keys.json`,
    );
  });
  if (!sender.suspended) return sender;
  throw new Refusal(
    'exchange/suspended',
    403,
    `The exchange with ${code} is suspended.`,
    'Ask the office to take it up again.',
  );
}

/** @throws Refusal exchange/not-for-us */
export function checkRecipient(ctx: ExchangeContext, { recipient }: Envelope): void {
  if (recipient === ctx.officeCode) return;
  throw new Refusal(
    'exchange/not-for-us',
    422,
    `The message is for ${recipient}, this gateway speaks for ${ctx.officeCode}.`,
    'Ask the sender to address it to this office, or set OFFICE_CODE.',
  );
}

/**
 * The list a message is about must be one of the agreement it names, under which the sender exchanges with us.
 * @throws Refusal exchange/not-agreed, not-found/list, not-found/agreement
 */
export async function checkAgreement(
  ctx: ExchangeContext,
  sender: Partner,
  envelope: Envelope,
): Promise<void> {
  const list = await getList(ctx.db, envelope.list);
  const agreement = await getAgreement(ctx.db, list.agreementId);
  if (list.agreementId === envelope.agreement && exchangesUnder(sender, agreement)) return;
  throw new Refusal(
    'exchange/not-agreed',
    422,
    `${sender.code} does not exchange ${list.id} with this office under "${envelope.agreement.slice(0, 50)}".`,
    'Check list and agreement, or record the agreement with the partner.',
  );
}

/** @throws Refusal exchange/stale, exchange/from-the-future */
export function checkFreshness(ctx: ExchangeContext, { createdAt }: Envelope, way: Way): void {
  const age = ctx.clock().getTime() - Date.parse(createdAt);
  if (age < -AHEAD_MS) {
    throw new Refusal(
      'exchange/from-the-future',
      422,
      `The message says that it was made at ${createdAt}, which is still to come.`,
      'Set the sender’s clock, and send the message under a new id.',
    );
  }
  if (age > AGE_MS[way]) {
    throw new Refusal(
      'exchange/stale',
      422,
      `The message was made at ${createdAt}; it is too old to be taken for the first time.`,
      'Ask the sender for a new message.',
    );
  }
}
