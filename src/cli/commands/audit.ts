import type { Command } from '../command.ts';
import { connected } from '../connected.ts';
import { ApiError, type ApiProblem } from '../connection.ts';
import { table } from '../output.ts';
import { query } from '../request.ts';

interface AuditRow {
  at: string;
  actor: string;
  action: string;
  subject: string;
  details: Record<string, unknown>;
}

const SHOWN_DETAILS = 100;

const short = (details: Record<string, unknown>): string => {
  const text = JSON.stringify(details);
  return text.length > SHOWN_DETAILS ? `${text.slice(0, SHOWN_DETAILS)}…` : text;
};

const audit: Command = {
  path: ['audit'],
  positionals: [],
  summary: 'Search the audit trail: who did what, and when',
  options: {
    actor: { type: 'string', value: 'text', help: 'Any part of who did it' },
    action: { type: 'string', value: 'text', help: 'Any part of the action, such as list.published' },
    subject: { type: 'string', value: 'text', help: 'Any part of what it was done to' },
    entity: {
      type: 'string',
      value: 'text',
      help: 'Anything the details speak of: a draft, an entry, a name',
    },
    from: { type: 'string', value: 'day', help: 'First day' },
    to: { type: 'string', value: 'day', help: 'Last day' },
    limit: { type: 'string', value: 'n', help: 'How many rows (100)' },
    cursor: { type: 'string', value: 'cursor', help: 'Go on after an earlier page' },
    csv: { type: 'boolean', help: 'Every row as CSV' },
  },
  examples: ['gi-gateway audit --subject cn-eu/IV --action published', 'gi-gateway audit --csv > audit.csv'],
  run: connected(async (api, { options, out }) => {
    const { csv, ...asked } = options;
    const filter = query(asked as Record<string, string>);
    const path = `/audit${filter && `?${filter}`}`;
    if (csv) {
      const response = await api.request(path, { headers: { accept: 'text/csv' } });
      if (!response.ok) throw new ApiError((await response.json()) as ApiProblem);
      return out.print((await response.text()).trimEnd());
    }
    const page = await api.json<{ rows: AuditRow[]; next?: string }>(path);
    if (out.json) return out.print(JSON.stringify(page, null, 2));
    if (page.rows.length === 0) return out.print('No row says this.');
    const rows = page.rows.map((r) => [r.at, r.actor, r.action, r.subject, short(r.details)]);
    out.print(table(['at', 'who', 'action', 'subject', 'details'], rows));
    if (page.next) out.note(`More: --cursor ${page.next}`);
  }),
};

export const auditCommands: Command[] = [audit];
