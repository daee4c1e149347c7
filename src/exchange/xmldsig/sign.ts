import { createHash } from 'node:crypto';
import type { Signer } from '../signing.ts';
import { DSIG, ENVELOPED, EXCLUSIVE_C14N } from './names.ts';
import { readSigned } from './read-signed.ts';

/**
 * Puts the office's enveloped signature (ECDSA on P-256 with SHA-256) into a message.
 * @param unsigned the message's XML, which ends with the end tag of its root
 */
export async function signXml(unsigned: string, signer: Signer): Promise<Uint8Array> {
  const { document } = await readSigned(new TextEncoder().encode(unsigned));
  const hash = createHash('sha256');
  for (const piece of document) hash.update(piece);
  const digest = hash.digest('base64');
  // Written as canonicalization would write it, since the value is over exactly this text.
  const inner = [
    `<ds:CanonicalizationMethod Algorithm="${EXCLUSIVE_C14N}"></ds:CanonicalizationMethod>`,
    '<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"></ds:SignatureMethod>',
    '<ds:Reference URI="">',
    `<ds:Transforms><ds:Transform Algorithm="${ENVELOPED}"></ds:Transform><ds:Transform Algorithm="${EXCLUSIVE_C14N}"></ds:Transform></ds:Transforms>`,
    '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod>',
    `<ds:DigestValue>${digest}</ds:DigestValue>`,
    '</ds:Reference>',
  ].join('');
  const signedInfo = `<ds:SignedInfo xmlns:ds="${DSIG}">${inner}</ds:SignedInfo>`;
  const { kid, sign } = signer.xml;
  const value = Buffer.from(sign(new TextEncoder().encode(signedInfo))).toString('base64');
  const signature = `<ds:Signature xmlns:ds="${DSIG}"><ds:SignedInfo>${inner}</ds:SignedInfo><ds:SignatureValue>${value}</ds:SignatureValue><ds:KeyInfo><ds:KeyName>${kid}</ds:KeyName></ds:KeyInfo></ds:Signature>`;
  const end = unsigned.lastIndexOf('</');
  return new TextEncoder().encode(`${unsigned.slice(0, end)}${signature}${unsigned.slice(end)}`);
}
