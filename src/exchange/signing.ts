import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  flattenedVerify,
  FlattenedSign,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
} from 'jose';
import { Refusal } from '../platform/errors.ts';

/** Only this algorithm is made or accepted: one choice leaves no room for confusion. RFC 8037. */
const ALGORITHM = 'EdDSA';

/** The office's own key: signs what it sends, and the public part partners check against. */
export interface Signer {
  kid: string;
  /** Detached JWS (RFC 7515 appendix F): `header..signature` over exactly these bytes. */
  sign(body: Uint8Array): Promise<string>;
  publicKeys(): JSONWebKeySet;
}

async function signerFrom(secret: JWK): Promise<Signer> {
  const key = await importJWK(secret, ALGORITHM);
  const { d: _secret, ...publicPart } = secret;
  const kid = await calculateJwkThumbprint(publicPart);
  return {
    kid,
    async sign(body) {
      const jws = await new FlattenedSign(body).setProtectedHeader({ alg: ALGORITHM, kid }).sign(key);
      return `${jws.protected}..${jws.signature}`;
    },
    publicKeys: () => ({ keys: [{ ...publicPart, kid, alg: ALGORITHM, use: 'sig' }] }),
  };
}

/** Opens the office's key in a folder, making one on first use. The file is readable by its owner only. */
export async function openSigner(dataDir: string): Promise<Signer> {
  const folder = join(dataDir, 'keys');
  const path = join(folder, 'signing.jwk.json');
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
    writeFileSync(path, JSON.stringify(await exportJWK(privateKey)), { mode: 0o600, flag: 'wx' });
    chmodSync(path, 0o600);
  }
  return signerFrom(JSON.parse(readFileSync(path, 'utf8')) as JWK);
}

/**
 * Checks a detached JWS over bytes against a sender's public keys.
 * @throws Refusal exchange/bad-signature for anything but a valid signature by one of the keys
 */
export async function verifyDetached(
  body: Uint8Array,
  signature: string,
  keys: JSONWebKeySet,
): Promise<void> {
  const [header, payload, mark, ...rest] = signature.trim().split('.');
  if (!header || payload !== '' || !mark || rest.length > 0) throw badSignature('it is not a detached JWS');
  const jws = { protected: header, signature: mark, payload: Buffer.from(body).toString('base64url') };
  try {
    await flattenedVerify(jws, createLocalJWKSet(keys), { algorithms: [ALGORITHM] });
  } catch {
    throw badSignature('no key of the sender verifies it over these bytes');
  }
}

function badSignature(why: string): Refusal {
  return new Refusal(
    'exchange/bad-signature',
    422,
    `The signature does not hold: ${why}.`,
    'Check that the file was not altered on its way and that the sender’s current keys are on record (`gi-gateway partner add`).',
  );
}
