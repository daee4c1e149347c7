import { UsageError, type Command } from '../command.ts';
import { connected } from '../connected.ts';
import { table } from '../output.ts';
import { jsonBody, query } from '../request.ts';

interface Subscription {
  id: string;
  name: string;
  channel: string;
  target?: string;
  pace: string;
  filter: Record<string, unknown>;
  remindDays: number[];
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
  run: connected(async (api, { out }) => {
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
        s.remindDays.join(','),
        `${s.sent}/${s.due}/${s.failed}`,
      ]);
      out.print(
        table(['subscription', 'name', 'by', 'to', 'pace', 'of', 'reminds', 'sent/due/failed'], rows),
      );
    }
  }),
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
    remind: {
      type: 'string',
      value: 'days',
      help: 'Remind so many days before a last day to oppose or to refuse, as 90,30,7',
    },
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
    'gi-gateway subscribe "desk" --email desk@office.example --remind 90,30,7',
  ],
  run: connected(
    async (api, { args, options, out }) => {
      const [name] = args as [string];
      const { email, webhook } = options;
      const { gi, origin, agreement, office } = options;
      const request = {
        name,
        channel: email ? 'email' : webhook ? 'webhook' : 'feed',
        target: email ?? webhook,
        language: options['language'],
        pace: options['daily'] ? 'daily' : 'immediate',
        ...(options['remind'] && { remindDays: String(options['remind']).split(',').map(Number) }),
        filter: {
          gi,
          origin,
          agreement,
          office,
          ...(options['class'] && { class: Number(options['class']) }),
          ...(options['min-score'] && { minScore: Number(options['min-score']) }),
        },
      };
      const made = await api.json<{
        id: string;
        feeds?: { atom: string; json: string; ics: string };
        secret?: string;
      }>('/watch/subscriptions', jsonBody('POST', request));
      if (out.json) out.print(JSON.stringify(made, null, 2));
      else {
        out.print(`Subscribed: ${made.id}`);
        if (made.feeds)
          out.print(
            `  ${made.feeds.atom}\n  ${made.feeds.json}\n  ${made.feeds.ics} (deadlines, for a calendar)\n  Keep these addresses: they are shown this once.`,
          );
        if (made.secret) out.print(`  ${made.secret}\n  The receiver checks signatures with this secret.`);
      }
    },
    ({ email, webhook, feed, remind }) => {
      if (remind !== undefined && !/^\d{1,3}( *, *\d{1,3})*$/.test(String(remind)))
        throw new UsageError('--remind needs days, as 90,30,7.');
      if (remind !== undefined && feed)
        throw new UsageError('A feed reminds by its calendar; --remind is for --email and --webhook.');
      if ([email, webhook, feed].filter(Boolean).length !== 1)
        throw new UsageError('Give one of --email, --webhook and --feed.');
    },
  ),
};

const unsubscribe: Command = {
  path: ['unsubscribe'],
  positionals: ['<subscription>'],
  summary: 'End a subscription',
  options: {},
  examples: ['gi-gateway unsubscribe sub_…'],
  run: connected(async (api, { args, out }) => {
    const [id] = args as [string];
    const done = await api.json<{ id: string }>(`/watch/subscriptions/${encodeURIComponent(id)}`, {
      method: 'DELETE',
    });
    out.print(out.json ? JSON.stringify(done) : `Ended: ${done.id}`);
  }),
};

const deliver: Command = {
  path: ['watch', 'deliver'],
  positionals: [],
  summary: 'Tell subscribers now; the running gateway does so every minute',
  options: {},
  examples: ['gi-gateway watch deliver'],
  run: connected(async (api, { out }) => {
    const report = await api.json<{ sent: number; failed: number }>('/watch/deliveries', {
      method: 'POST',
    });
    out.print(
      out.json
        ? JSON.stringify(report)
        : `${report.sent} notice(s) sent, ${report.failed} to be tried again.`,
    );
  }),
};

interface Notice {
  id: string;
  subscription: { name: string; target?: string };
  state: string;
  attempts: number;
  alerts: number;
  reminders: number;
  nextAt?: string;
  lastError?: string;
}

const states: Record<string, string> = { due: 'waits', failed: 'given up', sent: 'sent' };

const notices: Command = {
  path: ['watch', 'notices'],
  positionals: [],
  summary: 'Messages to subscribers: what was sent, what is tried again and why; with --again, try one now',
  options: {
    troubled: { type: 'boolean', help: 'Only those that wait after a failure, or were given up' },
    again: { type: 'string', value: 'notice', help: 'Have this one tried again, also after it was given up' },
  },
  examples: ['gi-gateway watch notices --troubled', 'gi-gateway watch notices --again ntc_…'],
  run: connected(async (api, { options, out }) => {
    const { again, troubled } = options;
    if (typeof again === 'string') {
      await api.json(`/watch/deliveries/${encodeURIComponent(again)}/retry`, { method: 'POST' });
      out.print(out.json ? JSON.stringify({ id: again }) : 'It is due: gi-gateway watch deliver');
      return;
    }
    const path = `/watch/deliveries?${query({ troubled: troubled ? 'true' : undefined })}`;
    const all = (await api.json<{ notices: Notice[] }>(path)).notices;
    if (out.json) out.print(JSON.stringify(all, null, 2));
    else if (all.length === 0) out.print('No such notice.');
    else {
      const rows = all.map((n) => [
        n.id,
        n.subscription.name,
        n.subscription.target ?? '',
        String(n.alerts),
        String(n.reminders),
        states[n.state] ?? n.state,
        String(n.attempts),
        n.nextAt?.slice(0, 16) ?? '',
        n.lastError ?? '',
      ]);
      out.print(
        table(['notice', 'subscription', 'to', 'alerts', 'last days', 'state', 'tries', 'next', 'why'], rows),
      );
    }
  }),
};

export const subscriptionCommands: Command[] = [subscriptions, subscribe, unsubscribe, deliver, notices];
