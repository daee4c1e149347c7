import { join, resolve } from 'node:path';
import { z } from 'zod';
import { readTrustedProxies, type TrustedProxies } from './client-address.ts';
import { isNetwork } from './outbound/address.ts';
import type { Rate } from './token-bucket.ts';

/** Everything the environment decides. Documented for people in the README's table; keep the two in step. */
export interface Config {
  port: number;
  host: string;
  /** Absolute folder of the embedded database, keys and lock. */
  dataDir: string;
  /** PostgreSQL address; absent means the embedded database in `dataDir`. */
  databaseUrl: string | undefined;
  /** ST.3 code of the office this gateway speaks for: sender of its messages, designating office of its filings. */
  officeCode: string;
  /** Whom harvesters of this gateway write to. */
  contactEmail: string;
  /** How much one address may ask of the API; absent when nobody is limited. */
  rateLimit: Rate | undefined;
  /** How much one partner's keys may ask together; absent when they are not limited. */
  partnerRateLimit: Rate | undefined;
  /** Proxies before the gateway that say where a request came from; absent when there are none. */
  trustedProxies: TrustedProxies | undefined;
  /** Networks that deliveries and pulls may reach beside public addresses, as CIDR blocks; plain http in these only. */
  outboundAllow: string[];
  /** Seconds between the tries of a delivery; the usual ones when absent. */
  retrySeconds: number[] | undefined;
  /** Seconds a process that says nothing is believed to be still at a delivery or a message it took. */
  leaseSeconds: number;
  /** Absolute folder in which the drop folders of sources lie. */
  dropDir: string;
  /** SMTP server for notices; they become files in the data folder without one. */
  smtpUrl: string | undefined;
  /** Sender of notices. */
  mailFrom: string;
  /** Address under which people reach the pages, for links in messages and feeds. */
  publicUrl: string | undefined;
  /** Largest file the gateway takes in, in bytes. */
  maxFileBytes: number;
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** Thrown when the environment is unusable; the message names every variable at fault and what it should be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const empty = (v: unknown): unknown => (v === '' ? undefined : v);

const rate = (usual: string) =>
  z.preprocess(
    empty,
    z
      .string()
      .regex(/^([1-9]\d{0,6}\/[1-9]\d{0,4}|off)$/, 'must be REQUESTS/SECONDS such as 6000/60, or off')
      .default(usual),
  );

const environment = z.object({
  PORT: z.preprocess(empty, z.coerce.number().int().min(0).max(65535).default(8080)),
  HOST: z.preprocess(empty, z.string().default('127.0.0.1')),
  DATA_DIR: z.preprocess(empty, z.string().default('./data')),
  DATABASE_URL: z.preprocess(
    empty,
    z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must start with postgres:// or postgresql://')
      .optional(),
  ),
  OFFICE_CODE: z.preprocess(
    empty,
    z
      .string()
      .regex(/^[A-Z]{2}$/, 'must be a two-letter WIPO ST.3 code such as CN')
      .default('CN'),
  ),
  CONTACT_EMAIL: z.preprocess(empty, z.email().default('not-configured@gi-gateway.invalid')),
  RATE_LIMIT: rate('6000/60'),
  PARTNER_RATE_LIMIT: rate('60000/60'),
  TRUSTED_PROXIES: z.preprocess(
    empty,
    z
      .string()
      .refine(
        (text) => readTrustedProxies(text) !== undefined,
        'must be addresses or networks such as 10.0.0.0/8',
      )
      .optional(),
  ),
  OUTBOUND_ALLOW: z.preprocess(
    empty,
    z
      .string()
      .transform((text) => text.split(',').map((network) => network.trim()))
      .refine((networks) => networks.every(isNetwork), 'must be CIDR blocks such as 10.1.0.0/16,fd00::/8')
      .default([]),
  ),
  RETRY_SECONDS: z.preprocess(
    empty,
    z
      .string()
      .regex(/^\d{1,6}(,\d{1,6})*$/, 'must be seconds such as 5,300,1800')
      .transform((text) => text.split(',').map(Number))
      .optional(),
  ),
  LEASE_SECONDS: z.preprocess(empty, z.coerce.number().int().min(2).max(600).default(30)),
  DROP_DIR: z.preprocess(empty, z.string().optional()),
  SMTP_URL: z.preprocess(
    empty,
    z
      .string()
      .regex(/^smtps?:\/\//, 'must start with smtp:// or smtps://')
      .optional(),
  ),
  MAIL_FROM: z.preprocess(empty, z.email().default('gi-gateway@localhost.invalid')),
  PUBLIC_URL: z.preprocess(
    empty,
    z
      .url({ protocol: /^https?$/ })
      .transform((text) => text.replace(/\/+$/, ''))
      .optional(),
  ),
  // The decoders take no more than a gibibyte.
  MAX_FILE_MB: z.preprocess(empty, z.coerce.number().int().min(1).max(1024).default(1024)),
  LOG_LEVEL: z.preprocess(
    empty,
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  ),
});

function rateOf(text: string): Rate | undefined {
  const [requests, seconds] = text.split('/').map(Number);
  return requests && seconds ? { requests, seconds } : undefined;
}

/**
 * Reads the configuration from an environment.
 * @throws ConfigError naming each variable that is wrong. Values are not repeated: DATABASE_URL holds a password.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((i) => `  ${i.path.join('.')}: ${i.message}`);
    throw new ConfigError(
      `The environment is not usable:\n${lines.join('\n')}\nSee the configuration table in README.md.`,
    );
  }
  const e = parsed.data;
  return {
    port: e.PORT,
    host: e.HOST,
    dataDir: resolve(e.DATA_DIR),
    databaseUrl: e.DATABASE_URL,
    officeCode: e.OFFICE_CODE,
    contactEmail: e.CONTACT_EMAIL,
    rateLimit: rateOf(e.RATE_LIMIT),
    partnerRateLimit: rateOf(e.PARTNER_RATE_LIMIT),
    trustedProxies: e.TRUSTED_PROXIES === undefined ? undefined : readTrustedProxies(e.TRUSTED_PROXIES),
    outboundAllow: e.OUTBOUND_ALLOW,
    retrySeconds: e.RETRY_SECONDS,
    leaseSeconds: e.LEASE_SECONDS,
    dropDir: resolve(e.DROP_DIR ?? join(e.DATA_DIR, 'drop')),
    smtpUrl: e.SMTP_URL,
    mailFrom: e.MAIL_FROM,
    publicUrl: e.PUBLIC_URL,
    maxFileBytes: e.MAX_FILE_MB * 2 ** 20,
    logLevel: e.LOG_LEVEL,
  };
}
