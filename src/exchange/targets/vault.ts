import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { keyFile } from '../../platform/key-file.ts';

const NONCE = 12;
const TAG = 16;

/** Seals secrets that must be used again, and so cannot be kept as a hash. */
export interface Vault {
  /** @param bound what the sealed text belongs to; it opens with the same only */
  seal(secret: string, bound: string): Uint8Array;
  /** @throws Error when it was sealed with another key, for something else, or was altered */
  open(sealed: Uint8Array, bound: string): string;
}

/** The vault of a gateway: AES-256-GCM with a key of its own beside the signing keys. */
export function openVault(dataDir: string): Vault {
  const text = keyFile(join(dataDir, 'keys'), 'vault.key', () => randomBytes(32).toString('base64url'));
  const key = Buffer.from(text, 'base64url');
  return {
    seal(secret, bound) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(bound));
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    open(sealed, bound) {
      const bytes = Buffer.from(sealed);
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE))
        .setAAD(Buffer.from(bound))
        .setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
      return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString('utf8');
    },
  };
}
