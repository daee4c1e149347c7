import { exit, type Command } from '../command.ts';
import { ApiError, connect, type ApiProblem } from '../connection.ts';
import { download } from '../download.ts';
import { table } from '../output.ts';

interface LossReport {
  list: string;
  version: number;
  format: string;
  entries: number;
  losses: { field: string; message: string; entries: number; keys: string[] }[];
}

function lossTable({ list, version, format, entries, losses }: LossReport): string {
  const of = `${list} version ${version}, ${entries} entries, as ${format}`;
  if (losses.length === 0) return `Nothing is lost of ${of}.`;
  const rows = losses.map((l) => [l.field, String(l.entries), l.keys.slice(0, 3).join(', '), l.message]);
  return `${of}: a reader that passes over the companion data does not get\n${table(['field', 'entries', 'such as', 'why'], rows)}`;
}

export const exportCommand: Command = {
  path: ['export'],
  positionals: [],
  summary: 'Write a list as ST.96 XML, JSON or CSV, to a file or to standard output',
  options: {
    list: { type: 'string', value: 'id', help: 'List to write', required: true },
    format: { type: 'string', value: 'id', help: 'st96, json, csv or bundle', required: true },
    version: { type: 'string', value: 'number', help: 'Version; the current one when absent' },
    'as-of': { type: 'string', value: 'day', help: 'The version that applied on a day, YYYY-MM-DD' },
    out: { type: 'string', value: 'file', help: 'File to write; standard output when absent' },
    losses: { type: 'boolean', help: 'Write nothing, but say what the format does not carry' },
  },
  examples: [
    'gi-gateway export --list cn-eu/III --format st96 --out annex-iii.xml',
    'gi-gateway export --list cn-eu/III --format st96 --losses',
  ],
  async run({ options, config, out }) {
    const params = new URLSearchParams({ format: String(options['format']) });
    if (options['version']) params.set('version', String(options['version']));
    if (options['as-of']) params.set('asOf', String(options['as-of']));
    const api = await connect(config);
    try {
      if (options['losses']) {
        const report = await api.json<LossReport>(`/lists/${String(options['list'])}/losses?${params}`);
        out.print(out.json ? JSON.stringify(report, null, 2) : lossTable(report));
        return exit.ok;
      }
      const response = await api.request(`/lists/${String(options['list'])}/document?${params}`);
      if (!response.ok) throw new ApiError((await response.json()) as ApiProblem);
      const file = typeof options['out'] === 'string' ? options['out'] : undefined;
      await download(response, file);
      if (file === undefined) return exit.ok;
      const version = Number(response.headers.get('x-list-version'));
      const contentHash = response.headers.get('x-content-hash');
      if (out.json) out.print(JSON.stringify({ list: options['list'], version, contentHash, file }));
      else out.print(`Wrote ${String(options['list'])} version ${version} to ${file}.`);
      const corrected = Number(response.headers.get('x-corrections') ?? 0);
      if (corrected > 0)
        out.note(
          `${corrected} field(s) are corrected, not the partner’s own word: gi-gateway corrections --list ${String(options['list'])}`,
        );
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};
