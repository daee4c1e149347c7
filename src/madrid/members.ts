import type { Evidence } from '../gi/evidence.ts';

const read: Evidence = {
  level: 'public-source',
  source: 'WIPO Gazette of International Marks, remarks 2010/9, contracting parties by ST.3 code',
};
const recalled: Evidence = { level: 'unverified', source: '' };

/** Members of the Madrid System named in WIPO's list of 2010 that have not changed their code since. */
const listed =
  'AG AL AM AT AU AZ BA BG BH BT BW BX BY CH CN CU CY CZ DE DK EE EG EM ES FI FR GB GE GH GR HR HU IE IR IS IT JP KE ' +
  'KG KP KR LI LR LS LT LV MA MC MD ME MG MK MN MZ NA NO OM PL PT RO RS RU SD SE SG SI SK SL SM ST SY';

/** Members whose accession was recalled, or stands in the part of that list which was cut off. */
const remembered =
  'AE AF BN BQ BR BZ CA CL CO CV CW DZ GM ID IL IN JM KH KZ LA MU MW MX MY NZ OA PH PK QA RW SX SZ TH TJ TM TN TR TT ' +
  'UA US UZ VN WS ZM ZW';

const members = new Map<string, Evidence>([
  ...listed.split(' ').map((code) => [code, read] as const),
  ...remembered.split(' ').map((code) => [code, recalled] as const),
]);

/** How well it is known that this ST.3 code is a member that can be designated; undefined for a code that is none. */
export function membership(code: string): Evidence | undefined {
  return members.get(code);
}

/** The code under which a territory is designated in place of one that is often tried. */
export function designateInstead(code: string): string | undefined {
  if (code === 'EU') return 'EM';
  if (code === 'BE' || code === 'NL' || code === 'LU') return 'BX';
  if (code === 'UK') return 'GB';
  if (code === 'EL') return 'GR';
  return undefined;
}

/** ST.3 codes of all members, sorted. */
export function memberCodes(): string[] {
  return [...members.keys()].sort();
}
