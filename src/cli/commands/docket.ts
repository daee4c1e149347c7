import { writeFile } from 'node:fs/promises';
import { exit, UsageError, type Command } from '../command.ts';
import { connect, type Connection } from '../connection.ts';
import { table } from '../output.ts';
import { jsonBody, query } from '../request.ts';

interface Evidence {
  level: string;
}
interface Due {
  on: string;
  says: string;
  article: string;
  office?: string;
  weekend: boolean;
  runsTo?: string;
  evidence: Evidence;
}
interface Entry {
  number: string;
  gi: { id: string; name: string };
  mark?: string;
  registeredOn?: string;
  expiresOn?: string;
  inForce: boolean;
  dependency: string;
  renewalNotSeen: boolean;
  designations: {
    office: string;
    state: string;
    stateSince?: string;
    refusal: { limit?: string; months: number; evidence: Evidence };
    warnings: string[];
  }[];
  dates: Due[];
}
/** Every page of a list answer. */
async function* pages<T extends { next?: string }>(
  api: Connection,
  path: string,
  filter: Parameters<typeof query>[0],
): AsyncGenerator<T> {
  let cursor: string | undefined;
  do {
    const page = await api.json<T>(`${path}?${query({ ...filter, cursor })}`);
    yield page;
    cursor = page.next;
  } while (cursor);
}

const doubt = (evidence: Evidence): string => (evidence.level === 'unverified' ? ' (unverified)' : '');

function dueRow(date: Due): string[] {
  return [
    date.runsTo ? `${date.on} (${date.runsTo})` : date.on,
    date.office ?? '',
    date.says,
    `${date.article}${doubt(date.evidence)}`,
  ];
}

function entryLines(entry: Entry): string[] {
  const { number, gi, mark, registeredOn, expiresOn } = entry;
  const head = `${number}  ${mark ? `${mark}  ` : ''}${gi.name} (${gi.id})`;
  const facts = [
    `registered ${registeredOn ?? 'unknown'}`,
    `expires ${expiresOn ?? 'unknown'}${entry.renewalNotSeen ? ', no renewal received' : ''}`,
    entry.inForce ? entry.dependency : `no longer in force, ${entry.dependency}`,
  ];
  const designations = entry.designations.map((d) => [
    d.office,
    d.state + (d.stateSince ? ` since ${d.stateSince}` : ''),
    d.refusal.limit ? `${d.refusal.limit} (${d.refusal.months} months${doubt(d.refusal.evidence)})` : '',
    d.warnings.join(', '),
  ]);
  const lines = [head, `  ${facts.join('; ')}`];
  if (designations.length > 0)
    lines.push(table(['office', 'state', 'may refuse until', 'look at'], designations));
  if (entry.dates.length > 0)
    lines.push('', table(['on', 'office', 'what', 'article'], entry.dates.map(dueRow)));
  return lines;
}

const docket: Command = {
  path: ['madrid', 'docket'],
  positionals: [],
  summary: 'International registrations of GIs: designations, their state, and every date with its article',
  options: {
    gi: { type: 'string', value: 'gi', help: 'Only registrations of this GI' },
    number: { type: 'string', value: 'number', help: 'Only this international registration' },
    'as-of': { type: 'string', value: 'date', help: 'State on this day; today in Geneva when absent' },
    ics: { type: 'string', value: 'file', help: 'Write the dates as an iCalendar file instead' },
  },
  examples: ['gi-gateway madrid docket --gi cn-xi-hu-long-jing', 'gi-gateway madrid docket --ics docket.ics'],
  async run({ options, config, out }) {
    const { gi, number, ics } = options;
    const api = await connect(config);
    try {
      if (typeof ics === 'string') {
        const response = await api.request(`/madrid/docket.ics?${query({ gi })}`);
        await writeFile(ics, await response.text());
        out.print(out.json ? JSON.stringify({ file: ics }) : `Wrote ${ics}.`);
        return exit.ok;
      }
      const filter = { gi, number, asOf: options['as-of'] };
      const registrations: Entry[] = [];
      for await (const page of pages<{ registrations: Entry[]; next?: string }>(
        api,
        '/madrid/docket',
        filter,
      ))
        registrations.push(...page.registrations);
      if (out.json) out.print(JSON.stringify({ registrations }, null, 2));
      else if (registrations.length === 0) out.print('The docket holds no such registration.');
      else for (const entry of registrations) out.print([...entryLines(entry), ''].join('\n'));
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

const due: Command = {
  path: ['madrid', 'due'],
  positionals: [],
  summary: 'What comes in the next days: dates of the docket, and the last days for this office to refuse',
  options: { days: { type: 'string', value: 'days', help: 'How many days to look ahead, 90 when absent' } },
  examples: ['gi-gateway madrid due --days 30'],
  async run({ options, config, out }) {
    const days = String(options['days'] ?? '90');
    if (!/^\d{1,4}$/.test(days)) throw new UsageError('--days needs a number of days.');
    const api = await connect(config);
    try {
      const answer = await api.json<{ from: string; to: string; due: (Due & { number: string })[] }>(
        `/madrid/reminders?days=${days}`,
      );
      const own = await api.json<{ limits: (Due & { number: string; state: string })[] }>(
        `/madrid/designated/limits?days=${days}`,
      );
      const all = [
        ...answer.due,
        ...own.limits.map((l) => ({ ...l, says: `Last day for this office to refuse (${l.state})` })),
      ].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
      if (out.json) out.print(JSON.stringify({ ...answer, toRefuse: own.limits }, null, 2));
      else if (all.length === 0) out.print(`Nothing is due from ${answer.from} to ${answer.to}.`);
      else {
        const rows = all.map((d) => [d.number, ...dueRow(d)]);
        out.print(table(['number', 'on', 'office', 'what', 'article'], rows));
      }
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

const add: Command = {
  path: ['madrid', 'add'],
  positionals: ['<number>'],
  summary: 'Put an international registration on the docket of a GI',
  options: {
    gi: { type: 'string', value: 'gi', help: 'The GI whose mark it is', required: true },
    origin: { type: 'string', value: 'code', help: 'Office of origin, such as CN' },
    'registered-on': { type: 'string', value: 'date', help: 'Day of the international registration' },
  },
  examples: ['gi-gateway madrid add 1289218 --gi cn-xi-hu-long-jing --origin CN --registered-on 2025-03-10'],
  async run({ args, options, config, out }) {
    const [number] = args as [string];
    const api = await connect(config);
    try {
      const body = {
        giId: options['gi'],
        ...(options['origin'] && { officeOfOrigin: options['origin'] }),
        ...(options['registered-on'] && { registeredOn: options['registered-on'] }),
      };
      const path = `/madrid/registrations/${encodeURIComponent(number)}`;
      const made = await api.json<{ number: string; giId: string; events: number }>(
        path,
        jsonBody('PUT', body),
      );
      if (out.json) out.print(JSON.stringify(made, null, 2));
      else
        out.print(
          `${made.number} is followed for ${made.giId}; ${made.events} waiting notification(s) taken in.`,
        );
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

export const docketCommands: Command[] = [docket, due, add];
