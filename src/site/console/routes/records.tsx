import { stream } from 'hono/streaming';
import { auditCsv } from '../../../db/audit-csv.ts';
import { searchAudit, type AuditFilter } from '../../../db/audit.ts';
import { listSummaries, listView } from '../../../lists/queries.ts';
import { openDrafts } from '../../../lists/review/overview.ts';
import { allLists } from '../../../lists/catalogue.ts';
import { revert } from '../../../lists/review/revert.ts';
import { isIsoDate } from '../../../platform/clock.ts';
import { href } from '../../view.ts';
import type { Console, ConsoleParts } from '../app.ts';
import { readForm } from '../desk.ts';
import { ApprovalsPage } from '../pages/approvals.tsx';
import { AuditPage } from '../pages/audit.tsx';
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
    const page = <ApprovalsPage desk={desk} drafts={drafts} lists={lists} given={given} />;
    return render(c, desk.v, desk.t('nav.approvals'), page);
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
