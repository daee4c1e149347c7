import { recordAudit } from '../../db/audit.ts';
import { requireRole } from '../../db/roles.ts';
import { madridRefusals } from '../../db/schema/index.ts';
import { problem } from '../../formats/problems.ts';
import { sha256Hex } from '../../gi/content-hash.ts';
import { InputError, type Problem } from '../../gi/problem.ts';
import type { ProtectionVia } from '../../gi/protection.ts';
import type { Context } from '../../lists/context.ts';
import { giAnswer, type Frame, type GiAnswer } from '../../lists/queries.ts';
import { Refusal } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import { numberOrRefuse } from '../docket/docketing.ts';
import { inboundRegistrations, type InboundRegistration } from '../docket/inbound.ts';
import type { Day } from '../rules/calendar.ts';
import { refusalLimit } from '../rules/clock.ts';
import { refusalPeriod, type Treaty } from '../rules/declarations.ts';
import { groundText, refusalForm, refusalXml, type RefusalRequest } from './document.ts';
import { writtenRefusal, type WrittenRefusal } from './kept.ts';

/** A provisional refusal as written, and what to check before it is sent. */
export interface RefusalPackage extends WrittenRefusal {
  advice: Problem[];
}

/** The request with what notifications tell of the registration and the request leaves open. */
function completed(request: RefusalRequest, known: InboundRegistration | undefined): RefusalRequest {
  return {
    ...request,
    notifiedOn: request.notifiedOn ?? known?.designation?.notifiedOn,
    officeOfOrigin: request.officeOfOrigin ?? known?.officeOfOrigin,
    mark: request.mark ?? known?.mark,
  };
}

/** Last day to refuse, where the day of notification is known; the treaty of the designation decides too. */
function limitOf(
  { notifiedOn, officeOfOrigin }: RefusalRequest,
  office: string,
  under: Treaty | undefined,
): Day | undefined {
  return notifiedOn && refusalLimit(notifiedOn, refusalPeriod(office, { officeOfOrigin, under }).months);
}

/** The lists through which the GI is protected where the office acts. */
function grounds(gi: GiAnswer, jurisdiction: string): ProtectionVia[] {
  const protection = gi.protection.find((p) => p.jurisdiction === jurisdiction);
  if (protection?.state !== 'protected') {
    throw new Refusal(
      'docket/not-protected',
      409,
      `${gi.name} (${gi.id}) is not protected in ${jurisdiction} on ${gi.asOf}: ${protection?.state ?? 'unknown'}.`,
      'A refusal needs a GI that is protected where the office refuses; look at its answer page.',
    );
  }
  return protection.via.filter((v) => v.state === 'protected');
}

function adviceOn(
  request: RefusalRequest,
  via: ProtectionVia[],
  madeOn: string,
  limit: string | undefined,
): Problem[] {
  const advice: Problem[] = [];
  for (const { listId, evidence } of via) {
    if (evidence.level === 'unverified')
      advice.push(
        problem(
          'madrid/ground-unverified',
          `That the GI is protected through ${listId} was recalled, not read`,
          {
            field: 'grounds',
          },
        ),
      );
  }
  if (limit === undefined)
    advice.push(
      problem('madrid/advice', 'The day of notification, to check the time limit', { field: 'notifiedOn' }),
    );
  else if (madeOn > limit)
    advice.push(
      problem('madrid/refusal-late', `The time to refuse ended on ${limit}`, { field: 'notifiedOn' }),
    );
  if (request.language !== 'en')
    advice.push(
      problem('madrid/advice', 'A translation of the grounds, which are in English', { field: 'text' }),
    );
  // Recalled from Rule 17(2) of the Regulations, to be checked there.
  if (!request.provisions)
    advice.push(problem('madrid/advice', 'The provisions of national law', { field: 'provisions' }));
  if (!request.review)
    advice.push(
      problem('madrid/advice', 'The time limit and authority for a request for review', { field: 'review' }),
    );
  return advice;
}

/**
 * Writes a provisional refusal of an international registration because of a protected GI and keeps it; nothing is
 * sent. The grounds come from the GI's answer: the lists that protect it and their legal basis.
 * @param request.language of the notification; the grounds are in English
 * @throws Refusal docket/bad-number, not-found/gi, docket/not-protected, accounts/not-allowed below editor
 * @throws InputError request/invalid for a Nice class that is none
 */
export async function refuseForGi(
  ctx: Context,
  frame: Frame,
  request: RefusalRequest,
  office: string,
): Promise<RefusalPackage> {
  const number = numberOrRefuse(request.number);
  const wrong = request.goods.find((g) => !(g.classNumber >= 1 && g.classNumber <= 45));
  if (wrong) {
    throw new InputError([
      {
        code: 'request/invalid',
        severity: 'error',
        message: `${wrong.classNumber} is not a Nice class`,
        remedy: 'Use a class from 1 to 45.',
        place: { field: 'goods' },
      },
    ]);
  }
  const jurisdiction = office === 'EM' ? 'EU' : office;
  const gi = await giAnswer(ctx.db, frame, request.giId, jurisdiction);
  const via = grounds(gi, jurisdiction);
  const madeOn = frame.at.day;
  const known = (await inboundRegistrations(ctx.db, [number], office, madeOn)).get(number);
  const whole = completed({ ...request, number }, known);
  const text = groundText(gi, jurisdiction, via);
  const limit = limitOf(whole, office, known?.designation?.under);
  const advice = adviceOn(whole, via, madeOn, limit);
  const xml = refusalXml(whole, office, madeOn, text);
  const form = refusalForm(whole, { office, madeOn, limit, grounds: text, advice });
  const now = ctx.clock();
  const made = {
    id: newId('ref', now),
    number,
    giId: gi.id,
    reference: request.reference ?? null,
    sha256: sha256Hex(xml),
    xml,
    form,
    alertId: request.alertId ?? null,
    createdAt: now,
    createdBy: ctx.actor,
  };
  await ctx.db.transaction(async (tx) => {
    await requireRole(tx, ctx.actor, 'editor');
    await tx.insert(madridRefusals).values(made);
    await recordAudit(tx, {
      at: now,
      actor: ctx.actor,
      action: 'madrid.refusal-written',
      subject: number,
      details: {
        id: made.id,
        giId: gi.id,
        sha256: made.sha256,
        ...(made.alertId && { alert: made.alertId }),
      },
    });
  });
  return { ...(await writtenRefusal(ctx.db, made.id)), advice };
}
