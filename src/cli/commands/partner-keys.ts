import { exit, type Command, type Output } from '../command.ts';
import { connect } from '../connection.ts';
import { table } from '../output.ts';
import { jsonBody } from '../request.ts';
import { wholeNumber } from '../whole-number.ts';

interface ApiKey {
  id: string;
  name: string;
  scopes: string[];
  expiresAt: string;
  revokedAt?: string;
  lastUsedAt?: string;
}
interface NewApiKey extends ApiKey {
  key: string;
  secret: string;
}

const daysOption = {
  days: { type: 'string', value: 'number', help: 'Days until it expires; 365 when absent' },
} as const;

function showNew(key: NewApiKey, out: Output): void {
  if (out.json) out.print(JSON.stringify(key, null, 2));
  else {
    out.print(key.key);
    out.note(
      `For ${key.scopes.join(' ')}, until ${key.expiresAt.slice(0, 10)}. This is shown once; only its hash is kept.\nFor OAuth: client_id ${key.id}, client_secret the part after it.`,
    );
  }
}

const add: Command = {
  path: ['partner', 'key', 'add'],
  positionals: ['<code>'],
  summary: 'Make an API key for a partner; it is shown this once',
  options: {
    name: { type: 'string', value: 'text', help: 'What it is for', required: true },
    scopes: {
      type: 'string',
      value: 'scopes',
      help: 'lists:read, messages:write, messages:read; all of them when absent',
    },
    ...daysOption,
  },
  examples: ['gi-gateway partner key add EU --name "nightly job" --scopes lists:read,messages:write'],
  async run({ args, options, config, out }) {
    const scopes = String(options['scopes'] ?? 'lists:read,messages:write,messages:read').split(',');
    const days = wholeNumber('days', options['days']);
    const wanted = { name: options['name'], scopes, ...(days !== undefined && { days }) };
    const api = await connect(config);
    try {
      showNew(await api.json<NewApiKey>(`/partners/${args[0]}/keys`, jsonBody('POST', wanted)), out);
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

const list: Command = {
  path: ['partner', 'key', 'list'],
  positionals: ['<code>'],
  summary: 'Show a partner’s API keys: what for, until when, last used',
  options: {},
  examples: ['gi-gateway partner key list EU'],
  async run({ args, config, out }) {
    const api = await connect(config);
    try {
      const answer = await api.json<{ keys: ApiKey[] }>(`/partners/${args[0]}/keys`);
      const rows = answer.keys.map((k) => [
        k.id,
        k.name,
        k.scopes.join(' '),
        k.revokedAt ? `revoked ${k.revokedAt.slice(0, 16)}` : `until ${k.expiresAt.slice(0, 10)}`,
        k.lastUsedAt?.slice(0, 16) ?? 'never',
      ]);
      const header = ['key', 'name', 'scopes', '', 'last used'];
      out.print(out.json ? JSON.stringify(answer, null, 2) : table(header, rows));
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

const rotate: Command = {
  path: ['partner', 'key', 'rotate'],
  positionals: ['<code>', '<key>'],
  summary: 'Make a new key in the place of one, which works on for the overlap',
  options: {
    overlap: { type: 'string', value: 'days', help: 'Days the old one works on; 7 when absent' },
    ...daysOption,
  },
  examples: ['gi-gateway partner key rotate EU gik_… --overlap 3'],
  async run({ args, options, config, out }) {
    const overlapDays = wholeNumber('overlap', options['overlap']);
    const days = wholeNumber('days', options['days']);
    const wanted = { ...(overlapDays !== undefined && { overlapDays }), ...(days !== undefined && { days }) };
    const api = await connect(config);
    try {
      const path = `/partners/${args[0]}/keys/${encodeURIComponent(args[1]!)}/rotation`;
      showNew(await api.json<NewApiKey>(path, jsonBody('POST', wanted)), out);
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

const revoke: Command = {
  path: ['partner', 'key', 'revoke'],
  positionals: ['<code>', '<key>'],
  summary: 'End a key at once, with every token got with it',
  options: {},
  examples: ['gi-gateway partner key revoke EU gik_…'],
  async run({ args, config, out }) {
    const api = await connect(config);
    try {
      const path = `/partners/${args[0]}/keys/${encodeURIComponent(args[1]!)}`;
      const key = await api.json<ApiKey>(path, { method: 'DELETE' });
      out.print(out.json ? JSON.stringify(key, null, 2) : `${key.id} (${key.name}) opens nothing any more.`);
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

export const partnerKeyCommands: Command[] = [add, list, rotate, revoke];
