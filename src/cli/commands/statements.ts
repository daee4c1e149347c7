import type { Connection } from '../connection.ts';
import { UsageError, type Command, type Invocation, type Output } from '../command.ts';
import { connected } from '../connected.ts';
import { table } from '../output.ts';
import { jsonBody, query } from '../request.ts';
import { wholeNumber } from '../whole-number.ts';

interface Event {
  kind: string;
  on: string;
}
interface Statement {
  draftId: string;
  listId: string;
  key: string;
  name: string;
  events: Event[];
  withdrawn: Event[];
  fields: string[];
  effect: string;
  statedBy: string[];
}

const selection = {
  list: { type: 'string', value: 'id', help: 'Only statements about this list' },
  event: { type: 'string', value: 'kind', help: 'Only those with such an event: published, protected, …' },
} as const;

const said = ({ events, withdrawn, fields }: Statement): string =>
  [
    ...events.map(({ kind, on }) => `${kind} ${on}`),
    ...withdrawn.map(({ kind, on }) => `not ${kind} ${on}`),
    ...fields,
  ].join(', ');

async function waitingOf(api: Connection, { options }: Pick<Invocation, 'options'>): Promise<Statement[]> {
  const asked = query({ list: options['list'], event: options['event'] });
  return (await api.json<{ statements: Statement[] }>(`/procedures/waiting${asked && `?${asked}`}`))
    .statements;
}

function show(statements: Statement[], out: Output): void {
  if (statements.length === 0) return out.print('Nothing waits for a second person.');
  const effect = { loses: 'LOSES protection', gains: 'gains protection' } as Record<string, string>;
  const rows = statements.map((s) => [
    s.listId,
    s.key,
    s.name,
    said(s),
    effect[s.effect] ?? '',
    s.statedBy.join(', '),
  ]);
  out.print(table(['list', 'key', 'name', 'stated', '', 'by'], rows));
}

const waiting: Command = {
  path: ['procedure', 'waiting'],
  positionals: [],
  summary: 'Show events and permitted uses that wait for a second person, over all lists',
  options: selection,
  examples: ['gi-gateway procedure waiting --list cn-eu/V --event published'],
  run: connected(async (api, { options, out }) => {
    const statements = await waitingOf(api, { options });
    if (out.json) out.print(JSON.stringify({ statements }, null, 2));
    else show(statements, out);
  }),
};

function deciding(verb: 'approve' | 'reject', decision: 'accepted' | 'rejected'): Command {
  return {
    path: ['procedure', verb],
    positionals: [],
    summary: `${verb === 'approve' ? 'Approve' : 'Reject'} what staff stated about many entries at once, as the second person`,
    options: {
      ...selection,
      keys: { type: 'string', value: 'keys', help: 'Only these entries, with commas; needs --list' },
      expect: {
        type: 'string',
        value: 'number',
        help: 'How many it is to be; without it they are shown and nothing is done',
      },
      comment: { type: 'string', value: 'text', help: 'A remark, kept with each' },
    },
    examples: [
      `gi-gateway procedure ${verb} --list cn-eu/V --event published --expect 12`,
      `gi-gateway procedure ${verb} --list cn-eu/V --keys yu-hua-cha,pu-er-cha --expect 2`,
    ],
    run: connected(async (api, { options, out }) => {
      const { list, event, keys, comment } = options;
      const expected = wholeNumber('expect', options['expect']);
      if (keys !== undefined && list === undefined) throw new UsageError('--keys needs --list.');
      const wanted = typeof keys === 'string' ? keys.split(',').map((key) => key.trim()) : undefined;
      const chosen = (await waitingOf(api, { options })).filter((s) => wanted?.includes(s.key) ?? true);
      if (expected === undefined) {
        show(chosen, out);
        out.note(`${chosen.length} would be ${decision}; with --expect ${chosen.length} they are.`);
        return;
      }
      const items = chosen.map(({ draftId, key }) => ({ draftId, key }));
      const request = {
        decision,
        expected,
        ...(list !== undefined && { list }),
        ...(event !== undefined && { event }),
        ...(comment !== undefined && { comment }),
        ...(wanted && items.length > 0 && { items }),
      };
      const done = await api.json<{ decided: number; drafts: string[] }>(
        '/procedures/decisions',
        jsonBody('POST', request),
      );
      out.print(
        out.json
          ? JSON.stringify(done, null, 2)
          : `${done.decided} ${decision}, in ${done.drafts.map((id) => `draft ${id}`).join(', ')}.`,
      );
    }),
  };
}

export const statementCommands: Command[] = [
  waiting,
  deciding('approve', 'accepted'),
  deciding('reject', 'rejected'),
];
