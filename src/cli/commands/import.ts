import { createReadStream } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { exit, UsageError, type Command, type Output } from '../command.ts';
import { ApiError, connect, type ApiProblem, type Connection } from '../connection.ts';
import { ndjsonLines } from '../ndjson.ts';
import { problemLines } from '../output.ts';
import { jsonBody } from '../request.ts';
import { changeInWords } from '../values.ts';

interface Report {
  importId: string;
  listId: string;
  file: { sha256: string; size: number };
  format: string;
  records: number;
  problems: NonNullable<ApiProblem['problems']>;
  draftId?: string;
  baseNumber?: number;
  changes: { added: number; removed: number; changed: number };
  successions: { kind: string; from: string[]; to: string[] }[];
}

export interface Change {
  change: 'added' | 'removed' | 'changed';
  key: string;
  before?: { names: { text: string }[] };
  after?: { names: { text: string }[] };
  fields?: { field: string; before?: unknown; after?: unknown }[];
}

/** How far an import is, as the API tells it. */
interface Progress {
  stage: 'receiving' | 'reading' | 'comparing';
  records: number;
  bytes: number;
  totalBytes?: number;
}

type Line = { progress: Progress } | { report: Report } | { error: ApiProblem };

const WIDTH = 24;

/** One line that is written over itself: `[#####     ] 41 % read, 41000 records`. */
export function bar({ stage, records, bytes, totalBytes }: Progress): string {
  const share = totalBytes ? Math.min(1, bytes / totalBytes) : 0;
  const done = Math.round(share * WIDTH);
  const what = stage === 'receiving' ? 'received' : stage === 'reading' ? 'read' : 'read, comparing';
  const percent = totalBytes ? `${Math.round(100 * share)} %` : `${(bytes / 1e6).toFixed(1)} MB`;
  return `\r\x1b[K  [${'#'.repeat(done)}${' '.repeat(WIDTH - done)}] ${percent} ${what}, ${records} records`;
}

async function upload(api: Connection, path: string, file: string, out: Output): Promise<Report> {
  const body = Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
  const response = await api.request(path, {
    method: 'POST',
    body,
    headers: { accept: 'application/x-ndjson' },
  });
  if (!response.ok) throw new ApiError((await response.json()) as ApiProblem);
  for await (const line of ndjsonLines<Line>(response)) {
    if ('error' in line) throw new ApiError(line.error);
    if ('report' in line) return line.report;
    if (out.interactive) process.stderr.write(bar(line.progress));
  }
  throw new Error('the answer ended before its report');
}

const sign = { added: '+', removed: '-', changed: '~' };

export function changeLines(change: Change): string[] {
  const names = (change.after ?? change.before)?.names.map((n) => n.text).join(' / ') ?? '';
  const head = `  ${sign[change.change]} ${change.key}  ${names}`;
  return [head, ...(change.fields ?? []).map((f) => `      ${f.field}: ${changeInWords(f.before, f.after)}`)];
}

async function printChanges(api: Connection, draftId: string, limit: number, out: Output): Promise<void> {
  let cursor = '';
  for (let shown = 0; shown < limit;) {
    const take = Math.min(500, limit - shown);
    const page = await api.json<{ changes: Change[]; next?: string }>(
      `/drafts/${draftId}/changes?limit=${take}&cursor=${encodeURIComponent(cursor)}`,
    );
    for (const change of page.changes) for (const line of changeLines(change)) out.print(line);
    shown += page.changes.length;
    if (!page.next) return;
    cursor = page.next;
  }
  out.print(`  … more changes; --all shows every one.`);
}

function query(file: string, options: Record<string, string | boolean | undefined>): string {
  const params = new URLSearchParams({
    fileName: basename(file),
    mode: options['partial'] ? 'partial' : 'full',
  });
  if (options['source'] && !options['evidence']) throw new UsageError('--source needs --evidence.');
  for (const [name, parameter] of [
    ['format', 'format'],
    ['evidence', 'evidence'],
    ['source', 'source'],
    ['effective-on', 'effectiveOn'],
  ] as const) {
    const value = options[name];
    if (typeof value === 'string') params.set(parameter, value);
  }
  return params.toString();
}

export const importCommand: Command = {
  path: ['import'],
  positionals: ['<file>'],
  summary: 'Read a partner’s file towards a list: shows what it would change and leaves a draft',
  options: {
    list: {
      type: 'string',
      value: 'id',
      help: 'List the file belongs to, e.g. cn-eu/IV or register/eu',
      required: true,
    },
    format: {
      type: 'string',
      value: 'id',
      help: 'eambrosia, st96, json, csv or bundle; detected when absent',
    },
    partial: { type: 'boolean', help: 'The file is a part of the list: what it leaves out stays' },
    evidence: {
      type: 'string',
      value: 'level',
      help: 'official, public-source or unverified; public-source when absent',
    },
    source: {
      type: 'string',
      value: 'citation',
      help: 'Where the file was read, e.g. "OJ L 408I, 4.12.2020, annex III"',
    },
    'effective-on': {
      type: 'string',
      value: 'day',
      help: 'Day the version applies from, YYYY-MM-DD; the day of publication when absent',
    },
    all: { type: 'boolean', help: 'Show every change, not the first 50' },
  },
  examples: [
    'gi-gateway import eambrosia.json --list register/eu --evidence official --source "eAmbrosia, 2022-03-31"',
    'gi-gateway import annex-iv.xml --list cn-eu/IV --partial',
  ],
  async run({ args, options, config, out }) {
    const [file] = args as [string];
    const list = String(options['list']);
    const search = query(file, options);
    await access(file, constants.R_OK);
    const api = await connect(config);
    try {
      const report = await upload(api, `/lists/${list}/imports?${search}`, file, out);
      if (out.interactive) process.stderr.write('\r\x1b[K');
      const errors = report.problems.filter((p) => p.severity === 'error').length;
      if (out.json) {
        out.print(JSON.stringify(report, null, 2));
        return errors > 0 ? exit.refused : exit.ok;
      }
      const { added, changed, removed } = report.changes;
      out.print(
        `Read ${report.records} records of ${basename(file)} as ${report.format}; kept under SHA-256 ${report.file.sha256.slice(0, 16)}…`,
      );
      if (report.problems.length > 0) {
        out.print(`${errors} error(s), ${report.problems.length - errors} warning(s):`);
        const bySeverity = [...report.problems].sort((a, b) => (a.severity < b.severity ? -1 : 1));
        for (const line of problemLines(bySeverity, Math.max(errors, 10))) out.print(line);
      }
      if (!report.draftId) {
        out.print(`No change against version ${report.baseNumber} of ${list}: nothing to publish.`);
        return errors > 0 ? exit.refused : exit.ok;
      }
      out.print(
        `Against ${report.baseNumber ? `version ${report.baseNumber}` : 'an empty list'}: ${added} added, ${changed} changed, ${removed} removed.`,
      );
      if (removed > 0 && !options['partial'])
        out.print(
          `Note: ${removed} name(s) held would be removed. If the file is only a part of the list, import it with --partial.`,
        );
      for (const { kind, from, to } of report.successions)
        out.print(`  ${kind}: ${from.join(' + ')} → ${to.join(' + ')}`);
      await printChanges(api, report.draftId, options['all'] ? Infinity : 50, out);
      out.print(
        `Possible conflicts of its names: gi-gateway conflicts ${report.draftId} --screen\nDraft ${report.draftId} is left for review. To publish: gi-gateway publish --list ${list}${errors > 0 ? ' --accept-problems "reason"' : ''}`,
      );
      return errors > 0 ? exit.refused : exit.ok;
    } finally {
      await api.close();
    }
  },
};

export const publish: Command = {
  path: ['publish'],
  positionals: [],
  summary: 'Make a draft the current version of its list',
  options: {
    list: { type: 'string', value: 'id', help: 'List to publish', required: true },
    draft: { type: 'string', value: 'id', help: 'Draft to publish; the newest when absent' },
    'accept-problems': {
      type: 'string',
      value: 'reason',
      help: 'Publish without the records that could not be used; the reason is kept',
    },
    'effective-on': { type: 'string', value: 'day', help: 'Day the version applies from, YYYY-MM-DD' },
  },
  examples: ['gi-gateway publish --list register/eu'],
  async run({ options, config, out }) {
    const api = await connect(config);
    try {
      const body = {
        draftId: options['draft'],
        acceptProblems: options['accept-problems'],
        effectiveOn: options['effective-on'],
      };
      const published = await api.json<{
        listId: string;
        number: number;
        entryCount: number;
        effectiveOn: string;
        contentHash: string;
      }>(`/lists/${String(options['list'])}/publications`, jsonBody('POST', body));
      if (out.json) out.print(JSON.stringify(published, null, 2));
      else
        out.print(
          `${published.listId} is now at version ${published.number}: ${published.entryCount} entries, in effect from ${published.effectiveOn}, content ${published.contentHash.slice(0, 16)}…`,
        );
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

interface Run extends Progress {
  state: 'running' | 'done' | 'failed' | 'interrupted';
  listId: string;
  problemCount: number;
  draftId?: string;
}

const ASK_MS = 500;

export const resume: Command = {
  path: ['resume'],
  positionals: ['<import>'],
  summary: 'Read the kept file of an interrupted import again',
  options: {},
  examples: ['gi-gateway resume imp_01jd3q7m5x0k2v9c8b7n6m5p4q'],
  async run({ args, config, out }) {
    const api = await connect(config);
    try {
      const from = `/imports/${encodeURIComponent(args[0]!)}/resumption`;
      const { importId } = await api.json<{ importId: string }>(from, jsonBody('POST', {}));
      let run = await api.json<Run>(`/imports/${importId}`);
      while (run.state === 'running') {
        if (out.interactive) process.stderr.write(bar(run));
        await sleep(ASK_MS);
        run = await api.json<Run>(`/imports/${importId}`);
      }
      if (out.interactive) process.stderr.write('\r\x1b[K');
      if (out.json) out.print(JSON.stringify(run, null, 2));
      else
        out.print(
          run.state === 'done'
            ? `Read ${run.records} records, ${run.problemCount} problem(s). ${run.draftId ? `Draft ${run.draftId} is left for review.` : 'Nothing changes.'}`
            : `The file could not be used: ${run.problemCount} problem(s), see import ${importId}.`,
        );
      return run.state === 'done' ? exit.ok : exit.refused;
    } finally {
      await api.close();
    }
  },
};
