import { createPrivateKey, sign as signBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  calculateJwkThumbprint,
  exportJWK,
  FlattenedSign,
  generateKeyPair,
  importJWK,
  jwtVerify,
  SignJWT,
  type JSONWebKeySet,
  type JWK,
  type JWTPayload,
} from 'jose';
import { filesIn, keyFile } from '../platform/key-file.ts';

/** The office's own algorithm for JSON (RFC 8037). */
const ALGORITHM = 'EdDSA';
/** For XML the one that XML signature software everywhere knows. */
const XML_ALGORITHM = 'ES256';

/** Says that a JWT opens the API and is no message (RFC 9068). */
const TOKEN_TYPE = 'at+jwt';

/** The office's own keys: sign what it sends; the public parts are what partners check against. */
export interface Signer {
  kid: string;
  /** Detached JWS (RFC 7515 appendix F): `header..signature` over exactly these bytes. */
  sign(body: Uint8Array): Promise<string>;
  /** For XML signatures: ECDSA on P-256 with SHA-256, as r and s of 32 bytes each. */
  xml: { kid: string; sign(bytes: Uint8Array): Uint8Array };
  /** An access token; only this office reads it again. */
  signToken(claims: JWTPayload): Promise<string>;
  /** The claims of an own token that is in force; undefined for anything else. */
  readToken(token: string, expected: { issuer: string; now: Date }): Promise<JWTPayload | undefined>;
  /** The public parts, those of keys that sign no more behind the ones that do: with `exp`, where their end is known. */
  publicKeys(): JSONWebKeySet;
}

async function published(secret: JWK, alg: string): Promise<JWK & { kid: string }> {
  const { d: _secret, ...publicPart } = secret;
  return { ...publicPart, kid: await calculateJwkThumbprint(publicPart), alg, use: 'sig' };
}

async function signerFrom(secret: JWK, xmlSecret: JWK, earlier: JWK[]): Promise<Signer> {
  const key = await importJWK(secret, ALGORITHM);
  const own = await published(secret, ALGORITHM);
  const publicKey = await importJWK(own, ALGORITHM);
  const xmlOwn = await published(xmlSecret, XML_ALGORITHM);
  const xmlKey = createPrivateKey({ key: xmlSecret as never, format: 'jwk' });
  return {
    kid: own.kid,
    async sign(body) {
      const header = { alg: ALGORITHM, kid: own.kid };
      const jws = await new FlattenedSign(body).setProtectedHeader(header).sign(key);
      return `${jws.protected}..${jws.signature}`;
    },
    xml: {
      kid: xmlOwn.kid,
      sign: (bytes) => signBytes('sha256', bytes, { key: xmlKey, dsaEncoding: 'ieee-p1363' }),
    },
    signToken: (claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: ALGORITHM, kid: own.kid, typ: TOKEN_TYPE }).sign(key),
    async readToken(token, { issuer, now }) {
      try {
        const { payload } = await jwtVerify(token, publicKey, {
          algorithms: [ALGORITHM],
          typ: TOKEN_TYPE,
          issuer,
          audience: issuer,
          currentDate: now,
          requiredClaims: ['sub', 'exp', 'iat', 'jti'],
        });
        return payload;
      } catch {
        return undefined;
      }
    },
    publicKeys: () => ({ keys: [own, xmlOwn, ...earlier] }),
  };
}

async function keyIn(folder: string, name: string, algorithm: string): Promise<JWK> {
  const text = await keyFile(folder, name, async () => {
    const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
    return JSON.stringify(await exportJWK(privateKey));
  });
  return JSON.parse(text) as JWK;
}

/** Where the public part of every key that ever signed is kept, one file each: `public-….jwk.json`. */
const KEPT = { begin: 'public-', end: '.jwk.json' } as const;

/**
 * Keeps the public parts of the keys in use, and finds those of keys used before: what they signed must be checked for
 * ever. A key no longer in use ends when that is first noticed.
 */
async function history(folder: string, inUse: JWK[], now: Date): Promise<JWK[]> {
  for (const key of inUse) {
    await keyFile(folder, `${KEPT.begin}${key.kid}${KEPT.end}`, () => JSON.stringify(key));
    // One that was put back counts again.
    rmSync(join(folder, `ended-${key.kid}`), { force: true });
  }
  const earlier = filesIn(folder, KEPT.begin, KEPT.end)
    .map(({ text }) => JSON.parse(text) as JWK & { kid: string })
    .filter((key) => !inUse.some((used) => used.kid === key.kid));
  return Promise.all(
    earlier.map(async (key) => {
      const seconds = await keyFile(folder, `ended-${key.kid}`, () =>
        String(Math.floor(now.getTime() / 1000)),
      );
      return { ...key, exp: Number(seconds) };
    }),
  );
}

/** Opens the office's keys in a folder, making them on first use. The files are readable by their owner only. */
export async function openSigner(dataDir: string, now = new Date()): Promise<Signer> {
  const folder = join(dataDir, 'keys');
  const secret = await keyIn(folder, 'signing.jwk.json', ALGORITHM);
  const xmlSecret = await keyIn(folder, 'signing-xml.jwk.json', XML_ALGORITHM);
  const inUse = [await published(secret, ALGORITHM), await published(xmlSecret, XML_ALGORITHM)];
  return signerFrom(secret, xmlSecret, await history(folder, inUse, now));
}
