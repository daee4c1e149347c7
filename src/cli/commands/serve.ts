import { once } from 'node:events';
import type { Server } from 'node:http';
import { createLog } from '../../platform/log.ts';
import { exit, type Command, type Output } from '../command.ts';
import { startServer } from '../http-server.ts';
import type { Loaded } from '../../lists/bundled.ts';

/** How long running requests may take to end after the signal to stop. */
const DRAIN_MS = 10_000;

function describe(loaded: Loaded[], out: Output): void {
  if (loaded.length === 0) return;
  out.print('Loaded the bundled lists:');
  for (const { listId, entries, expected } of loaded) {
    out.print(
      `  ${listId.padEnd(16)} ${String(entries).padStart(4)} names${expected ? ` (the legal text has ${expected})` : ''}`,
    );
  }
}

/** Address people can open for a host that was listened on. */
function openable(host: string): string {
  if (host === '0.0.0.0' || host === '::' || host === '127.0.0.1') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

async function stopSignal(): Promise<string> {
  return Promise.race(
    (['SIGINT', 'SIGTERM'] as const).map(async (signal) => {
      await once(process, signal);
      return signal;
    }),
  );
}

/** Stops accepting, lets running requests end, and cuts off what does not. */
async function drain(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(cut);
}

export const serve: Command = {
  path: ['serve'],
  positionals: [],
  summary: 'Run the gateway: pages for people, API for machines',
  options: {},
  examples: ['PORT=9000 gi-gateway serve'],
  async run({ config, out }) {
    const { openGateway } = await import('../../gateway.ts');
    const log = createLog(config.logLevel);
    const stopping = stopSignal();
    out.print(
      config.databaseUrl ? 'Opening PostgreSQL …' : `Opening the embedded database in ${config.dataDir} …`,
    );
    const gateway = await openGateway(config, log);
    try {
      describe(gateway.loaded, out);
      const server = await startServer(gateway.fetch, config);
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : config.port;
      gateway.lock?.announce({
        url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
        token: gateway.staffToken,
      });
      const base = `http://${openable(config.host)}:${port}`;
      out.print(`Pages  ${base}/\nAPI    ${base}/docs\nStop   Ctrl+C`);
      gateway
        .warm()
        .catch((error: unknown) => log.error({ err: error }, 'the name engine could not be built'));
      const work = gateway.work();
      log.info({ signal: await stopping }, 'stopping');
      await Promise.all([drain(server), work.stop()]);
    } finally {
      await gateway.close();
    }
    out.print('Stopped.');
    return exit.ok;
  },
};
