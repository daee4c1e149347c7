import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { exit, UsageError, type Command } from '../command.ts';
import { connect, type ApiProblem } from '../connection.ts';
import { problemLines, table } from '../output.ts';
import { jsonBody, query } from '../request.ts';

type Problems = NonNullable<ApiProblem['problems']>;

interface Run {
  id: string;
  file: { name: string };
  state: string;
  position: number;
  added: number;
  changed: number;
  withdrawn: number;
  refused: number;
  alerts: number;
  problems: Problems;
  startedAt: string;
}

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
  mark: { id: string; text: string; classes: number[]; holder?: string; publishedOn?: string };
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
  explanation: { segments: { query: string; candidate: string }[] };
  decisions?: { ruling: string; reason: string; decidedAt: string; decidedBy: string }[];
}

const screenFile: Command = {
  path: ['watch'],
  positionals: ['<file>'],
  summary: 'Screen a file of new marks against every protected name: ST.96, ST.66, ROMARIN, CSV or Excel',
  options: {
    office: { type: 'string', value: 'code', help: 'Office of records that name none, as its ST.3 code' },
  },
  examples: ['gi-gateway watch gazette-2026-46.xml', 'gi-gateway watch marks.csv --office EM'],
  async run({ args, options, config, out }) {
    const [file] = args as [string];
    await access(file);
    const api = await connect(config);
    try {
      const { run, repeated, resumedAt } = await api.json<{ run: Run; repeated: boolean; resumedAt: number }>(
        `/watch/files?${query({ fileName: basename(file), office: options['office'] })}`,
        {
          method: 'POST',
          body: Readable.toWeb(createReadStream(file)) as ReadableStream,
          headers: { 'content-type': 'application/octet-stream' },
        },
      );
      if (out.json) out.print(JSON.stringify({ run, repeated, resumedAt }, null, 2));
      else if (repeated) out.print(`${file} was screened before; nothing changed.`);
      else {
        if (resumedAt > 0) out.print(`Went on after record ${resumedAt}, where it was interrupted.`);
        out.print(
          `${run.position} record(s): ${run.added} new, ${run.changed} changed, ${run.withdrawn} withdrawn, ${run.refused} unusable.`,
        );
        out.print(`${run.alerts} new alert(s): gi-gateway alerts --run ${run.id}`);
        for (const line of problemLines(run.problems)) out.print(line);
      }
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

const runs: Command = {
  path: ['watch', 'runs'],
  positionals: [],
  summary: 'Files of marks that were screened, newest first',
  options: {},
  examples: ['gi-gateway watch runs'],
  async run({ config, out }) {
    const api = await connect(config);
    try {
      const page = await api.json<{ runs: Run[] }>('/watch/runs');
      if (out.json) out.print(JSON.stringify(page, null, 2));
      else if (page.runs.length === 0) out.print('No file was screened yet.');
      else {
        const rows = page.runs.map((r) => [
          r.id,
          r.startedAt.slice(0, 16),
          r.file.name,
          r.state,
          String(r.position),
          String(r.refused),
          String(r.alerts),
        ]);
        out.print(table(['run', 'started', 'file', 'state', 'records', 'unusable', 'alerts'], rows));
      }
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

const filters = ['gi', 'origin', 'agreement', 'office', 'class', 'status', 'run', 'mark'] as const;

const alerts: Command = {
  path: ['alerts'],
  positionals: [],
  summary: 'Marks that come close to a protected name, the nearest deadline first',
  options: {
    gi: { type: 'string', value: 'gi', help: 'Only those of this GI' },
    origin: { type: 'string', value: 'code', help: 'Only GIs of this origin' },
    agreement: { type: 'string', value: 'id', help: 'Only GIs on a list of this agreement' },
    office: { type: 'string', value: 'code', help: 'Only marks of this office, or extended to it' },
    class: { type: 'string', value: 'number', help: 'Only marks of this Nice class' },
    status: {
      type: 'string',
      value: 'status',
      help: 'new, seen, assigned, opposing, dismissed, closed or all; the open ones when absent',
    },
    'min-score': { type: 'string', value: '0..1', help: 'Only those at least this strong' },
    mark: { type: 'string', value: 'text', help: 'Part of the mark’s words' },
    run: { type: 'string', value: 'run', help: 'Only those of one file' },
    limit: { type: 'string', value: 'number', help: 'How many; 50 unless told' },
  },
  examples: ['gi-gateway alerts --origin FR --office EM', 'gi-gateway alerts --status dismissed'],
  async run({ options, config, out }) {
    const api = await connect(config);
    try {
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
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

const alert: Command = {
  path: ['alert'],
  positionals: ['<alert>'],
  summary:
    'One alert: why it was raised, where and until when the mark can be opposed, and what was ruled before',
  options: {},
  examples: ['gi-gateway alert alt_…'],
  async run({ args, config, out }) {
    const [id] = args as [string];
    const api = await connect(config);
    try {
      const a = await api.json<Alert>(`/watch/alerts/${encodeURIComponent(id)}`);
      if (out.json) {
        out.print(JSON.stringify(a, null, 2));
        return exit.ok;
      }
      out.print(
        `${a.mark.text} (${a.mark.id}, classes ${a.mark.classes.join(', ') || '–'}) beside ${a.candidate} (${a.gi.id})`,
      );
      out.print(
        `  ${a.kind}, ${a.score.toFixed(2)}, goods ${a.goodsRelation}; ${a.status}${a.assignee ? `, ${a.assignee}` : ''}`,
      );
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
      for (const d of a.decisions ?? [])
        out.print(`  ${d.decidedAt.slice(0, 10)} ${d.ruling}, ${d.decidedBy}: ${d.reason}`);
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

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
  async run({ args, options, config, out }) {
    const [ids] = args as [string];
    const api = await connect(config);
    try {
      const request = {
        ids: ids.split(','),
        status: options['as'],
        assignee: options['to'],
        reason: options['reason'],
      };
      const done = await api.json<{ ids: string[] }>('/watch/alerts/decisions', jsonBody('POST', request));
      out.print(out.json ? JSON.stringify(done) : `${done.ids.length} alert(s) ${String(options['as'])}.`);
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

const noise: Command = {
  path: ['watch', 'noise'],
  positionals: [],
  summary: 'How loud the watch is; with --scope, set a threshold',
  options: {
    scope: { type: 'string', value: 'scope', help: 'all, agreement:<id> or class:<Nice class>' },
    at: {
      type: 'string',
      value: 'number',
      help: 'Expected false alerts per million comparisons that are still worth an alert; 0 raises none; absent: as by default',
    },
    reason: { type: 'string', value: 'text', help: 'Why' },
  },
  examples: ['gi-gateway watch noise', 'gi-gateway watch noise --scope class:42 --at 0 --reason "services"'],
  async run({ options, config, out }) {
    const { scope, at, reason } = options;
    if (scope && !reason) throw new UsageError('--reason is missing.');
    const api = await connect(config);
    try {
      if (scope)
        await api.json(
          '/watch/noise',
          jsonBody('PUT', { scope, reason, ...(at !== undefined && { alertAt: Number(at) }) }),
        );
      const all = await api.json<{
        defaultAlertAt: number;
        rules: { scope: string; alertAt: number; reason: string }[];
      }>('/watch/noise');
      if (out.json) out.print(JSON.stringify(all, null, 2));
      else {
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
      }
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

interface Subscription {
  id: string;
  name: string;
  channel: string;
  target?: string;
  pace: string;
  filter: Record<string, unknown>;
  sent: number;
  due: number;
  failed: number;
  lastError?: string;
}

const subscriptions: Command = {
  path: ['subscriptions'],
  positionals: [],
  summary: 'Who is told of alerts',
  options: {},
  examples: ['gi-gateway subscriptions'],
  async run({ config, out }) {
    const api = await connect(config);
    try {
      const all = await api.json<{ subscriptions: Subscription[] }>('/watch/subscriptions');
      if (out.json) out.print(JSON.stringify(all, null, 2));
      else if (all.subscriptions.length === 0) out.print('Nobody is told.');
      else {
        const rows = all.subscriptions.map((s) => [
          s.id,
          s.name,
          s.channel,
          s.target ?? '',
          s.pace,
          Object.entries(s.filter)
            .map(([k, v]) => `${k}=${String(v)}`)
            .join(' '),
          `${s.sent}/${s.due}/${s.failed}`,
        ]);
        out.print(table(['subscription', 'name', 'by', 'to', 'pace', 'of', 'sent/due/failed'], rows));
      }
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

const subscribe: Command = {
  path: ['subscribe'],
  positionals: ['<name>'],
  summary: 'Tell somebody of the alerts that come from now on: by e-mail, webhook or feed',
  options: {
    email: { type: 'string', value: 'address', help: 'Tell by e-mail' },
    webhook: { type: 'string', value: 'url', help: 'Tell by signed JSON to this address' },
    feed: { type: 'boolean', help: 'Make an Atom and JSON feed; its token is shown once' },
    daily: { type: 'boolean', help: 'At most one message a day' },
    language: { type: 'string', value: 'code', help: 'en, zh, fr or th' },
    gi: { type: 'string', value: 'gi', help: 'Only of this GI' },
    origin: { type: 'string', value: 'code', help: 'Only of GIs of this origin' },
    agreement: { type: 'string', value: 'id', help: 'Only of GIs on a list of this agreement' },
    office: { type: 'string', value: 'code', help: 'Only of marks of this office' },
    class: { type: 'string', value: 'number', help: 'Only of marks of this Nice class' },
    'min-score': { type: 'string', value: '0..1', help: 'Only of those at least this strong' },
  },
  examples: [
    'gi-gateway subscribe "INAO watch" --email veille@inao.example --origin FR --daily --language fr',
  ],
  async run({ args, options, config, out }) {
    const [name] = args as [string];
    const { email, webhook, feed } = options;
    if ([email, webhook, feed].filter(Boolean).length !== 1)
      throw new UsageError('Give one of --email, --webhook and --feed.');
    const api = await connect(config);
    try {
      const { gi, origin, agreement, office } = options;
      const request = {
        name,
        channel: email ? 'email' : webhook ? 'webhook' : 'feed',
        target: email ?? webhook,
        language: options['language'],
        pace: options['daily'] ? 'daily' : 'immediate',
        filter: {
          gi,
          origin,
          agreement,
          office,
          ...(options['class'] && { class: Number(options['class']) }),
          ...(options['min-score'] && { minScore: Number(options['min-score']) }),
        },
      };
      const made = await api.json<{ id: string; feeds?: { atom: string; json: string }; secret?: string }>(
        '/watch/subscriptions',
        jsonBody('POST', request),
      );
      if (out.json) out.print(JSON.stringify(made, null, 2));
      else {
        out.print(`Subscribed: ${made.id}`);
        if (made.feeds)
          out.print(
            `  ${made.feeds.atom}\n  ${made.feeds.json}\n  Keep these addresses: they are shown this once.`,
          );
        if (made.secret) out.print(`  ${made.secret}\n  The receiver checks signatures with this secret.`);
      }
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

const unsubscribe: Command = {
  path: ['unsubscribe'],
  positionals: ['<subscription>'],
  summary: 'End a subscription',
  options: {},
  examples: ['gi-gateway unsubscribe sub_…'],
  async run({ args, config, out }) {
    const [id] = args as [string];
    const api = await connect(config);
    try {
      const done = await api.json<{ id: string }>(`/watch/subscriptions/${encodeURIComponent(id)}`, {
        method: 'DELETE',
      });
      out.print(out.json ? JSON.stringify(done) : `Ended: ${done.id}`);
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

const deliver: Command = {
  path: ['watch', 'deliver'],
  positionals: [],
  summary: 'Tell subscribers now; the running gateway does so every minute',
  options: {},
  examples: ['gi-gateway watch deliver'],
  async run({ config, out }) {
    const api = await connect(config);
    try {
      const report = await api.json<{ sent: number; failed: number }>('/watch/deliveries', {
        method: 'POST',
      });
      out.print(
        out.json
          ? JSON.stringify(report)
          : `${report.sent} notice(s) sent, ${report.failed} to be tried again.`,
      );
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

export const watchCommands: Command[] = [
  screenFile,
  runs,
  alerts,
  alert,
  settle,
  noise,
  subscriptions,
  subscribe,
  unsubscribe,
  deliver,
];
