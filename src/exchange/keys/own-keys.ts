import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { JWK } from 'jose';
import { filesIn, keyFile, replaceKeyFile, stampOf } from '../../platform/key-file.ts';

/** The public part of a key this office signs with, or signed with: then with `exp`, seconds since 1970. */
export type OwnPublicKey = JWK & { kid: string; alg: string; exp?: number };

/** An office signs JSON and receipts with Ed25519 (RFC 8037), XML with what signature software everywhere knows. */
const kinds = {
  json: {
    file: 'signing.jwk.json',
    alg: 'EdDSA',
    make: (): KeyObject => generateKeyPairSync('ed25519').privateKey,
  },
  xml: {
    file: 'signing-xml.jwk.json',
    alg: 'ES256',
    make: (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  },
} as const;
type Kind = keyof typeof kinds;
const each = Object.keys(kinds) as Kind[];

/** Where the public part of every key that ever signed is kept, one file each, and beside it when it ended. */
const keptAs = (kid: string): string => `public-${kid}.jwk.json`;
const endOf = (kid: string): string => `ended-${kid}`;

/** The keys of an office as its folder holds them. */
export interface OwnKeys {
  secret: Record<Kind, JWK>;
  inUse: Record<Kind, OwnPublicKey>;
  retired: OwnPublicKey[];
}

/** Thumbprint of a public key (RFC 7638): its required members, sorted, without white space. */
function thumbprint({ crv, kty, x, y }: JWK): string {
  const members = JSON.stringify({ crv, kty, x, ...(y !== undefined && { y }) });
  return createHash('sha256').update(members).digest('base64url');
}

function published(secret: JWK, alg: string): OwnPublicKey {
  const { d: _secret, ...publicPart } = secret;
  return { ...publicPart, kid: thumbprint(publicPart), alg, use: 'sig' };
}

const newSecret = (kind: Kind): string => JSON.stringify(kinds[kind].make().export({ format: 'jwk' }));
const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);

/** Differs once another process, or an operator, has put other keys into the folder; of a missing key nothing is said. */
export function stampOfKeys(folder: string): string | undefined {
  const stamps = each.map((kind) => stampOf(folder, kinds[kind].file));
  return stamps.includes('') ? undefined : stamps.join(' ');
}

/**
 * Reads the office's keys, making them on first use. The public parts of keys used before are kept: what they signed
 * must be checked for ever. One that was moved away by hand ends when that is first noticed.
 */
export function readOwnKeys(folder: string, now: Date): OwnKeys {
  const secretOf = (kind: Kind): JWK =>
    JSON.parse(keyFile(folder, kinds[kind].file, () => newSecret(kind))) as JWK;
  const secret = { json: secretOf('json'), xml: secretOf('xml') };
  const inUse = { json: published(secret.json, kinds.json.alg), xml: published(secret.xml, kinds.xml.alg) };
  for (const key of Object.values(inUse)) {
    keyFile(folder, keptAs(key.kid), () => JSON.stringify(key));
    // One that was put back counts again.
    rmSync(join(folder, endOf(key.kid)), { force: true });
  }
  const retired = keptKeys(folder)
    .filter(({ kid }) => kid !== inUse.json.kid && kid !== inUse.xml.kid)
    .map((key) => ({ ...key, exp: Number(keyFile(folder, endOf(key.kid), () => String(seconds(now)))) }));
  return { secret, inUse, retired };
}

function keptKeys(folder: string): OwnPublicKey[] {
  return filesIn(folder, 'public-', '.jwk.json').map(({ text }) => JSON.parse(text) as OwnPublicKey);
}

/** New keys that took the place of the ones in use. */
export interface Replaced {
  /** The key of each kind that signs from now on, and the one it took the place of. */
  keys: { made: OwnPublicKey; retired: OwnPublicKey }[];
  /** Puts the keys before back, as if nothing had been replaced. */
  undo(): void;
}

/** New keys, made and not yet in use. */
export interface Replacement {
  keys: Replaced['keys'];
  putInPlace(): Replaced;
}

/**
 * Makes new keys to take the place of those in use. Until they are put in place nothing is changed; then each file is
 * replaced whole, so that a process killed between them leaves keys that work.
 * @param overlapMs how long signatures of the old keys still count; ends of keys retired earlier are not put off
 */
export function prepareReplacement(folder: string, now: Date, overlapMs: number): Replacement {
  const before = readOwnKeys(folder, now);
  // Of what was signed within this very second too it must be certain that the key still counted.
  const until = seconds(new Date(now.getTime() + overlapMs)) + 1;
  const fresh = each.map((kind) => {
    const text = newSecret(kind);
    const made = published(JSON.parse(text) as JWK, kinds[kind].alg);
    return { kind, text, made, retired: { ...before.inUse[kind], exp: until } };
  });
  const keys = fresh.map(({ made, retired }) => ({ made, retired }));
  const endKeys = (): void => {
    for (const { retired } of fresh) replaceKeyFile(folder, endOf(retired.kid), String(until));
    for (const { kid, exp } of before.retired)
      if (exp! > until) replaceKeyFile(folder, endOf(kid), String(until));
  };
  return {
    keys,
    putInPlace() {
      for (const { made } of fresh) replaceKeyFile(folder, keptAs(made.kid), JSON.stringify(made));
      endKeys();
      for (const { kind, text } of fresh) replaceKeyFile(folder, kinds[kind].file, text);
      // Again, should a process that started meanwhile have taken the old keys for those in use.
      endKeys();
      return {
        keys,
        undo() {
          for (const { kind } of fresh)
            replaceKeyFile(folder, kinds[kind].file, JSON.stringify(before.secret[kind]));
          for (const { made } of fresh)
            for (const name of [keptAs(made.kid), endOf(made.kid)])
              rmSync(join(folder, name), { force: true });
          for (const { kid, exp } of before.retired) replaceKeyFile(folder, endOf(kid), String(exp));
        },
      };
    },
  };
}
