import { randomBytes } from 'node:crypto';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * A new id that sorts by time: prefix, 10 characters of milliseconds, 12 random ones (60 bits), Crockford base 32.
 */
export function newId(prefix: string, now: Date): string {
  let time = now.getTime();
  let head = '';
  for (let i = 0; i < 10; i++) {
    head = alphabet[time % 32] + head;
    time = Math.floor(time / 32);
  }
  const tail = [...randomBytes(12)].map((b) => alphabet[b % 32]).join('');
  return `${prefix}_${head}${tail}`;
}
