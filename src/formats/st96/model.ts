/** A text of ST.96 with its ISO 639-1 language where one is said. */
export interface LocalText {
  text: string;
  languageCode?: string;
}

export interface St96Classification {
  kindCode: string;
  /** Nice class number. */
  classNumber?: string;
  /** Number in any other scheme. */
  nationalClassNumber?: string;
  title?: string;
}

export interface St96Publication {
  identifier: string;
  date?: string;
  uri?: string;
}

/** `gin:GIData`, as far as a list needs it. Dates are days; the not-supplied markers are already absence. */
export interface St96Gi {
  id?: string;
  officeCode: string;
  languageCode: string;
  applicationNumber?: string;
  applicationDate?: string;
  registrationNumber?: string;
  registrationDate?: string;
  names: LocalText[];
  transliterations: LocalText[];
  translations: LocalText[];
  classifications: St96Classification[];
  goodsDescriptions: string[];
  productCategories: string[];
  category?: string;
  comment?: string;
  publications: St96Publication[];
  status?: string;
  withdrawalDate?: string;
  expiryDate?: string;
}

/** `gin:GIRefusalRecord` around the GI it refuses. */
export interface St96Refusal {
  eventDate?: string;
  reason: string;
  category: 'Total' | 'Partial';
  ground?: string;
}

/** One transaction of a list: a GI, or a GI with its refusal. */
export interface St96Transaction {
  identifier: string;
  gi: St96Gi;
  refusal?: St96Refusal;
}
