import { recordAudit } from '../../db/audit.ts';
import { InputError } from '../../gi/problem.ts';
import { Refusal } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import { checkMessageId } from '../envelope.ts';
import { appendEvidence } from '../evidence/append.ts';
import type { Partner } from '../partners.ts';
import type { ExchangeContext } from '../send.ts';
import { answer, answerOf, type SignedReceipt } from './answer.ts';
import { checkAgreement, checkFreshness, checkRecipient, senderOf, type Way } from './check.ts';
import { answeredBefore, claimMessage, holding, TakenOver } from './claim.ts';
import { openMessage, type OpenMessage, type Signed } from './open-message.ts';
import { takeList } from './take-list.ts';
import { takeNotice } from './take-notice.ts';

/** How a message came in. */
export interface Arrival {
  way: Way;
  /** The partner whose key brought it; absent where staff hand it in. */
  broughtBy?: string;
}

/** @throws Refusal exchange/sender-mismatch */
function checkBearer({ envelope }: OpenMessage, { broughtBy }: Arrival): void {
  if (broughtBy === undefined || broughtBy === envelope.sender) return;
  throw new Refusal(
    'exchange/sender-mismatch',
    403,
    `The message says that it is from ${envelope.sender}; the key that brought it is not that office’s.`,
    'Send your own messages with your own key.',
  );
}

/** Sender, signature, recipient, and whether the message came before, in that order; content is not looked at. */
async function believe(
  ctx: ExchangeContext,
  message: OpenMessage,
  arrival: Arrival,
): Promise<{ sender: Partner; before: SignedReceipt | undefined }> {
  const { envelope } = message;
  checkMessageId(envelope.id);
  checkBearer(message, arrival);
  const sender = await senderOf(ctx, envelope.sender);
  await message.verify(sender.keys, ctx.clock());
  checkRecipient(ctx, envelope);
  const row = await answeredBefore(ctx, message);
  if (row) return { sender, before: answerOf(row) };
  checkFreshness(ctx, envelope, arrival.way);
  await checkAgreement(ctx, sender, envelope);
  return { sender, before: undefined };
}

/** Notes a refusal of what somebody with the right to send handed in. */
async function noteRefusal(ctx: ExchangeContext, message: OpenMessage, error: unknown): Promise<void> {
  if (!(error instanceof Refusal) || error.code === 'exchange/in-progress') return;
  const { envelope, sha256 } = message;
  const details = { messageId: envelope.id.slice(0, 100), sha256, code: error.code };
  const deed = { at: ctx.clock(), actor: ctx.actor, subject: envelope.sender };
  await ctx.db.transaction(async (tx) => {
    await recordAudit(tx, { ...deed, action: 'message.refused', details });
    await appendEvidence(tx, { ...deed, kind: 'message.refused', details });
  });
}

async function read(
  ctx: ExchangeContext,
  signed: Signed,
  message: OpenMessage,
  sender: Partner,
): Promise<SignedReceipt> {
  const { envelope, list, notice } = message;
  for (;;) {
    const importId = newId('imp', ctx.clock());
    const got = await claimMessage(ctx, signed, message, importId);
    if ('answered' in got) return answerOf(got.answered);
    const { claim } = got;
    const given = await holding(ctx, claim, async () => {
      const taken = list
        ? await takeList(ctx, sender, envelope, list, { importId, claim })
        : await takeNotice(ctx, envelope, notice!);
      return answer(ctx, { claim, signed, message }, taken);
    }).catch((error: unknown) => {
      if (!(error instanceof TakenOver)) throw error;
    });
    // The lease ran out while we worked and another process took over: its answer counts.
    if (given) return given;
  }
}

/**
 * Takes a signed message in: checks signature, sender, recipient, age and agreement before content, leaves a list as a
 * draft for review, and answers with a signed receipt bound to the bytes received. The same message again, also at the
 * same time and in another process, is answered with the same receipt and done once.
 * @throws InputError exchange/malformed, xml/*, input/*
 * @throws Refusal exchange/* as listed in docs/errors.md, not-found/list
 */
export async function receiveMessage(
  ctx: ExchangeContext,
  signed: Signed,
  arrival: Arrival,
): Promise<SignedReceipt> {
  const message = await openMessage(signed);
  try {
    const { sender, before } = await believe(ctx, message, arrival);
    return before ?? (await read(ctx, signed, message, sender));
  } catch (error) {
    if (!(error instanceof InputError)) await noteRefusal(ctx, message, error);
    throw error;
  }
}
