import { stream } from 'hono/streaming';
import { auditCsv } from '../../../db/audit-csv.ts';
import { searchAudit, type AuditFilter } from '../../../db/audit.ts';
import { listSummaries, listView } from '../../../lists/queries.ts';
import { openDrafts } from '../../../lists/review/overview.ts';
import { allLists } from '../../../lists/catalogue.ts';
import { revert } from '../../../lists/review/revert.ts';
import { procedureEventKinds } from '../../../gi/procedure-event.ts';
import { approvalNeeded } from '../../../lists/review/approve.ts';
import {
  decideStatements,
  waitingStatements,
  type StatementFilter,
} from '../../../lists/review/statements.ts';
import { isIsoDate } from '../../../platform/clock.ts';
import { href } from '../../view.ts';
import type { Console, ConsoleParts } from '../app.ts';
import { readForm } from '../desk.ts';
import { chosen, invalid } from './form-values.ts';
import { ApprovalsPage } from '../pages/approvals.tsx';
import { AuditPage } from '../pages/audit.tsx';
import { Statements } from '../pages/statements.tsx';
import { ConsoleListsPage, ConsoleVersionsPage } from '../pages/versions.tsx';

const PAGE = 100;
const APPROVALS = 50;

function auditFilter(params: URLSearchParams): AuditFilter {
  const filter: AuditFilter = {};
  for (const name of ['actor', 'action', 'subject', 'entity'] as const) {
    const text = (params.get(name) ?? '').trim().slice(0, 200);
    if (text) filter[name] = text;
  }
  for (const name of ['from', 'to'] as const) {
    const day = params.get(name) ?? '';
    if (isIsoDate(day)) filter[name] = day;
  }
  const before = Number(params.get('before'));
  return Number.isSafeInteger(before) && before > 0 ? { ...filter, before } : filter;
}

function statementFilter(params: URLSearchParams): StatementFilter {
  const listId = (params.get('list') ?? '').slice(0, 100);
  const event = procedureEventKinds.find((kind) => kind === params.get('event'));
  return { ...(listId && { listId }), ...(event && { event }) };
}

/** Draft and key of a ticked box. */
function pickOf(text: string): { draftId: string; key: string } {
  const at = text.indexOf(' ');
  return { draftId: text.slice(0, at), key: text.slice(at + 1) };
}

/** Versions, undo, and the audit trail. */
export function addRecordRoutes(app: Console, { deps, render }: ConsoleParts): void {
  const { db } = deps;

  app.get('/lists', async (c) => {
    const desk = c.get('desk');
    const lists = await listSummaries(db, { day: desk.v.today });
    return render(c, desk.v, desk.t('nav.lists'), <ConsoleListsPage desk={desk} lists={lists} />);
  });

  app.get('/lists/:agreement/:annex', async (c) => {
    const desk = c.get('desk');
    const { agreement, annex } = c.req.param();
    const view = await listView(db, `${agreement}/${annex}`, { day: desk.v.today });
    return render(
      c,
      desk.v,
      desk.v.f.local(view.list.title),
      <ConsoleVersionsPage desk={desk} view={view} />,
    );
  });

  app.post('/lists/:agreement/:annex/revert', async (c) => {
    const desk = c.get('desk');
    const form = await readForm(c);
    const { agreement, annex } = c.req.param();
    const number = Number(form.text('number')) || 0;
    const draft = await revert(desk.ctx, { listId: `${agreement}/${annex}`, number });
    return c.redirect(href(desk.v, `/console/drafts/${draft.versionId}`, { done: 'reverted' }), 303);
  });

  app.get('/audit.csv', (c) => {
    const { before: _, ...filter } = auditFilter(new URL(c.req.url).searchParams);
    c.header('content-type', 'text/csv; charset=utf-8');
    c.header('content-disposition', 'attachment; filename="audit.csv"');
    return stream(c, async (out) => {
      for await (const line of auditCsv(db, filter)) {
        if (out.aborted) return;
        await out.write(line);
      }
    });
  });

  app.get('/approvals', async (c) => {
    const desk = c.get('desk');
    const drafts = (await openDrafts(db)).filter((d) => d.waiting !== 'decisions');
    const lists = new Map((await allLists(db)).map((l) => [l.id, l]));
    const given = await searchAudit(db, { action: 'draft.appro' }, APPROVALS);
    const filter = statementFilter(new URL(c.req.url).searchParams);
    const statements = await waitingStatements(db, filter);
    const needed = await approvalNeeded(db);
    const stated = <Statements {...{ desk, statements, lists, filter, needed }} />;
    const page = <ApprovalsPage {...{ desk, drafts, lists, given, stated }} />;
    return render(c, desk.v, desk.t('nav.approvals'), page);
  });

  app.post('/approvals', async (c) => {
    const desk = c.get('desk');
    const form = await readForm(c);
    const filter = statementFilter(new URLSearchParams(form.text('filter')));
    const decision = chosen(['accepted', 'rejected'] as const, form.text('decision'));
    const comment = form.optional('comment');
    const items = form.all('pick').map(pickOf);
    const all = form.optional('all');
    // All that is shown, but for the person's own where these need somebody else.
    const needed = await approvalNeeded(db);
    const others = (await waitingStatements(db, filter)).filter(
      (s) => !needed || !s.statedBy.includes(desk.ctx.actor),
    );
    const request = all
      ? { items: others, expected: Number(all) }
      : { items, expected: new Set(items.map(({ draftId, key }) => `${draftId} ${key}`)).size };
    if (request.items.length === 0) throw invalid('Nothing is chosen.', 'Tick what is to be decided.');
    await decideStatements(desk.ctx, {
      filter: { items: request.items },
      decision,
      expected: request.expected,
      ...(comment && { comment }),
    });
    return c.redirect(href(desk.v, '/console/approvals', { done: 'decided' }), 303);
  });

  app.get('/audit', async (c) => {
    const desk = c.get('desk');
    const filter = auditFilter(new URL(c.req.url).searchParams);
    const rows = await searchAudit(db, filter, PAGE + 1);
    const shown = rows.slice(0, PAGE);
    const next = rows.length > PAGE ? shown.at(-1)!.id : undefined;
    return render(
      c,
      desk.v,
      desk.t('nav.audit'),
      <AuditPage desk={desk} filter={filter} rows={shown} next={next} />,
    );
  });
}
