type Growing = Uint8Array | Uint32Array | Float64Array;

/** A copy of an array with room for half as much again, or for `least` at least. */
export function grown<T extends Growing>(array: T, least = 0): T {
  const length = Math.max(least, 1024, Math.ceil(array.length * 1.5));
  const larger = new (array.constructor as new (length: number) => T)(length);
  larger.set(array);
  return larger;
}
