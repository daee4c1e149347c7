/* One office's gateway as a process of its own, to be killed: serves, delivers, says its address. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { openGateway } from '../../../src/gateway.ts';
import { readConfig } from '../../../src/platform/config.ts';
import { createLog } from '../../../src/platform/log.ts';

const config = readConfig(process.env);
const gateway = await openGateway(config, createLog(config.logLevel));
const server = serve({ fetch: gateway.fetch, port: config.port, hostname: '127.0.0.1' }) as Server;
await once(server, 'listening');
gateway.work();
process.stdout.write(`listening ${(server.address() as AddressInfo).port}\n`);
