import type { ProductClass } from '../gi/product.ts';
import type { Finding } from '../names/engine.ts';

/** One sign to screen. */
export interface Sign {
  text: string;
  goods: ProductClass[];
}

/** Screens signs against the watched names, many at once. */
export interface Screener {
  /** Version of the engine that finds. */
  readonly engine: string;
  /** Number of names compared with. */
  readonly size: number;
  /**
   * For every sign, in order, what is at most this many false alerts per million comparisons, the strongest of each GI
   * first; nothing for a sign that cannot be compared.
   */
  screen(signs: readonly Sign[], alertAt: number): Promise<Finding[][]>;
}
