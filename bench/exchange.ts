/*
 * Signed messages: `npm run bench -- exchange [megabytes]`. How long a large list takes to verify, and for how long at a
 * stretch nothing else has its turn meanwhile.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import { formatById } from '../src/formats/registry.ts';
import type { Agreement } from '../src/gi/agreement.ts';
import { verifyDetached } from '../src/exchange/keys/verify-jws.ts';
import { writeXmlMessage } from '../src/exchange/messages/xml-message.ts';
import { openMessage, type Signed } from '../src/exchange/messages/open-message.ts';
import { openSigner } from '../src/exchange/signing.ts';
import { signXml } from '../src/exchange/xmldsig/sign.ts';
import { entries, evidence, list } from './support/generated-list.ts';

const BYTES_OF_ENTRY = 2500;

/** Time of some work, and the longest stretch in it that nothing else could run. */
async function timed(work: () => Promise<unknown>): Promise<{ ms: number; cpu: number; held: number }> {
  let held = 0;
  let last = performance.now();
  let over = false;
  const watch = (): void => {
    const now = performance.now();
    held = Math.max(held, now - last);
    last = now;
    if (!over) setImmediate(watch);
  };
  setImmediate(watch);
  const start = performance.now();
  const used = process.cpuUsage();
  await work();
  over = true;
  const { user, system } = process.cpuUsage(used);
  const cpu = (user + system) / 1000;
  return { ms: performance.now() - start, cpu, held: Math.max(held, performance.now() - last) };
}

async function listIn(format: 'st96' | 'json', count: number): Promise<string> {
  const agreement = { id: list.agreementId, parties: ['CN', 'EU'], evidence } as Agreement;
  const version = { number: 1, contentHash: '-', effectiveOn: '2026-01-01' };
  let text = '';
  for await (const piece of formatById(format)!.encode!({
    agreement,
    list,
    version,
    entries: entries(count),
  }))
    text += piece;
  return text;
}

const folder = mkdtempSync(join(tmpdir(), 'gi-gateway-bench-'));
const signer = await openSigner(folder);
const keys = signer.publicKeys();
const count = Math.round((Number(process.argv[2] ?? 5) * 1e6) / BYTES_OF_ENTRY);
const envelope = {
  id: 'msg_1',
  type: 'list' as const,
  sender: 'CN',
  recipient: 'EU',
  agreement: list.agreementId,
  list: list.id,
  version: { number: 1, contentHash: '-', effectiveOn: '2026-01-01' },
  createdAt: new Date().toISOString(),
};
const st96 = (await listIn('st96', count)).replace(/^<\?xml[^>]*\?>\s*/, '');
const xml = await signXml(writeXmlMessage(envelope, st96), signer);
const content = JSON.parse(await listIn('json', count)) as Record<string, unknown>;
const json = Buffer.from(JSON.stringify({ format: 'gi-gateway/message@1', ...envelope, content }, null, 2));
const signature = await signer.sign(json);

async function row(what: string, signed: Signed): Promise<void> {
  const runs = [];
  for (let i = 0; i < 5; i++) {
    runs.push(await timed(async () => (await openMessage(signed)).verify(keys, new Date())));
  }
  const [median] = runs.toSorted((a, b) => a.ms - b.ms).slice(2);
  const mb = (signed.body.length / 1e6).toFixed(1);
  console.log(
    `${what.padEnd(28)} ${mb.padStart(6)} MB  ${median!.ms.toFixed(0).padStart(6)} ms (${median!.cpu.toFixed(0)} of the processor), others held up for ${median!.held.toFixed(0)} ms at most`,
  );
}
await row('XML, read and verified', { format: 'xml', body: xml });
await row('JSON, read and verified', { format: 'json', body: json, signature });
const alone = await timed(() => verifyDetached(json, signature, keys, new Date()));
console.log(`JWS alone ${alone.ms.toFixed(0)} ms`);

const { kty, crv, x, y } = keys.keys[1]!;
const pem = createPublicKey({ key: { kty, crv, x, y } as never, format: 'jwk' });
writeFileSync(join(folder, 'key.pem'), pem.export({ type: 'spki', format: 'pem' }));
writeFileSync(join(folder, 'message.xml'), xml);
const start = performance.now();
const args = ['--verify', '--pubkey-pem', join(folder, 'key.pem'), join(folder, 'message.xml')];
const { status, error } = spawnSync('xmlsec1', args);
const agreed = error ? 'is not installed' : status === 0 ? 'agrees' : 'DISAGREES';
console.log(`xmlsec1 ${agreed}, ${(performance.now() - start).toFixed(0)} ms`);
rmSync(folder, { recursive: true });
