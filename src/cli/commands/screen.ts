import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';
import type { Finding, NameRecord, ScreenOptions, ScreenQuery } from '../../names/engine.ts';
import { InputError, type Problem } from '../../gi/problem.ts';
import { productClasses, type ProductClass } from '../../gi/product.ts';
import { exit, UsageError, type Command, type Output } from '../command.ts';
import { connect } from '../connection.ts';
import { table } from '../output.ts';

interface Row extends ScreenQuery {
  id: string;
}

export interface Screened {
  id: string;
  name: string;
  findings: (Finding & { decision?: { ruling: string } })[];
  problems?: Problem[];
}

const BATCH = 200;

function fault(code: string, message: string, remedy: string, place: Problem['place']): InputError {
  return new InputError([{ code, severity: 'error', message, remedy, place }]);
}

function goodsOf(text: string | undefined, line: number): ProductClass[] | undefined {
  if (!text) return undefined;
  return text
    .split(/[|;,\s]+/)
    .filter(Boolean)
    .map((part) => {
      const known = productClasses.find((c) => c === part);
      if (known) return known;
      throw fault(
        'screen/goods',
        `"${part}" is not a product class.`,
        `Use ${productClasses.join(', ')}, joined by |.`,
        { line, field: 'goods' },
      );
    });
}

/**
 * Names of a CSV file with the header `id,name` and optional `language` and `goods` (product classes joined by `|`).
 * Read as a stream.
 * @throws InputError with the line
 */
async function* readNames(file: string): AsyncIterable<Row> {
  const parser = parse({
    columns: true,
    bom: true,
    skip_empty_lines: true,
    relax_column_count_less: true,
    info: true,
  });
  // A file that cannot be read ends the parser with its error, which the loop below meets.
  pipeline(createReadStream(file), parser).catch(() => {});
  let checked = false;
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: Record<string, string>;
      info: { lines: number };
    }>) {
      if (!checked && !('id' in record && 'name' in record)) {
        throw fault(
          'screen/header',
          `${file} has the columns ${Object.keys(record).join(', ')}.`,
          'The first line must name the columns: id,name and optionally language,goods.',
          { line: 1 },
        );
      }
      checked = true;
      const { id, name, language, goods } = record;
      if (!id)
        throw fault('screen/no-id', 'The record has no id.', 'Give every name an id; results refer to it.', {
          line: info.lines,
          field: 'id',
        });
      const classes = goodsOf(goods, info.lines);
      yield { id, name: name ?? '', ...(language && { language }), ...(classes && { goods: classes }) };
    }
  } catch (error) {
    const { code, message, lines } = error as Error & { code?: string; lines?: number };
    if (code?.startsWith('CSV_'))
      throw fault('screen/csv', message, 'Save the file as comma-separated text in UTF-8.', {
        ...(lines && { line: lines }),
      });
    throw error;
  }
}

async function* batched(rows: AsyncIterable<Row>): AsyncIterable<Row[]> {
  let batch: Row[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Screens against the names of another file, without a database. */
async function againstFile(
  file: string,
  options: ScreenOptions,
): Promise<(rows: Row[]) => Promise<Screened[]>> {
  const records: NameRecord[] = [];
  for await (const row of readNames(file)) if (row.name) records.push(row);
  const { createNameEngine } = await import('../../names/engine.ts');
  const engine = createNameEngine(records);
  return async (rows) =>
    rows.map(({ id, ...query }) => {
      try {
        return { id, name: query.name, findings: engine.screen(query, options) };
      } catch (error) {
        if (error instanceof InputError)
          return { id, name: query.name, findings: [], problems: error.problems };
        throw error;
      }
    });
}

const number = (options: Record<string, string | boolean | undefined>, name: string): number | undefined => {
  const text = options[name];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new UsageError(`--${name} must be a number.`);
};

function printer(format: string, out: Output): { result(r: Screened): void; end(): void } {
  const rows: string[][] = [];
  const cells = (r: Screened): string[][] =>
    r.problems
      ? [[r.id, r.name, '', '', '', r.problems[0]!.code, r.problems[0]!.message]]
      : r.findings.map((f) => [
          r.id,
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
  positionals: ['<names.csv>'],
  summary: 'Screen a file of names for possible conflicts with protected names',
  options: {
    against: {
      type: 'string',
      value: 'registry|file.csv',
      help: 'All names held, or the names of another CSV file',
      required: true,
    },
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
  ],
  async run({ args, options, config, out }) {
    const format = out.json ? 'ndjson' : String(options['format'] ?? 'table');
    if (!['table', 'csv', 'ndjson'].includes(format))
      throw new UsageError('--format must be table, csv or ndjson.');
    const against = String(options['against']);
    const minScore = number(options, 'min-score');
    const alertAt = number(options, 'alert-at');
    const settings = {
      topK: number(options, 'top') ?? 5,
      ...(minScore !== undefined && { minScore }),
      ...(alertAt !== undefined && { alertAt }),
    };
    const api = against === 'registry' ? await connect(config) : undefined;
    try {
      const run = api
        ? async (names: Row[]) => {
            const body = JSON.stringify({ names, ...settings });
            return (
              await api.json<{ results: Screened[] }>('/screenings', {
                method: 'POST',
                body,
                headers: { 'content-type': 'application/json' },
              })
            ).results;
          }
        : await againstFile(against, settings);
      const print = printer(format, out);
      let done = 0;
      let alerts = 0;
      for await (const batch of batched(readNames(args[0]!))) {
        for (const result of await run(batch)) {
          print.result(result);
          if (result.findings.some((f) => f.alert)) alerts++;
        }
        done += batch.length;
        if (out.interactive) process.stderr.write(`\r  ${done} names screened `);
      }
      if (out.interactive) process.stderr.write('\r\x1b[K');
      print.end();
      out.note(
        `${done} name(s) screened, ${alerts} with an alert. A finding is a possible conflict, never a verdict.`,
      );
      return exit.ok;
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
    ruling: { type: 'string', value: 'r', help: 'coexist, conflict or same-entity', required: true },
    reason: { type: 'string', value: 'text', help: 'Why', required: true },
  },
  examples: [
    'gi-gateway decide "Kraški pršut" "Krčki pršut" --ruling coexist --reason "both registered in the EU"',
  ],
  async run({ args, options, config, out }) {
    const api = await connect(config);
    try {
      const body = JSON.stringify({
        nameA: args[0],
        nameB: args[1],
        ruling: options['ruling'],
        reason: options['reason'],
      });
      const decision = await api.json<{ ruling: string }>('/decisions', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      });
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
