import { decodeProtectedHeader, flattenedVerify, importJWK, type JSONWebKeySet, type JWK } from 'jose';
import { algorithmRefused, badSignature, keyNotValid, unsigned } from './refusals.ts';
import { isValidAt } from './public-keys.ts';

/** Which keys an algorithm is made with; none else is accepted, so that no key can be taken for another kind. */
const fits: Record<string, (key: JWK) => boolean> = {
  EdDSA: (key) => key.kty === 'OKP' && key.crv === 'Ed25519',
  Ed25519: (key) => key.kty === 'OKP' && key.crv === 'Ed25519',
  ES256: (key) => key.kty === 'EC' && key.crv === 'P-256',
  ES384: (key) => key.kty === 'EC' && key.crv === 'P-384',
  PS256: (key) => key.kty === 'RSA',
  RS256: (key) => key.kty === 'RSA',
};

/** Splits the sender's keys that could have made a signature into those that count now and those that do not. */
export function candidates(
  keys: JSONWebKeySet,
  fitting: (key: JWK) => boolean,
  kid: string | undefined,
  at: Date,
): JWK[] {
  const named = keys.keys.filter((key) => fitting(key) && (kid === undefined || key.kid === kid));
  const valid = named.filter((key) => isValidAt(key, at));
  if (valid.length === 0 && named[0]) throw keyNotValid(named[0].kid ?? '');
  return valid;
}

/**
 * Checks a detached JWS over bytes (RFC 7515, appendix F) against a sender's public keys.
 * @param at when the keys must be valid
 * @throws Refusal exchange/unsigned, exchange/algorithm-none, exchange/symmetric-algorithm, exchange/algorithm-refused,
 * exchange/key-not-valid, exchange/bad-signature
 */
export async function verifyDetached(
  body: Uint8Array,
  signature: string,
  keys: JSONWebKeySet,
  at: Date,
): Promise<void> {
  if (signature.trim() === '') throw unsigned();
  const [header, payload, mark, ...rest] = signature.trim().split('.');
  if (!header || payload !== '' || mark === undefined || rest.length > 0)
    throw badSignature('it is not a detached JWS');
  let alg: unknown;
  let kid: unknown;
  try {
    ({ alg, kid } = decodeProtectedHeader({ protected: header, signature: mark, payload: '' }));
  } catch {
    throw badSignature('its header cannot be read');
  }
  const fitting = typeof alg === 'string' && Object.hasOwn(fits, alg) ? fits[alg] : undefined;
  if (!fitting) throw algorithmRefused(alg);
  if (mark === '') throw unsigned();
  const found = candidates(keys, fitting, typeof kid === 'string' ? kid : undefined, at);
  const jws = { protected: header, signature: mark, payload: Buffer.from(body).toString('base64url') };
  for (const { nbf: _from, exp: _until, alg: _named, use: _use, key_ops: _ops, ...jwk } of found as (JWK & {
    nbf?: number;
    exp?: number;
  })[]) {
    try {
      await flattenedVerify(jws, await importJWK(jwk, alg as string), { algorithms: [alg as string] });
      return;
    } catch {
      // Another key of the sender may fit.
    }
  }
  throw badSignature('no key of the sender verifies it over these bytes');
}
