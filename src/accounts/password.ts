import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { InputError } from '../gi/problem.ts';

/** OWASP's parameters for scrypt with 32 MiB of memory; stored with each hash, so they may rise later. */
const current = { N: 1 << 15, r: 8, p: 3 };
const KEY_BYTES = 32;
const MIN_LENGTH = 10;
const MAX_LENGTH = 200;

type Parameters = typeof current;

function derive(password: string, salt: Buffer, { N, r, p }: Parameters): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { N, r, p, maxmem: 256 * r * (N + p) };
    // The same characters typed on two keyboards may arrive composed or not.
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** @throws InputError accounts/weak-password */
export function checkPassword(password: string): void {
  const length = [...password].length;
  if (length >= MIN_LENGTH && length <= MAX_LENGTH && new Set(password).size > 3) return;
  throw new InputError([
    {
      code: 'accounts/weak-password',
      severity: 'error',
      message: `The password must have ${MIN_LENGTH} to ${MAX_LENGTH} characters, not the same few again and again.`,
      remedy: 'Choose a longer one, for example several words.',
      place: { field: 'password' },
    },
  ]);
}

/** The text to store for a password: `scrypt$N$r$p$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, current);
  const { N, r, p } = current;
  return ['scrypt', N, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/**
 * Whether a password is the stored one. Without a stored one the same work is done for nothing, so that the time taken
 * does not tell whether an account exists.
 */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  const [, N, r, p, salt = '', hash = ''] = (stored ?? '').split('$');
  if (!stored) {
    await derive(password, randomBytes(16), current);
    return false;
  }
  const parameters = { N: Number(N), r: Number(r), p: Number(p) };
  const key = await derive(password, Buffer.from(salt, 'base64url'), parameters);
  return timingSafeEqual(key, Buffer.from(hash, 'base64url'));
}
