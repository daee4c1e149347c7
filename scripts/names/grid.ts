import type { ChunkLimits } from './em.ts';

/** Weight of a chunk pair that the model does not know. */
export const UNKNOWN = -1e4;

/** Latin chunks as a trie over `^`, a-z, `$`; a chunk's id is its node. Node 0 is the empty chunk. */
export class LatinChunks {
  readonly texts: string[] = [''];
  private next: number[] = Array.from({ length: 28 }, () => 0);

  static symbol(ch: string): number {
    return ch === '^' ? 0 : ch === '$' ? 27 : ch.charCodeAt(0) - 96;
  }

  add(text: string): number {
    let node = 0;
    for (let i = 0; i < text.length; i++) {
      const at = node * 28 + LatinChunks.symbol(text[i] as string);
      if (this.next[at] === 0) {
        this.next[at] = this.texts.length;
        this.texts.push(text.slice(0, i + 1));
        for (let k = 0; k < 28; k++) this.next.push(0);
      }
      node = this.next[at] as number;
    }
    return node;
  }
}

/**
 * Weights of one alphabet against Latin: a row per chunk of x over all Latin chunks, each row with a parent
 * row it adds to (a Han character's syllable), or none.
 */
export class WeightGrid {
  readonly rowOf = new Map<string, number>();
  readonly rowNames: string[] = [];
  readonly parent: number[] = [];
  /** Weight of the cells of a row that nothing was learnt about, added to the parent's. */
  readonly rest: number[] = [];
  weights: Float32Array = new Float32Array(0);
  readonly limits: ChunkLimits;
  readonly latin: LatinChunks;

  /** Name of the row that a chunk shares with others like it (`<syllable>`, `<rough sound>`); empty for none. */
  readonly parentName: (x: string) => string;

  constructor(limits: ChunkLimits, latin: LatinChunks, parentName: (x: string) => string) {
    this.limits = limits;
    this.latin = latin;
    this.parentName = parentName;
  }

  get width(): number {
    return this.latin.texts.length;
  }

  row(name: string, parent = -1): number {
    let row = this.rowOf.get(name);
    if (row === undefined) {
      row = this.rowNames.length;
      this.rowOf.set(name, row);
      this.rowNames.push(name);
      this.parent.push(parent);
      this.rest.push(0);
    }
    return row;
  }

  allocate(): void {
    this.weights = new Float32Array(this.rowNames.length * this.width);
  }
}
