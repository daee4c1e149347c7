import { execFileSync, spawnSync } from 'node:child_process';
import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  sign as signBytes,
  type KeyObject,
} from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JSONWebKeySet, JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSigner, type Signer } from '../../src/exchange/signing.ts';
import { DSIG, ENVELOPED, EXCLUSIVE_C14N } from '../../src/exchange/xmldsig/names.ts';
import { readSigned } from '../../src/exchange/xmldsig/read-signed.ts';
import { signXml } from '../../src/exchange/xmldsig/sign.ts';
import { verifySigned } from '../../src/exchange/xmldsig/verify-signed.ts';
import { temporaryFolder } from '../support/app.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const g = 'urn:gi-gateway:message:1';
const message = (content: string): string =>
  `<g:Message xmlns:g="${g}"><g:Header><g:Id>m1</g:Id></g:Header><g:Content>${content}</g:Content></g:Message>`;
const list = '<l:List xmlns:l="urn:l"><?note 一?><l:Name a="2" b="1">龙井茶 &amp; 香槟</l:Name></l:List>';

const folder = temporaryFolder();
let signer: Signer;
let ours: JSONWebKeySet;
beforeAll(async () => {
  signer = openSigner(folder.path);
  ours = signer.publicKeys();
});
afterAll(() => folder.remove());

const bytesOf = (xml: string | Uint8Array): Uint8Array => (typeof xml === 'string' ? Buffer.from(xml) : xml);

/** The code of the refusal; `taken` when there is none. */
async function verdict(xml: string | Uint8Array, keys = ours, at = NOW): Promise<string> {
  try {
    verifySigned(await readSigned(bytesOf(xml)), keys, at);
    return 'taken';
  } catch (error) {
    const { code, problems } = error as { code?: string; problems?: { code: string }[] };
    return code ?? problems?.[0]?.code ?? String(error);
  }
}

interface Made {
  method?: string;
  uri?: string;
  transforms?: string[];
  digestMethod?: string;
  references?: number;
  keyInfo?: string;
}

/** Signs as another office's software may: any method, reference and transforms. */
async function signedBy(key: KeyObject, hash: string | null, xml: string, made: Made = {}): Promise<string> {
  const { document } = await readSigned(Buffer.from(xml));
  const digest = createHash('sha256').update(Buffer.concat(document)).digest('base64');
  const transforms = (made.transforms ?? [ENVELOPED, EXCLUSIVE_C14N])
    .map((a) => `<ds:Transform Algorithm="${a}"></ds:Transform>`)
    .join('');
  const reference = `<ds:Reference URI="${made.uri ?? ''}"><ds:Transforms>${transforms}</ds:Transforms><ds:DigestMethod Algorithm="${made.digestMethod ?? 'http://www.w3.org/2001/04/xmlenc#sha256'}"></ds:DigestMethod><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference>`;
  const method = made.method ?? 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256';
  const inner = `<ds:CanonicalizationMethod Algorithm="${EXCLUSIVE_C14N}"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="${method}"></ds:SignatureMethod>${reference.repeat(made.references ?? 1)}`;
  const signed = Buffer.from(`<ds:SignedInfo xmlns:ds="${DSIG}">${inner}</ds:SignedInfo>`);
  const value = signBytes(hash, signed, { key, dsaEncoding: 'ieee-p1363' }).toString('base64');
  const signature = `<ds:Signature xmlns:ds="${DSIG}"><ds:SignedInfo>${inner}</ds:SignedInfo><ds:SignatureValue>${value}</ds:SignatureValue>${made.keyInfo ?? ''}</ds:Signature>`;
  return xml.replace('</g:Message>', `${signature}</g:Message>`);
}

const publicJwk = (key: KeyObject): JWK => ({ ...(key.export({ format: 'jwk' }) as JWK), kid: 'theirs' });

describe('an enveloped XML signature', () => {
  it('verifies, however the document is written', async () => {
    const signed = Buffer.from(await signXml(message(list), signer)).toString();
    expect(await verdict(signed)).toBe('taken');
    const otherwise = `<?xml version="1.0"?><!-- by post -->${signed.replace('a="2" b="1"', "b='1'\n a='2'").replace('龙', '&#x9f99;')}`;
    expect(await verdict(otherwise)).toBe('taken');
  });

  it('breaks with any change of what is read', async () => {
    const signed = Buffer.from(await signXml(message(list), signer)).toString();
    for (const [from, to] of [
      ['龙井茶', '龙井菜'],
      ['>m1<', '>m2<'],
      ['a="2"', 'a="3"'],
      ['<?note 一?>', ''],
      ['urn:l"', 'urn:m"'],
    ] as const) {
      expect(signed).toContain(from);
      expect(await verdict(signed.replace(from, to)), from).toBe('exchange/bad-signature');
    }
  });

  it.each([
    ['RSA', 'rsa-sha256', 'sha256', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['RSA, SHA-512', 'rsa-sha512', 'sha512', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['P-384', 'ecdsa-sha384', 'sha384', () => generateKeyPairSync('ec', { namedCurve: 'P-384' })],
  ])('verifies with a key of kind %s', async (_, method, hash, make) => {
    const { privateKey, publicKey } = make();
    const keys = { keys: [publicJwk(publicKey)] };
    const full = `http://www.w3.org/2001/04/xmldsig-more#${method}`;
    const signed = await signedBy(privateKey, hash, message(list), { method: full });
    expect(await verdict(signed, keys)).toBe('taken');
    expect(await verdict(signed)).toBe('exchange/bad-signature');
  });

  it('verifies with Ed25519 (RFC 9231)', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const method = 'http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519';
    const signed = await signedBy(privateKey, null, message(list), { method });
    expect(await verdict(signed, { keys: [publicJwk(publicKey)] })).toBe('taken');
  });

  it('is made with a key that is valid at the time', async () => {
    const signed = await signXml(message(list), signer);
    const from = Math.floor(NOW.getTime() / 1000);
    const dated = (dates: object): JSONWebKeySet => ({
      keys: ours.keys.map((key) => ({ ...key, ...dates })),
    });
    expect(await verdict(signed, dated({ nbf: from - 10, exp: from + 10 }))).toBe('taken');
    expect(await verdict(signed, dated({ exp: from }))).toBe('exchange/key-not-valid');
    expect(await verdict(signed, dated({ nbf: from + 1 }))).toBe('exchange/key-not-valid');
  });
});

describe('attacks on XML signatures', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const keys = { keys: [publicJwk(publicKey)] };
  const by = (made: Made = {}, xml = message(list)) => signedBy(privateKey, 'sha256', xml, made);

  it('a signature taken away', async () => {
    const signed = await by();
    expect(await verdict(signed.replace(/<ds:Signature .*<\/ds:Signature>/, ''), keys)).toBe(
      'exchange/unsigned',
    );
    const emptied = signed.replace(/<ds:SignatureValue>.*<\/ds:SignatureValue>/, '');
    expect(await verdict(emptied, keys)).toBe('exchange/unsigned');
  });

  it('a signature wrapped: the signed message moved aside, another one in its place', async () => {
    const signed = await by();
    const evil = message('<l:List xmlns:l="urn:l">evil</l:List>');
    const wraps = [
      evil.replace('</g:Message>', `<g:Old>${signed}</g:Old></g:Message>`),
      evil.replace('</g:Content>', `${signed}</g:Content>`),
      evil.replace(
        '</g:Message>',
        `${/<ds:Signature .*<\/ds:Signature>/.exec(signed)![0].replace('</ds:Signature>', `<ds:Object>${signed}</ds:Object></ds:Signature>`)}</g:Message>`,
      ),
    ];
    for (const wrapped of wraps) expect(await verdict(wrapped, keys)).toBe('exchange/signature-wrapping');
  });

  it.each([
    ['a part by its id', { uri: '#signed' }],
    ['another document', { uri: 'https://example.org/list.xml' }],
    ['what XPath picks', { transforms: [ENVELOPED, 'http://www.w3.org/TR/1999/REC-xpath-19991116'] }],
    [
      'what a style sheet makes',
      { transforms: ['http://www.w3.org/TR/1999/REC-xslt-19991116', EXCLUSIVE_C14N] },
    ],
    ['nothing', { references: 0 }],
    ['two things', { references: 2 }],
  ])('a signature over %s', async (_, made) => {
    expect(await verdict(await by(made), keys)).toBe('exchange/signature-wrapping');
  });

  it('two signatures', async () => {
    const signed = await by();
    const one = /<ds:Signature .*<\/ds:Signature>/.exec(signed)![0];
    expect(await verdict(signed.replace('</g:Message>', `${one}</g:Message>`), keys)).toBe(
      'exchange/signature-wrapping',
    );
  });

  it.each([
    ['SHA-1', { method: `${DSIG}rsa-sha1` }, 'exchange/algorithm-refused'],
    ['a SHA-1 digest', { digestMethod: `${DSIG}sha1` }, 'exchange/algorithm-refused'],
    ['none', { method: 'none' }, 'exchange/algorithm-none'],
    [
      'HMAC with the public key as secret',
      { method: 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256' },
      'exchange/symmetric-algorithm',
    ],
    [
      'RSA where the sender has an EC key',
      { method: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256' },
      'exchange/bad-signature',
    ],
  ])('the algorithm %s', async (_, made, code) => {
    expect(await verdict(await by(made), keys)).toBe(code);
  });

  it('a key that comes with the message', async () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x, y } = other.publicKey.export({ format: 'jwk' });
    const keyInfo = `<ds:KeyInfo><ds:KeyName>theirs</ds:KeyName><ds:KeyValue><x>${x}</x><y>${y}</y></ds:KeyValue></ds:KeyInfo>`;
    const signed = await signedBy(other.privateKey, 'sha256', message(list), { keyInfo });
    expect(await verdict(signed, keys)).toBe('exchange/bad-signature');
  });

  it.each([
    ['an external entity', '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]>', 'xml/external-entity'],
    ['an external subset', '<!DOCTYPE m SYSTEM "http://127.0.0.1/x.dtd">', 'xml/external-entity'],
    [
      'an entity bomb',
      `<!DOCTYPE m [<!ENTITY a "${'a'.repeat(50)}"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>`,
      'xml/entities',
    ],
    ['a document type', '<!DOCTYPE m>', 'xml/doctype'],
  ])('%s', async (_, doctype, code) => {
    expect(await verdict(`${doctype}${await by()}`, keys)).toBe(code);
  });

  it('nesting without end', async () => {
    const deep = `${'<a>'.repeat(200_000)}${'</a>'.repeat(200_000)}`;
    expect(await verdict(message(deep), keys)).toBe('input/too-deep');
  });
});

const hasXmlsec = spawnSync('xmlsec1', ['--version']).status === 0;

describe.runIf(hasXmlsec)('xmlsec1 agrees', () => {
  const path = (name: string): string => join(folder.path, name);

  it('that what we sign is signed', async () => {
    const { kty, crv, x, y } = ours.keys[1]!;
    const pem = createPublicKey({ key: { kty, crv, x, y } as never, format: 'jwk' }).export({
      type: 'spki',
      format: 'pem',
    });
    writeFileSync(path('ours.pem'), pem);
    const signed = await signXml(message(list), signer);
    writeFileSync(path('ours.xml'), signed);
    const check = (file: string) =>
      spawnSync('xmlsec1', ['--verify', '--pubkey-pem', path('ours.pem'), file]);
    expect(check(path('ours.xml')).status).toBe(0);
    writeFileSync(path('changed.xml'), Buffer.from(signed).toString().replace('龙', '虎'));
    expect(check(path('changed.xml')).status).not.toBe(0);
  });

  it.each([
    [
      'rsa',
      'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
      () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ],
    [
      'ec',
      'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
      () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    ],
  ])('what it signs with %s, we take', async (name, method, make) => {
    const { privateKey, publicKey } = make();
    writeFileSync(path(`${name}.pem`), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const template = `<Signature xmlns="${DSIG}"><SignedInfo><CanonicalizationMethod Algorithm="${EXCLUSIVE_C14N}"/><SignatureMethod Algorithm="${method}"/><Reference URI=""><Transforms><Transform Algorithm="${ENVELOPED}"/><Transform Algorithm="${EXCLUSIVE_C14N}"/></Transforms><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue/></Reference></SignedInfo><SignatureValue/></Signature>`;
    writeFileSync(path(`${name}.xml`), message(list).replace('</g:Message>', `\n${template}\n</g:Message>`));
    execFileSync(
      'xmlsec1',
      [
        '--sign',
        '--privkey-pem',
        path(`${name}.pem`),
        '--output',
        path(`${name}-signed.xml`),
        path(`${name}.xml`),
      ],
      { stdio: 'pipe' },
    );
    const keys = { keys: [publicJwk(publicKey)] };
    expect(await verdict(readFileSync(path(`${name}-signed.xml`)), keys)).toBe('taken');
  });
});
