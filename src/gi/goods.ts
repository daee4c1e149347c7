import { productClasses, type ProductClass } from './product.ts';

/**
 * Product classes a Nice class may hold (Nice Classification, class headings: 29 meat, fish, preserved fruit, dairy,
 * oils; 30 coffee, tea, flour, bread, spices; 31 fresh fruit and grain; 32 beer and soft drinks; 33 alcoholic drinks).
 */
const byNiceClass: Record<number, ProductClass[]> = {
  5: ['medicinal'],
  21: ['handicraft'],
  24: ['textile'],
  25: ['textile'],
  29: ['meat', 'fish', 'dairy', 'oil', 'fruit-vegetable', 'food'],
  30: ['tea', 'coffee', 'condiment', 'bakery', 'cereal', 'food'],
  31: ['fruit-vegetable', 'cereal', 'food'],
  32: ['beer', 'beverage'],
  33: ['wine', 'aromatised-wine', 'spirit'],
};

/** Everyday English words for goods, as people write them in lists of marks. */
const byWord: Record<string, ProductClass[]> = {
  brandy: ['spirit'], whisky: ['spirit'], whiskey: ['spirit'], vodka: ['spirit'], rum: ['spirit'], liqueur: ['spirit'],
  spirits: ['spirit'], wines: ['wine'], 'sparkling wine': ['wine'], cheese: ['dairy'], butter: ['dairy'], milk: ['dairy'],
  ham: ['meat'], sausage: ['meat'], pork: ['meat'], beef: ['meat'], lamb: ['meat'], oils: ['oil'], 'olive oil': ['oil'],
  fruit: ['fruit-vegetable'], vegetables: ['fruit-vegetable'], vegetable: ['fruit-vegetable'], rice: ['cereal'],
  vinegar: ['condiment'], spice: ['condiment'], spices: ['condiment'], bread: ['bakery'], pastry: ['bakery'],
  noodles: ['bakery'], seafood: ['fish'], silk: ['textile'], cloth: ['textile'], pottery: ['handicraft'],
  ceramics: ['handicraft'], medicine: ['medicinal'], drinks: ['beverage'],
}; // prettier-ignore

/**
 * Product classes of a goods text: our own class names, Nice class numbers (`33`) and everyday words, separated by
 * `|`, `;` or `,`.
 * @returns the classes, and the words that mean nothing here
 */
export function readGoods(text: string): { classes: ProductClass[]; unknown: string[] } {
  const classes = new Set<ProductClass>();
  const unknown: string[] = [];
  for (const part of text
    .split(/[|;,]/)
    .map((p) => p.trim().toLowerCase())
    .filter(Boolean)) {
    const own = productClasses.find((c) => c === part);
    const found = own ? [own] : (byWord[part] ?? byNiceClass[Number(part)]);
    if (found) for (const c of found) classes.add(c);
    else unknown.push(part);
  }
  return { classes: [...classes], unknown };
}
