import type { Evidence } from '../../gi/evidence.ts';

/** The treaty a designation was made under, which decides whether the office's declarations count. */
export const treaties = ['protocol', 'protocol-9sexies', 'agreement'] as const;
export type Treaty = (typeof treaties)[number];

/** How long an office may take to refuse a designation. */
export interface RefusalPeriod {
  months: 12 | 18;
  /** Article of the Protocol the length comes from. */
  article: string;
  /** The office may refuse later still on an opposition it warned of in time (Article 5(2)(c)). */
  laterOnOpposition: boolean;
  evidence: Evidence;
}

const wipoList: Evidence = {
  level: 'public-source',
  source: 'WIPO, Declarations made by Contracting Parties of the Madrid System, status on September 20, 2011',
};
const notification = (number: number): Evidence => ({
  level: 'public-source',
  source: `WIPO Lex, Madrid (Marks) Notification No. ${number}`,
});
const recalled: Evidence = { level: 'unverified', source: '' };
const notOnList: Evidence = {
  level: 'unverified',
  source:
    'not on WIPO’s list of declarations of September 20, 2011; a later declaration would not show there',
};
const safeguard: Evidence = {
  level: 'public-source',
  source: 'Protocol, Article 9sexies(1)(b), as WIPO document SCIT/SDWG/10/8 explains it',
};
const inferred: Evidence = {
  level: 'unverified',
  source: 'that both are party to the Agreement as well (Article 9sexies(1)(b)) was recalled',
};

const declaredIn2011 =
  'AM AU BH BY BG CN CY DK EE EM FI GE GH GR IS IR IE IL IT JP KE LT MG NO OM PL KR SM SG SK SE CH SY TJ TR TM UA GB US UZ';
const alsoOppositionIn2011 = 'AU CN CY DK EE FI GH GR IR IE IL IT KE LT NO KR SG SE SY TR UA GB US';
const declaredAsRecalled = 'AE BN CA CL CO GM ID IN JM KH MW MX MY NZ PK QA TN TT WS ZW';
const alsoOppositionAsRecalled = 'BN CA CO GM IN KH MY NZ PK TN TT ZW';

/** Parties to the Agreement as well as the Protocol, as recalled. */
const agreementParties = new Set(
  (
    'AL AM AT AZ BA BG BT BX BY CH CN CU CY CZ DE DZ EG ES FR HR HU IR IT KE KG KP KZ LI LR LS LV MA MC MD ME MK MN MZ ' +
    'NA PL PT RO RS RU SD SI SK SL SM SY SZ TJ UA UZ VN'
  ).split(' '),
);

interface Declaration {
  laterOnOpposition: boolean;
  evidence: Evidence;
}

function declarations(codes: string, opposition: string, evidence: Evidence): [string, Declaration][] {
  const later = new Set(opposition.split(' '));
  return codes.split(' ').map((code) => [code, { laterOnOpposition: later.has(code), evidence }]);
}

const declared = new Map<string, Declaration>([
  ...declarations(declaredIn2011, alsoOppositionIn2011, wipoList),
  ...declarations(declaredAsRecalled, alsoOppositionAsRecalled, recalled),
  [
    'TH',
    {
      laterOnOpposition: true,
      evidence: {
        level: 'public-source',
        source: 'LawPlus, Thailand’s Accession to the Madrid Protocol, August 2017: Articles 5(2)(b) and (c)',
      },
    },
  ],
  [
    'BR',
    {
      laterOnOpposition: true,
      evidence: {
        level: 'public-source',
        source:
          'Benelux Office for Intellectual Property, Brazil accedes to Madrid Protocol (2019): Articles 5(2)(b) and (c)',
      },
    },
  ],
  ['PH', { laterOnOpposition: true, evidence: notification(194) }],
  ['OA', { laterOnOpposition: true, evidence: notification(203) }],
  ['DZ', { laterOnOpposition: true, evidence: notification(206) }],
]);

/**
 * How long an office may take, and how well that is known. A declaration of 18 months has no effect between two States
 * that are party to both treaties (Article 9sexies(1)(b)): then twelve months hold, as in the Agreement.
 * @param designation what the notification says of the treaty; where it says nothing, it is inferred from the two States
 */
export function refusalPeriod(
  office: string,
  designation: { under?: Treaty | undefined; officeOfOrigin?: string | undefined } = {},
): RefusalPeriod {
  const { under, officeOfOrigin } = designation;
  const declaration = declared.get(office);
  const both =
    officeOfOrigin !== undefined && agreementParties.has(officeOfOrigin) && agreementParties.has(office);
  if (under === 'agreement' || under === 'protocol-9sexies' || (under === undefined && both && declaration)) {
    return {
      months: 12,
      article: 'Article 9sexies(1)(b) with Article 5(2)(a)',
      laterOnOpposition: false,
      evidence: under === undefined ? inferred : safeguard,
    };
  }
  if (declaration) {
    return {
      months: 18,
      article: declaration.laterOnOpposition ? 'Article 5(2)(b) and (c)' : 'Article 5(2)(b)',
      ...declaration,
    };
  }
  return { months: 12, article: 'Article 5(2)(a)', laterOnOpposition: false, evidence: notOnList };
}

/**
 * Months after which silence surely means that the office can no longer refuse: where a length of twelve months is not
 * verified, only the longest the Protocol allows without an opposition is safe to rely on.
 */
export function safeMonths(period: RefusalPeriod): 12 | 18 {
  return period.evidence.level === 'unverified' ? 18 : period.months;
}
