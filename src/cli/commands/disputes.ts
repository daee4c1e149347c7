import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { exit, UsageError, type Command } from '../command.ts';
import { connect, type Connection } from '../connection.ts';
import { followedLine, fromAlert, type FollowedAlert, type ToldByAlert } from '../followed-alert.ts';
import { table } from '../output.ts';
import { jsonBody, query } from '../request.ts';

interface State {
  stage: string;
  outcome?: string;
  deadlines: { id: string; dueOn: string; what: string; overdue: boolean }[];
}
interface Dispute {
  id: string;
  title: string;
  giName: string;
  sign: string;
  conflict: string;
  action: string;
  jurisdiction: string;
  facts: { forum: { name: string }; reference?: string; parties: { role: string; name: string }[] };
}
interface Summary {
  dispute: Dispute;
  state: State;
}
interface Whole extends Summary {
  steps: { id: string; on: string; kind: string; text: string; file?: { id: string; name: string } }[];
  like: {
    cases: (Summary & { inCommon: string[] })[];
    experience: { action: string; cases: number; endings: Record<string, number> }[];
  };
}

const standing = ({ stage, outcome }: State): string => (outcome ? `${stage}, ${outcome}` : stage);

function caseLines(whole: Whole): string[] {
  const { dispute, state, steps, like } = whole;
  const { facts } = dispute;
  return [
    `${dispute.id}  ${dispute.title}`,
    `  ${dispute.sign} against ${dispute.giName}: ${dispute.conflict}, ${dispute.action} in ${dispute.jurisdiction}`,
    `  ${facts.forum.name}${facts.reference ? `, ${facts.reference}` : ''}`,
    ...facts.parties.map((p) => `  ${p.role}: ${p.name}`),
    `  stands: ${standing(state)}`,
    ...state.deadlines.map((d) => `  ${d.overdue ? 'PASSED' : 'due'} ${d.dueOn}: ${d.what} (${d.id})`),
    '',
    ...steps.map((s) => `  ${s.on} ${s.kind}: ${s.text}${s.file ? ` [${s.file.name}, ${s.file.id}]` : ''}`),
    '',
    ...(like.cases.length > 0 ? ['Like cases:'] : []),
    ...like.experience.map((e) => {
      const endings = Object.entries(e.endings).map(([outcome, count]) => `${count} ${outcome}`);
      return `  ${e.action}: ${e.cases} case(s), ${endings.join(', ')}`;
    }),
    ...like.cases.map(
      (c) => `  ${c.dispute.id}  ${c.dispute.title}: ${standing(c.state)} (${c.inCommon.join(', ')})`,
    ),
  ];
}

async function withApi(config: Parameters<typeof connect>[0], run: (api: Connection) => Promise<number>) {
  const api = await connect(config);
  try {
    return await run(api);
  } finally {
    await api.close();
  }
}

const list: Command = {
  path: ['dispute', 'list'],
  positionals: ['[words]'],
  summary: 'Disputes over signs that come near a geographical indication',
  options: {
    in: { type: 'string', value: 'code', help: 'Only in this jurisdiction' },
    stage: { type: 'string', value: 'stage', help: 'Only those at this stage, such as pending' },
    outcome: { type: 'string', value: 'outcome', help: 'Only those that ended so, such as won' },
    overview: {
      type: 'boolean',
      help: 'Early warning instead: deadlines, where cases gather, who comes back',
    },
  },
  examples: ['gi-gateway dispute list champagne', 'gi-gateway dispute list --overview'],
  run: ({ args, options, config, out }) =>
    withApi(config, async (api) => {
      if (options['overview']) {
        interface Count {
          value: string;
          open: number;
          all: number;
        }
        const answer = await api.json<{
          open: number;
          all: number;
          deadlines: (State['deadlines'][number] & { title: string })[];
          byJurisdiction: Count[];
          names: Count[];
          repeaters: Count[];
        }>('/disputes/overview');
        const counts = (title: string, of: Count[]): string[] =>
          of.length === 0 ? [] : [`${title}: ${of.map((c) => `${c.value} ${c.open}/${c.all}`).join(', ')}`];
        if (out.json) out.print(JSON.stringify(answer, null, 2));
        else
          out.print(
            [
              `${answer.open} open of ${answer.all}`,
              ...answer.deadlines.map(
                (d) => `${d.overdue ? 'PASSED' : 'due'} ${d.dueOn}: ${d.what} – ${d.title}`,
              ),
              ...counts('where (open/all)', answer.byJurisdiction),
              ...counts('names', answer.names),
              ...counts('who comes back', answer.repeaters),
            ].join('\n'),
          );
        return exit.ok;
      }
      const asked = { q: args[0], jurisdiction: options['in'], stage: options['stage'], limit: '200' };
      const filter = query({ ...asked, outcome: options['outcome'] });
      const answer = await api.json<{ disputes: Summary[]; next?: string }>(`/disputes?${filter}`);
      if (out.json) out.print(JSON.stringify(answer, null, 2));
      else if (answer.disputes.length === 0) out.print('No case fits.');
      else {
        const rows = answer.disputes.map(({ dispute: d, state }) => [
          d.id,
          d.sign,
          d.giName,
          d.jurisdiction,
          d.action,
          standing(state),
        ]);
        out.print(table(['case', 'sign', 'name', 'in', 'action', 'stands'], rows));
      }
      return exit.ok;
    }),
};

const show: Command = {
  path: ['dispute', 'show'],
  positionals: ['<case>'],
  summary: 'One dispute: its steps, where it stands, and what worked before in like cases',
  options: {},
  examples: ['gi-gateway dispute show example-champanillo'],
  run: ({ args, config, out }) =>
    withApi(config, async (api) => {
      const whole = await api.json<Whole>(`/disputes/${encodeURIComponent(args[0]!)}`);
      out.print(out.json ? JSON.stringify(whole, null, 2) : caseLines(whole).join('\n'));
      return exit.ok;
    }),
};

const step: Command = {
  path: ['dispute', 'step'],
  positionals: ['<case>', '<kind>', '<text>'],
  summary: 'Record what happened in a dispute: filed, reply, deadline, decision, appeal, settlement, note, …',
  options: {
    on: { type: 'string', value: 'date', help: 'Day it happened', required: true },
    due: { type: 'string', value: 'date', help: 'For a deadline: its day' },
    meets: { type: 'string', value: 'step', help: 'For deadline-met: the step that set the deadline' },
    ruling: { type: 'string', value: 'ruling', help: 'For a decision: won, partly-won or lost' },
    final: { type: 'boolean', help: 'For a decision: nothing can be appealed any more' },
    by: { type: 'string', value: 'party', help: 'For a withdrawal: right-holder or other-side' },
  },
  examples: [
    'gi-gateway dispute step dsp_01 deadline "Oppose by" --on 2026-11-22 --due 2027-01-15',
    'gi-gateway dispute step dsp_01 decision "Refused on our opposition" --on 2027-06-01 --ruling won --final',
  ],
  run: ({ args, options, config, out }) =>
    withApi(config, async (api) => {
      const [id, kind, text] = args as [string, string, string];
      const { due, meets, ruling, by } = options;
      const details = {
        ...(due !== undefined && { dueOn: due }),
        ...(meets !== undefined && { meets }),
        ...(ruling !== undefined && { ruling }),
        ...(options['final'] && { final: true }),
        ...(by !== undefined && { by }),
      };
      const path = `/disputes/${encodeURIComponent(id)}/steps`;
      const whole = await api.json<Whole & { stepId: string }>(
        path,
        jsonBody('POST', { on: options['on'], kind, text, details }),
      );
      out.print(
        out.json
          ? JSON.stringify(whole, null, 2)
          : `Recorded as ${whole.stepId}; ${id} stands: ${standing(whole.state)}.`,
      );
      return exit.ok;
    }),
};

const attach: Command = {
  path: ['dispute', 'attach'],
  positionals: ['<case>', '<file>'],
  summary: 'Keep a document with a dispute, byte for byte',
  options: { text: { type: 'string', value: 'text', help: 'What it is' } },
  examples: ['gi-gateway dispute attach dsp_01 notice.pdf --text "Notice of opposition"'],
  run: ({ args, options, config, out }) =>
    withApi(config, async (api) => {
      const [id, file] = args as [string, string];
      const asked = query({ fileName: basename(file), text: options['text'] });
      const body = Readable.toWeb(createReadStream(file)) as ReadableStream;
      const headers = { 'content-type': 'application/octet-stream' };
      const path = `/disputes/${encodeURIComponent(id)}/documents?${asked}`;
      const whole = await api.json<Whole & { stepId: string }>(path, { method: 'POST', headers, body });
      out.print(out.json ? JSON.stringify(whole, null, 2) : `Kept as ${whole.stepId}.`);
      return exit.ok;
    }),
};

const open: Command = {
  path: ['dispute', 'open'],
  positionals: ['<title>'],
  summary: 'Open a dispute',
  options: {
    gi: { type: 'string', value: 'gi', help: 'The geographical indication concerned' },
    sign: { type: 'string', value: 'sign', help: 'Sign of the other side' },
    in: { type: 'string', value: 'code', help: 'Jurisdiction, such as KR' },
    conflict: { type: 'string', value: 'kind', help: 'How the sign comes near, such as homophone' },
    action: { type: 'string', value: 'action', help: 'What is done; opposition when absent' },
    forum: { type: 'string', value: 'name', help: 'Office or court' },
    holder: { type: 'string', value: 'name', help: 'Holder of the name' },
    against: { type: 'string', value: 'name', help: 'The other side' },
    due: { type: 'string', value: 'date', help: 'First deadline' },
    alert: {
      type: 'string',
      value: 'alert',
      help: 'Alert of the watch it comes from; what it tells need not be said again',
    },
    open: { type: 'boolean', help: 'Visitors see the case too' },
  },
  examples: [
    'gi-gateway dispute open "镇江香醋 filed in Korea" --gi cn-zhenjiang-xiang-cu --sign 镇江香醋 --in KR --conflict identical --against "N. N." --due 2027-01-23',
    'gi-gateway dispute open "KOGNAC in the Union" --alert alt_… --against "Acme GmbH"',
  ],
  run: ({ args, options, config, out }) =>
    withApi(config, async (api) => {
      const told =
        options['alert'] === undefined
          ? undefined
          : await api.json<ToldByAlert>(`/watch/alerts/${encodeURIComponent(String(options['alert']))}`);
      const said = { ...(told && fromAlert(told)), ...options };
      const missing = ['gi', 'sign', 'in', 'conflict', 'against'].find((name) => said[name] === undefined);
      if (missing) throw new UsageError(`--${missing} is missing.`);
      const giId = String(said['gi']);
      const gi = await api.json<{ name: string; occurrences: { entry: { product: { class: string } } }[] }>(
        `/gis/${encodeURIComponent(giId)}`,
      );
      const product = gi.occurrences[0]?.entry.product.class;
      if (!product) throw new UsageError(`${giId} stands on no list.`);
      const on = new Date().toISOString().slice(0, 10);
      const { holder, due, alert } = said;
      const parties = [
        ...(holder !== undefined ? [{ role: 'right-holder', name: holder }] : []),
        { role: 'other-side', name: said['against'] },
      ];
      const dispute = {
        giId,
        giName: gi.name,
        title: args[0],
        sign: said['sign'],
        conflict: said['conflict'],
        product,
        action: options['action'] ?? 'opposition',
        jurisdiction: said['in'],
        open: options['open'] ?? false,
        facts: {
          forum: { kind: options['forum'] ? 'trade-mark-office' : 'none', name: options['forum'] ?? '–' },
          parties,
          marks: told ? [{ office: told.mark.office, number: told.mark.number, text: told.mark.text }] : [],
          ...(alert !== undefined && { alertId: alert }),
          sources: [],
          evidence: { level: 'unverified', source: '' },
        },
        steps: due === undefined ? [] : [{ on, kind: 'deadline', text: 'Act by', details: { dueOn: due } }],
      };
      const whole = await api.json<Whole & { alert?: FollowedAlert }>('/disputes', jsonBody('POST', dispute));
      out.print(out.json ? JSON.stringify(whole, null, 2) : caseLines(whole).join('\n').trimEnd());
      if (whole.alert && !out.json) out.note(followedLine(whole.alert));
      return exit.ok;
    }),
};

export const disputeCommands: Command[] = [list, show, open, step, attach];
