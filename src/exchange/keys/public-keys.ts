import { calculateJwkThumbprint, type JSONWebKeySet, type JWK } from 'jose';
import { z } from 'zod';

/** Seconds since 1970, as JWTs count them. */
const NumericDate = z.number().int().min(0).max(253_402_300_799);

const common = {
  kid: z.string().min(1).max(200).optional(),
  /** The key counts from then on. */
  nbf: NumericDate.optional(),
  /** The key counts until then. */
  exp: NumericDate.optional(),
};
const coordinate = z.string().regex(/^[\w-]{43,86}$/);

const publicKey = z.discriminatedUnion('kty', [
  z
    .object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string(), ...common })
    .catchall(z.unknown()),
  z
    .object({
      kty: z.literal('EC'),
      crv: z.enum(['P-256', 'P-384']),
      x: coordinate,
      y: coordinate,
      ...common,
    })
    .catchall(z.unknown()),
  z
    .object({
      kty: z.literal('RSA'),
      n: z.string().regex(/^[\w-]{342,1366}$/, 'must be a modulus of 2048 to 8192 bits'),
      e: z.string().regex(/^[\w-]{1,8}$/),
      ...common,
    })
    .catchall(z.unknown()),
]);

const secretMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];

/**
 * A partner's public keys: Ed25519, EC on P-256 or P-384, RSA from 2048 bits. A set with a private part or a shared
 * secret in it is a mistake worth stopping at.
 */
export const publicKeySet = z.object({
  keys: z
    .array(publicKey)
    .min(1)
    .max(20)
    .refine(
      (keys) => keys.every((key) => !secretMembers.some((member) => member in key)),
      'holds a private key; give the public keys only',
    )
    .refine((keys) => {
      const kids = keys.flatMap((key) => key.kid ?? []);
      return new Set(kids).size === kids.length;
    }, 'has two keys of one kid'),
});

/** The set with a kid on every key: its thumbprint (RFC 7638) where the partner gave none. */
export async function named(keys: JSONWebKeySet): Promise<JSONWebKeySet> {
  return {
    keys: await Promise.all(
      keys.keys.map(async (key) => ({ ...key, kid: key.kid ?? (await calculateJwkThumbprint(key)) })),
    ),
  };
}

/** Whether a key counts at an instant. */
export function isValidAt(key: JWK, at: Date): boolean {
  const { nbf, exp } = key as { nbf?: number; exp?: number };
  const seconds = at.getTime() / 1000;
  return (nbf === undefined || seconds >= nbf) && (exp === undefined || seconds < exp);
}
