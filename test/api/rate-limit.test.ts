import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { clientOf, rateLimit } from '../../src/api/rate-limit.ts';
import type { ApiEnv } from '../../src/api/deps.ts';
import { respondWithError } from '../../src/api/problem.ts';
import { createLog } from '../../src/platform/log.ts';

function limited(rate: { requests: number; seconds: number }) {
  const time = { ms: 0 };
  const app = new Hono<ApiEnv>();
  app.onError((error, c) => respondWithError(c, error, createLog('silent')));
  app.use(rateLimit(rate, () => new Date(time.ms), 'the-token'));
  app.get('/', (c) => c.text('yes'));
  const ask = (remoteAddress: string | undefined, headers: Record<string, string> = {}) =>
    app.request('/', { headers }, remoteAddress ? { incoming: { socket: { remoteAddress } } } : {});
  return { time, ask };
}

describe('the limit on requests', () => {
  it('lets a burst through, refuses what is more, and fills up evenly', async () => {
    const { time, ask } = limited({ requests: 3, seconds: 30 });
    const rests: (string | null)[] = [];
    for (let i = 0; i < 3; i++) {
      const response = await ask('192.0.2.1');
      expect(response.status).toBe(200);
      expect(response.headers.get('ratelimit-policy')).toBe('"default";q=3;w=30');
      rests.push(response.headers.get('ratelimit'));
    }
    expect(rests).toEqual(['"default";r=2;t=10', '"default";r=1;t=20', '"default";r=0;t=30']);
    time.ms = 4000;
    const refused = await ask('192.0.2.1');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('6');
    expect(refused.headers.get('ratelimit')).toBe('"default";r=0;t=26');
    expect(refused.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await refused.json()).toMatchObject({ code: 'request/too-many', status: 429 });
    time.ms = 9999;
    expect((await ask('192.0.2.1')).status).toBe(429);
    time.ms = 10_000;
    expect((await ask('192.0.2.1')).status).toBe(200);
    expect((await ask('192.0.2.1')).status).toBe(429);
  });

  it('counts each address for itself, and the machine’s own user and process not at all', async () => {
    const { ask } = limited({ requests: 1, seconds: 60 });
    expect((await ask('192.0.2.1')).status).toBe(200);
    expect((await ask('192.0.2.1')).status).toBe(429);
    expect((await ask('192.0.2.2')).status).toBe(200);
    expect((await ask('192.0.2.1', { authorization: 'Bearer the-token' })).status).toBe(200);
    expect((await ask('192.0.2.1', { authorization: 'Bearer another' })).status).toBe(429);
    expect((await ask(undefined)).status).toBe(200);
    expect((await ask(undefined)).status).toBe(200);
  });

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('takes %s as %s', (address, client) => {
    expect(clientOf(address)).toBe(client);
  });
});
