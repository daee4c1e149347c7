/** A set of 32-bit hashes in one flat array; a tenth of what a Set of numbers takes. */
export class HashSet {
  #slots = new Uint32Array(1024);
  #size = 0;

  /** False when the hash was there already. */
  add(hash: number): boolean {
    // An empty slot holds 0, so 0 itself goes by another number.
    const wanted = hash === 0 ? 1 : hash;
    if (this.#size * 2 > this.#slots.length) this.#widen();
    const at = this.#find(wanted);
    if (this.#slots[at] === wanted) return false;
    this.#slots[at] = wanted;
    this.#size++;
    return true;
  }

  /** Where a hash is, or the empty slot where it belongs. */
  #find(hash: number): number {
    const mask = this.#slots.length - 1;
    let at = hash & mask;
    while (this.#slots[at] !== 0 && this.#slots[at] !== hash) at = (at + 1) & mask;
    return at;
  }

  #widen(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    for (const hash of old) if (hash !== 0) this.#slots[this.#find(hash)] = hash;
  }
}
