import { xmlText, xmlToken } from '../../formats/st96/text.ts';
import type { Problem } from '../../gi/problem.ts';
import type { ProtectionVia } from '../../gi/protection.ts';
import type { GiAnswer } from '../../lists/queries.ts';
import { localised, transaction } from '../filing/elements.ts';
import { line, type FormDocument } from '../filing/form-document.ts';

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
  /** Provisions of national law the refusal rests on, in words. */
  provisions?: string | undefined;
  /** Time limit and authority for a request for review. */
  review?: string | undefined;
  /** Words of the mark and its holder, for the printed form. */
  mark?: string | undefined;
  holder?: string | undefined;
  /** Alert of the watch it comes from. */
  alertId?: string | undefined;
}

/** Why the mark is refused: the name, and what protects it where the office acts. */
export function groundText(gi: GiAnswer, jurisdiction: string, via: ProtectionVia[]): string {
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

/** Grounds, national provisions and review as one text: ST.96 has one place for them. */
function wholeText({ provisions, review }: RefusalRequest, grounds: string): string {
  return [grounds, provisions, review].filter(Boolean).join('\n\n');
}

/** The notification as ST.96; valid against WIPO's schema. */
export function refusalXml(request: RefusalRequest, office: string, madeOn: string, text: string): string {
  return transaction(office, madeOn, {
    'tmk:MadridProvisionalRefusal': {
      ...(request.reference && { 'com:OfficeReferenceIdentifier': xmlToken(request.reference) }),
      'com:NotificationLanguage': request.language,
      'com:InternationalRegistrationNumber': request.number,
      'tmk:RefusalPronouncedDate': madeOn,
      ...goodsRefused(request),
      'tmk:FactDecisionText': localised({ text: wholeText(request, text), language: 'en' }),
    },
  });
}

/** The notification as a form to print, by the items of Rule 17(2), as recalled. */
export function refusalForm(
  request: RefusalRequest,
  made: { office: string; madeOn: string; limit?: string | undefined; grounds: string; advice: Problem[] },
): FormDocument {
  const { office, madeOn, limit, grounds, advice } = made;
  const scope =
    request.goods.length === 0
      ? [line('Scope', 'All goods and services')]
      : request.goods.map((g) => line(`Class ${g.classNumber}`, g.text));
  const items = [
    { heading: 'Office making the notification', lines: [line('Office', office)] },
    {
      heading: 'International registration',
      lines: [
        line('Number', request.number),
        ...(request.mark ? [line('Mark', request.mark)] : []),
        line('Holder', request.holder),
        ...(request.officeOfOrigin ? [line('Office of origin', request.officeOfOrigin)] : []),
      ],
    },
    {
      heading: 'Dates',
      lines: [
        line('Notified to this office on', request.notifiedOn),
        ...(limit ? [line('Time to refuse ends on', limit)] : []),
        line('Refusal pronounced on', madeOn),
      ],
    },
    { heading: 'Goods and services refused', lines: scope },
    { heading: 'Grounds', lines: grounds.split('\n').map((text, i) => line(i === 0 ? 'Grounds' : '', text)) },
    { heading: 'Provisions of national law', lines: [line('Provisions', request.provisions)] },
    { heading: 'Request for review', lines: [line('Time limit and authority', request.review)] },
    { heading: 'Signature or seal of the Office', lines: [line('Signature', undefined)] },
  ];
  return {
    form: 'Rule 17',
    title: 'Provisional refusal of protection',
    article: 'Article 5(1) and (2)',
    language: request.language,
    madeOn,
    reference: request.reference,
    items: items.map((item, i) => ({ ...item, heading: `${i + 1}  ${item.heading}` })),
    missing: advice,
  };
}
