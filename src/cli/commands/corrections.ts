import { UsageError, type Command, type Invocation } from '../command.ts';
import { connected } from '../connected.ts';
import { markLetters } from '../letters.ts';
import { table } from '../output.ts';
import { jsonBody } from '../request.ts';
import { words } from '../values.ts';

interface Correction {
  id: string;
  listId: string;
  key: string;
  field: string;
  partnerValue?: unknown;
  value?: unknown;
  seen?: unknown;
  reason: string;
  createdBy: string;
  state: string;
  inForce: boolean;
  draftId?: string;
}

const spelling = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'text' in value ? String(value.text) : words(value);

function query(options: Invocation['options']): string {
  const asked = ['list', 'state', 'draft', 'key'].filter((name) => typeof options[name] === 'string');
  return new URLSearchParams(
    Object.fromEntries(asked.map((name) => [name, String(options[name])])),
  ).toString();
}

const corrections: Command = {
  path: ['corrections'],
  positionals: [],
  summary: 'Show the corrections of partners’ errors and where each stands',
  options: {
    list: { type: 'string', value: 'id', help: 'Only of this list' },
    key: { type: 'string', value: 'key', help: 'Only of this entry' },
    draft: { type: 'string', value: 'id', help: 'Only those that this draft met' },
    state: { type: 'string', value: 'state', help: 'Only active, suspended, fixed, retired or withdrawn' },
    csv: { type: 'boolean', help: 'Write CSV' },
  },
  examples: ['gi-gateway corrections --list cn-eu/IV', 'gi-gateway corrections --state suspended'],
  run: connected(async (api, { options, out }) => {
    const path = `/corrections?${query(options)}`;
    if (options['csv']) {
      const response = await api.request(path, { headers: { accept: 'text/csv' } });
      return out.print((await response.text()).trimEnd());
    }
    const answer = await api.json<{ corrections: Correction[] }>(path);
    if (out.json) return out.print(JSON.stringify(answer, null, 2));
    if (answer.corrections.length === 0) return out.print('There is no such correction.');
    const rows = answer.corrections.map((c) => {
      const [partner, ours] = markLetters(spelling(c.partnerValue), spelling(c.value), out.colour ?? false);
      const state = c.state === 'active' && !c.inForce ? 'active, not published yet' : c.state;
      return [c.id, c.listId, c.key, c.field, partner, ours, state, c.draftId ?? '', c.reason];
    });
    const header = [
      'correction',
      'list',
      'entry',
      'field',
      'partner says',
      'published',
      'state',
      'draft',
      'reason',
    ];
    out.print(table(header, rows));
  }),
};

/** Where the correction is to be made: in a draft, or on the entry as it is published. */
function target(options: Invocation['options']): 'draft' | 'list' {
  if ((options['draft'] === undefined) === (options['list'] === undefined))
    throw new UsageError('Name either a --draft or a --list.');
  if (options['source'] && !options['evidence']) throw new UsageError('--source needs --evidence.');
  return options['draft'] === undefined ? 'list' : 'draft';
}

const correct: Command = {
  path: ['correct'],
  positionals: ['<entry>'],
  summary: 'Correct an evident error in a partner’s entry; it is laid over every later file that repeats it',
  options: {
    draft: { type: 'string', value: 'id', help: 'In this draft' },
    list: { type: 'string', value: 'id', help: 'As it is published on this list; goes into a draft' },
    field: {
      type: 'string',
      value: 'name',
      help: 'As a change set names it: status, dates.protected, names[original|fr|Bordeau]',
      required: true,
    },
    value: { type: 'string', value: 'text', help: 'What it should say; empty takes it away', required: true },
    reason: { type: 'string', value: 'text', help: 'How that is known', required: true },
    evidence: { type: 'string', value: 'level', help: 'How well: official, public-source or unverified' },
    source: { type: 'string', value: 'citation', help: 'Where the right value was read' },
  },
  examples: [
    'gi-gateway correct PDO-FR-A0001 --draft ver_… --field "names[original|fr|Bordeau]" --value Bordeaux --reason "OJ has the x"',
    'gi-gateway correct anji-bai-cha --list cn-eu/III --field dates.protected --value 2021-03-01 --reason "in force then"',
  ],
  run: connected(async (api, { args, options, out }) => {
    const { field, value, reason, evidence, source } = options;
    const cited = evidence ? { evidence: { level: evidence, source: source ?? String(reason) } } : {};
    const body = { field, value, reason, ...cited };
    const key = String(args[0]);
    if (target(options) === 'draft') {
      const path = `/drafts/${String(options['draft'])}/corrections`;
      const made = await api.json<Correction>(path, jsonBody('POST', { key, ...body }));
      return out.print(out.json ? JSON.stringify(made, null, 2) : `Corrected: ${made.id}.`);
    }
    const path = `/lists/${String(options['list'])}/entries/${encodeURIComponent(key)}/corrections`;
    const made = await api.json<{ correction: Correction; drafts: string[] }>(path, jsonBody('POST', body));
    out.print(
      out.json
        ? JSON.stringify(made, null, 2)
        : `Corrected: ${made.correction.id}. Readers see it once ${made.drafts.join(' or ')} is published.`,
    );
  }, target),
};

const withdraw: Command = {
  path: ['correction', 'withdraw'],
  positionals: ['<correction>'],
  summary: 'Take a correction back; the partner’s own word comes back with the next publication',
  options: { reason: { type: 'string', value: 'text', help: 'Why', required: true } },
  examples: ['gi-gateway correction withdraw cor_… --reason "the partner writes it so"'],
  run: connected(async (api, { args, options, out }) => {
    const path = `/corrections/${args[0]}/withdrawal`;
    const body = jsonBody('POST', { reason: options['reason'] });
    const answer = await api.json<{ drafts: string[] }>(path, body);
    if (out.json) return out.print(JSON.stringify(answer, null, 2));
    out.print(
      answer.drafts.length === 0
        ? 'The correction is withdrawn.'
        : `The correction is withdrawn. Readers see the partner’s word once ${answer.drafts.join(' or ')} is published.`,
    );
  }),
};

function ruling(options: Invocation['options']): 'keep' | 'take' {
  if (options['keep'] === options['take']) throw new UsageError('Use either --keep or --take.');
  return options['keep'] ? 'keep' : 'take';
}

const rule: Command = {
  path: ['correction', 'rule'],
  positionals: ['<draft>', '<correction>'],
  summary: 'Judge a correction whose field the partner changed to something else again',
  options: {
    keep: { type: 'boolean', help: 'The correction stays, against what the partner says now' },
    take: { type: 'boolean', help: 'What the partner says now is taken; the correction ends' },
    reason: { type: 'string', value: 'text', help: 'Why', required: true },
  },
  examples: ['gi-gateway correction rule ver_… cor_… --keep --reason "still misspelt"'],
  run: connected(async (api, { args, options, out }) => {
    const path = `/drafts/${args[0]}/corrections/${args[1]}/ruling`;
    const body = jsonBody('POST', { ruling: ruling(options), reason: options['reason'] });
    const answer = await api.json<Correction>(path, body);
    if (out.json) return out.print(JSON.stringify(answer, null, 2));
    out.print(options['keep'] ? `The correction goes on as ${answer.id}.` : 'The correction has ended.');
  }, ruling),
};

export const correctionCommands: Command[] = [corrections, correct, withdraw, rule];
