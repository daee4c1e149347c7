/** Odd, so that no letter is lost however long a text is. */
const BASE = 0x01000193;
const longest = 512;
const powers = new Int32Array(longest + 1);
powers[0] = 1;
for (let i = 1; i <= longest; i++) powers[i] = Math.imul(powers[i - 1] as number, BASE);

/** Hash of a text, 32 bits; those of its parts and of texts made of it can be told from {@link Hashes}. */
export function hashText(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, BASE) + text.charCodeAt(i)) | 0;
  return hash;
}

/** Hash of one text behind another. */
export function hashJoined(first: number, second: number, secondLength: number): number {
  return (Math.imul(first, powers[secondLength] as number) + second) | 0;
}

const until = new Int32Array(longest + 1);

/** Hashes of all parts of one text, the one read last. */
export const parts = {
  /** Reads a text of at most 512 letters; answers its hash. */
  read(text: string): number {
    for (let i = 0; i < text.length; i++)
      until[i + 1] = (Math.imul(until[i] as number, BASE) + text.charCodeAt(i)) | 0;
    return until[text.length] as number;
  },
  /** Hash of the letters from one place up to another. */
  hash(from: number, to: number): number {
    return ((until[to] as number) - Math.imul(until[from] as number, powers[to - from] as number)) | 0;
  },
};

/** Hash of a text of `length` letters, the one read last, without one of them. */
export function hashWithout(at: number, length: number): number {
  return hashJoined(parts.hash(0, at), parts.hash(at + 1, length), length - at - 1);
}
