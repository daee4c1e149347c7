import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { exit, type Command } from '../command.ts';
import { connected } from '../connected.ts';
import type { ApiProblem } from '../connection.ts';
import { problemLines, table } from '../output.ts';
import { query } from '../request.ts';

type Problems = NonNullable<ApiProblem['problems']>;

interface Run {
  id: string;
  file: { name: string };
  state: string;
  position: number;
  added: number;
  changed: number;
  withdrawn: number;
  refused: number;
  alerts: number;
  problems: Problems;
  startedAt: string;
}

const screenFile: Command = {
  path: ['watch'],
  positionals: ['<file>'],
  summary: 'Screen a file of new marks against every protected name: ST.96, ST.66, ROMARIN, CSV or Excel',
  options: {
    office: { type: 'string', value: 'code', help: 'Office of records that name none, as its ST.3 code' },
  },
  examples: ['gi-gateway watch gazette-2026-46.xml', 'gi-gateway watch marks.csv --office EM'],
  run: connected(async (api, { args, options, out }) => {
    const [file] = args as [string];
    await access(file);
    const { run, repeated, resumedAt } = await api.json<{ run: Run; repeated: boolean; resumedAt: number }>(
      `/watch/files?${query({ fileName: basename(file), office: options['office'] })}`,
      {
        method: 'POST',
        body: Readable.toWeb(createReadStream(file)) as ReadableStream,
        headers: { 'content-type': 'application/octet-stream' },
      },
    );
    if (out.json) out.print(JSON.stringify({ run, repeated, resumedAt }, null, 2));
    else if (repeated) out.print(`${file} was screened before; nothing changed.`);
    else {
      if (resumedAt > 0) out.print(`Went on after record ${resumedAt}, where it was interrupted.`);
      const rest = run.position - run.refused - run.added - run.changed;
      out.print(
        `${run.position} record(s): ${run.added} new, ${run.changed} changed, ${run.withdrawn} withdrawn, ${run.refused} unusable${rest > 0 ? `, ${rest} held already or told twice` : ''}.`,
      );
      out.print(
        run.alerts > 0 ? `${run.alerts} new alert(s): gi-gateway alerts --run ${run.id}` : 'No new alert.',
      );
      for (const line of problemLines(run.problems)) out.print(line);
    }
    return run.refused > 0 ? exit.refused : exit.ok;
  }),
};

const runs: Command = {
  path: ['watch', 'runs'],
  positionals: [],
  summary: 'Files of marks that were screened, newest first',
  options: {},
  examples: ['gi-gateway watch runs'],
  run: connected(async (api, { out }) => {
    const page = await api.json<{ runs: Run[] }>('/watch/runs');
    if (out.json) out.print(JSON.stringify(page, null, 2));
    else if (page.runs.length === 0) out.print('No file was screened yet.');
    else {
      const rows = page.runs.map((r) => [
        r.id,
        r.startedAt.slice(0, 16),
        r.file.name,
        r.state,
        String(r.position),
        String(r.refused),
        String(r.alerts),
      ]);
      out.print(table(['run', 'started', 'file', 'state', 'records', 'unusable', 'alerts'], rows));
    }
  }),
};

interface Rescreen {
  id: string;
  publication: number;
  state: string;
  cause: string;
  names: number;
  marks: number;
  alerts: number;
  startedAt: string;
}

function rescreenTable(all: Rescreen[]): string {
  const rows = all.map((r) => [
    r.id,
    r.startedAt.slice(0, 16),
    r.state,
    r.cause === 'rule' ? 'all: a rule was loosened' : String(r.names),
    String(r.marks),
    String(r.alerts),
  ]);
  return table(['comparison', 'started', 'state', 'names', 'marks', 'alerts'], rows);
}

const rescreen: Command = {
  path: ['watch', 'rescreen'],
  positionals: [],
  summary:
    'Compare the marks held with names that were published after them, or all after a rule was loosened; the running gateway does so every minute',
  options: { list: { type: 'boolean', help: 'Only show what was compared before' } },
  examples: ['gi-gateway watch rescreen', 'gi-gateway watch rescreen --list'],
  run: connected(async (api, { options, out }) => {
    const path = '/watch/rescreens';
    const { rescreens: all } = await api.json<{ rescreens: Rescreen[] }>(
      path,
      options['list'] ? {} : { method: 'POST' },
    );
    if (out.json) out.print(JSON.stringify(all, null, 2));
    else if (all.length > 0) out.print(rescreenTable(all));
    else out.print(options['list'] ? 'Nothing was compared yet.' : 'Every mark is compared with every name.');
  }),
};

export const markCommands: Command[] = [screenFile, runs, rescreen];
