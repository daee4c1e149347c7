import type { Db } from '../../db/database.ts';
import type { Clock } from '../../platform/clock.ts';
import { newId } from '../../platform/ids.ts';
import type { Signer } from '../signing.ts';
import { byToken, type PartnerAccess } from './authenticate.ts';
import type { Scope } from './scopes.ts';

/** Seconds an access token is in force: short, though an ended key ends its tokens at once. */
export const TOKEN_SECONDS = 600;

export interface TokenContext {
  db: Db;
  clock: Clock;
  signer: Signer;
  officeCode: string;
}

const issuerOf = (officeCode: string): string => `urn:gi-gateway:${officeCode}`;

/** A signed token that opens what these scopes of a key open. */
export function issueToken(ctx: TokenContext, access: PartnerAccess, scopes: Scope[]): Promise<string> {
  const now = ctx.clock();
  const iat = Math.floor(now.getTime() / 1000);
  const iss = issuerOf(ctx.officeCode);
  return ctx.signer.signToken({
    iss,
    aud: iss,
    sub: access.keyId,
    client_id: access.keyId,
    scope: scopes.join(' '),
    iat,
    exp: iat + TOKEN_SECONDS,
    jti: newId('tok', now),
  });
}

/** Whom a token stands for; undefined when it is no token of ours, is over, or its key is. */
export async function readToken(ctx: TokenContext, token: string): Promise<PartnerAccess | undefined> {
  const claims = await ctx.signer.readToken(token, { issuer: issuerOf(ctx.officeCode), now: ctx.clock() });
  if (!claims?.sub) return undefined;
  return byToken(ctx, claims.sub, String(claims['scope'] ?? '').split(' '));
}
