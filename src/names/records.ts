import { productClasses, type ProductClass } from '../gi/product.ts';
import { GrowingNumbers } from './index/names-pool.ts';
import { TextStoreBuilder, type TextStore } from './store/text-store.ts';

/** A protected or screened name. `group` ties the spellings of one GI together. */
export interface NameRecord {
  id: string;
  name: string;
  language?: string;
  goods?: ProductClass[];
  group?: string;
}

/** Many records in flat memory: about 60 bytes each for names of ordinary length. */
export class Records {
  readonly ids: TextStore;
  readonly names: TextStore;
  readonly groups: TextStore;
  readonly languages: TextStore;
  /** One bit per product class. */
  readonly goods: Uint32Array;

  constructor(ids: TextStore, names: TextStore, groups: TextStore, languages: TextStore, goods: Uint32Array) {
    this.ids = ids;
    this.names = names;
    this.groups = groups;
    this.languages = languages;
    this.goods = goods;
  }

  get size(): number {
    return this.ids.size;
  }

  /** Empty group: the record stands alone. */
  get(i: number): Required<NameRecord> {
    const mask = this.goods[i] as number;
    return {
      id: this.ids.get(i),
      name: this.names.get(i),
      group: this.groups.get(i),
      language: this.languages.get(i),
      goods: mask === 0 ? [] : productClasses.filter((_, bit) => (mask & (1 << bit)) !== 0),
    };
  }
}

/** Collects records. */
export class RecordsBuilder {
  readonly #ids = new TextStoreBuilder();
  readonly #names = new TextStoreBuilder();
  readonly #groups = new TextStoreBuilder();
  readonly #languages = new TextStoreBuilder();
  readonly #goods = new GrowingNumbers();

  /** Returns the record's number. */
  add(record: NameRecord): number {
    this.#ids.add(record.id);
    this.#names.add(record.name);
    this.#groups.add(record.group ?? '');
    this.#languages.add(record.language ?? '');
    this.#goods.add((record.goods ?? []).reduce((mask, c) => mask | (1 << productClasses.indexOf(c)), 0));
    return this.#goods.size - 1;
  }

  build(): Records {
    return new Records(
      this.#ids.build(),
      this.#names.build(),
      this.#groups.build(),
      this.#languages.build(),
      this.#goods.taken(),
    );
  }
}
