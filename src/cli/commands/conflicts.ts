import { UsageError, type Command, type Invocation, type Output } from '../command.ts';
import { connected } from '../connected.ts';
import { ApiError, type ApiProblem, type Connection } from '../connection.ts';
import { ndjsonLines } from '../ndjson.ts';
import { table } from '../output.ts';
import { jsonBody } from '../request.ts';

interface Conflict {
  id: string;
  draftId: string;
  listId: string;
  key: string;
  giId: string;
  heldList: string;
  name: string;
  heldName: string;
  kind: string;
  score: number;
  moot: boolean;
  decided?: { ruling: string };
  pairs: { explanation: { segments: { query: string; candidate: string }[] } }[];
}

export interface Status {
  screening: string;
  names: number;
  screened: number;
  total: number;
  open: number;
}

type Line = { progress: { names: number; screened: number } } | { status: Status } | { error: ApiProblem };

/** Screens a draft, with its progress on a terminal. */
export async function screenDraft(api: Connection, draft: string, out: Output): Promise<Status> {
  const response = await api.request(`/drafts/${draft}/screening`, {
    method: 'POST',
    headers: { accept: 'application/x-ndjson' },
  });
  if (!response.ok) throw new ApiError((await response.json()) as ApiProblem);
  for await (const line of ndjsonLines<Line>(response)) {
    if ('error' in line) throw new ApiError(line.error);
    if ('status' in line) {
      if (out.interactive) process.stderr.write('\r\x1b[K');
      return line.status;
    }
    const { names, screened } = line.progress;
    if (out.interactive) process.stderr.write(`\r  ${screened} of ${names} names screened `);
  }
  throw new Error('the answer ended before its status');
}

const rulings = ['coexist', 'conflict', 'same-entity', 'no-conflict'];
const filterNames = ['list', 'state', 'kind', 'text'] as const;

function filterOf(options: Invocation['options']): Record<string, string> {
  return Object.fromEntries(
    filterNames.filter((n) => typeof options[n] === 'string').map((n) => [n, String(options[n])]),
  );
}

/** How the command was called: what to decide, if anything. */
function rulingOf(options: Invocation['options'], args: string[] = ['']): string | undefined {
  const ruling = options['ruling'];
  if (ruling === undefined) return undefined;
  if (!rulings.includes(String(ruling)))
    throw new UsageError(`--ruling must be one of ${rulings.join(', ')}.`);
  if (!options['reason']) throw new UsageError('--ruling needs a --reason.');
  if (args.length === 0) throw new UsageError('To decide, name the draft.');
  if (options['reject'] && ruling !== 'conflict')
    throw new UsageError('--reject goes with --ruling conflict.');
  return String(ruling);
}

const SHOWN = 100;

const conflicts: Command = {
  path: ['conflicts'],
  positionals: ['[draft]'],
  summary:
    'Show the possible conflicts of open drafts with names held elsewhere, or decide those that a filter means',
  options: {
    list: { type: 'string', value: 'id', help: 'Only of drafts of this list' },
    state: { type: 'string', value: 'state', help: 'Only open or decided ones' },
    kind: {
      type: 'string',
      value: 'kind',
      help: 'Only of this kind: identical, transliteration, containment, …',
    },
    text: { type: 'string', value: 'text', help: 'Only where a key or one of the names contains this' },
    id: { type: 'string', value: 'id', help: 'Only this conflict' },
    screen: { type: 'boolean', help: 'Screen the draft first' },
    ruling: { type: 'string', value: 'r', help: 'coexist, conflict, same-entity or no-conflict; remembered' },
    reason: { type: 'string', value: 'text', help: 'Why' },
    reject: { type: 'boolean', help: 'With --ruling conflict: reject the entries too' },
  },
  examples: [
    'gi-gateway conflicts ver_… --screen',
    'gi-gateway conflicts ver_… --id cnf_… --ruling coexist --reason "other goods, other public"',
    'gi-gateway conflicts ver_… --kind identical --ruling conflict --reject --reason "asked the partner"',
  ],
  run: connected(async (api, { args, options, out }) => {
    const [draft] = args;
    const ruling = rulingOf(options, args);
    const filter = filterOf(options);
    if (options['screen']) {
      if (!draft) throw new UsageError('To screen, name the draft.');
      const status = await screenDraft(api, draft, out);
      out.note(`${status.names} new name(s) screened.`);
    }
    const query = new URLSearchParams({ ...filter, limit: String(SHOWN), ...(draft && { draft }) });
    if (ruling) {
      const ids = typeof options['id'] === 'string' ? [options['id']] : undefined;
      // Only what is open is decided, unless it is named.
      const meant = ids ? { ids } : { state: 'open', ...filter };
      for (const [name, value] of Object.entries(meant)) if (name !== 'ids') query.set(name, String(value));
      const { total } = await api.json<{ total: number }>(`/conflicts?${query}`);
      const body = {
        filter: meant,
        ruling,
        reason: options['reason'],
        reject: options['reject'] === true,
        expected: ids ? 1 : total,
      };
      const answer = await api.json<{ decided: number }>(
        `/drafts/${draft}/conflict-decisions`,
        jsonBody('POST', body),
      );
      return out.print(out.json ? JSON.stringify(answer) : `${answer.decided} conflict(s): ${ruling}.`);
    }
    const page = await api.json<{ total: number; open: number; conflicts: Conflict[] }>(
      `/conflicts?${query}`,
    );
    if (out.json) return out.print(JSON.stringify(page, null, 2));
    if (page.total === 0) return out.print('There is no such conflict.');
    out.print(`${page.open} of ${page.total} to decide. A finding is a possible conflict, never a verdict.`);
    const rows = page.conflicts.map((c) => [
      c.id,
      c.listId,
      c.name,
      c.heldName,
      c.heldList,
      `${c.kind} ${c.score.toFixed(2)}`,
      c.pairs[0]!.explanation.segments.map((s) => `${s.query || '–'}=${s.candidate || '–'}`).join(' '),
      c.decided?.ruling ?? (c.moot ? 'rejected' : 'open'),
    ]);
    out.print(table(['conflict', 'list', 'name', 'held name', 'held on', 'kind', 'parts', 'state'], rows));
    if (page.total > SHOWN) out.print(`  … and ${page.total - SHOWN} more; narrow them down with a filter.`);
  }, rulingOf),
};

export const conflictCommands: Command[] = [conflicts];
