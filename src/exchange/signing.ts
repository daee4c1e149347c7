import { createPrivateKey, createPublicKey, sign as signBytes, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import {
  decodeProtectedHeader,
  FlattenedSign,
  jwtVerify,
  SignJWT,
  type JSONWebKeySet,
  type JWK,
  type JWTPayload,
} from 'jose';
import { systemClock, type Clock } from '../platform/clock.ts';
import {
  prepareReplacement,
  readOwnKeys,
  stampOfKeys,
  type OwnKeys,
  type Replacement,
} from './keys/own-keys.ts';
import { isValidAt } from './keys/public-keys.ts';

const ALGORITHM = 'EdDSA';

/** Says that a JWT opens the API and is no message (RFC 9068). */
const TOKEN_TYPE = 'at+jwt';

/** Signs XML: ECDSA on P-256 with SHA-256, as r and s of 32 bytes each. */
export interface XmlKey {
  kid: string;
  sign(bytes: Uint8Array): Uint8Array;
}

/**
 * The office's own keys: sign what it sends; the public parts are what partners check against. Keys that another
 * process of the office put in place are noticed with the next use.
 */
export interface Signer {
  /** Of the key that signs JSON now. */
  readonly kid: string;
  /** Detached JWS (RFC 7515 appendix F): `header..signature` over exactly these bytes. */
  sign(body: Uint8Array): Promise<string>;
  /** The key that signs XML now; take it once for each signature. */
  readonly xml: XmlKey;
  /** An access token; only this office reads it again. */
  signToken(claims: JWTPayload): Promise<string>;
  /**
   * The claims of an own token that is in force, also of one signed with a key retired since that still counts;
   * undefined for anything else.
   */
  readToken(token: string, expected: { issuer: string; now: Date }): Promise<JWTPayload | undefined>;
  /** The public parts, those of keys that sign no more behind the ones that do: with `exp`, until when they count. */
  publicKeys(): JSONWebKeySet;
  /** New keys that may take the place of those in use. @param overlapMs how long the old ones still count */
  prepareReplacement(now: Date, overlapMs: number): Replacement;
}

interface Loaded extends OwnKeys {
  stamp: string | undefined;
  json: KeyObject;
  xmlKey: XmlKey;
}

function load(folder: string, now: Date): Loaded {
  // The stamp first: keys replaced while they are read are then read again with the next use.
  const stamp = stampOfKeys(folder);
  const keys = readOwnKeys(folder, now);
  const xml = createPrivateKey({ key: keys.secret.xml as never, format: 'jwk' });
  return {
    ...keys,
    stamp: stamp ?? stampOfKeys(folder),
    json: createPrivateKey({ key: keys.secret.json as never, format: 'jwk' }),
    xmlKey: {
      kid: keys.inUse.xml.kid,
      sign: (bytes) => signBytes('sha256', bytes, { key: xml, dsaEncoding: 'ieee-p1363' }),
    },
  };
}

/**
 * Opens the office's keys in a folder, making them on first use. The files are readable by their owner only.
 * @param clock says when a key that was moved away by hand ended
 */
export function openSigner(dataDir: string, clock: Clock = systemClock): Signer {
  const folder = join(dataDir, 'keys');
  let loaded = load(folder, clock());
  const current = (): Loaded => {
    const stamp = stampOfKeys(folder);
    if (stamp !== undefined && stamp !== loaded.stamp) loaded = load(folder, clock());
    return loaded;
  };
  return {
    get kid() {
      return current().inUse.json.kid;
    },
    async sign(body) {
      const { json, inUse } = current();
      const header = { alg: ALGORITHM, kid: inUse.json.kid };
      const jws = await new FlattenedSign(body).setProtectedHeader(header).sign(json);
      return `${jws.protected}..${jws.signature}`;
    },
    get xml() {
      return current().xmlKey;
    },
    signToken(claims) {
      const { json, inUse } = current();
      const header = { alg: ALGORITHM, kid: inUse.json.kid, typ: TOKEN_TYPE };
      return new SignJWT(claims).setProtectedHeader(header).sign(json);
    },
    async readToken(token, { issuer, now }) {
      const { inUse, retired } = current();
      try {
        const { kid } = decodeProtectedHeader(token);
        const key = [inUse.json, ...retired].find(
          (own) => own.kid === kid && own.alg === ALGORITHM && isValidAt(own, now),
        );
        if (!key) return undefined;
        const { payload } = await jwtVerify(token, createPublicKey({ key: key as never, format: 'jwk' }), {
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
    publicKeys() {
      const { inUse, retired } = current();
      return { keys: [inUse.json, inUse.xml, ...retired] as JWK[] };
    },
    prepareReplacement: (now, overlapMs) => prepareReplacement(folder, now, overlapMs),
  };
}
