import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../src/platform/config.ts';

describe('the configuration', () => {
  it('has a default for everything, and takes empty variables for absent ones', () => {
    const config = readConfig({ PORT: '', DATABASE_URL: '' });
    expect(config).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      databaseUrl: undefined,
      officeCode: 'CN',
      rateLimit: { requests: 6000, seconds: 60 },
      outboundAllow: [],
      logLevel: 'info',
    });
    expect(config.dropDir).toMatch(/\/data\/drop$/);
    expect(config.dataDir).toMatch(/\/data$/);
  });

  it.each([
    ['PORT', 'eighty'],
    ['PORT', '70000'],
    ['DATABASE_URL', 'mysql://u:geheim@h/db'],
    ['OFFICE_CODE', 'China'],
    ['LOG_LEVEL', 'loud'],
    ['RATE_LIMIT', 'many'],
    ['RATE_LIMIT', '10/0'],
    ['RETRY_SECONDS', '5;10'],
    ['OUTBOUND_ALLOW', '10.0.0.1'],
    ['OUTBOUND_ALLOW', '10.0.0.0/8,intranet'],
  ])('names %s when it is %s, without repeating secrets', (name, value) => {
    const read = () => readConfig({ [name]: value });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(name);
    expect(read).not.toThrow('geheim');
  });

  it('limits nobody where that is said', () => {
    expect(readConfig({ RATE_LIMIT: 'off' }).rateLimit).toBeUndefined();
  });

  it('takes networks in a list', () => {
    expect(readConfig({ OUTBOUND_ALLOW: '10.0.0.0/8, fd00::/8' }).outboundAllow).toEqual([
      '10.0.0.0/8',
      'fd00::/8',
    ]);
  });

  it('names every variable at fault at once', () => {
    expect(() => readConfig({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/PORT[^]*LOG_LEVEL/);
  });
});
