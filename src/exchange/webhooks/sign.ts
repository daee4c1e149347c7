import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
} from 'node:crypto';
import { join } from 'node:path';
import { keyFile } from '../../platform/key-file.ts';

/** The gateway's key for webhooks signed asymmetrically, and the public part receivers check with. */
export interface WebhookKey {
  /** `whpk_` and the base64 of the 32 bytes of the Ed25519 public key. */
  publicKey: string;
  sign(content: Uint8Array): Uint8Array;
}

/** A new secret of a webhook: `whsec_` and the base64 of 32 random bytes. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/**
 * Opens the gateway's webhook key, making it on first use. It is not the key that signs messages: what one signature
 * says must never pass for the other.
 */
export function openWebhookKey(dataDir: string): WebhookKey {
  const pem = keyFile(join(dataDir, 'keys'), 'webhooks.pem', () =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  );
  const key = createPrivateKey(pem);
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  return {
    publicKey: `whpk_${Buffer.from(x!, 'base64url').toString('base64')}`,
    sign: (content) => sign(null, content, key),
  };
}

/**
 * Headers of a webhook after Standard Webhooks 1.0: signed is `id.timestamp.body`, with every secret in force (`v1`,
 * HMAC-SHA256) and with the gateway's key (`v1a`, Ed25519), so that a receiver may change secrets at its leisure.
 * @param at instant of this try; receivers refuse what is older than some minutes
 */
export function webhookHeaders(
  id: string,
  at: Date,
  body: Uint8Array,
  keys: { secrets: string[]; key: WebhookKey },
): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const content = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  const marks = keys.secrets.map((secret) => {
    const bytes = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    return `v1,${createHmac('sha256', bytes).update(content).digest('base64')}`;
  });
  marks.push(`v1a,${Buffer.from(keys.key.sign(content)).toString('base64')}`);
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': marks.join(' ') };
}
