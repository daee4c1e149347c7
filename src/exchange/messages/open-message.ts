import type { JSONWebKeySet } from 'jose';
import { sha256Hex } from '../../gi/content-hash.ts';
import { messageSchema, readEnvelope, type Envelope, type Notice } from '../envelope.ts';
import { unsigned } from '../keys/refusals.ts';
import { verifyDetached } from '../keys/verify-jws.ts';
import { verifySigned } from '../xmldsig/verify-signed.ts';
import type { Carried } from './carried.ts';
import { readXmlMessage } from './xml-message.ts';

/** Most bytes of a signed message: a list of some hundred thousand entries. */
export const MOST_MESSAGE_BYTES = 128 << 20;

/** A signed message as it arrived: bytes, and the signature where it does not stand inside them. */
export interface Signed {
  format: 'json' | 'xml';
  body: Uint8Array;
  /** Detached JWS of a JSON message. */
  signature?: string;
}

/** A message taken apart and not yet believed. */
export interface OpenMessage {
  envelope: Envelope;
  /** The list; absent on notices. */
  list?: Carried;
  notice?: Notice;
  /** Hex SHA-256 of the bytes as they arrived. */
  sha256: string;
  /** Checks the signature. @throws Refusal exchange/* */
  verify(keys: JSONWebKeySet, at: Date): Promise<void>;
}

/**
 * Takes a message apart. What `verify` then checks is what was read here.
 * @throws InputError exchange/malformed, xml/*, input/*
 * @throws Refusal exchange/unsigned
 */
export async function openMessage({ format, body, signature }: Signed): Promise<OpenMessage> {
  const sha256 = sha256Hex(body);
  if (format === 'xml') {
    const { signed, ...read } = await readXmlMessage(body);
    return { ...read, sha256, verify: async (keys, at) => verifySigned(signed, keys, at) };
  }
  if (signature === undefined) throw unsigned();
  const message = readEnvelope(messageSchema, body);
  const { format: _format, ...envelope } = message;
  const verify: OpenMessage['verify'] = (keys, at) => verifyDetached(body, signature, keys, at);
  if (message.type !== 'list') return { envelope, notice: message.notice, sha256, verify };
  const bytes = [new TextEncoder().encode(JSON.stringify(message.content))];
  return { envelope, list: { format: 'json', bytes }, sha256, verify };
}
