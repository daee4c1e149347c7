import { accessOf, accessOptions, keyIn, keyOption } from '../access-options.ts';
import { exit, type Command, type Invocation, type Output } from '../command.ts';
import { connect } from '../connection.ts';
import { table } from '../output.ts';
import { jsonBody } from '../request.ts';

interface Target {
  id: string;
  partner: string;
  kind: string;
  url: string;
  topics: string[];
  lists: string[];
  failingSince?: string;
  disabledAt?: string;
  disabledFor?: string;
}

const words = (text: string | boolean | undefined): string[] | undefined =>
  typeof text === 'string' ? text.split(',').map((word) => word.trim()) : undefined;

/** Asks the API, prints JSON or what `tell` says, and ends well. */
async function ask<T>(
  { config, out }: Pick<Invocation, 'config' | 'out'>,
  path: string,
  init: RequestInit | undefined,
  tell: (answer: T, out: Output) => void,
): Promise<number> {
  const api = await connect(config);
  try {
    const answer = await api.json<T>(path, init);
    if (out.json) out.print(JSON.stringify(answer, null, 2));
    else tell(answer, out);
    return exit.ok;
  } finally {
    await api.close();
  }
}

const stateOf = ({ disabledAt, disabledFor, failingSince }: Target): string =>
  disabledAt
    ? `out of use: ${disabledFor}`
    : failingSince
      ? `failing since ${failingSince.slice(0, 16)}`
      : 'in use';

function tellSecret(secret: string | undefined, out: Output): void {
  if (!secret) return;
  out.print(secret);
  out.note('Give it to the partner by a safe way. It is shown this once.');
}

const add: Command = {
  path: ['target', 'add'],
  positionals: ['<code>'],
  summary: 'Deliver to a partner: to its gateway, or to its webhook',
  options: {
    url: {
      type: 'string',
      value: 'url',
      help: 'Its POST /api/v1/messages, or its webhook',
      required: true,
    },
    webhook: { type: 'boolean', help: 'It is a webhook after Standard Webhooks, not a gateway' },
    ...accessOptions,
    topics: {
      type: 'string',
      value: 'topics',
      help: 'list.published, opposition, decision, protection-ended, madrid.refusal; all when absent',
    },
    lists: { type: 'string', value: 'ids', help: 'Lists or agreements it is told of; all when absent' },
    xml: { type: 'boolean', help: 'Write messages as ST.96 XML' },
  },
  examples: [
    'gi-gateway target add EU --url https://gi.example.eu/api/v1/messages --key-file eu.key --lists cn-eu',
    'gi-gateway target add EU --webhook --url https://example.eu/hooks/gi',
  ],
  async run({ args, options, config, out }) {
    const access = await accessOf(options);
    const wanted = {
      partner: args[0],
      kind: options['webhook'] ? 'webhook' : 'messages',
      url: options['url'],
      topics: words(options['topics']),
      lists: words(options['lists']),
      format: options['xml'] ? 'xml' : 'json',
      ...access,
    };
    type Made = { target: Target; secret?: string; webhookKey: string };
    return ask<Made>({ config, out }, '/delivery-targets', jsonBody('POST', wanted), (made) => {
      out.note(`${made.target.id}: ${made.target.url} is told from now on.`);
      tellSecret(made.secret, out);
      if (made.secret) out.note(`Signatures v1a are checked with ${made.webhookKey}`);
    });
  },
};

const list: Command = {
  path: ['target', 'list'],
  positionals: [],
  summary: 'Show where partners are told, of what, and whether it works',
  options: {},
  examples: ['gi-gateway target list'],
  run: ({ config, out }) =>
    ask<{ targets: Target[] }>({ config, out }, '/delivery-targets', undefined, ({ targets }) =>
      out.print(
        table(
          ['target', 'office', 'kind', 'state', 'lists', 'address'],
          targets.map((t) => [t.id, t.partner, t.kind, stateOf(t), t.lists.join(' ') || 'all', t.url]),
        ),
      ),
    ),
};

const rotate: Command = {
  path: ['target', 'rotate'],
  positionals: ['<target>'],
  summary:
    'A new secret for a webhook, or the new key of a gateway; the old secret stays in force for a while',
  options: {
    'overlap-hours': {
      type: 'string',
      value: 'hours',
      help: 'How long the old secret stays in force; 24 when absent',
    },
    ...keyOption,
  },
  examples: ['gi-gateway target rotate tgt_… --overlap-hours 48'],
  async run({ args, options, config, out }) {
    const bearer = await keyIn(options['key-file']);
    const overlap = options['overlap-hours'];
    const wish = {
      ...(typeof overlap === 'string' && { overlapHours: Number(overlap) }),
      ...(bearer && { bearer }),
    };
    const path = `/delivery-targets/${args[0]}/secrets`;
    return ask<{ secret?: string }>({ config, out }, path, jsonBody('POST', wish), ({ secret }) => {
      if (secret) tellSecret(secret, out);
      else out.print('The new key is used from now on.');
    });
  },
};

const ping: Command = {
  path: ['target', 'ping'],
  positionals: ['<target>'],
  summary: 'Send a test event to a webhook',
  options: {},
  examples: ['gi-gateway target ping tgt_…'],
  run: ({ args, config, out }) =>
    ask<{ delivery: string }>(
      { config, out },
      `/delivery-targets/${args[0]}/ping`,
      { method: 'POST' },
      ({ delivery }) => out.print(`${delivery} is in the outbox. See: gi-gateway outbox show ${delivery}`),
    ),
};

const setState = (verb: 'enable' | 'disable', summary: string): Command => ({
  path: ['target', verb],
  positionals: ['<target>'],
  summary,
  options:
    verb === 'disable' ? { reason: { type: 'string', value: 'text', help: 'Why, for the audit trail' } } : {},
  examples: [`gi-gateway target ${verb} tgt_…`],
  run: ({ args, options, config, out }) =>
    ask<Target>(
      { config, out },
      `/delivery-targets/${args[0]}/state`,
      jsonBody('PUT', {
        enabled: verb === 'enable',
        ...(options['reason'] && { reason: options['reason'] }),
      }),
      (target) => out.print(`${target.id}: ${stateOf(target)}`),
    ),
});

interface Delivery {
  id: string;
  target: string;
  partner: string;
  topic: string;
  subject: string;
  state: string;
  attempts: number;
  createdAt: string;
  dueAt?: string;
}
interface Tried {
  attempt: number;
  at: string;
  outcome: string;
  status?: number;
  detail: string;
}

const minutes = (instant: string): string => instant.slice(0, 16).replace('T', ' ');
const standing = (d: Delivery): string =>
  `${d.state}${d.attempts > 0 ? `, ${d.attempts} tries` : ''}${d.dueAt && d.attempts > 0 ? `, next ${minutes(d.dueAt)}` : ''}`;

const outbox: Command = {
  path: ['outbox'],
  positionals: [],
  summary: 'Show what is on its way to partners, and what could not be delivered',
  options: {
    state: { type: 'string', value: 'state', help: 'pending, delivered, dead or discarded' },
    partner: { type: 'string', value: 'code', help: 'Only what is for this partner' },
    limit: { type: 'string', value: 'number', help: 'How many at most; 50 when absent' },
  },
  examples: ['gi-gateway outbox --state dead'],
  run({ options, config, out }) {
    const params = new URLSearchParams();
    for (const name of ['state', 'partner', 'limit'])
      if (typeof options[name] === 'string') params.set(name, options[name]);
    const tell = ({ deliveries }: { deliveries: Delivery[] }): void =>
      out.print(
        table(
          ['delivery', 'office', 'what', 'about', 'since', 'state'],
          deliveries.map((d) => [d.id, d.partner, d.topic, d.subject, minutes(d.createdAt), standing(d)]),
        ),
      );
    return ask({ config, out }, `/deliveries?${params}`, undefined, tell);
  },
};

const show: Command = {
  path: ['outbox', 'show'],
  positionals: ['<delivery>'],
  summary: 'Show a delivery and what came of each try',
  options: {},
  examples: ['gi-gateway outbox show msg_…'],
  run: ({ args, config, out }) =>
    ask<{ delivery: Delivery; tries: Tried[] }>(
      { config, out },
      `/deliveries/${args[0]}`,
      undefined,
      ({ delivery, tries }) => {
        out.print(`${delivery.id}: ${delivery.topic} ${delivery.subject} to ${delivery.partner}`);
        out.print(standing(delivery));
        for (const t of tries) out.print(`  ${t.attempt}. ${minutes(t.at)} ${t.outcome}: ${t.detail}`);
      },
    ),
};

const act = (verb: 'replay' | 'discard', summary: string): Command => ({
  path: ['outbox', verb],
  positionals: ['<delivery>'],
  summary,
  options: {},
  examples: [`gi-gateway outbox ${verb} msg_…`],
  run: ({ args, config, out }) =>
    ask<Delivery>({ config, out }, `/deliveries/${args[0]}/${verb}`, { method: 'POST' }, (delivery) =>
      out.print(`${delivery.id}: ${standing(delivery)}`),
    ),
});

export const targetCommands: Command[] = [
  add,
  list,
  rotate,
  ping,
  setState('enable', 'Take a target back into use'),
  setState('disable', 'Take a target out of use; what waits for it stays'),
  outbox,
  show,
  act('replay', 'Send a delivery again, now and with the same id and bytes'),
  act('discard', 'Give a delivery up for good, so that those behind it go on'),
];
