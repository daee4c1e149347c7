import type { ProductClass } from '../gi/product.ts';
import type { Finding } from '../names/engine.ts';

/** One sign to screen. */
export interface Sign {
  text: string;
  goods: ProductClass[];
  /** Expected false alerts per million comparisons at which a finding still matters; none does at 0. */
  alertAt: number;
}

/** Screens signs against the watched names, many at once. */
export interface Screener {
  /** Version of the engine that finds. */
  readonly engine: string;
  /** Number of names compared with. */
  readonly size: number;
  /**
   * For every sign, in order, the findings that matter for it, the strongest of each GI first; nothing for a sign that
   * cannot be compared.
   */
  screen(signs: readonly Sign[]): Promise<Finding[][]>;
}
