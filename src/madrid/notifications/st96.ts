import { child, childrenOf, descend, tokenOf, type XmlNode } from '../../formats/xml/node.ts';
import type { Day } from '../rules/calendar.ts';
import type { Treaty } from '../rules/declarations.ts';
import type { BasicMarkRef, DecodedNotification, Designation, MadridEvent } from './event.ts';
import { registrationNumber } from './event.ts';
import { compact, eventText, officeCode, RecordReader } from './reader.ts';
import type { RegisterCode } from './register-codes.ts';
import { completed, holderChanges, restrictions, terminations } from './st96-categories.ts';

/** What the header of a transaction says for all its records. */
export interface TransactionHeader {
  /** Office that sends, or that the International Bureau writes to. */
  office: string | undefined;
  /** Day of sending. */
  sentOn: Day | undefined;
}

const treatyCategories: Record<string, Treaty> = {
  Agreement: 'agreement',
  Protocol: 'protocol',
  'Protocol article 9 sexies': 'protocol-9sexies',
};

/** Records that hold others, of a mark that was divided, merged or transferred in part. */
const compounds = new Set([
  'tmk:MadridPartialChangeOwnership',
  'tmk:MadridInternationalRegistrationDivision',
  'tmk:MadridInternationalRegistrationMerger',
]);

/** Reads a `tmk:MadridIBTransactionHeader` or a `tmk:MadridOfficeTransactionHeader`. */
export function readHeader(node: XmlNode): TransactionHeader {
  const reader = new RecordReader(node, 0);
  const sent = ['com:RecordNotificationDate', 'com:RequestDate', 'com:RequestDateTime'];
  return {
    office: officeCode(tokenOf(child(node, 'com:ReceivingOfficeCode') ?? child(node, 'com:IPOfficeCode'))),
    sentOn: sent.map((name) => reader.day(tokenOf(child(node, name)), name)).find((d) => d !== undefined),
  };
}

function designationsIn(node: XmlNode): Designation[] {
  const bag = child(node, 'tmk:DesignatedCountryBag');
  return childrenOf(bag, 'tmk:DesignatedCountry').flatMap((country) => {
    const office = officeCode(tokenOf(child(country, 'com:DesignatedCountryCode')));
    const under = treatyCategories[tokenOf(child(country, 'tmk:MadridSystemCategory')) ?? ''];
    return office ? [compact<Designation>({ office, under })] : [];
  });
}

function basicMarksIn(node: XmlNode, origin: string | undefined): BasicMarkRef[] {
  const bag = child(node, 'tmk:BasicRegistrationApplicationBag');
  return childrenOf(bag, 'tmk:BasicRegistrationApplication').flatMap((basic) => {
    const office = officeCode(tokenOf(child(basic, 'com:RegistrationOfficeCode'))) ?? origin;
    const numbers = [
      ...childrenOf(child(basic, 'tmk:BasicRegistrationBag'), 'tmk:BasicRegistration').map((b) =>
        child(b, 'tmk:BasicRegistrationNumber'),
      ),
      ...childrenOf(child(basic, 'tmk:BasicApplicationBag'), 'tmk:BasicApplication').map((b) =>
        child(b, 'tmk:BasicApplicationNumber'),
      ),
    ];
    return numbers.flatMap((n) => {
      const number = tokenOf(n);
      return number ? [compact<BasicMarkRef>({ office, number })] : [];
    });
  });
}

/** First element of that name anywhere below: corrections carry the number deep inside. */
function anywhere(node: XmlNode, name: string): XmlNode | undefined {
  for (const c of node.children) {
    const found = c.name === name ? c : anywhere(c, name);
    if (found) return found;
  }
  return undefined;
}

function numbersOf(node: XmlNode): string[] {
  const name = 'com:InternationalRegistrationNumber';
  const bag = child(node, 'com:InternationalRegistrationNumberBag');
  const nodes = bag ? childrenOf(bag, name) : [child(node, name) ?? anywhere(node, name)];
  return [...new Set(nodes.flatMap((n) => registrationNumber(tokenOf(n)) ?? []))];
}

const isTrue = (node: XmlNode | undefined): boolean => ['true', '1'].includes(tokenOf(node) ?? '');

function outcomeOf(node: XmlNode): Pick<MadridEvent, 'scope' | 'outcome'> {
  const all = isTrue(child(node, 'tmk:AllGoodsServicesIndicator'));
  if (!all) return { scope: 'partial', outcome: 'partly-granted' };
  const granted = isTrue(child(node, 'tmk:GrantProtectionIndicator'));
  return { scope: 'total', outcome: granted ? 'granted' : 'refused' };
}

function scopeOf(node: XmlNode): 'total' | 'partial' {
  return isTrue(child(node, 'tmk:AllGoodsServicesIndicator')) ? 'total' : 'partial';
}

function categorised(table: Record<string, RegisterCode>, node: XmlNode, element: string): RegisterCode {
  return table[tokenOf(child(node, element)) ?? ''] ?? { kind: 'other' };
}

type Meaning = RegisterCode & Pick<MadridEvent, 'source'>;

/** What a record means. A request to record something moves nothing before it is recorded: it is `other`. */
function meaningOf(node: XmlNode): Meaning {
  const source = node.name.replace('tmk:', '');
  const plain = (meaning: RegisterCode): Meaning => ({ ...meaning, source });
  switch (node.name) {
    case 'tmk:MadridInternationalRegistrationCreation':
    case 'tmk:MadridDesignation': {
      const category =
        tokenOf(child(node, 'tmk:MadridDesignationCategory')) ??
        tokenOf(child(node, 'tmk:MadridInternationalRegistrationCreationCategory'));
      return plain({ kind: category === 'Registration' ? 'registration' : 'designation', whole: true });
    }
    case 'tmk:MadridDesignationTermination':
      return plain(categorised(terminations, node, 'tmk:MadridDesignationTerminationCategory'));
    case 'tmk:MadridProtectionRestriction':
      return plain(categorised(restrictions, node, 'tmk:MadridProtectionRestrictionCategory'));
    case 'tmk:MadridHolderRepresentativeChange':
      return plain(categorised(holderChanges, node, 'tmk:MadridHolderRepresentativeChangeCategory'));
    case 'tmk:MadridCompletedProcessing':
      return plain(categorised(completed, node, 'tmk:MadridCompletedProcessingCategory'));
    case 'tmk:MadridRenewal': {
      const complementary = tokenOf(child(node, 'tmk:MadridRenewalCategory')) === 'Complementary renewal';
      return plain({ kind: complementary ? 'other' : 'renewal', whole: true });
    }
    case 'tmk:MadridBasicRegistrationApplicationChange':
      return plain({ kind: 'basic-mark-change', whole: true });
    case 'tmk:MadridIrregularityNotification':
      return plain({ kind: 'irregularity', whole: true });
    case 'tmk:MadridAbandonmentNotification':
      return plain({ kind: 'abandonment', whole: true });
    case 'tmk:MadridCorrection':
      return plain({ kind: 'correction', whole: true });
    case 'tmk:MadridProvisionalRefusal':
      return plain({ kind: 'provisional-refusal', scope: scopeOf(node) });
    case 'tmk:MadridGrantProtection':
      return plain({ kind: 'grant', outcome: 'granted' });
    case 'tmk:MadridInterimStatus':
      return plain({ kind: 'interim-status' });
    case 'tmk:MadridPossibleOppositionNotification':
      return plain({ kind: 'opposition-possible' });
    case 'tmk:MadridFinalDecision':
      return plain({ kind: 'final-decision', ...outcomeOf(node) });
    case 'tmk:MadridFurtherDecision':
      return plain({ kind: 'further-decision', ...outcomeOf(node) });
    case 'tmk:MadridInvalidation':
      return plain({ kind: 'invalidation', scope: scopeOf(node) });
    case 'tmk:MadridCeasingEffect':
      return plain({ kind: 'ceasing-of-effect', whole: true, scope: scopeOf(node) });
    case 'tmk:MadridPotentialCeasingEffect':
      return plain({ kind: 'possible-ceasing-of-effect', whole: true });
    default:
      return plain({ kind: 'other' });
  }
}

const effectDates = [
  'tmk:RefusalPronouncedDate',
  'com:RenewalDate',
  'com:RecordEffectiveDate',
  'com:InternationalRecordingDate',
  'com:RecordFilingDate',
];

function eventsOf(node: XmlNode, header: TransactionHeader, reader: RecordReader): MadridEvent[] {
  if (compounds.has(node.name)) return node.children.flatMap((c) => eventsOf(c, header, reader));
  const day = (name: string) => reader.day(tokenOf(child(node, name)), name);
  const { whole, ...meaning } = meaningOf(node);
  const designates = meaning.kind === 'registration' || meaning.kind === 'designation';
  const officeOfOrigin = officeCode(tokenOf(child(node, 'tmk:OfficeOriginCode')));
  const effect = effectDates.map(day).find((d) => d !== undefined);
  const registeredOn =
    day('com:InternationalRegistrationDate') ?? (meaning.kind === 'registration' ? effect : undefined);
  const from = day('tmk:OppositionPeriodStartDate');
  const to = day('tmk:OppositionPeriodEndDate');
  const basicMarks = basicMarksIn(node, officeOfOrigin);
  const event = compact<MadridEvent>({
    ...meaning,
    offices: whole || !header.office ? [] : [header.office],
    designations: designates ? designationsIn(node) : undefined,
    registeredOn: designates ? registeredOn : undefined,
    on:
      meaning.kind === 'registration'
        ? registeredOn
        : meaning.kind === 'non-renewal'
          ? (day('com:ExpiryDate') ?? effect)
          : effect,
    notifiedOn: day('com:RecordNotificationDate') ?? day('com:MailDate') ?? header.sentOn,
    expiresOn: meaning.kind === 'renewal' ? day('com:ExpiryDate') : undefined,
    opposition: from || to ? { ...(from && { from }), ...(to && { to }) } : undefined,
    officeOfOrigin,
    basicMarks: basicMarks.length > 0 ? basicMarks : undefined,
    mark: eventText(
      child(node, 'tmk:MarkVerbalElementText')?.text ??
        child(node, 'tmk:MarkSignificantVerbalElementText')?.text,
    ),
    text: eventText(
      (child(node, 'tmk:FactDecisionText') ?? descend(node, 'tmk:FactDecision', 'tmk:FactDecisionText'))
        ?.text ?? child(node, 'com:CommentText')?.text,
    ),
    reference: tokenOf(child(node, 'com:RecordIdentifier') ?? child(node, 'com:OfficeReferenceIdentifier')),
  });
  const numbers = numbersOf(node);
  if (numbers.length > 0) return numbers.map((registration) => ({ ...event, registration }));
  if (basicMarks.length > 0) return [event];
  reader.report(
    'madrid/no-number',
    `The ${meaning.source} names no registration and no basic mark`,
    'number',
  );
  return [];
}

/** One record of a MadridIBToOfficeBag or a MadridOfficeToIBBag of ST.96 V6_0. */
export function decodeTransactionRecord(
  node: XmlNode,
  record: number,
  header: TransactionHeader,
): DecodedNotification {
  const reader = new RecordReader(node, record);
  const events = eventsOf(node, header, reader);
  return { events, problems: reader.problems, place: reader.place };
}
