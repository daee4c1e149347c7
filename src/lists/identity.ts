import type { Entry } from '../gi/entry.ts';
import { fold, tight } from '../names/normalise.ts';

/** What one GI may be recognised by on another list. */
export interface Identity {
  fileNumbers: string[];
  /** Origin and folded original names. */
  names: string[];
  productGroup: string;
}

const drinks = new Set(['wine', 'aromatised-wine', 'spirit', 'beer']);

/** The group that tells homonyms apart: a wine and a brandy of one name are two GIs, a tea and "food" may be one. */
function productGroup(entry: Entry): string {
  return drinks.has(entry.product.class) ? entry.product.class : 'goods';
}

export function identityOf(entry: Entry): Identity {
  const originals = entry.names.filter((n) => n.kind === 'original');
  const named = originals.length > 0 ? originals : entry.names.slice(0, 1);
  const origin = entry.origin.join('+');
  return {
    fileNumbers: entry.fileNumbers,
    names: [...new Set(named.map((n) => `${origin}|${tight(fold(n.text))}`))],
    productGroup: productGroup(entry),
  };
}

/** The register a file number belongs to: all EU numbers share one, others go by what stands before the digits. */
function register(fileNumber: string): string {
  return /^(PDO|PGI|GI|TSG)-[A-Z]{2}/.test(fileNumber) ? 'EU' : fileNumber.replace(/[\d/\- ].*$/u, '');
}

/**
 * Whether two records of the same name may be one GI. Two different numbers of one register are two rights
 * (Kornbrand is registered twice), and so are two kinds of drink.
 */
export function mayBeOne(
  a: Pick<Identity, 'fileNumbers' | 'productGroup'>,
  b: Pick<Identity, 'fileNumbers' | 'productGroup'>,
): boolean {
  const clash = a.fileNumbers.some((x) => b.fileNumbers.some((y) => x !== y && register(x) === register(y)));
  return !clash && a.productGroup === b.productGroup;
}
