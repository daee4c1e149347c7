import type { Product, ProductClass, ProductCode } from '../../gi/product.ts';

const byType: [pattern: RegExp, productClass: ProductClass][] = [
  [/^aromati[sz]ed wine/i, 'aromatised-wine'],
  [/^wine/i, 'wine'],
  [/^spirit/i, 'spirit'],
  [/^food/i, 'food'],
];

/** Classes of Annex XI to Regulation (EU) 668/2014 that are finer than "food"; 2.22 and on repeat them for TSG. */
const byFoodClass: Record<string, ProductClass> = {
  '1.1': 'meat',
  '1.2': 'meat',
  '1.3': 'dairy',
  '1.5': 'oil',
  '1.6': 'fruit-vegetable',
  '1.7': 'fish',
  '2.1': 'beer',
  '2.22': 'beer',
  '2.3': 'bakery',
  '2.24': 'bakery',
  '2.4': 'beverage',
  '2.25': 'beverage',
  '2.6': 'condiment',
  '2.27': 'condiment',
  '2.7': 'other',
  '2.8': 'condiment',
  '2.9': 'other',
  '2.10': 'other',
  '2.11': 'other',
  '2.12': 'other',
  '2.13': 'other',
  '2.14': 'textile',
  '2.15': 'textile',
  '2.16': 'handicraft',
  '2.17': 'textile',
  '2.18': 'textile',
  '2.19': 'textile',
  '2.20': 'textile',
};

/**
 * The product of a register line: its type (`Food`, `Wine`, `Spirit drink`…) and its class as registers write it, such
 * as `Class 1.3. Cheeses`, `15. Vodka, 31. Flavoured vodka` or `Wine`.
 */
export function registerProduct(type: string, classText: string): Product {
  const classes: ProductCode[] = [];
  for (const part of classText.split(/,\s*(?=(?:Class\s+)?\d+[a-z]?\.)/i)) {
    const match = /^(?:Class\s+)?(\d+(?:\.\d+)?[a-z]?)\.?\s+(\S.*)$/is.exec(part.trim());
    if (match) classes.push({ scheme: 'EU', code: match[1] ?? '', title: match[2] ?? '' });
    else if (/^wine$/i.test(part.trim())) classes.push({ scheme: 'EU', code: '1', title: 'Wine' });
    else if (part.trim() !== '') classes.push({ scheme: 'EU', code: '', title: part.trim() });
  }
  const general = byType.find(([pattern]) => pattern.test(type.trim()))?.[1] ?? 'other';
  const fine = general === 'food' ? byFoodClass[classes[0]?.code ?? ''] : undefined;
  return { class: fine ?? general, classes };
}
