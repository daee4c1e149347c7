import { problem } from '../../formats/problems.ts';
import { xmlToken } from '../../formats/st96/text.ts';
import { InputError, type Problem } from '../../gi/problem.ts';
import { checkDesignations } from './designations.ts';
import {
  classDescriptions,
  designatedCountries,
  goodsServices,
  party,
  payment,
  receivingDate,
  transaction,
  type PartyDetails,
  type WorkingLanguage,
} from './elements.ts';
import { forms, type ChangeForm } from './forms.ts';
import { missing, toSign } from './supply.ts';

/** A request about registrations that stand: subsequent designation, ownership, limitation, … renewal. */
export interface ChangeRequest {
  form: ChangeForm;
  /** International registrations, normalised; one, or several of one holder where the form allows it. */
  numbers: string[];
  language: WorkingLanguage;
  /** The holder as recorded. */
  holder?: PartyDetails | undefined;
  /** MM5: the new owner. MM9: the holder under the new name or address. */
  newHolder?: PartyDetails | undefined;
  /** Offices concerned; where the form allows it, none means all. */
  offices: string[];
  /** MM4 and MM6: the goods it is limited to. MM5: those that change hands. MM8: those cancelled. */
  goods: { classNumber: number; text: string }[];
  receivedOn?: string | undefined;
  feeInSwissFrancs?: string | undefined;
  officeReference?: string | undefined;
}

/** Offices of a request, checked like designations; none where the form names none or means all. */
function officesOf(request: ChangeRequest, office: string): { codes: string[]; warnings: Problem[] } {
  const rule = forms[request.form];
  if (request.offices.length === 0 && rule.offices !== 'some') return { codes: [], warnings: [] };
  if (rule.offices === 'none') {
    throw new InputError([
      problem('madrid/not-of-this-form', `${request.form} names no offices`, { field: 'offices' }),
    ]);
  }
  return checkDesignations(request.offices, office);
}

function checkShape(request: ChangeRequest): void {
  const rule = forms[request.form];
  const errors: Problem[] = [];
  const refuse = (field: string, what: string): void => {
    errors.push(problem('madrid/not-of-this-form', `${request.form} ${what}`, { field }));
  };
  if (request.numbers.length === 0) refuse('numbers', 'needs an international registration');
  if (request.numbers.length > 1 && !rule.several) refuse('numbers', 'concerns one registration at a time');
  if (rule.goods === 'none' && request.goods.length > 0) refuse('goods', 'names no goods');
  if (rule.goods === 'some' && request.goods.length === 0) refuse('goods', 'needs the goods that remain');
  if (!rule.newHolder && request.newHolder) refuse('newHolder', 'names no new holder');
  if (errors.length > 0) throw new InputError(errors);
}

const records: Record<ChangeForm, string> = {
  MM4: 'tmk:MadridSubsequentDesignation',
  MM5: 'tmk:MadridOwnershipChange',
  MM6: 'tmk:MadridGoodsServicesLimitationRequest',
  MM7: 'tmk:MadridRenunciation',
  MM8: 'tmk:MadridCancellation',
  MM9: 'tmk:MadridHolderNameAddressChange',
  MM11: 'tmk:MadridRenewalRequest',
};

/** Elements of a record in the order its schema wants them. */
function recordOf(request: ChangeRequest, codes: string[]): object {
  const { form, numbers, language, goods } = request;
  const rule = forms[form];
  // A change names the new owner, or the holder as it is from now on; every other request the holder as recorded.
  const holder = party(rule.newHolder ? request.newHolder : request.holder);
  const limitation = {
    'tmk:GoodsServicesLimitationBag': {
      'tmk:GoodsServicesLimitation': {
        'tmk:GoodsServicesLimitationCategory': 'List limited to',
        'tmk:LimitationClassDescriptionBag': classDescriptions(goods, language),
      },
    },
  };
  const offices =
    codes.length > 0
      ? { 'tmk:DesignatedCountryBag': designatedCountries(codes) }
      : { 'tmk:AllContractingPartiesIndicator': 'true' };
  const scope =
    goods.length > 0
      ? { 'tmk:GoodsServicesBag': goodsServices(goods, language) }
      : { 'tmk:AllGoodsServicesIndicator': 'true' };
  return {
    ...(request.officeReference && { 'com:OfficeReferenceIdentifier': xmlToken(request.officeReference) }),
    'com:NotificationLanguage': language,
    ...(rule.several
      ? { 'com:InternationalRegistrationNumberBag': { 'com:InternationalRegistrationNumber': numbers } }
      : { 'com:InternationalRegistrationNumber': numbers[0] }),
    'tmk:HolderBag': { 'tmk:Holder': holder },
    ...(rule.offices === 'none' ? {} : offices),
    ...(form === 'MM5' || form === 'MM8' ? scope : {}),
    ...(form === 'MM6' || (form === 'MM4' && goods.length > 0) ? limitation : {}),
    ...(form === 'MM4' ? { 'com:ReceivingOfficeDate': receivingDate(request.receivedOn) } : {}),
    ...(rule.fee ? { 'com:PaymentBag': payment(request.feeInSwissFrancs) } : {}),
  };
}

/** The recorded holder is no field of the command line or the page: it comes from the basic mark. */
const asRecorded = 'Record it with the basic mark of the GI, or give the whole holder in the API as holder.';

function lacks(of: PartyDetails | undefined, field: 'holder' | 'newHolder', who: string): Problem[] {
  const item = (name: string, what: string): Problem => ({
    ...missing(name, what),
    ...(field === 'holder' && { remedy: asRecorded }),
  });
  if (!of) return [item(field, who)];
  const items: Problem[] = [];
  if (of.nameLatin === undefined && !/\p{Script=Latin}/u.test(of.name))
    items.push(item(`${field}.nameLatin`, `${who}’s name in Latin letters`));
  if ((of.address ?? '').trim() === '') items.push(item(`${field}.address`, `${who}’s address`));
  return items;
}

/** What the request still needs before it goes out. */
function missingOf(request: ChangeRequest): Problem[] {
  const rule = forms[request.form];
  return [
    ...(rule.newHolder
      ? lacks(
          request.newHolder,
          'newHolder',
          request.form === 'MM5' ? 'The new owner' : 'The holder as it is now',
        )
      : lacks(request.holder, 'holder', 'The holder')),
    ...(request.form === 'MM4' && request.receivedOn === undefined
      ? [missing('receivedOn', 'The day the office received the request')]
      : []),
    ...(rule.fee && request.feeInSwissFrancs === undefined
      ? [missing('fee', 'The fee in Swiss francs')]
      : []),
    toSign('The signature of the holder or of the office'),
  ];
}

/**
 * Writes a request as ST.96 V6_0 (`tmk:MadridOfficeToIBTransaction`), valid against WIPO's schema, and says what it still
 * lacks; placeholders stand where the schema demands what is not known, as in an application.
 * @param office ST.3 code of the office that sends it
 * @param madeOn day it is made, `YYYY-MM-DD`
 * @throws InputError madrid/not-of-this-form, or the offices that are not possible
 */
export function buildChangeRequest(
  request: ChangeRequest,
  office: string,
  madeOn: string,
): { xml: string; codes: string[]; missing: Problem[] } {
  checkShape(request);
  const { codes, warnings } = officesOf(request, office);
  const xml = transaction(office, madeOn, { [records[request.form]]: recordOf(request, codes) });
  return { xml, codes, missing: [...missingOf(request), ...warnings] };
}
