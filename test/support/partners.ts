import { expect } from 'vitest';
import type { TestApp } from './app.ts';

/** Records an office with keys that sign nothing, changed by what is given. */
export async function addPartner(app: TestApp, code: string, change: object = {}): Promise<void> {
  const keys = { keys: [{ kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }] };
  const { status } = await app.staff('PUT', `/api/v1/partners/${code}`, { name: code, keys, ...change });
  expect(status).toBe(200);
}

export interface MadeKey {
  id: string;
  key: string;
  secret: string;
  expiresAt: string;
}

/** Makes a key for an office, for everything unless told. */
export async function addKey(
  app: TestApp,
  code: string,
  scopes: string[] = ['lists:read', 'messages:write', 'messages:read'],
): Promise<MadeKey> {
  const { status, body } = await app.staff<MadeKey>('POST', `/api/v1/partners/${code}/keys`, {
    name: `key of ${code}`,
    scopes,
  });
  expect(status).toBe(201);
  return body;
}

/** The header that shows a key or token. */
export const bearer = (key: string): { authorization: string } => ({ authorization: `Bearer ${key}` });
