type Growing = Uint8Array | Uint32Array | Float64Array;

/** From this many bytes on an array is large. */
const large = 1 << 20;
/**
 * Bytes of a large array at least. Allocators map so much by itself: pages that are not used yet take no memory, and
 * once outgrown all of it is given back, where smaller pieces would leave holes.
 */
const mapped = 33 << 20;

/** A copy of an array with room for half as much again, or for `least` at least. */
export function grown<T extends Growing>(array: T, least = 0): T {
  const room = array.byteLength < large ? 0 : mapped / array.BYTES_PER_ELEMENT;
  const length = Math.max(least, 1024, room, Math.ceil(array.length * 1.5));
  const larger = new (array.constructor as new (length: number) => T)(length);
  larger.set(array);
  return larger;
}
