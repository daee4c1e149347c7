import { createReadStream } from 'node:fs';
import { access, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { exit, UsageError, type Command } from '../command.ts';
import { connect, type ApiProblem } from '../connection.ts';
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
  async run({ args, config, out }) {
    const [file] = args as [string];
    await access(file);
    const api = await connect(config);
    try {
      const report = await api.json<Report>(`/madrid/notifications?${query({ fileName: basename(file) })}`, {
        method: 'POST',
        body: Readable.toWeb(createReadStream(file)) as ReadableStream,
        headers: { 'content-type': 'application/octet-stream' },
      });
      if (out.json) out.print(JSON.stringify(report, null, 2));
      else if (report.repeated) out.print(`${file} was taken in before; nothing changed.`);
      else {
        out.print(`${report.records} record(s), ${report.format}: ${report.newEvents} new event(s).`);
        out.print(`  ${report.docketed} on the docket, ${report.waiting} waiting in the queue`);
        if (report.registrations.length > 0)
          out.print(`  newly followed by their basic mark: ${report.registrations.join(', ')}`);
        for (const line of problemLines(report.problems)) out.print(line);
      }
      return exit.ok;
    } finally {
      await api.close();
    }
  },
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
  async run({ options, config, out }) {
    const api = await connect(config);
    try {
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
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

const assign: Command = {
  path: ['madrid', 'assign'],
  positionals: ['<event>'],
  summary: 'Say to which GI a waiting notification belongs; all of its number go with it',
  options: {
    gi: { type: 'string', value: 'gi', help: 'The GI whose mark it is', required: true },
    number: { type: 'string', value: 'number', help: 'Registration, where the notification names none' },
  },
  examples: ['gi-gateway madrid assign 3f2a9c01d5e7 --gi cn-xi-hu-long-jing'],
  async run({ args, options, config, out }) {
    const [id] = args as [string];
    const api = await connect(config);
    try {
      const body = { giId: options['gi'], ...(options['number'] && { number: options['number'] }) };
      const made = await api.json<{ number: string; giId: string; events: number }>(
        `/madrid/queue/${encodeURIComponent(id)}/assignment`,
        jsonBody('POST', body),
      );
      if (out.json) out.print(JSON.stringify(made, null, 2));
      else out.print(`${made.number} is followed for ${made.giId}; ${made.events} notification(s) taken in.`);
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

const setAside: Command = {
  path: ['madrid', 'set-aside'],
  positionals: ['<event>'],
  summary: 'Take a notification that concerns no GI here out of the queue',
  options: { reason: { type: 'string', value: 'text', help: 'Why; kept with it', required: true } },
  examples: ['gi-gateway madrid set-aside 3f2a9c01d5e7 --reason "mark of another holder"'],
  async run({ args, options, config, out }) {
    const [id] = args as [string];
    const api = await connect(config);
    try {
      const path = `/madrid/queue/${encodeURIComponent(id)}/set-aside`;
      const made = await api.json<{ id: string }>(path, jsonBody('POST', { reason: options['reason'] }));
      out.print(out.json ? JSON.stringify(made, null, 2) : 'Set aside.');
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

/** `33:Sparkling wine` as a class and its goods. @throws UsageError */
function goodsOf(text: string): { classNumber: number; text: string } {
  const match = /^(\d{1,2}):(.+)$/s.exec(text.trim());
  if (!match) throw new UsageError(`"${text}" is not <class>:<goods>, such as 33:Sparkling wine.`);
  return { classNumber: Number(match[1]), text: match[2]!.trim() };
}

const refuse: Command = {
  path: ['madrid', 'refuse'],
  positionals: ['<number>'],
  summary: 'Write a provisional refusal because of a protected GI, as ST.96; nothing is sent',
  options: {
    gi: { type: 'string', value: 'gi', help: 'The GI it conflicts with', required: true },
    goods: { type: 'string', value: 'class:goods|…', help: 'Goods refused; all when absent' },
    language: { type: 'string', value: 'en|fr|es', help: 'Language of the notification; en when absent' },
    'notified-on': { type: 'string', value: 'date', help: 'Day the International Bureau notified us' },
    origin: { type: 'string', value: 'code', help: 'Office of origin of the registration' },
    reference: { type: 'string', value: 'text', help: 'The office’s own reference' },
    out: { type: 'string', value: 'file', help: 'File to write; <number>-refusal.xml when absent' },
  },
  examples: ['gi-gateway madrid refuse 1700000 --gi fr-champagne --goods "33:Sparkling wine"'],
  async run({ args, options, config, out }) {
    const [number] = args as [string];
    const goods = typeof options['goods'] === 'string' ? options['goods'].split('|').map(goodsOf) : [];
    const api = await connect(config);
    try {
      const body = {
        number,
        giId: options['gi'],
        goods,
        ...(options['language'] && { language: options['language'] }),
        ...(options['notified-on'] && { notifiedOn: options['notified-on'] }),
        ...(options['origin'] && { officeOfOrigin: options['origin'] }),
        ...(options['reference'] && { reference: options['reference'] }),
      };
      const made = await api.json<{
        id: string;
        number: string;
        sha256: string;
        xml: string;
        advice: Problems;
      }>('/madrid/refusals', jsonBody('POST', body));
      const file = String(options['out'] ?? `${made.number}-refusal.xml`);
      await writeFile(file, made.xml);
      const { xml: _, ...told } = made;
      if (out.json) out.print(JSON.stringify({ ...told, file }, null, 2));
      else {
        out.print(`Wrote ${file}: provisional refusal of ${made.number}, ST.96 V6_0. Before it is sent:`);
        for (const line of problemLines(made.advice)) out.print(line);
      }
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

export const notificationCommands: Command[] = [record, queue, assign, setAside, refuse];
