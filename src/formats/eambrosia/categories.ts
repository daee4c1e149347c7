import type { Product, ProductClass, ProductCode } from '../../gi/product.ts';

/**
 * eAmbrosia's category numbers with the EU class each stands for. Read off by joining the records of 2020-2022 with
 * the register of late 2020, which names the class of the same file numbers; numbers not met there are not listed.
 */
const food: Record<number, [productClass: ProductClass, euClass: string, title: string]> = {
  142: ['meat', '1.1', 'Fresh meat (and offal)'],
  143: ['meat', '1.2', 'Meat products (cooked, salted, smoked, etc.)'],
  144: ['dairy', '1.3', 'Cheeses'],
  145: [
    'food',
    '1.4',
    'Other products of animal origin (eggs, honey, various dairy products except butter, etc.)',
  ],
  146: ['oil', '1.5', 'Oils and fats (butter, margarine, oil, etc.)'],
  147: ['fruit-vegetable', '1.6', 'Fruit, vegetables and cereals fresh or processed'],
  148: ['fish', '1.7', 'Fresh fish, molluscs, and crustaceans and products derived therefrom'],
  149: ['food', '1.8', 'Other products of Annex I of the Treaty (spices etc.)'],
  151: ['beer', '2.1', 'Beers'],
  152: ['food', '2.2', 'Chocolate and derived products'],
  153: ['bakery', '2.3', "Bread, pastry, cakes, confectionery, biscuits and other baker's wares"],
  155: ['food', '2.5', 'Pasta'],
  156: ['condiment', '2.6', 'Salt'],
  157: ['other', '2.7', 'Natural gums and resins'],
  158: ['condiment', '2.8', 'Mustard paste'],
  159: ['other', '2.9', 'Hay'],
  160: ['other', '2.10', 'Essential oils'],
  188: ['aromatised-wine', '1', 'Aromatised wine'],
  189: ['aromatised-wine', '2', 'Aromatised wine-based drink'],
};

const spirits: Record<number, [euClass: string, title: string]> = {
  191: ['1', 'Rum'],
  192: ['2', 'Whisky or Whiskey'],
  194: ['4', 'Wine spirit'],
  196: ['6', 'Grape marc spirit or grape marc'],
  199: ['9', 'Fruit spirit'],
  205: ['15', 'Vodka'],
  208: ['18', 'Gentian'],
  213: ['23', 'Caraway-flavoured spirit drinks'],
  214: ['24', 'Akvavit or aquavit'],
  215: ['25', 'Aniseed-flavoured spirit drinks'],
  223: ['32', 'Liqueur'],
  235: ['47', 'Other spirit drinks'],
};

const byType: Record<string, ProductClass> = {
  WINE: 'wine',
  SPIRIT: 'spirit',
  FOOD: 'food',
  AROMATISED_WINE: 'aromatised-wine',
  AGRICULTURAL: 'food',
};

/** The class of the product and its codes; `unknown` lists the category numbers that have no known class. */
export function eambrosiaProduct(
  productType: string,
  categories: readonly number[],
): { product: Product; unknown: number[] } {
  const codes: ProductCode[] = [];
  const unknown: number[] = [];
  let productClass = byType[productType];
  for (const [position, number] of categories.entries()) {
    if (productType === 'SPIRIT') {
      const known = spirits[number];
      if (known) codes.push({ scheme: 'EU', code: known[0], title: known[1] });
      else unknown.push(number);
    } else if (productType === 'WINE') {
      if (number === 1) codes.push({ scheme: 'EU', code: '1', title: 'Wine' });
      else unknown.push(number);
    } else {
      const known = food[number];
      if (known) codes.push({ scheme: 'EU', code: known[1], title: known[2] });
      else unknown.push(number);
      if (known && position === 0) productClass = known[0];
    }
    codes.push({ scheme: 'eAmbrosia', code: String(number) });
  }
  return { product: { class: productClass ?? 'other', classes: codes }, unknown };
}
