import { grown } from './grown.ts';

/** Many short texts in one block of UTF-8 bytes. */
export class TextStore {
  readonly bytes: Uint8Array;
  /** Byte offset of each text, and the end. */
  readonly offsets: Uint32Array;
  /** The bytes again: reading short texts from a Buffer takes a third of the time. */
  readonly #text: Buffer;

  constructor(bytes: Uint8Array, offsets: Uint32Array) {
    this.bytes = bytes;
    this.offsets = offsets;
    this.#text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get size(): number {
    return this.offsets.length - 1;
  }

  get(i: number): string {
    return this.#text.toString('utf8', this.offsets[i], this.offsets[i + 1]);
  }
}

/** Collects texts for a {@link TextStore}. Lone surrogates become U+FFFD; to be built once. */
export class TextStoreBuilder {
  #bytes = new Uint8Array(4096);
  #offsets = new Uint32Array(1024);
  #count = 0;
  #end = 0;
  readonly #encoder = new TextEncoder();

  add(text: string): void {
    const most = text.length * 3;
    if (this.#end + most > this.#bytes.length) {
      this.#bytes = grown(this.#bytes, this.#end + most);
    }
    if (this.#count + 1 >= this.#offsets.length) {
      this.#offsets = grown(this.#offsets);
    }
    if (text !== '') this.#end += this.#encoder.encodeInto(text, this.#bytes.subarray(this.#end)).written;
    this.#offsets[++this.#count] = this.#end;
  }

  build(): TextStore {
    const [bytes, offsets] = [this.#bytes.subarray(0, this.#end), this.#offsets.subarray(0, this.#count + 1)];
    this.#bytes = new Uint8Array(0);
    this.#offsets = new Uint32Array(0);
    return new TextStore(bytes, offsets);
  }
}
