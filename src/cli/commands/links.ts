import { UsageError, type Command, type Invocation } from '../command.ts';
import { table } from '../output.ts';
import { jsonBody, query } from '../request.ts';
import { connected } from '../connected.ts';

interface GiLink {
  id: string;
  kind: 'parent' | 'same-entity';
  from: string;
  to: string;
  reason: string;
  madeBy: string;
}

const words: Record<GiLink['kind'], string> = { parent: 'is part of', 'same-entity': 'is the same as' };

const links: Command = {
  path: ['links'],
  positionals: ['[gi]'],
  summary: 'Show GIs linked by a person: sub-appellations, and one thing under two names',
  options: {},
  examples: ['gi-gateway links', 'gi-gateway links fr-bordeaux'],
  run: connected(async (api, { args, out }) => {
    const asked = query({ gi: args[0] });
    const answer = await api.json<{ links: GiLink[] }>(`/gi-links${asked && `?${asked}`}`);
    if (out.json) return out.print(JSON.stringify(answer, null, 2));
    if (answer.links.length === 0) return out.print('No link is on record.');
    const rows = answer.links.map((l) => [l.id, l.from, words[l.kind], l.to, l.reason, l.madeBy]);
    out.print(table(['link', 'GI', '', 'GI', 'why', 'by'], rows));
  }),
};

function asked(options: Invocation['options']): { kind: GiLink['kind']; to: string } {
  const [same, part] = [options['same-as'], options['part-of']];
  if ((same === undefined) === (part === undefined))
    throw new UsageError('Use one of --same-as and --part-of.');
  return same === undefined
    ? { kind: 'parent', to: String(part) }
    : { kind: 'same-entity', to: String(same) };
}

const link: Command = {
  path: ['link'],
  positionals: ['<gi>'],
  summary: 'Link a GI to its parent, or to the same thing under another name',
  options: {
    'same-as': { type: 'string', value: 'gi', help: 'The same thing under another name' },
    'part-of': { type: 'string', value: 'gi', help: 'The appellation it is a sub-appellation of' },
    reason: { type: 'string', value: 'text', help: 'How it is known', required: true },
  },
  examples: ['gi-gateway link fr-medoc --part-of fr-bordeaux --reason "CNIPA announcement of 2016"'],
  run: connected(async (api, { args, options, out }) => {
    const body = { from: args[0], ...asked(options), reason: options['reason'] };
    const made = await api.json<GiLink>('/gi-links', jsonBody('POST', body));
    out.print(
      out.json ? JSON.stringify(made, null, 2) : `${made.from} ${words[made.kind]} ${made.to} (${made.id}).`,
    );
  }, asked),
};

const unlink: Command = {
  path: ['unlink'],
  positionals: ['<link>'],
  summary: 'Take a link between two GIs back',
  options: { reason: { type: 'string', value: 'text', help: 'Why', required: true } },
  examples: ['gi-gateway unlink lnk_… --reason "two different cheeses"'],
  run: connected(async (api, { args, options, out }) => {
    const path = `/gi-links/${encodeURIComponent(args[0] ?? '')}?${query({ reason: options['reason'] })}`;
    const was = await api.json<GiLink>(path, { method: 'DELETE' });
    out.print(out.json ? JSON.stringify(was, null, 2) : `The link ${was.id} is taken back.`);
  }),
};

export const linkCommands: Command[] = [links, link, unlink];
