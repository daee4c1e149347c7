/**
 * Coarse product class shared by all registers; finer classes stay in `classes` under their own scheme.
 * `handicraft` and `medicinal` are classes of the Chinese system (GB/T GI product classification; agreement annex VII).
 */
export const productClasses = [
  'wine',
  'aromatised-wine',
  'spirit',
  'beer',
  'food',
  'meat',
  'dairy',
  'oil',
  'fruit-vegetable',
  'cereal',
  'fish',
  'tea',
  'coffee',
  'condiment',
  'bakery',
  'beverage',
  'medicinal',
  'handicraft',
  'textile',
  'other',
] as const;
export type ProductClass = (typeof productClasses)[number];

/** A class of the product in a named scheme. */
export interface ProductCode {
  /** `EU` (register class), `CNIPA`, `NICE`, `CN` (combined nomenclature), `HS`, … */
  scheme: string;
  code: string;
  title?: string;
}

export interface Product {
  class: ProductClass;
  classes: ProductCode[];
  /** Free text as supplied, where it says more than the class. */
  description?: string;
}
