import { createReadStream } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import { queriesFromCsv } from '../../formats/queries/query-file.ts';
import { screenAll, type ScreeningResult } from '../../conflicts/screen.ts';
import { InputError, type Problem } from '../../gi/problem.ts';
import type { NameRecord, ScreenOptions } from '../../names/engine.ts';
import { exit, UsageError, type Command, type Output } from '../command.ts';
import { ApiError, connect, type ApiProblem, type Connection } from '../connection.ts';
import { ndjsonLines } from '../ndjson.ts';
import { problemLines, table, where } from '../output.ts';
import { jsonBody } from '../request.ts';

/** Screens a file against the names of another file, without a database. */
async function* againstFile(
  file: string,
  candidates: string,
  options: ScreenOptions,
): AsyncIterable<ScreeningResult> {
  const records: NameRecord[] = [];
  for await (const { id, warnings: _, unusable, ...row } of queriesFromCsv(createReadStream(candidates))) {
    // A protected name that cannot be read would be missed in silence.
    if (unusable) throw new InputError(unusable);
    if (id !== undefined && row.name) records.push({ id, ...row });
  }
  const { createNameEngine } = await import('../../names/engine.ts');
  yield* screenAll(undefined, createNameEngine(records), queriesFromCsv(createReadStream(file)), options);
}

type Line = ScreeningResult | { error: ApiProblem };

/** Screens through the gateway, streamed both ways: a file of names, or all names of a list. */
async function* throughGateway(
  api: Connection,
  path: string,
  file: string | undefined,
): AsyncIterable<ScreeningResult> {
  const body =
    file === undefined ? undefined : (Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>);
  const headers = { ...(body && { 'content-type': 'text/csv' }) };
  const response = await api.request(path, { method: 'POST', headers, ...(body && { body }) });
  if (!response.ok) throw new ApiError((await response.json()) as ApiProblem);
  for await (const line of ndjsonLines<Line>(response)) {
    if ('error' in line) throw new ApiError(line.error);
    yield line;
  }
}

const number = (options: Record<string, string | boolean | undefined>, name: string): number | undefined => {
  const text = options[name];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new UsageError(`--${name} must be a number.`);
};

/** What is wrong with a line, where, and what to do: one cell. */
function whyNot({ message, place, remedy }: Problem): string {
  const at = where({ ...place });
  return `${message}${at && ` (${at})`} → ${remedy}`;
}

function printer(format: string, out: Output): { result(r: ScreeningResult): void; end(): void } {
  const rows: string[][] = [];
  const cells = (r: ScreeningResult): string[][] =>
    r.problems && r.findings.length === 0
      ? [[r.id ?? '', r.name, '', '', '', r.problems[0]!.code, whyNot(r.problems[0]!)]]
      : r.findings.map((f) => [
          r.id ?? '',
          r.name,
          String(f.rank),
          f.candidate,
          f.group ?? f.candidateId,
          f.alert ? 'ALERT' : (f.decision?.ruling ?? ''),
          `${f.kind} ${f.score.toFixed(3)}`,
        ]);
  if (format === 'ndjson') return { result: (r) => out.print(JSON.stringify(r)), end: () => {} };
  const header = ['id', 'name', 'rank', 'candidate', 'of', 'alert', 'kind and score'];
  if (format === 'csv') {
    out.print(stringify([header]).trimEnd());
    return { result: (r) => cells(r).forEach((row) => out.print(stringify([row]).trimEnd())), end: () => {} };
  }
  return { result: (r) => rows.push(...cells(r)), end: () => out.print(table(header, rows)) };
}

export const screen: Command = {
  path: ['screen'],
  positionals: ['[names.csv]'],
  summary: 'Screen a file of names, or a whole list, for possible conflicts with protected names',
  options: {
    against: {
      type: 'string',
      value: 'what',
      help: 'registry (all names held), a list id such as cn-eu/IV, or another CSV file',
      required: true,
    },
    list: { type: 'string', value: 'id', help: 'Screen all names of this list instead of a file' },
    top: { type: 'string', value: 'k', help: 'Best candidates per name, 5 when absent' },
    'min-score': { type: 'string', value: 's', help: 'Leave out candidates below this score, 0 to 1' },
    'alert-at': {
      type: 'string',
      value: 'n',
      help: 'Alert at this many expected false alerts per million comparisons, or fewer',
    },
    format: { type: 'string', value: 'f', help: 'table, csv or ndjson; table when absent' },
  },
  examples: [
    'gi-gateway screen brands.csv --against registry --format ndjson',
    'gi-gateway screen new-marks.csv --against protected.csv --top 3',
    'gi-gateway screen --list cn-eu/IV --against register/cn',
  ],
  async run({ args, options, config, out }) {
    const [file] = args;
    const list = options['list'];
    if ((file === undefined) === (list === undefined))
      throw new UsageError('Name either a file of names or a --list.');
    const format = out.json ? 'ndjson' : String(options['format'] ?? 'table');
    if (!['table', 'csv', 'ndjson'].includes(format))
      throw new UsageError('--format must be table, csv or ndjson.');
    const against = String(options['against']);
    const settings = {
      topK: number(options, 'top') ?? 5,
      minScore: number(options, 'min-score') ?? 0,
      alertAt: number(options, 'alert-at'),
    };
    const fromFile = file !== undefined && /\.csv$/i.test(against);
    if (file !== undefined) await access(file, constants.R_OK);
    const query = new URLSearchParams({
      against,
      topK: String(settings.topK),
      minScore: String(settings.minScore),
    });
    if (settings.alertAt !== undefined) query.set('alertAt', String(settings.alertAt));
    const api = fromFile ? undefined : await connect(config);
    try {
      const { alertAt, ...rest } = settings;
      const results = api
        ? throughGateway(
            api,
            `${file === undefined ? `/lists/${String(list)}/screenings` : '/screenings/batch'}?${query}`,
            file,
          )
        : againstFile(file!, against, { ...rest, ...(alertAt !== undefined && { alertAt }) });
      const print = printer(format, out);
      let done = 0;
      let alerts = 0;
      let unusable = 0;
      for await (const result of results) {
        print.result(result);
        if (result.findings.some((f) => f.alert)) alerts++;
        if (result.problems?.some((p) => p.severity === 'error')) unusable++;
        for (const line of problemLines((result.problems ?? []) as never)) out.note(line);
        if (++done % 50 === 0 && out.interactive) process.stderr.write(`\r  ${done} names screened `);
      }
      if (out.interactive) process.stderr.write('\r\x1b[K');
      print.end();
      out.note(
        `${done - unusable} name(s) screened, ${alerts} with an alert. A finding is a possible conflict, never a verdict.`,
      );
      if (unusable > 0) out.note(`${unusable} line(s) could not be screened.`);
      return unusable > 0 ? exit.refused : exit.ok;
    } finally {
      await api?.close();
    }
  },
};

export const decide: Command = {
  path: ['decide'],
  positionals: ['<name>', '<other>'],
  summary: 'Record a ruling on two names, so that the pair is shown with it and not raised anew',
  options: {
    ruling: {
      type: 'string',
      value: 'r',
      help: 'coexist, conflict, same-entity or no-conflict',
      required: true,
    },
    reason: { type: 'string', value: 'text', help: 'Why', required: true },
  },
  examples: [
    'gi-gateway decide "Kraški pršut" "Krčki pršut" --ruling coexist --reason "both registered in the EU"',
  ],
  async run({ args, options, config, out }) {
    const api = await connect(config);
    try {
      const body = {
        nameA: args[0],
        nameB: args[1],
        ruling: options['ruling'],
        reason: options['reason'],
      };
      const decision = await api.json<{ ruling: string }>('/decisions', jsonBody('POST', body));
      out.print(
        out.json
          ? JSON.stringify(decision, null, 2)
          : `${args[0]} and ${args[1]}: ${decision.ruling}, on record.`,
      );
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};
