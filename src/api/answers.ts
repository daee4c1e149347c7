/** Most bytes of answers kept, and of one of them. */
const MOST_BYTES = 32 << 20;
const MOST_OF_ONE = 256 << 10;

export interface Answer {
  body: string;
  headers: Record<string, string>;
}

/** Answers made at the newest revision, so that what many ask is made once. Their tags tell them apart. */
export class Answers {
  readonly #answers = new Map<string, Answer>();
  #revision = -1;
  #bytes = 0;

  get(tag: string): Answer | undefined {
    return this.#answers.get(tag);
  }

  keep(revision: number, tag: string, answer: Answer): void {
    const bytes = answer.body.length * 2;
    if (bytes > MOST_OF_ONE || this.#answers.has(tag)) return;
    if (revision !== this.#revision || this.#bytes + bytes > MOST_BYTES) {
      this.#answers.clear();
      this.#bytes = 0;
    }
    this.#revision = revision;
    this.#bytes += bytes;
    this.#answers.set(tag, answer);
  }
}
