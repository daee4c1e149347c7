import { writeFile } from 'node:fs/promises';
import { UsageError, type Command } from '../command.ts';
import { connected } from '../connected.ts';
import type { ApiProblem } from '../connection.ts';
import { download } from '../download.ts';
import { problemLines, table } from '../output.ts';
import { followedLine, type FollowedAlert } from '../followed-alert.ts';
import { jsonBody, query } from '../request.ts';

type Problems = NonNullable<ApiProblem['problems']>;

interface Designated {
  number: string;
  mark?: string;
  officeOfOrigin?: string;
  state: string;
  limit?: string;
  alerts: { id: string; candidate: string; status: string }[];
  refusals: { id: string; giId: string; sentOn?: string }[];
}

const designated: Command = {
  path: ['madrid', 'designated'],
  positionals: [],
  summary: 'Registrations of others that designate this office: the last day to refuse, alerts and refusals',
  options: {
    all: { type: 'boolean', help: 'Those without an alert or a refusal too' },
    number: { type: 'string', value: 'number', help: 'Only this registration' },
    ics: {
      type: 'string',
      value: 'file',
      help: 'Write the last days to refuse as an iCalendar file instead',
    },
  },
  examples: ['gi-gateway madrid designated', 'gi-gateway madrid designated --ics refuse.ics'],
  run: connected(async (api, { options, out }) => {
    const { ics } = options;
    if (typeof ics === 'string') {
      await writeFile(ics, await (await api.request('/madrid/designated.ics')).text());
      return out.print(out.json ? JSON.stringify({ file: ics }) : `Wrote ${ics}.`);
    }
    const asked = { all: options['all'] ? 'true' : undefined, number: options['number'], limit: '200' };
    const marks: Designated[] = [];
    let cursor: string | undefined;
    do {
      const page = await api.json<{ marks: Designated[]; next?: string }>(
        `/madrid/designated?${query({ ...asked, cursor })}`,
      );
      marks.push(...page.marks);
      cursor = page.next;
    } while (cursor);
    if (out.json) out.print(JSON.stringify(marks, null, 2));
    else if (marks.length === 0) out.print('No such registration.');
    else {
      const rows = marks.map((m) => [
        m.number,
        m.mark ?? '',
        m.officeOfOrigin ?? '',
        m.limit ?? 'not known',
        m.state,
        m.alerts.map((a) => `${a.candidate} (${a.status}, ${a.id})`).join('; '),
        m.refusals.map((r) => `${r.id}${r.sentOn ? ` sent ${r.sentOn}` : ''}`).join('; '),
      ]);
      out.print(table(['number', 'mark', 'origin', 'refuse until', 'state', 'alerts', 'refusals'], rows));
    }
  }),
};

/** `33:Sparkling wine` as a class and its goods. @throws UsageError */
function goodsOf(text: string): { classNumber: number; text: string } {
  const match = /^(\d{1,2}):(.+)$/s.exec(text.trim());
  if (!match) throw new UsageError(`"${text}" is not <class>:<goods>, such as 33:Sparkling wine.`);
  return { classNumber: Number(match[1]), text: match[2]!.trim() };
}

const refuse: Command = {
  path: ['madrid', 'refuse'],
  positionals: ['<number>'],
  summary: 'Write a provisional refusal because of a protected GI, as ST.96; nothing is sent',
  options: {
    gi: { type: 'string', value: 'gi', help: 'The GI it conflicts with; that of the alert when absent' },
    goods: { type: 'string', value: 'class:goods|…', help: 'Goods refused; all when absent' },
    language: { type: 'string', value: 'en|fr|es', help: 'Language of the notification; en when absent' },
    'notified-on': { type: 'string', value: 'date', help: 'Day the International Bureau notified us' },
    origin: { type: 'string', value: 'code', help: 'Office of origin of the registration' },
    reference: { type: 'string', value: 'text', help: 'The office’s own reference' },
    provisions: { type: 'string', value: 'text', help: 'Provisions of national law it rests on' },
    review: { type: 'string', value: 'text', help: 'Time limit and authority for a request for review' },
    alert: { type: 'string', value: 'alert', help: 'Alert of the watch it comes from' },
    out: { type: 'string', value: 'file', help: 'File to write; <number>-refusal.xml when absent' },
  },
  examples: [
    'gi-gateway madrid refuse 1700000 --alert alt_… --goods "33:Sparkling wine"',
    'gi-gateway madrid refuse 1700000 --gi fr-champagne',
  ],
  run: connected(
    async (api, { args, options, out }) => {
      const [number] = args as [string];
      const { alert } = options;
      const near =
        typeof alert === 'string' && options['gi'] === undefined
          ? await api.json<{ gi: { id: string } }>(`/watch/alerts/${encodeURIComponent(alert)}`)
          : undefined;
      const goods = typeof options['goods'] === 'string' ? options['goods'].split('|').map(goodsOf) : [];
      const body = {
        number,
        giId: options['gi'] ?? near?.gi.id,
        goods,
        ...(options['language'] && { language: options['language'] }),
        ...(options['notified-on'] && { notifiedOn: options['notified-on'] }),
        ...(options['origin'] && { officeOfOrigin: options['origin'] }),
        ...(options['reference'] && { reference: options['reference'] }),
        ...(options['provisions'] && { provisions: options['provisions'] }),
        ...(options['review'] && { review: options['review'] }),
        ...(options['alert'] && { alertId: options['alert'] }),
      };
      const made = await api.json<{
        id: string;
        number: string;
        sha256: string;
        xml: string;
        advice: Problems;
        alerts: FollowedAlert[];
      }>('/madrid/refusals', jsonBody('POST', body));
      const file = String(options['out'] ?? `${made.number}-refusal.xml`);
      await writeFile(file, made.xml);
      const { xml: _, ...told } = made;
      if (out.json) out.print(JSON.stringify({ ...told, file }, null, 2));
      else {
        out.print(
          `Wrote ${file}: provisional refusal of ${made.number}, ST.96 V6_0, kept as ${made.id}. Before it is sent:`,
        );
        for (const line of problemLines(made.advice)) out.print(line);
        for (const one of made.alerts) out.note(followedLine(one));
      }
    },
    ({ gi, alert }) => {
      if (gi === undefined && alert === undefined) throw new UsageError('--gi or --alert is missing.');
    },
  ),
};

interface Written {
  id: string;
  number: string;
  giId: string;
  createdAt: string;
  sent?: { how: string; on: string; deliveries: string[] };
}

const refusals: Command = {
  path: ['madrid', 'refusals'],
  positionals: [],
  summary: 'Provisional refusals this office wrote, and how they were sent; with --pdf, one of them to print',
  options: {
    number: { type: 'string', value: 'number', help: 'Only those of this registration' },
    pdf: { type: 'string', value: 'refusal', help: 'Write this one as the form to print' },
    out: { type: 'string', value: 'file', help: 'File to write; refusal-<id>.pdf when absent' },
  },
  examples: ['gi-gateway madrid refusals', 'gi-gateway madrid refusals --pdf ref_… --out refusal.pdf'],
  run: connected(async (api, { options, out }) => {
    const { number, pdf } = options;
    if (typeof pdf === 'string') {
      const file = String(options['out'] ?? `refusal-${pdf}.pdf`);
      const headers = { accept: 'application/pdf' };
      await download(await api.request(`/madrid/refusals/${encodeURIComponent(pdf)}`, { headers }), file);
      out.print(out.json ? JSON.stringify({ file }) : `Wrote ${file}.`);
      return;
    }
    const all = (await api.json<{ refusals: Written[] }>(`/madrid/refusals?${query({ number })}`)).refusals;
    if (out.json) out.print(JSON.stringify(all, null, 2));
    else if (all.length === 0) out.print('No refusal was written.');
    else {
      const rows = all.map((r) => [
        r.id,
        r.number,
        r.giId,
        r.createdAt.slice(0, 10),
        r.sent ? `${r.sent.on}, ${r.sent.how}` : 'not sent',
      ]);
      out.print(table(['refusal', 'number', 'gi', 'written', 'sent'], rows));
    }
  }),
};

const transmit: Command = {
  path: ['madrid', 'transmit'],
  positionals: ['<refusal>'],
  summary:
    'Send a refusal to the International Bureau through the outbox; with --by-hand, note that its file was sent',
  options: {
    'by-hand': { type: 'boolean', help: 'The file was sent by other means' },
    on: { type: 'string', value: 'date', help: 'Day it left, with --by-hand; today when absent' },
    note: { type: 'string', value: 'text', help: 'Number of the transmission or receipt' },
  },
  examples: [
    'gi-gateway madrid transmit ref_…',
    'gi-gateway madrid transmit ref_… --by-hand --on 2026-11-20 --note "MECA 4711"',
  ],
  run: connected(async (api, { args, options, out }) => {
    const [id] = args as [string];
    const { on, note } = options;
    const body = { how: options['by-hand'] ? 'file' : 'outbox', ...(on && { on }), ...(note && { note }) };
    const made = await api.json<Written>(
      `/madrid/refusals/${encodeURIComponent(id)}/transmission`,
      jsonBody('POST', body),
    );
    if (out.json) out.print(JSON.stringify(made, null, 2));
    else {
      const ids = made.sent?.deliveries ?? [];
      out.print(
        `${made.id} is sent${ids.length > 0 ? `: gi-gateway outbox shows ${ids.join(', ')}` : ' by hand'}.`,
      );
    }
  }),
};

export const refusalCommands: Command[] = [designated, refuse, refusals, transmit];
