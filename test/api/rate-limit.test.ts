import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { clientOf, rateLimit } from '../../src/api/rate-limit.ts';
import type { ApiEnv, Principal } from '../../src/api/deps.ts';
import { respondWithError } from '../../src/api/problem.ts';
import { createLog } from '../../src/platform/log.ts';

interface Rate {
  requests: number;
  seconds: number;
}

function limited(open: Rate, partner?: Rate) {
  const time = { ms: 0 };
  const app = new Hono<ApiEnv>();
  app.onError((error, c) => respondWithError(c, error, createLog('silent')));
  app.use(async (c, next) => {
    const shown = c.req.header('x-principal');
    c.set('principal', shown ? (JSON.parse(shown) as Principal) : { kind: 'anonymous' });
    await next();
  });
  app.use(rateLimit({ open, partner }, () => new Date(time.ms)));
  app.get('/', (c) => c.text('yes'));
  const ask = (remoteAddress: string | undefined, headers: Record<string, string> = {}) =>
    app.request('/', { headers }, remoteAddress ? { incoming: { socket: { remoteAddress } } } : {});
  return { time, ask };
}

const as = (principal: Principal) => ({ 'x-principal': JSON.stringify(principal) });

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
    expect((await ask('192.0.2.1', as({ kind: 'staff' }))).status).toBe(200);
    expect((await ask(undefined)).status).toBe(200);
    expect((await ask(undefined)).status).toBe(200);
  });

  it('gives a partner a share of its own, whatever the address, and names it', async () => {
    const { ask } = limited({ requests: 1, seconds: 60 }, { requests: 2, seconds: 60 });
    const eu = as({ kind: 'partner', partner: 'EU', keyId: 'gik_1', scopes: [] });
    const another = as({ kind: 'partner', partner: 'EU', keyId: 'gik_2', scopes: [] });
    const th = as({ kind: 'partner', partner: 'TH', keyId: 'gik_3', scopes: [] });
    expect((await ask('192.0.2.1')).status).toBe(200);
    const first = await ask('192.0.2.1', eu);
    expect(first.headers.get('ratelimit-policy')).toBe('"partner";q=2;w=60');
    expect((await ask('192.0.2.9', another)).status).toBe(200);
    expect((await ask('192.0.2.1', eu)).status).toBe(429);
    expect((await ask('192.0.2.1', th)).status).toBe(200);
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
