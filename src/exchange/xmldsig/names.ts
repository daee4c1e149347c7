/** Namespaces and algorithms of XML signatures (XML Signature 1.1; RFC 9231 for those named later). */
export const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
export const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
export const ENVELOPED = `${DSIG}enveloped-signature`;

/** Namespace of the gateway's own message around an ST.96 list. */
export const MESSAGE = 'urn:gi-gateway:message:1';

/** Digests that are accepted, as node:crypto names them. */
export const digests: Record<string, string> = {
  'http://www.w3.org/2001/04/xmlenc#sha256': 'sha256',
  'http://www.w3.org/2001/04/xmldsig-more#sha384': 'sha384',
  'http://www.w3.org/2001/04/xmlenc#sha512': 'sha512',
};

export interface SignatureMethod {
  /** As node:crypto names the hash; null where the algorithm has its own. */
  hash: string | null;
  kty: string;
  crv?: string;
}

const more = 'http://www.w3.org/2001/04/xmldsig-more#';

/** Signature algorithms that are accepted, each with the one kind of key it is made with. */
export const signatureMethods: Record<string, SignatureMethod> = {
  [`${more}ecdsa-sha256`]: { hash: 'sha256', kty: 'EC', crv: 'P-256' },
  [`${more}ecdsa-sha384`]: { hash: 'sha384', kty: 'EC', crv: 'P-384' },
  [`${more}rsa-sha256`]: { hash: 'sha256', kty: 'RSA' },
  [`${more}rsa-sha512`]: { hash: 'sha512', kty: 'RSA' },
  'http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519': { hash: null, kty: 'OKP', crv: 'Ed25519' },
};
