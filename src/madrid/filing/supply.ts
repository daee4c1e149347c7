import { problem } from '../../formats/problems.ts';
import type { Problem } from '../../gi/problem.ts';

/** Where an item is given: the option of the command line and the property of the API; the pages have a field for it. */
const ways: Record<string, readonly [option: string, property: string]> = {
  holder: ['--holder-name and --holder-country', 'holder.name and holder.countryCode'],
  'holder.nameLatin': ['--holder-latin', 'holder.nameLatin'],
  'holder.address': ['--holder-address', 'holder.address'],
  newHolder: ['--new-name and --new-country', 'newHolder.name and newHolder.countryCode'],
  'newHolder.nameLatin': ['--new-name-latin', 'newHolder.nameLatin'],
  'newHolder.address': ['--new-address', 'newHolder.address'],
  'basicMark.registeredOn': ['--basic-mark-registered-on', 'basicMarkRegisteredOn'],
  goods: ['--goods, such as "30: Tea"', 'goods'],
  transliteration: ['--transliteration', 'transliteration'],
  translation: ['--translation', 'translation'],
  receivedOn: ['--received-on', 'receivedOn'],
  fee: ['--fee', 'feeInSwissFrancs'],
  regulations: ['--regulations', 'regulations'],
  representation: ['--representation', 'representation'],
  secondLanguage: ['--second-language', 'secondLanguage'],
  intentToUse: ['--intent-to-use', 'intentToUse'],
};

/** How an item of a filing is supplied, in one sentence; undefined where no field takes it. */
function howToSupply(field: string): string | undefined {
  const way = ways[field];
  return way && `Give it in its field on the page, with ${way[0]}, or in the API as ${way[1]}.`;
}

const told = (code: 'madrid/missing' | 'madrid/advice', field: string, what: string): Problem => {
  const item = problem(code, what, { field });
  return { ...item, remedy: howToSupply(field) ?? item.remedy };
};

/** An item the filing cannot do without, with how to supply it. */
export const missing = (field: string, what: string): Problem => told('madrid/missing', field, what);

/** An item that depends on the case, with how to supply it. */
export const advice = (field: string, what: string): Problem => told('madrid/advice', field, what);

/** What nobody can type: the signatures that are put to the finished form. */
export const toSign = (what: string): Problem => problem('madrid/to-sign', what, { field: 'signature' });
