import { UsageError, type Command, type Invocation } from '../command.ts';
import { connected } from '../connected.ts';
import { fieldTable } from '../letters.ts';
import { table } from '../output.ts';
import { jsonBody } from '../request.ts';
import { changeLines, type Change } from './import.ts';

interface Counts {
  total: number;
  added: number;
  removed: number;
  changed: number;
  pending: number;
  accepted: number;
  rejected: number;
  loses: number;
}

interface Review {
  versionId: string;
  listId: string;
  createdBy: string;
  counts: Counts;
  openErrors: number;
  waiting: 'decisions' | 'approval' | 'publication';
  stale: boolean;
  assignee?: string;
}

type Reviewed = Change & { effect: string; decided?: { decision: string; by: string; comment?: string } };

const numbers = (c: Counts): string => `+${c.added} −${c.removed} ~${c.changed}`;

const drafts: Command = {
  path: ['drafts'],
  positionals: [],
  summary: 'Show the open drafts and what each waits for',
  options: {},
  examples: ['gi-gateway drafts'],
  run: connected(async (api, { out }) => {
    const answer = await api.json<{ drafts: Review[] }>('/drafts');
    if (out.json) return out.print(JSON.stringify(answer, null, 2));
    if (answer.drafts.length === 0) return out.print('No draft is open.');
    const rows = answer.drafts.map((d) => [
      d.versionId,
      d.listId,
      numbers(d.counts),
      d.counts.loses > 0 ? `${d.counts.loses} LOSE PROTECTION` : '',
      d.stale ? 'stale' : d.waiting,
      d.createdBy,
    ]);
    out.print(table(['draft', 'list', 'changes', '', 'waits for', 'by'], rows));
  }),
};

const filterOptions = {
  change: { type: 'string', value: 'kind', help: 'Only added, removed or changed' },
  state: { type: 'string', value: 'state', help: 'Only pending, accepted or rejected' },
  effect: {
    type: 'string',
    value: 'effect',
    help: 'Only changes that lose protection (loses) or gain it (gains)',
  },
  field: { type: 'string', value: 'name', help: 'Only where this part differs: status, names, dates, …' },
  text: { type: 'string', value: 'text', help: 'Only where a key or spelling contains this' },
} as const;

function filterOf(options: Invocation['options']): Record<string, string> {
  return Object.fromEntries(
    Object.keys(filterOptions)
      .filter((name) => typeof options[name] === 'string')
      .map((name) => [name, String(options[name])]),
  );
}

const SHOWN = 50;

/** One word of a person on everything the filter means, after asking how much that is. */
function decisionOf(options: Invocation['options']): string | undefined {
  const asked = ['accept', 'reject', 'reopen'].filter((name) => options[name] === true);
  if (asked.length > 1) throw new UsageError('Use one of --accept, --reject and --reopen.');
  return asked[0] && { accept: 'accepted', reject: 'rejected', reopen: 'pending' }[asked[0]];
}

const review: Command = {
  path: ['review'],
  positionals: ['<draft>'],
  summary: 'Show the changes of a draft, or decide those that a filter means',
  options: {
    ...filterOptions,
    accept: { type: 'boolean', help: 'Accept every change the filter means' },
    reject: { type: 'boolean', help: 'Reject every change the filter means; the current line stays' },
    reopen: { type: 'boolean', help: 'Take the decision on them back' },
    comment: { type: 'string', value: 'text', help: 'Why' },
    'exclude-problems': {
      type: 'string',
      value: 'reason',
      help: 'Go on without the records of the file that could not be used',
    },
  },
  examples: [
    'gi-gateway review ver_… --effect loses',
    'gi-gateway review ver_… --effect loses --reject --comment "asked the partner"',
    'gi-gateway review ver_… --state pending --accept',
  ],
  run: connected(async (api, { args, options, out }) => {
    const path = `/drafts/${args[0]}`;
    const decision = decisionOf(options);
    const filter = filterOf(options);
    if (typeof options['exclude-problems'] === 'string') {
      const ruling = { ruling: 'excluded', reason: options['exclude-problems'] };
      const { decided } = await api.json<{ decided: number }>(
        `${path}/problem-decisions`,
        jsonBody('POST', ruling),
      );
      out.note(`${decided} error(s) of the file excluded.`);
    }
    const page = await api.json<{ counts: Counts; changes: Reviewed[] }>(
      `${path}/review?${new URLSearchParams({ ...filter, limit: String(SHOWN) })}`,
    );
    if (decision) {
      const request = { filter, decision, expected: page.counts.total, comment: options['comment'] };
      const answer = await api.json<{ decided: number }>(`${path}/decisions`, jsonBody('POST', request));
      out.print(out.json ? JSON.stringify(answer) : `${answer.decided} change(s): ${decision}.`);
      return;
    }
    if (out.json) return out.print(JSON.stringify(page, null, 2));
    const { counts } = page;
    out.print(
      `${numbers(counts)}: ${counts.pending} pending, ${counts.accepted} accepted, ${counts.rejected} rejected.`,
    );
    if (counts.loses > 0) out.print(`${counts.loses} PROTECTED NAME(S) WOULD LOSE PROTECTION.`);
    for (const change of page.changes) {
      const [head] = changeLines(change);
      const word = change.decided ? `${change.decided.decision} by ${change.decided.by}` : 'pending';
      out.print(`${head}   [${word}${change.effect === 'loses' ? ', LOSES PROTECTION' : ''}]`);
      if (change.fields?.length)
        for (const line of fieldTable(change.fields, out.colour ?? false).split('\n'))
          out.print(`      ${line}`);
    }
    if (counts.total > SHOWN)
      out.print(`  … and ${counts.total - SHOWN} more; narrow them down with a filter.`);
  }, decisionOf),
};

const approve: Command = {
  path: ['approve'],
  positionals: ['<draft>'],
  summary: 'Give a second person’s word that a decided draft may be published',
  options: { withdraw: { type: 'boolean', help: 'Take the approval back' } },
  examples: ['gi-gateway approve ver_…'],
  run: connected(async (api, { args, options, out }) => {
    const method = options['withdraw'] ? 'DELETE' : 'POST';
    const answer = await api.json<Review>(`/drafts/${args[0]}/approval`, { method });
    if (out.json) out.print(JSON.stringify(answer, null, 2));
    else if (options['withdraw']) out.print('The approval is withdrawn; the draft can be changed again.');
    else
      out.print(
        `Approved. To publish: gi-gateway publish --list ${answer.listId} --draft ${answer.versionId}`,
      );
  }),
};

const discard: Command = {
  path: ['discard'],
  positionals: ['<draft>'],
  summary: 'Close a draft that shall not be published',
  options: {},
  examples: ['gi-gateway discard ver_…'],
  run: connected(async (api, { args, out }) => {
    const answer = await api.json<Review>(`/drafts/${args[0]}`, { method: 'DELETE' });
    out.print(out.json ? JSON.stringify(answer, null, 2) : 'The draft is discarded.');
  }),
};

function versionNumber(options: Invocation['options']): number {
  const number = Number(options['to']);
  if (!Number.isInteger(number) || number < 1) throw new UsageError('--to must be a version number.');
  return number;
}

const revert: Command = {
  path: ['revert'],
  positionals: [],
  summary: 'Undo: make a draft with the content of an earlier version',
  options: {
    list: { type: 'string', value: 'id', help: 'The list', required: true },
    to: { type: 'string', value: 'number', help: 'The version to go back to', required: true },
  },
  examples: ['gi-gateway revert --list cn-eu/III --to 1'],
  run: connected(async (api, { options, out }) => {
    const number = versionNumber(options);
    const made = await api.json<Review>(
      `/lists/${String(options['list'])}/reversions`,
      jsonBody('POST', { number }),
    );
    out.print(
      out.json
        ? JSON.stringify(made, null, 2)
        : `Draft ${made.versionId} brings version ${number} back (${numbers(made.counts)}). Review and publish it like any other.`,
    );
  }, versionNumber),
};

export const reviewCommands: Command[] = [drafts, review, approve, discard, revert];
