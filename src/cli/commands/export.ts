import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { exit, type Command } from '../command.ts';
import { ApiError, connect, type ApiProblem } from '../connection.ts';

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
  },
  examples: ['gi-gateway export --list cn-eu/III --format st96 --out annex-iii.xml'],
  async run({ options, config, out }) {
    const params = new URLSearchParams({ format: String(options['format']) });
    if (options['version']) params.set('version', String(options['version']));
    if (options['as-of']) params.set('asOf', String(options['as-of']));
    const api = await connect(config);
    try {
      const response = await api.request(`/lists/${String(options['list'])}/document?${params}`);
      if (!response.ok) throw new ApiError((await response.json()) as ApiProblem);
      const content = Readable.fromWeb(response.body as never);
      const file = options['out'];
      if (typeof file !== 'string') {
        await pipeline(content, process.stdout, { end: false }).catch((error: NodeJS.ErrnoException) => {
          // `| head` has read enough.
          if (error.code !== 'EPIPE') throw error;
        });
        return exit.ok;
      }
      // A broken-off export must not pass for a whole one: it gets its name only at the end.
      const part = `${file}.part`;
      try {
        await pipeline(content, createWriteStream(part));
        await rename(part, file);
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
      const version = Number(response.headers.get('x-list-version'));
      const contentHash = response.headers.get('x-content-hash');
      if (out.json) out.print(JSON.stringify({ list: options['list'], version, contentHash, file }));
      else out.print(`Wrote ${String(options['list'])} version ${version} to ${file}.`);
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};
