import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { Command } from '../command.ts';
import { connected } from '../connected.ts';
import type { ApiProblem, Connection } from '../connection.ts';
import { problemLines, table } from '../output.ts';
import { jsonBody, query } from '../request.ts';

type Problems = NonNullable<ApiProblem['problems']>;

interface Waiting {
  id: string;
  event: { kind: string; registration?: string; offices: string[]; officeOfOrigin?: string; mark?: string };
  file: { name: string };
}

interface Report {
  file: { name: string; sha256: string };
  format: string;
  records: number;
  newEvents: number;
  docketed: number;
  waiting: number;
  registrations: string[];
  problems: Problems;
  repeated: boolean;
}

const record: Command = {
  path: ['madrid', 'record'],
  positionals: ['<file>'],
  summary: 'Take in notifications: ST.96 Madrid transactions, ROMARIN extracts or ST.66',
  options: {},
  examples: ['gi-gateway madrid record 20261122.xml'],
  run: connected(async (api, { args, out }) => {
    const [file] = args as [string];
    await access(file);
    const report = await api.json<Report>(`/madrid/notifications?${query({ fileName: basename(file) })}`, {
      method: 'POST',
      body: Readable.toWeb(createReadStream(file)) as ReadableStream,
      headers: { 'content-type': 'application/octet-stream' },
    });
    if (out.json) out.print(JSON.stringify(report, null, 2));
    else if (report.repeated) out.print(`${file} was taken in before; nothing changed.`);
    else {
      out.print(`${report.records} record(s), ${report.format}: ${report.newEvents} new event(s).`);
      out.print(`  ${report.docketed} on the docket`);
      // Those that designate this office are examined here, the others wait for a person.
      if (report.waiting > 0)
        out.print(`  ${report.waiting} on no docket: gi-gateway madrid queue, gi-gateway madrid designated`);
      if (report.registrations.length > 0)
        out.print(`  newly followed by their basic mark: ${report.registrations.join(', ')}`);
      for (const line of problemLines(report.problems)) out.print(line);
    }
  }),
};

const queue: Command = {
  path: ['madrid', 'queue'],
  positionals: [],
  summary: 'Notifications that found no registration on the docket',
  options: {
    origin: { type: 'string', value: 'code', help: 'Only those that name this office of origin' },
    number: { type: 'string', value: 'number', help: 'Only those about this registration' },
  },
  examples: ['gi-gateway madrid queue --origin CN'],
  run: connected(async (api, { options, out }) => {
    const { origin, number } = options;
    const page = await api.json<{ total: number; waiting: Waiting[] }>(
      `/madrid/queue?${query({ origin, number, limit: '200' })}`,
    );
    if (out.json) out.print(JSON.stringify(page, null, 2));
    else if (page.total === 0) out.print('Nothing waits.');
    else {
      const rows = page.waiting.map(({ id, event, file }) => [
        id.slice(0, 12),
        event.registration ?? '',
        event.kind,
        event.offices.join(' ') || (event.officeOfOrigin ?? ''),
        event.mark ?? '',
        file.name,
      ]);
      out.print(table(['event', 'number', 'kind', 'office', 'mark', 'file'], rows));
      if (page.total > rows.length) out.print(`… and ${page.total - rows.length} more.`);
    }
  }),
};

interface Moved {
  events: number;
  registrations: string[];
}

const act = (api: Connection, body: object): Promise<Moved> =>
  api.json<Moved>('/madrid/queue/actions', jsonBody('POST', body));

const assign: Command = {
  path: ['madrid', 'assign'],
  positionals: ['<events>'],
  summary:
    'Say to which GI waiting notifications belong, several joined by commas; all of their numbers go with them',
  options: {
    gi: { type: 'string', value: 'gi', help: 'The GI whose mark it is', required: true },
    number: { type: 'string', value: 'number', help: 'Registration, where the one notification names none' },
  },
  examples: ['gi-gateway madrid assign 3f2a9c01d5e7,77c0b2aa19f4 --gi cn-xi-hu-long-jing'],
  run: connected(async (api, { args, options, out }) => {
    const [ids] = args as [string];
    const { gi: giId, number } = options;
    if (number === undefined) {
      const moved = await act(api, { action: 'assign', ids: ids.split(','), giId });
      if (out.json) out.print(JSON.stringify(moved, null, 2));
      else out.print(`${moved.events} notification(s) taken in: ${moved.registrations.join(', ')}.`);
      return;
    }
    const made = await api.json<{ number: string; giId: string; events: number }>(
      `/madrid/queue/${encodeURIComponent(ids)}/assignment`,
      jsonBody('POST', { giId, number }),
    );
    if (out.json) out.print(JSON.stringify(made, null, 2));
    else out.print(`${made.number} is followed for ${made.giId}; ${made.events} notification(s) taken in.`);
  }),
};

const setAside: Command = {
  path: ['madrid', 'set-aside'],
  positionals: ['<events>'],
  summary: 'Take notifications that concern no GI here out of the queue, several joined by commas',
  options: { reason: { type: 'string', value: 'text', help: 'Why; kept with each', required: true } },
  examples: ['gi-gateway madrid set-aside 3f2a9c01d5e7 --reason "mark of another holder"'],
  run: connected(async (api, { args, options, out }) => {
    const [ids] = args as [string];
    const moved = await act(api, { action: 'set-aside', ids: ids.split(','), reason: options['reason'] });
    out.print(out.json ? JSON.stringify(moved, null, 2) : `Set aside: ${moved.events}.`);
  }),
};

const rematch: Command = {
  path: ['madrid', 'rematch'],
  positionals: [],
  summary:
    'Look again for the registration or basic mark of everything that waits, as after a list was published',
  options: {},
  examples: ['gi-gateway madrid rematch'],
  run: connected(async (api, { out }) => {
    const moved = await act(api, { action: 'rematch' });
    if (out.json) out.print(JSON.stringify(moved, null, 2));
    else if (moved.events === 0) out.print('Nothing found its place.');
    else out.print(`${moved.events} notification(s) found their place: ${moved.registrations.join(', ')}`);
  }),
};

export const notificationCommands: Command[] = [record, queue, assign, setAside, rematch];
