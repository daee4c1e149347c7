import { accessOf, accessOptions } from '../access-options.ts';
import { exit, UsageError, type Command } from '../command.ts';
import { connect } from '../connection.ts';
import { table } from '../output.ts';
import { jsonBody } from '../request.ts';

interface Run {
  startedAt: string;
  outcome: string;
  detail: string;
  draftId?: string;
}
interface Source {
  id: string;
  listId: string;
  location: string;
  everySeconds: number;
  enabled: boolean;
  running: boolean;
  failures: number;
  nextAt?: string;
  lastRun?: Run;
}

const units: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };

function secondsOf(text: string): number {
  const [, number, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (!number || !unit) throw new UsageError('--every is written like 30s, 15m, 6h or 1d.');
  return Number(number) * units[unit]!;
}

const minutes = (instant: string | undefined): string => instant?.slice(0, 16).replace('T', ' ') ?? '–';
const told = (run: Run | undefined): string =>
  run
    ? `${minutes(run.startedAt)} ${run.outcome}: ${run.detail}${run.draftId ? `, ${run.draftId}` : ''}`
    : 'never yet';

const add: Command = {
  path: ['sync', 'add'],
  positionals: ['<url-or-folder>'],
  summary: 'Pull a list from a URL on a schedule, or watch a drop folder; what comes is a draft to review',
  options: {
    list: { type: 'string', value: 'id', help: 'List it is for', required: true },
    every: { type: 'string', value: 'time', help: 'How often to look: 15m, 6h, 1d (URLs), 30s (folders)' },
    partner: { type: 'string', value: 'code', help: 'Whose word it is; it is trusted as that partner' },
    format: { type: 'string', value: 'id', help: 'Format; detected from each file when absent' },
    partial: { type: 'boolean', help: 'What a file leaves out stays on the list' },
    ...accessOptions,
  },
  examples: [
    'gi-gateway sync add "https://gi.example.eu/api/v1/lists/cn-eu/IV/document?format=json" --list cn-eu/IV --partner EU',
    'gi-gateway sync add eu-annex-iv --list cn-eu/IV    # files put into DROP_DIR/eu-annex-iv',
  ],
  async run({ args, options, config, out }) {
    const [location] = args as [string];
    const kind = /^https?:\/\//i.test(location) ? 'url' : 'folder';
    const every =
      typeof options['every'] === 'string' ? secondsOf(options['every']) : kind === 'url' ? 86_400 : 30;
    const wanted = {
      location,
      kind,
      listId: options['list'],
      everySeconds: every,
      mode: options['partial'] ? 'partial' : 'full',
      ...(options['partner'] && { partner: options['partner'] }),
      ...(options['format'] && { format: options['format'] }),
      ...(await accessOf(options)),
    };
    const api = await connect(config);
    try {
      const source = await api.json<Source>('/syncs', jsonBody('POST', wanted));
      if (out.json) out.print(JSON.stringify(source, null, 2));
      else
        out.print(
          `${source.id}: ${kind === 'folder' ? `files in ${config.dropDir}/${location}` : location} for ${source.listId}, while the gateway runs. Look now with: gi-gateway sync run ${source.id}`,
        );
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

const list: Command = {
  path: ['sync', 'list'],
  positionals: [],
  summary: 'Show where lists come from by themselves, what came of the last look, and when the next is',
  options: {},
  examples: ['gi-gateway sync list'],
  async run({ config, out }) {
    const api = await connect(config);
    try {
      const answer = await api.json<{ sources: Source[] }>('/syncs');
      if (out.json) out.print(JSON.stringify(answer, null, 2));
      else
        out.print(
          table(
            ['source', 'list', 'from', 'next', 'last'],
            answer.sources.map((s) => [
              s.id,
              s.listId,
              s.location,
              s.running ? 'now' : s.enabled ? minutes(s.nextAt) : 'off',
              told(s.lastRun) + (s.failures > 1 ? ` (${s.failures} times)` : ''),
            ]),
          ),
        );
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

const run: Command = {
  path: ['sync', 'run'],
  positionals: ['<source>'],
  summary: 'Look at a source now',
  options: {},
  examples: ['gi-gateway sync run syn_…'],
  async run({ args, config, out }) {
    const api = await connect(config);
    try {
      const done = await api.json<Run>(`/syncs/${args[0]}/runs`, { method: 'POST' });
      out.print(out.json ? JSON.stringify(done, null, 2) : told(done));
      return done.outcome === 'failed' ? exit.refused : exit.ok;
    } finally {
      await api.close();
    }
  },
};

const setState = (verb: 'enable' | 'disable', summary: string): Command => ({
  path: ['sync', verb],
  positionals: ['<source>'],
  summary,
  options: {},
  examples: [`gi-gateway sync ${verb} syn_…`],
  async run({ args, config, out }) {
    const api = await connect(config);
    try {
      const wish = jsonBody('PUT', { enabled: verb === 'enable' });
      const source = await api.json<Source>(`/syncs/${args[0]}/state`, wish);
      out.print(
        out.json ? JSON.stringify(source, null, 2) : `${source.id} is ${source.enabled ? 'on' : 'off'}.`,
      );
      return exit.ok;
    } finally {
      await api.close();
    }
  },
});

export const syncCommands: Command[] = [
  add,
  list,
  run,
  setState('enable', 'Look at a source again on its schedule'),
  setState('disable', 'Look at a source no more'),
];
