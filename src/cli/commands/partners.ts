import { readFile } from 'node:fs/promises';
import { exit, UsageError, type Command, type Invocation, type Output } from '../command.ts';
import { connect, type Connection } from '../connection.ts';
import { table } from '../output.ts';
import { jsonBody } from '../request.ts';

interface Partner {
  code: string;
  name: string;
  keys: { keys: { kid?: string; kty?: string; crv?: string; exp?: number }[] };
  contacts: { name: string; email?: string }[];
  formats: string[];
  schedule: { every?: string; note?: string };
  agreements?: string[];
  trust: Record<string, string>;
  suspended: boolean;
}

/** Runs a command over a connection that is closed behind it. */
async function over<T>(config: Invocation['config'], run: (api: Connection) => Promise<T>): Promise<T> {
  const api = await connect(config);
  try {
    return await run(api);
  } finally {
    await api.close();
  }
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`${path} is not JSON.`);
    throw error;
  }
}

const commaSeparated = (text: string | boolean | undefined): string[] | undefined =>
  typeof text === 'string' ? text.split(',').map((part) => part.trim()) : undefined;

/** `Name <mail>` or a bare name. */
function contactOf(text: string): { name: string; email?: string } {
  const found = /^(.*?)\s*<([^<>]+)>$/.exec(text.trim());
  return found ? { name: found[1] || found[2]!, email: found[2]! } : { name: text.trim() };
}

function trustOf(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split(',').map((part) => {
      const [list, level] = part.trim().split('=');
      if (!list || !level) throw new UsageError('--trust is written LIST=LEVEL,… such as cn-eu/IV=official.');
      return [list, level];
    }),
  );
}

function showPartner(partner: Partner, out: Output): void {
  if (out.json) {
    out.print(JSON.stringify(partner, null, 2));
    return;
  }
  const { code, name, keys, contacts, formats, schedule, agreements, trust, suspended } = partner;
  const rows: [string, string][] = [
    ['keys', keys.keys.map((k) => `${k.kid} (${k.crv ?? k.kty})`).join(' ')],
    ['contacts', contacts.map((c) => (c.email ? `${c.name} <${c.email}>` : c.name)).join(', ')],
    ['formats', formats.join(' ')],
    ['sends every', [schedule.every, schedule.note].filter(Boolean).join(', ')],
    ['agreements', agreements?.join(' ') ?? 'those it is a party to'],
    [
      'trust',
      Object.entries(trust)
        .map(([list, level]) => `${list}=${level}`)
        .join(' '),
    ],
  ];
  const said = rows.filter(([, value]) => value !== '').map(([what, value]) => `  ${what}: ${value}`);
  out.print([`${code} (${name}) is on record${suspended ? ', suspended' : ''}.`, ...said].join('\n'));
}

const partnerAdd: Command = {
  path: ['partner', 'add'],
  positionals: ['<code>'],
  summary: 'Record a partner office and the public keys its messages are checked against',
  options: {
    name: { type: 'string', value: 'text', help: 'Name of the office', required: true },
    keys: {
      type: 'string',
      value: 'file',
      help: 'Its public keys (JWK Set), as `gi-gateway keys` prints them',
      required: true,
    },
    contact: { type: 'string', value: 'text', help: 'Whom to write to: "Name <mail>"' },
    formats: { type: 'string', value: 'ids', help: 'Formats it reads: st96,json' },
    every: { type: 'string', value: 'period', help: 'How often it is expected to send: P1M' },
    agreements: { type: 'string', value: 'ids', help: 'Agreements; those it is a party to when absent' },
    trust: { type: 'string', value: 'list=level', help: 'How far its word goes: cn-eu/IV=official' },
  },
  examples: [
    'gi-gateway partner add EU --name "European Commission, DG AGRI" --keys eu-keys.json --trust cn-eu/IV=official',
  ],
  async run({ args, options, config, out }) {
    const { name, contact, every, trust } = options;
    const formats = commaSeparated(options['formats']);
    const agreements = commaSeparated(options['agreements']);
    const details = {
      name,
      keys: await readJson(String(options['keys'])),
      ...(typeof contact === 'string' && { contacts: [contactOf(contact)] }),
      ...(formats && { formats }),
      ...(every && { schedule: { every } }),
      ...(agreements && { agreements }),
      ...(typeof trust === 'string' && { trust: trustOf(trust) }),
    };
    showPartner(
      await over(config, (api) => api.json<Partner>(`/partners/${args[0]}`, jsonBody('PUT', details))),
      out,
    );
    return exit.ok;
  },
};

const partnerSuspend: Command = {
  path: ['partner', 'suspend'],
  positionals: ['<code>'],
  summary: 'Take nothing more from a partner and close its keys; --undo opens them again',
  options: { undo: { type: 'boolean', help: 'Open them again' } },
  examples: ['gi-gateway partner suspend EU'],
  async run({ args, options, config, out }) {
    const saved = await over(config, async (api) => {
      const { code: _code, ...partner } = await api.json<Partner>(`/partners/${args[0]}`);
      const details = { ...partner, suspended: options['undo'] !== true };
      return api.json<Partner>(`/partners/${args[0]}`, jsonBody('PUT', details));
    });
    showPartner(saved, out);
    return exit.ok;
  },
};

const partnerShow: Command = {
  path: ['partner', 'show'],
  positionals: ['<code>'],
  summary: 'Show what is recorded of a partner office',
  options: {},
  examples: ['gi-gateway partner show EU'],
  async run({ args, config, out }) {
    showPartner(await over(config, (api) => api.json<Partner>(`/partners/${args[0]}`)), out);
    return exit.ok;
  },
};

const partnerList: Command = {
  path: ['partner', 'list'],
  positionals: [],
  summary: 'Show the partner offices on record',
  options: {},
  examples: ['gi-gateway partner list'],
  async run({ config, out }) {
    const answer = await over(config, (api) => api.json<{ partners: Partner[] }>('/partners'));
    const rows = answer.partners.map((p) => [
      p.code,
      p.name,
      p.keys.keys.map((k) => k.kid ?? '?').join(' '),
      p.suspended ? 'suspended' : '',
    ]);
    out.print(out.json ? JSON.stringify(answer, null, 2) : table(['office', 'name', 'keys', ''], rows));
    return exit.ok;
  },
};

export const partnerCommands: Command[] = [partnerAdd, partnerList, partnerShow, partnerSuspend];
