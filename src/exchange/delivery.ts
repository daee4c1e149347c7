import type { Db } from '../db/database.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { createOutbound, type Outbound, type OutboundOptions } from '../platform/outbound/client.ts';
import { ClientTokens } from './access/client-tokens.ts';
import { Deliverer } from './outbox/deliverer.ts';
import { messageCourier } from './outbox/message-courier.ts';
import type { Signer } from './signing.ts';
import { openVault, type Vault } from './targets/vault.ts';
import { webhookCourier } from './webhooks/courier.ts';
import { openWebhookKey, type WebhookKey } from './webhooks/sign.ts';

/** What reaching partners needs: the guarded way out, the secrets, and the key webhooks are signed with. */
export interface DeliveryMeans {
  outbound: Outbound;
  vault: Vault;
  webhookKey: WebhookKey;
  /** Access tokens from partners' token endpoints. */
  tokens: ClientTokens;
}

/** Opens the means of delivery from a gateway's folder. */
export function openDeliveryMeans(dataDir: string, options: OutboundOptions): DeliveryMeans {
  const outbound = createOutbound(options);
  return {
    outbound,
    tokens: new ClientTokens(outbound),
    vault: openVault(dataDir),
    webhookKey: openWebhookKey(dataDir),
  };
}

/** The deliverer of a gateway, with a courier for each kind of target. */
export function createDeliverer(
  means: DeliveryMeans,
  ctx: {
    db: Db;
    clock: Clock;
    log: Log;
    signer: Signer;
    officeCode: string;
    delays?: readonly number[];
    leaseMs?: number;
  },
): Deliverer {
  return new Deliverer({
    ...ctx,
    random: Math.random,
    couriers: {
      messages: messageCourier({ ...ctx, ...means }),
      webhook: webhookCourier({ ...ctx, ...means, key: means.webhookKey }),
    },
  });
}
