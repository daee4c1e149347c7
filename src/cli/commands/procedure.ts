import { readFile } from 'node:fs/promises';
import { UsageError, type Command, type Invocation } from '../command.ts';
import { table } from '../output.ts';
import { jsonBody, query } from '../request.ts';
import { connected } from '../connected.ts';

interface Due {
  kind: string;
  on: string;
  days: number;
  state: string;
  about?: string;
}

interface Event {
  kind: string;
  on: string;
  until?: string;
  opposition?: string;
  party?: string;
  grounds?: string[];
  outcome?: string;
  decision?: string;
  notClaimed?: string[];
  note?: string;
  implied?: true;
  evidence: { level: string };
}

interface Term {
  user?: string;
  with?: string;
  name?: string;
  until?: string;
  labelling?: string;
}

interface Procedure {
  key: string;
  listId: string;
  asOf: string;
  stage?: string;
  since?: string;
  opposableUntil?: string;
  timeline: Event[];
  due: Due[];
  phaseOuts: Term[];
  coexistence: Term[];
}

interface Stated {
  draftId: string;
  key: string;
  entry: { status: string };
}

const listOption = { type: 'string', value: 'id', help: 'The list the entry is on', required: true } as const;

const pathOf = ({ args, options }: Pick<Invocation, 'args' | 'options'>): string =>
  `/lists/${String(options['list'])}/entries/${encodeURIComponent(args[0] ?? '')}`;

/** What an event says beside its kind and day. */
function details(e: Event): string {
  return [
    e.opposition && `opposition ${e.opposition}`,
    e.party,
    e.grounds?.join(', '),
    e.outcome,
    e.decision,
    e.until && `until ${e.until}`,
    e.notClaimed?.length && `not claimed: ${e.notClaimed.join(', ')}`,
    e.note,
  ]
    .filter(Boolean)
    .join(' · ');
}

const away = (days: number): string =>
  days < 0 ? `${-days} days ago` : days === 0 ? 'today' : `in ${days} days`;

const procedure: Command = {
  path: ['procedure'],
  positionals: ['<key>'],
  summary: 'Show where an entry’s procedure stands, what happened and what is due',
  options: {
    list: listOption,
    'as-of': { type: 'string', value: 'day', help: 'As it stood on this day; today when absent' },
    'known-at': { type: 'string', value: 'instant', help: 'From what was on record then' },
  },
  examples: ['gi-gateway procedure pu-er-cha --list cn-eu/III --as-of 2022-12-31'],
  run: connected(async (api, { args, options, out }) => {
    const asked = query({ asOf: options['as-of'], knownAt: options['known-at'] });
    const p = await api.json<Procedure>(`${pathOf({ args, options })}/procedure${asked && `?${asked}`}`);
    if (out.json) return out.print(JSON.stringify(p, null, 2));
    out.print(
      `${p.key} on ${p.listId}, ${p.asOf}: ${p.stage ? `${p.stage} since ${p.since}` : 'stage not known'}`,
    );
    if (p.timeline.length > 0) {
      let ordinal = 0;
      const rows = p.timeline.map((e) => [
        e.implied ? '–' : String(ordinal++),
        e.on,
        e.kind,
        details(e),
        e.implied ? 'from the entry’s dates' : e.evidence.level,
      ]);
      out.print(table(['no.', 'day', 'event', '', 'evidence'], rows));
    }
    for (const d of p.due)
      out.print(`${d.on} ${d.kind} (${d.state}, ${away(d.days)})${d.about ? ` ${d.about}` : ''}`);
    for (const t of p.phaseOuts) out.print(`phase-out until ${t.until}: ${t.user}`);
    for (const t of p.coexistence)
      out.print(
        `${t.with}: ${t.name}${t.until ? ` until ${t.until}` : ''}${t.labelling ? `, ${t.labelling}` : ''}`,
      );
  }),
};

const texts = {
  until: { value: 'day', help: 'published: last day for oppositions as printed' },
  opposition: { value: 'no', help: 'opposed, opposition-decided: which opposition' },
  party: { value: 'name', help: 'opposed: who opposes; appealed: who appeals' },
  outcome: { value: 'outcome', help: 'opposition-decided: upheld, partly-upheld, rejected or withdrawn' },
  decision: { value: 'decision', help: 'decided, appeal-decided: protect, protect-in-part or refuse' },
  reason: { value: 'reason', help: 'ended: cancelled, lapsed or withdrawn' },
  note: { value: 'text', help: 'A remark' },
} as const;

const split = (text: string | boolean | undefined, by: RegExp): string[] | undefined =>
  typeof text === 'string'
    ? text
        .split(by)
        .map((part) => part.trim())
        .filter(Boolean)
    : undefined;

function eventOf(options: Invocation['options']): Record<string, unknown> {
  const { reference, evidence, source } = options;
  if (evidence !== undefined && source === undefined)
    throw new UsageError('--evidence needs --source: where it was read.');
  return {
    kind: options['event'],
    on: options['on'],
    ...Object.fromEntries(Object.keys(texts).map((name) => [name, options[name]])),
    grounds: split(options['grounds'], /,/),
    notClaimed: split(options['not-claimed'], /\|/),
    ...(typeof reference === 'string' && { reference: { text: reference } }),
    ...(source !== undefined && { evidence: { level: evidence ?? 'public-source', source } }),
  };
}

const tellDraft = (s: Stated): string =>
  `${s.key} will be ${s.entry.status}. It waits in draft ${s.draftId}: gi-gateway review ${s.draftId}`;

const record: Command = {
  path: ['procedure', 'record'],
  positionals: ['<key>'],
  summary: 'Record an event of an entry’s procedure, into a draft',
  options: {
    list: listOption,
    event: {
      type: 'string',
      value: 'kind',
      help: 'applied, examined, published, opposed, opposition-decided, decided, appealed, appeal-decided, protected, refused or ended',
      required: true,
    },
    on: { type: 'string', value: 'day', help: 'Day at the office, YYYY-MM-DD', required: true },
    ...Object.fromEntries(
      Object.entries(texts).map(([name, spec]) => [name, { type: 'string' as const, ...spec }]),
    ),
    grounds: {
      type: 'string',
      value: 'codes',
      help: 'opposed: grounds, with commas; see the agreement’s rules',
    },
    'not-claimed': {
      type: 'string',
      value: 'parts',
      help: 'Parts of the name left without protection, with |',
    },
    reference: { type: 'string', value: 'text', help: 'Announcement or decision it rests on' },
    evidence: { type: 'string', value: 'level', help: 'official, public-source or unverified' },
    source: { type: 'string', value: 'text', help: 'Where it was read' },
  },
  examples: [
    'gi-gateway procedure record pu-er-cha --list cn-eu/V --event published --on 2022-12-02 --reference "2022/C 459/08"',
    'gi-gateway procedure record pu-er-cha --list cn-eu/V --event opposed --on 2023-01-15 --opposition 1 --party "Tea GmbH" --grounds earlier-mark',
  ],
  run: connected(async (api, { args, options, out }) => {
    const path = `${pathOf({ args, options })}/procedure`;
    const stated = await api.json<Stated>(path, jsonBody('POST', eventOf(options)));
    out.print(out.json ? JSON.stringify(stated, null, 2) : tellDraft(stated));
  }, eventOf),
};

const withdraw: Command = {
  path: ['procedure', 'withdraw'],
  positionals: ['<key>', '<number>'],
  summary: 'Take back an event recorded in error, by its number',
  options: { list: listOption, reason: { type: 'string', value: 'text', help: 'Why', required: true } },
  examples: ['gi-gateway procedure withdraw pu-er-cha 1 --list cn-eu/V --reason "entered twice"'],
  run: connected(async (api, { args, options, out }) => {
    const path = `${pathOf({ args, options })}/procedure/${encodeURIComponent(args[1] ?? '')}`;
    const stated = await api.json<Stated>(`${path}?${query({ reason: options['reason'] })}`, {
      method: 'DELETE',
    });
    out.print(out.json ? JSON.stringify(stated, null, 2) : tellDraft(stated));
  }),
};

const terms: Command = {
  path: ['procedure', 'terms'],
  positionals: ['<key>', '<file>'],
  summary:
    'State transitional periods, coexisting signs and channels of protection from a JSON file, into a draft',
  options: { list: listOption },
  examples: ['gi-gateway procedure terms feta terms.json --list cn-eu/IV'],
  run: connected(async (api, { args, options, out }) => {
    let value: unknown;
    try {
      value = JSON.parse(await readFile(args[1]!, 'utf8'));
    } catch (error) {
      throw new UsageError(`${args[1]} cannot be read as JSON: ${(error as Error).message}`);
    }
    const stated = await api.json<Stated>(`${pathOf({ args, options })}/terms`, jsonBody('PUT', value));
    out.print(out.json ? JSON.stringify(stated, null, 2) : tellDraft(stated));
  }),
};

const due: Command = {
  path: ['procedure', 'due'],
  positionals: [],
  summary: 'Show what the agreements’ rules make due',
  options: { days: { type: 'string', value: 'number', help: 'How far ahead; 90 when absent' } },
  examples: ['gi-gateway procedure due --days 30'],
  run: connected(async (api, { options, out }) => {
    const asked = query({ days: options['days'] });
    const answer = await api.json<{
      entries: (Due & { listId: string; key: string; name: string })[];
      lists: (Omit<Due, 'kind'> & { listId: string; undecided: number })[];
    }>(`/procedures/due${asked && `?${asked}`}`);
    if (out.json) return out.print(JSON.stringify(answer, null, 2));
    if (answer.entries.length + answer.lists.length === 0) return out.print('Nothing is due.');
    const rows = [
      ...answer.lists.map((l) => [
        l.on,
        l.state,
        'processing-ends',
        l.listId,
        `${l.undecided} undecided`,
        away(l.days),
      ]),
      ...answer.entries.map((e) => [e.on, e.state, e.kind, e.listId, e.name, away(e.days)]),
    ];
    out.print(table(['day', '', 'what', 'list', 'entry', ''], rows));
  }),
};

export const procedureCommands: Command[] = [procedure, record, withdraw, terms, due];
