import type { Evidence } from './evidence.ts';
import type { Localised } from './localised.ts';
import type { Product, ProductClass } from './product.ts';

/** A classification scheme with the codes it has, as far as they are held. */
export interface ClassificationScheme {
  /** `EU`, `CNIPA`, `NICE`, `HS`. */
  id: string;
  title: Localised;
  evidence: Evidence;
  codes: { code: string; title: Localised }[];
}

/** What a class of one system is in another. */
export interface ClassificationMapping {
  from: { scheme: string; code: string } | { class: ProductClass };
  to: { scheme: string; code: string };
  evidence: Evidence;
}

export interface Classification {
  schemes: ClassificationScheme[];
  mappings: ClassificationMapping[];
}

/** A product's class in one system: stated by a list, or derived from another class by a mapping. */
export interface UnifiedClass {
  scheme: string;
  code: string;
  title?: Localised;
  how: 'stated' | 'derived';
  /** Of a derived class: how well the mapping is known. */
  evidence?: Evidence;
}

/** Classes as `EU:1.3`: what filters and facets name. */
export function classId({ scheme, code }: { scheme: string; code: string }): string {
  return `${scheme}:${code}`;
}

/** A combined-nomenclature code begins with its Harmonized System heading. */
function heading(scheme: string, code: string): string | undefined {
  const digits = code.replace(/\D/g, '');
  return scheme === 'CN' && digits.length >= 4 ? digits.slice(0, 4) : undefined;
}

/**
 * The classes of a product in every system: those its lists and its mark state, then those that follow by the mapping
 * tables in systems of which nothing is stated. A derived class is never shown as more than its mapping's evidence.
 */
export function unifiedClasses(
  products: Product[],
  niceClasses: number[],
  data: Classification,
): UnifiedClass[] {
  const titleOf = (scheme: string, code: string): Localised | undefined =>
    data.schemes.find((s) => s.id === scheme)?.codes.find((c) => c.code === code)?.title;
  const found = new Map<string, UnifiedClass>();
  const add = (scheme: string, code: string, given?: string, evidence?: Evidence): void => {
    const id = classId({ scheme, code });
    if (code === '' || found.has(id)) return;
    const title = titleOf(scheme, code) ?? (given ? { en: given } : undefined);
    const how = evidence ? 'derived' : 'stated';
    found.set(id, { scheme, code, ...(title && { title }), how, ...(evidence && { evidence }) });
  };
  for (const { classes } of products) {
    for (const { scheme, code, title } of classes) {
      add(scheme, code, title);
      const hs = heading(scheme, code);
      if (hs !== undefined) add('HS', hs);
    }
  }
  for (const n of niceClasses) add('NICE', String(n));
  const stated = new Set([...found.values()].map((c) => c.scheme));
  const from = [...found.values()];
  const classes = new Set(products.map((p) => p.class));
  for (const { from: source, to, evidence } of data.mappings) {
    if (stated.has(to.scheme)) continue;
    const applies =
      'class' in source
        ? classes.has(source.class)
        : from.some((c) => c.scheme === source.scheme && c.code === source.code);
    if (applies) add(to.scheme, to.code, undefined, evidence);
  }
  return [...found.values()];
}
