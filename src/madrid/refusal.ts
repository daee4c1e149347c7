import { asc, eq } from 'drizzle-orm';
import { recordAudit } from '../db/audit.ts';
import type { Db } from '../db/database.ts';
import { madridRefusals } from '../db/schema/index.ts';
import { problem } from '../formats/problems.ts';
import { xmlText, xmlToken } from '../formats/st96/text.ts';
import { sha256Hex } from '../gi/content-hash.ts';
import { InputError, type Problem } from '../gi/problem.ts';
import type { ProtectionVia } from '../gi/protection.ts';
import type { Context } from '../lists/context.ts';
import { giAnswer, type Frame, type GiAnswer } from '../lists/queries.ts';
import { Refusal } from '../platform/errors.ts';
import { newId } from '../platform/ids.ts';
import { numberOrRefuse } from './docket/docketing.ts';
import { localised, transaction } from './filing/elements.ts';
import { refusalLimit } from './rules/clock.ts';
import { refusalPeriod } from './rules/declarations.ts';

export interface RefusalRequest {
  /** International registration that is refused. */
  number: string;
  giId: string;
  /** Working language of the notification. */
  language: 'en' | 'fr' | 'es';
  /** Goods refused, class by class; all goods when empty. */
  goods: { classNumber: number; text: string }[];
  /** Day the International Bureau notified the designation, to check the time limit. */
  notifiedOn?: string | undefined;
  /** Office of origin of the registration, which decides on the time limit too. */
  officeOfOrigin?: string | undefined;
  /** The office's own reference. */
  reference?: string | undefined;
}

/** A provisional refusal as written, and what to check before it is sent. */
export interface RefusalPackage {
  id: string;
  number: string;
  giId: string;
  sha256: string;
  createdAt: string;
  createdBy: string;
  reference?: string;
  /** ST.96 V6_0 MadridOfficeToIBTransaction. */
  xml: string;
  advice: Problem[];
}

export type WrittenRefusal = Omit<RefusalPackage, 'advice'>;

function told({ reference, createdAt, ...row }: typeof madridRefusals.$inferSelect): WrittenRefusal {
  return { ...row, createdAt: createdAt.toISOString(), ...(reference && { reference }) };
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

function groundText(gi: GiAnswer, jurisdiction: string, via: ProtectionVia[]): string {
  const titles = new Map(gi.occurrences.map((o) => [o.list.id, o.list.title.en]));
  // A spelling that was only recalled is no ground.
  const known = gi.names.filter((n) => n.evidence.level !== 'unverified');
  const others = known.map((n) => n.text).filter((text) => text !== gi.name);
  const lines = via.map((v) => {
    const since = v.since ? `, since ${v.since}` : '';
    return `- ${titles.get(v.listId) ?? v.listId} (entry ${v.entryKey}): ${v.legalBasis.text}${since}.`;
  });
  const spellings = others.length > 0 ? ` (also ${[...new Set(others)].slice(0, 10).join(', ')})` : '';
  return [
    `The mark conflicts with the geographical indication ${gi.name}${spellings}, protected in ${jurisdiction} on the following basis:`,
    ...lines,
  ].join('\n');
}

function goodsRefused(request: RefusalRequest): object {
  if (request.goods.length === 0) return { 'tmk:AllGoodsServicesIndicator': 'true' };
  return {
    'tmk:GoodsServicesRefusalBag': {
      'tmk:GoodsServicesRefusal': {
        'tmk:GoodsServicesRefusalCategory': 'Refused',
        'tmk:ClassDescriptionRefusalBag': {
          'tmk:ClassDescriptionRefusal': request.goods.map((g) => ({
            'tmk:ClassNumber': String(g.classNumber),
            'tmk:GoodsServicesDescriptionText': xmlText(g.text),
          })),
        },
      },
    },
  };
}

/** Writes the notification; valid against WIPO's schema. */
function refusalXml(request: RefusalRequest, office: string, madeOn: string, text: string): string {
  return transaction(office, madeOn, {
    'tmk:MadridProvisionalRefusal': {
      ...(request.reference && { 'com:OfficeReferenceIdentifier': xmlToken(request.reference) }),
      'com:NotificationLanguage': request.language,
      'com:InternationalRegistrationNumber': request.number,
      'tmk:RefusalPronouncedDate': madeOn,
      ...goodsRefused(request),
      'tmk:FactDecisionText': localised({ text, language: 'en' }),
    },
  });
}

function adviceOn(request: RefusalRequest, office: string, madeOn: string, via: ProtectionVia[]): Problem[] {
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
  if (request.notifiedOn) {
    const { months } = refusalPeriod(office, { officeOfOrigin: request.officeOfOrigin });
    const limit = refusalLimit(request.notifiedOn, months);
    if (madeOn > limit)
      advice.push(
        problem('madrid/refusal-late', `The time to refuse ended on ${limit}`, { field: 'notifiedOn' }),
      );
  } else
    advice.push(
      problem('madrid/advice', 'The day of notification, to check the time limit', { field: 'notifiedOn' }),
    );
  if (request.language !== 'en')
    advice.push(
      problem('madrid/advice', 'A translation of the grounds, which are in English', { field: 'text' }),
    );
  // Recalled from Rule 17(2) of the Regulations, to be checked there.
  advice.push(
    problem(
      'madrid/advice',
      'The provisions of national law, and time limit and authority for a request for review',
      { field: 'review' },
    ),
  );
  return advice;
}

/**
 * Writes a provisional refusal of an international registration because of a protected GI and keeps it; nothing is
 * sent. The grounds come from the GI's answer: the lists that protect it and their legal basis.
 * @param request.language of the notification; the grounds are in English
 * @throws Refusal docket/bad-number, not-found/gi, docket/not-protected
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
  const xml = refusalXml({ ...request, number }, office, madeOn, groundText(gi, jurisdiction, via));
  const now = ctx.clock();
  const made = {
    id: newId('ref', now),
    number,
    giId: gi.id,
    reference: request.reference ?? null,
    sha256: sha256Hex(xml),
    xml,
    createdAt: now,
    createdBy: ctx.actor,
  };
  await ctx.db.transaction(async (tx) => {
    await tx.insert(madridRefusals).values(made);
    await recordAudit(tx, {
      at: now,
      actor: ctx.actor,
      action: 'madrid.refusal-written',
      subject: number,
      details: { id: made.id, giId: gi.id, sha256: made.sha256 },
    });
  });
  return { ...told(made), advice: adviceOn(request, office, madeOn, via) };
}

/** Refusals this office wrote, oldest first. @param number of one registration only */
export async function writtenRefusals(db: Db, number?: string): Promise<WrittenRefusal[]> {
  const rows = await db
    .select()
    .from(madridRefusals)
    .where(number ? eq(madridRefusals.number, numberOrRefuse(number)) : undefined)
    .orderBy(asc(madridRefusals.createdAt), asc(madridRefusals.id));
  return rows.map(told);
}
