import { isUtf8 } from 'node:buffer';

const none = Buffer.alloc(0);

/** Length of the unfinished character at the end of the bytes, 0 when they end between characters. */
function unfinished(bytes: Buffer): number {
  const most = Math.min(3, bytes.length);
  for (let back = 1; back <= most; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return needs > back ? back : 0;
  }
  return 0;
}

/**
 * A strict streaming UTF-8 decoder with the interface of TextDecoder that this folder uses, several times faster than
 * the engine's own in strict mode. Throws a TypeError for bytes that are not UTF-8.
 */
export class Utf8Decoder {
  #carried: Buffer = none;

  decode(bytes?: Uint8Array): string {
    if (!bytes) {
      if (this.#carried.length > 0) throw new TypeError('The text ends inside a character');
      return '';
    }
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const all = this.#carried.length > 0 ? Buffer.concat([this.#carried, view]) : view;
    const end = all.length - unfinished(all);
    const whole = all.subarray(0, end);
    if (!isUtf8(whole)) throw new TypeError('The bytes are not UTF-8');
    this.#carried = end === all.length ? none : Buffer.from(all.subarray(end));
    return whole.toString('utf8');
  }
}
