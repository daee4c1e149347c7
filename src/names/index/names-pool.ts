import { grown } from '../store/grown.ts';

/** Texts kept as UTF-8 in one array. */
export class NamesPool {
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
  /** The bytes again: reading short texts from a Buffer takes a third of the time. */
  readonly #text: Buffer;

  constructor(bytes: Uint8Array, ends: Uint32Array) {
    this.bytes = bytes;
    this.#text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.ends = ends;
  }

  get(at: number): string {
    return this.#text.toString('utf8', at === 0 ? 0 : this.ends[at - 1], this.ends[at]);
  }
}

const encoder = new TextEncoder();

/** Bytes of unknown number, in one array that grows. */
export class GrowingBytes {
  bytes = new Uint8Array(1 << 16);
  size = 0;

  /** Make room for some more bytes. */
  reserve(more: number): void {
    if (this.size + more <= this.bytes.length) return;
    this.bytes = grown(this.bytes, this.size + more);
  }

  addText(text: string): void {
    this.reserve(text.length * 3);
    this.size += encoder.encodeInto(text, this.bytes.subarray(this.size)).written;
  }

  add(byte: number): void {
    this.reserve(1);
    this.bytes[this.size++] = byte;
  }

  /** What there is, which the collector then has no more. */
  taken(): Uint8Array {
    const taken = this.bytes.subarray(0, this.size);
    this.bytes = new Uint8Array(0);
    this.size = 0;
    return taken;
  }
}

/** Numbers of unknown number, in one array that grows. */
export class GrowingNumbers {
  numbers = new Uint32Array(1 << 12);
  size = 0;

  add(value: number): void {
    if (this.size === this.numbers.length) this.numbers = grown(this.numbers);
    this.numbers[this.size++] = value;
  }

  /** What there is, which the collector then has no more. */
  taken(): Uint32Array {
    const taken = this.numbers.subarray(0, this.size);
    this.numbers = new Uint32Array(0);
    this.size = 0;
    return taken;
  }
}
