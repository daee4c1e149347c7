import { UsageError, type Command, type Output } from '../command.ts';
import { connected } from '../connected.ts';
import type { Connection } from '../connection.ts';
import { table } from '../output.ts';
import { jsonBody } from '../request.ts';

interface Preview {
  quietens: number;
  reopens: number;
  marksToCompare: number;
  examples: { id: string; mark: { text: string }; candidate: string }[];
}

async function preview(api: Connection, out: Output, change: object): Promise<void> {
  const told = await api.json<Preview>('/watch/noise/preview', jsonBody('POST', change));
  if (out.json) return out.print(JSON.stringify(told, null, 2));
  out.print(`Would quieten ${told.quietens} open alert(s), and open ${told.reopens} that are quiet.`);
  if (told.marksToCompare > 0)
    out.print(
      `Would compare ${told.marksToCompare} mark(s) again, for what the rule kept from being raised.`,
    );
  for (const { id, mark, candidate } of told.examples)
    out.print(`  ${mark.text} beside ${candidate} (${id})`);
  if (told.quietens > told.examples.length)
    out.print(`  … and ${told.quietens - told.examples.length} more.`);
  out.note('Nothing was changed; leave --preview out to set the rule.');
}

interface Rules {
  defaultAlertAt: number;
  rules: { scope: string; alertAt: number; reason: string }[];
}

/** The command that shows and sets how loud the watch is. */
export const noiseCommand: Command = {
  path: ['watch', 'noise'],
  positionals: [],
  summary: 'How loud the watch is; with --scope, set a threshold',
  options: {
    scope: { type: 'string', value: 'scope', help: 'all, agreement:<id> or class:<Nice class>' },
    at: {
      type: 'string',
      value: 'number',
      help: 'Expected false alerts per million comparisons that are still worth an alert; 0 raises none',
    },
    'by-default': { type: 'boolean', help: 'Take the rule of the scope away' },
    reason: { type: 'string', value: 'text', help: 'Why' },
    preview: { type: 'boolean', help: 'Only say which open alerts it would quieten' },
  },
  examples: [
    'gi-gateway watch noise',
    'gi-gateway watch noise --scope class:42 --at 0 --preview',
    'gi-gateway watch noise --scope class:42 --at 0 --reason "services"',
  ],
  run: connected(
    async (api, { options, out }) => {
      const { scope, at, reason } = options;
      const change = { scope, ...(at !== undefined && { alertAt: Number(at) }) };
      if (options['preview']) return preview(api, out, change);
      const done = scope
        ? await api.json<{ quietened: number; reopened: number; marksToCompare: number }>(
            '/watch/noise',
            jsonBody('PUT', { ...change, reason }),
          )
        : undefined;
      const all = await api.json<Rules>('/watch/noise');
      if (out.json) return out.print(JSON.stringify({ ...all, ...done }, null, 2));
      out.print(
        `${all.defaultAlertAt} expected false alerts per million comparisons where no rule says otherwise.`,
      );
      if (all.rules.length > 0)
        out.print(
          table(
            ['scope', 'at most', 'why'],
            all.rules.map((r) => [r.scope, String(r.alertAt), r.reason]),
          ),
        );
      if (done)
        out.note(
          `${done.quietened} open alert(s) became quiet, ${done.reopened} opened again; what somebody dealt with stays as it is.`,
        );
      if (done && done.marksToCompare > 0)
        out.note(
          `${done.marksToCompare} mark(s) are compared again within a minute, or by \`gi-gateway watch rescreen\`.`,
        );
    },
    ({ scope, at, reason, preview: only, 'by-default': away }) => {
      if (!scope && (at ?? away ?? only) !== undefined)
        throw new UsageError('--scope is missing: all, agreement:<id> or class:<n>.');
      if (!scope) return;
      if (!reason && !only) throw new UsageError('--reason is missing.');
      if ((at === undefined) === (away === undefined))
        throw new UsageError('Give --at, or --by-default to take the rule away.');
      if (at !== undefined && !/^\d+(\.\d+)?$/.test(String(at))) throw new UsageError('--at needs a number.');
    },
  ),
};
