import { UsageError, type Command } from '../command.ts';
import { connected } from '../connected.ts';
import { table } from '../output.ts';
import { jsonBody, query } from '../request.ts';

interface Window {
  office: string;
  lastDay?: string;
  extendedTo?: string;
  article: string;
  evidence: { level: string };
  remark?: string;
  protectedThere: boolean;
}

interface Alert {
  id: string;
  mark: {
    id: string;
    office: string;
    number: string;
    text: string;
    classes: number[];
    holder?: string;
    publishedOn?: string;
  };
  gi: { id: string; name: string };
  candidate: string;
  kind: string;
  score: number;
  goodsRelation: string;
  office: string;
  deadline?: string;
  windows: Window[];
  status: string;
  assignee?: string;
  quietedBy?: string;
  rule?: { reason: string };
  foundBy?: string;
  explanation: { segments: { query: string; candidate: string }[] };
  decisions?: { ruling: string; reason: string; decidedAt: string; decidedBy: string }[];
}

const filters = ['gi', 'origin', 'agreement', 'office', 'class', 'status', 'run', 'mark'] as const;

const alerts: Command = {
  path: ['alerts'],
  positionals: [],
  summary: 'Marks that come close to a protected name, the nearest deadline first',
  options: {
    gi: { type: 'string', value: 'gi', help: 'Only those of this GI' },
    origin: { type: 'string', value: 'code', help: 'Only GIs of this origin' },
    agreement: { type: 'string', value: 'id', help: 'Only GIs on a list of this agreement' },
    office: {
      type: 'string',
      value: 'code',
      help: 'Only marks of this office, or extended to it, with its last day',
    },
    class: { type: 'string', value: 'number', help: 'Only marks of this Nice class' },
    status: {
      type: 'string',
      value: 'status',
      help: 'new, seen, assigned, opposing, dismissed, quiet, closed or all; the open ones when absent',
    },
    'min-score': { type: 'string', value: '0..1', help: 'Only those at least this strong' },
    mark: { type: 'string', value: 'text', help: 'Part of the mark’s words' },
    run: { type: 'string', value: 'run', help: 'Only those of one file' },
    limit: { type: 'string', value: 'number', help: 'How many; 50 unless told' },
  },
  examples: ['gi-gateway alerts --origin FR --office EM', 'gi-gateway alerts --status dismissed'],
  run: connected(async (api, { options, out }) => {
    const asked = Object.fromEntries(filters.map((name) => [name, options[name]]));
    const page = await api.json<{ total: number; alerts: Alert[] }>(
      `/watch/alerts?${query({ ...asked, minScore: options['min-score'], limit: options['limit'] })}`,
    );
    if (out.json) out.print(JSON.stringify(page, null, 2));
    else if (page.total === 0) out.print('No alert.');
    else {
      const rows = page.alerts.map((a) => [
        a.deadline ?? '–',
        a.office,
        a.mark.text,
        a.candidate,
        a.kind,
        a.score.toFixed(2),
        a.status,
        a.id,
      ]);
      out.print(
        table(['oppose by', 'office', 'mark', 'protected name', 'kind', 'score', 'status', 'alert'], rows),
      );
      if (page.total > rows.length) out.print(`… and ${page.total - rows.length} more.`);
    }
  }),
};

const alert: Command = {
  path: ['alert'],
  positionals: ['<alert>'],
  summary:
    'One alert: why it was raised, where and until when the mark can be opposed, and what was ruled before',
  options: {},
  examples: ['gi-gateway alert alt_…'],
  run: connected(async (api, { args, out }) => {
    const [id] = args as [string];
    const a = await api.json<Alert>(`/watch/alerts/${encodeURIComponent(id)}`);
    if (out.json) {
      out.print(JSON.stringify(a, null, 2));
      return;
    }
    out.print(
      `${a.mark.text} (${a.mark.id}, classes ${a.mark.classes.join(', ') || '–'}) beside ${a.candidate} (${a.gi.id})`,
    );
    out.print(
      `  ${a.kind}, ${a.score.toFixed(2)}, goods ${a.goodsRelation}; ${a.status}${a.assignee ? `, ${a.assignee}` : ''}`,
    );
    if (a.foundBy)
      out.print(
        a.foundBy === 'rule'
          ? '  raised when a rule of the watch had been taken away or made louder'
          : '  raised when its name had been published',
      );
    if (a.quietedBy)
      out.print(`  kept quiet by the rule ${a.quietedBy}${a.rule ? `: ${a.rule.reason}` : ''}`);
    for (const { query: q, candidate } of a.explanation.segments)
      out.print(`    ${q || '–'} → ${candidate || '–'}`);
    for (const w of a.windows) {
      const day = w.lastDay
        ? `oppose by ${w.lastDay}${w.extendedTo ? `, extended ${w.extendedTo}` : ''}`
        : (w.remark ?? '');
      out.print(
        `  ${w.office}: ${day}${w.article ? ` (${w.article}; ${w.evidence.level})` : ''}${w.protectedThere ? '' : ' – no list held protects it there'}`,
      );
    }
    if (a.mark.office === 'WO') {
      const { marks } = await api.json<{
        marks: { state: string; limit?: string; refusals: { id: string }[] }[];
      }>(`/madrid/designated?number=${encodeURIComponent(a.mark.number)}`);
      for (const { state, limit, refusals } of marks) {
        out.print(`  designates this office, which may refuse until ${limit ?? 'a day not known'}: ${state}`);
        if (refusals.length === 0) out.print(`    → gi-gateway madrid refuse ${a.mark.number} --alert ${id}`);
        for (const refusal of refusals) out.print(`    → gi-gateway madrid refusals --pdf ${refusal.id}`);
      }
    }
    const { disputes } = await api.json<{ disputes: { dispute: { id: string; title: string } }[] }>(
      `/disputes?${query({ alert: id })}`,
    );
    for (const { dispute } of disputes)
      out.print(`  case “${dispute.title}”: gi-gateway dispute show ${dispute.id}`);
    for (const d of a.decisions ?? [])
      out.print(`  ${d.decidedAt.slice(0, 10)} ${d.ruling}, ${d.decidedBy}: ${d.reason}`);
  }),
};

const settled = ['seen', 'assigned', 'dismissed', 'opposing'];

const settle: Command = {
  path: ['alerts', 'settle'],
  positionals: ['<alerts>'],
  summary: 'Move alerts on: seen, assigned, dismissed or opposing; several ids are joined by commas',
  options: {
    as: { type: 'string', value: 'status', help: 'seen, assigned, dismissed or opposing', required: true },
    to: { type: 'string', value: 'person', help: 'Who takes it on, for assigned' },
    reason: {
      type: 'string',
      value: 'text',
      help: 'Why; needed for dismissed, and remembered with the pair of names',
    },
  },
  examples: ['gi-gateway alerts settle alt_… --as dismissed --reason "family name of the holder"'],
  run: connected(
    async (api, { args, options, out }) => {
      const [ids] = args as [string];
      const request = {
        ids: ids.split(/[\s,]+/).filter((id) => id !== ''),
        status: options['as'],
        assignee: options['to'],
        reason: options['reason'],
      };
      const done = await api.json<{ ids: string[]; followed: string[] }>(
        '/watch/alerts/decisions',
        jsonBody('POST', request),
      );
      if (out.json) {
        out.print(JSON.stringify(done));
        return;
      }
      out.print(`${done.ids.length} alert(s) ${String(options['as'])}.`);
      if (done.followed.length > 0)
        out.print(
          `${done.followed.length} more of the same two names dismissed with them: ${done.followed.join(', ')}`,
        );
    },
    ({ as, to, reason }) => {
      if (!settled.includes(String(as))) throw new UsageError(`--as must be ${settled.join(', ')}.`);
      if (as === 'dismissed' && !reason) throw new UsageError('--reason is missing: dismissing needs one.');
      if (as === 'assigned' && !to) throw new UsageError('--to is missing: say who takes it on.');
    },
  ),
};

export const alertCommands: Command[] = [alerts, alert, settle];
