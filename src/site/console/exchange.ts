import type { Signer } from '../../exchange/signing.ts';
import type { ClientTokens } from '../../exchange/access/client-tokens.ts';
import type { Vault } from '../../exchange/targets/vault.ts';
import type { Outbound } from '../../platform/outbound/client.ts';

/** What the desk needs, beside the database, to exchange with partner offices. */
export interface ConsoleExchange {
  signer: Signer;
  /** ST.3 code of the office this gateway speaks for. */
  officeCode: string;
  /** The guarded way to addresses other people chose. */
  outbound: Outbound;
  /** Public key of `v1a` signatures of webhooks (`whpk_…`). */
  webhookKey: string;
  /** Seals what opens partners' gateways. */
  vault: Vault;
  /** Access tokens from partners' token endpoints. */
  tokens: ClientTokens;
  /** Folder in which drop folders lie. */
  dropDir: string;
}
