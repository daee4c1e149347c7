import type { Evidence } from '../../gi/evidence.ts';

/** Forms of the International Bureau that a GI's mark needs from filing to the end. */
export const formKinds = ['MM2', 'MM4', 'MM5', 'MM6', 'MM7', 'MM8', 'MM9', 'MM11'] as const;
export type FormKind = (typeof formKinds)[number];
/** Forms that concern a registration that stands. */
export const changeForms = ['MM4', 'MM5', 'MM6', 'MM7', 'MM8', 'MM9', 'MM11'] as const;
export type ChangeForm = (typeof changeForms)[number];

export interface FormRule {
  title: string;
  /** Article of the Protocol the request rests on. */
  article: string;
  /** Whether it names offices: some must be named, none means all, or it has none. */
  offices: 'some' | 'all-when-none' | 'none';
  /** Whether it names goods: some must be named, none means all, or it has none. */
  goods: 'some' | 'all-when-none' | 'none';
  /** Whether a second party is named: the new owner, or the holder under the new name or address. */
  newHolder: boolean;
  /** Whether a fee is paid. */
  fee: boolean;
  /** Whether one request may concern several registrations of the holder. */
  several: boolean;
}

/** Form numbers are those ST.96 names in its annotations; what each rests on was read in the Protocol. */
export const formEvidence: Evidence = {
  level: 'official',
  source: 'WIPO ST.96 V6_0 annotations; Madrid Protocol',
};

export const forms: Record<FormKind, FormRule> = {
  MM2: {
    title: 'Application for international registration governed exclusively by the Madrid Protocol',
    article: 'Article 3',
    offices: 'some',
    goods: 'some',
    newHolder: false,
    fee: true,
    several: false,
  },
  MM4: {
    title: 'Designation subsequent to the international registration',
    article: 'Article 3ter(2)',
    offices: 'some',
    goods: 'all-when-none',
    newHolder: false,
    fee: true,
    several: false,
  },
  MM5: {
    title: 'Request for the recording of a change in ownership',
    article: 'Article 9',
    offices: 'all-when-none',
    goods: 'all-when-none',
    newHolder: true,
    fee: true,
    several: true,
  },
  MM6: {
    title: 'Request for the recording of a limitation of the list of goods and services',
    article: 'Article 9bis(iii)',
    offices: 'all-when-none',
    goods: 'some',
    newHolder: false,
    fee: true,
    several: true,
  },
  MM7: {
    title: 'Request for the recording of a renunciation',
    article: 'Article 9bis(iii)',
    offices: 'some',
    goods: 'none',
    newHolder: false,
    fee: false,
    several: true,
  },
  MM8: {
    title: 'Request for the recording of a cancellation of the international registration',
    article: 'Article 9bis(iii)',
    offices: 'none',
    goods: 'all-when-none',
    newHolder: false,
    fee: false,
    several: false,
  },
  MM9: {
    title: 'Request for the recording of a change in the name or address of the holder',
    article: 'Article 9bis(i)',
    offices: 'none',
    goods: 'none',
    newHolder: true,
    fee: true,
    several: true,
  },
  MM11: {
    title: 'Renewal of the international registration',
    article: 'Article 7',
    offices: 'all-when-none',
    goods: 'none',
    newHolder: false,
    fee: true,
    several: false,
  },
};
