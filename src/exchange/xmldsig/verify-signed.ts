import { createHash, createPublicKey, verify as verifyBytes } from 'node:crypto';
import type { JSONWebKeySet, JWK } from 'jose';
import { Refusal } from '../../platform/errors.ts';
import { algorithmRefused, badSignature, unsigned } from '../keys/refusals.ts';
import { candidates } from '../keys/verify-jws.ts';
import { digests, DSIG, ENVELOPED, EXCLUSIVE_C14N, signatureMethods } from './names.ts';
import type { SignedXml } from './read-signed.ts';
import { onlyChild, type Tree } from './tree.ts';

const ds = (local: string): string => `{${DSIG}}${local}`;

/** The signature is over something else than the message that would be read. */
function notTheWholeMessage(why: string): Refusal {
  return new Refusal(
    'exchange/signature-wrapping',
    422,
    `The signature does not cover exactly this message: ${why}.`,
    'Sign the whole document: one ds:Signature under the root, one Reference with URI="", transforms enveloped-signature and exclusive C14N.',
  );
}

function algorithmOf(tree: Tree | undefined): string {
  if (!tree) throw badSignature('it lacks a part');
  return tree.attributes['Algorithm'] ?? '';
}

function base64(tree: Tree | undefined): Buffer {
  const text = tree?.text.replace(/\s+/g, '') ?? '';
  if (!tree || tree.children.length > 0 || !/^[\w+/]+={0,2}$/.test(text) || text.includes('_'))
    throw badSignature('a value is not in Base64');
  return Buffer.from(text, 'base64');
}

/** The digest that the one reference gives, having made sure that it covers the document and nothing else. */
function expectedDigest(signedInfo: Tree): { hash: string; value: Buffer } {
  const references = signedInfo.children.filter((child) => child.name === ds('Reference'));
  const [reference] = references;
  if (!reference || references.length > 1) throw notTheWholeMessage('it has not exactly one reference');
  if (reference.attributes['URI'] !== '')
    throw notTheWholeMessage('its reference does not mean the document');
  const transforms = onlyChild(reference, ds('Transforms'))?.children ?? [];
  const names = transforms.map((t) => t.attributes['Algorithm']);
  const plain = transforms.every((t) => t.name === ds('Transform') && t.children.length === 0);
  if (!plain || names.length !== 2 || names[0] !== ENVELOPED || names[1] !== EXCLUSIVE_C14N)
    throw notTheWholeMessage('its transforms are others than enveloped-signature and exclusive C14N');
  const algorithm = algorithmOf(onlyChild(reference, ds('DigestMethod')));
  const hash = Object.hasOwn(digests, algorithm) ? digests[algorithm] : undefined;
  if (!hash) throw algorithmRefused(algorithm);
  return { hash, value: base64(onlyChild(reference, ds('DigestValue'))) };
}

function publicKeyOf({ kty, crv, x, y, n, e }: JWK) {
  const jwk = { kty, crv, x, y, n, e };
  const given = Object.fromEntries(Object.entries(jwk).filter(([, value]) => value !== undefined));
  return createPublicKey({ key: given as never, format: 'jwk' });
}

/**
 * Checks the enveloped signature of a message against a sender's public keys. Keys and certificates inside the message
 * are never used; a KeyName only chooses among the sender's.
 * @param at when the keys must be valid
 * @throws Refusal exchange/unsigned, exchange/signature-wrapping, exchange/algorithm-refused, exchange/symmetric-algorithm,
 * exchange/key-not-valid, exchange/bad-signature
 */
export function verifySigned(message: SignedXml, keys: JSONWebKeySet, at: Date): void {
  if (message.strayedSignatures > 0)
    throw notTheWholeMessage('a signature stands elsewhere than under the root, or there are several');
  if (!message.signature) throw unsigned();
  const signedInfo = onlyChild(message.signature, ds('SignedInfo'));
  const value = onlyChild(message.signature, ds('SignatureValue'));
  if (!signedInfo || !value) throw unsigned();
  const method = onlyChild(signedInfo, ds('SignatureMethod'));
  const algorithm = algorithmOf(method);
  const made = Object.hasOwn(signatureMethods, algorithm) ? signatureMethods[algorithm] : undefined;
  if (!made) throw algorithmRefused(algorithm.split('#').at(-1));
  if (method!.children.length > 0) throw badSignature('its method has parameters');
  const canonicalization = onlyChild(signedInfo, ds('CanonicalizationMethod'));
  if (algorithmOf(canonicalization) !== EXCLUSIVE_C14N || canonicalization!.children.length > 0)
    throw algorithmRefused(algorithmOf(canonicalization).split('/').at(-1));
  const expected = expectedDigest(signedInfo);
  const hash = createHash(expected.hash);
  for (const piece of message.document) hash.update(piece);
  if (!hash.digest().equals(expected.value)) throw badSignature('the message is not what was signed');
  const named = onlyChild(onlyChild(message.signature, ds('KeyInfo')), ds('KeyName'))?.text.trim();
  const kid = keys.keys.some((key) => key.kid === named) ? named : undefined;
  const fits = (key: JWK): boolean =>
    key.kty === made.kty && (made.crv === undefined || key.crv === made.crv);
  const signed = Buffer.concat(message.signedInfo);
  const signature = base64(value);
  for (const jwk of candidates(keys, fits, kid, at)) {
    const key = publicKeyOf(jwk);
    if (verifyBytes(made.hash, signed, { key, dsaEncoding: 'ieee-p1363' }, signature)) return;
  }
  throw badSignature('no key of the sender verifies it over these bytes');
}
