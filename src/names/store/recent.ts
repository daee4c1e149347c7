/** What was made lately, by key: forgotten all at once when it becomes too much, which costs less than to keep an order. */
export class Recent<K, V> {
  readonly #most: number;
  readonly #kept = new Map<K, V>();

  constructor(most: number) {
    this.#most = most;
  }

  get(key: K): V | undefined {
    return this.#kept.get(key);
  }

  /** Keeps and answers a value. */
  keep(key: K, value: V): V {
    if (this.#kept.size >= this.#most) this.#kept.clear();
    this.#kept.set(key, value);
    return value;
  }
}
