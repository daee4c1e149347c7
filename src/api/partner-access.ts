import { createMiddleware } from 'hono/factory';
import { partnerActor } from '../db/roles.ts';
import type { Scope } from '../exchange/access/scopes.ts';
import { Refusal } from '../platform/errors.ts';
import type { ApiEnv } from './deps.ts';
import { requireScope } from './identity.ts';
import { staffOnly } from './staff.ts';

/**
 * Lets through staff, and partners whose key has the scope: reading for GET, writing for the rest. The actor is then
 * the partner.
 */
export function partnerOrStaff(token: string, scopes: { read: Scope; write: Scope }) {
  const staff = staffOnly(token);
  return createMiddleware<ApiEnv>(async (c, next) => {
    const principal = c.get('principal');
    if (principal.kind === 'staff') return staff(c, next);
    if (principal.kind === 'anonymous') {
      c.header('www-authenticate', 'Bearer');
      throw new Refusal(
        'request/unauthorised',
        401,
        'This route is for partner offices with a key, and for staff.',
        'Show your key: Authorization: Bearer gik_…',
      );
    }
    requireScope(principal, c.req.method === 'GET' || c.req.method === 'HEAD' ? scopes.read : scopes.write);
    c.set('actor', partnerActor(principal.partner));
    return next();
  });
}

/** The partner that asks; undefined for staff, who see everything. */
export function askingPartner(principal: ApiEnv['Variables']['principal']): string | undefined {
  return principal.kind === 'partner' ? principal.partner : undefined;
}
