import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClientTokens } from '../../src/exchange/access/client-tokens.ts';
import { openSigner } from '../../src/exchange/signing.ts';
import { openVault } from '../../src/exchange/targets/vault.ts';
import { openWebhookKey } from '../../src/exchange/webhooks/sign.ts';
import { createOutbound } from '../../src/platform/outbound/client.ts';
import type { ConsoleExchange } from '../../src/site/console/exchange.ts';

/** What the desk exchanges with, in a folder that `remove` takes away; it reaches nobody. */
export async function openExchangeMeans(): Promise<{ exchange: ConsoleExchange; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'gi-gateway-site-'));
  const outbound = createOutbound({ allow: [] });
  const exchange: ConsoleExchange = {
    signer: openSigner(folder),
    officeCode: 'CN',
    outbound,
    tokens: new ClientTokens(outbound),
    vault: openVault(folder),
    webhookKey: openWebhookKey(folder).publicKey,
    dropDir: join(folder, 'drop'),
  };
  return { exchange, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
