/*
 * The process the crash test kills: opens the gateway, imports the file it is given into cn-eu/III and publishes, again and
 * again with alternating content. Says `ready` when it begins, and `round` after each publication.
 */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { openGateway } from '../../src/gateway.ts';
import { readConfig } from '../../src/platform/config.ts';
import { createLog } from '../../src/platform/log.ts';

const gateway = await openGateway(readConfig(process.env), createLog('silent'));
const headers = { authorization: `Bearer ${gateway.staffToken}` };
const post = async (path: string, init: RequestInit): Promise<void> => {
  const response = await gateway.fetch(
    new Request(`http://x/api/v1/lists/cn-eu/III/${path}`, { method: 'POST', ...init }),
  );
  await response.text();
};
process.stdout.write('ready\n');
for (let round = 0; ; round++) {
  const file = process.argv[2 + (round % 2)]!;
  const body = Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
  await post('imports?fileName=list.json', { headers, body, duplex: 'half' } as RequestInit);
  await post('publications', { headers: { ...headers, 'content-type': 'application/json' }, body: '{}' });
  process.stdout.write('round\n');
}
