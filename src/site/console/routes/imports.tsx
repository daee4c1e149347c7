import { stringify } from 'csv-stringify/sync';
import { evidenceLevels } from '../../../gi/evidence.ts';
import { InputError } from '../../../gi/problem.ts';
import { problemRulings } from '../../../db/schema/index.ts';
import { listDeliveries } from '../../../exchange/outbox/manage.ts';
import { listSources } from '../../../exchange/sync/sources.ts';
import { resumeImport, startImport } from '../../../lists/import.ts';
import type { ImportReport } from '../../../lists/read-import.ts';
import { waitingCorrections } from '../../../lists/corrections/view.ts';
import { failedImports, importView } from '../../../lists/import-view.ts';
import { allLists } from '../../../lists/catalogue.ts';
import { frameAt, listSummaries } from '../../../lists/queries.ts';
import { openDrafts } from '../../../lists/review/overview.ts';
import { decideProblems, reviewedProblems } from '../../../lists/review/problems.ts';
import { requireRole } from '../../../db/roles.ts';
import { isIsoDate } from '../../../platform/clock.ts';
import { Refusal } from '../../../platform/errors.ts';
import { docketCare } from '../../../madrid/docket/docket.ts';
import { queuePage } from '../../../madrid/docket/queue.ts';
import { genevaDay } from '../../../madrid/rules/calendar.ts';
import { alertPage, undecidedStatuses } from '../../../watch/alerts.ts';
import { ownLimits } from '../../../watch/own-limits.ts';
import { href } from '../../view.ts';
import type { Console, ConsoleParts } from '../app.ts';
import { readFileForm, readForm, type Form } from '../desk.ts';
import { ImportPage } from '../pages/import.tsx';
import { ImportResultPage } from '../pages/import-result.tsx';
import { progressOf } from '../parts/import-progress.tsx';
import { dueDesk } from '../../../lists/procedure/due.ts';
import { TodayPage } from '../pages/today.tsx';

/** Dead letters shown at once; the outbox has all. */
const DEAD_SHOWN = 20;
/** Alerts shown, the nearest deadline first. */
const ALERTS_SHOWN = 5;
/** How far ahead the desk looks for dates of procedures. */
const DAYS_AHEAD = 90;

/** What a person waits for rather than being shown how far it is. */
const WAITED_FOR_BYTES = 256 << 10;

function requestOf(form: Form, fileName: string) {
  const [format, effectiveOn, source] = [
    form.optional('format'),
    form.optional('effectiveOn'),
    form.optional('source'),
  ];
  const level = evidenceLevels.find((l) => l === form.text('evidence'));
  if (effectiveOn && !isIsoDate(effectiveOn))
    throw new Refusal('request/invalid', 400, `"${effectiveOn}" is not a day.`, 'Write it as YYYY-MM-DD.');
  return {
    listId: form.text('list'),
    mode: form.text('mode') === 'partial' ? ('partial' as const) : ('full' as const),
    ...(format && { format }),
    ...(effectiveOn && { effectiveOn }),
    ...(level && { evidence: { level, source: source ?? fileName } }),
  };
}

export function addImportRoutes(app: Console, { deps, render }: ConsoleParts): void {
  const { db } = deps;
  /** Lets an import go on that nobody waits for: its run tells what becomes of it, faults of ours are told of here. */
  const goesOn = (report: Promise<ImportReport>, path: string): void => {
    report.then(screened).catch((error: unknown) => {
      if (!(error instanceof InputError || error instanceof Refusal)) deps.onError(error, path);
    });
  };
  /** A draft's new names are screened for conflicts as soon as there is a draft. */
  const screened = ({ draftId }: ImportReport): void => {
    if (draftId) deps.screenings.start(draftId);
  };

  app.get('/', async (c) => {
    const desk = c.get('desk');
    const lists = new Map((await allLists(db)).map((l) => [l.id, l]));
    const day = genevaDay(deps.clock());
    const page = (
      <TodayPage
        desk={desk}
        drafts={await openDrafts(db)}
        failed={await failedImports(db, deps.clock())}
        corrections={await waitingCorrections(db)}
        lists={lists}
        due={await dueDesk(db, deps.clock(), DAYS_AHEAD)}
        dead={await listDeliveries(db, { state: 'dead' }, DEAD_SHOWN)}
        toRefuse={await ownLimits(db, deps.exchange.officeCode, day, DAYS_AHEAD)}
        alerts={await alertPage(
          db,
          { status: undecidedStatuses },
          { today: desk.v.today, limit: ALERTS_SHOWN },
        )}
        failing={(await listSources(db, deps.clock())).filter((s) => s.enabled && s.failures > 0)}
        docket={{
          care: await docketCare(db, await frameAt(db, { day }, deps.clock()), DAYS_AHEAD),
          waiting: (await queuePage(db, { cursor: '', limit: 1, office: deps.exchange.officeCode })).total,
          days: DAYS_AHEAD,
        }}
      />
    );
    return render(c, desk.v, desk.t('today.title'), page);
  });

  app.get('/import', async (c) => {
    const desk = c.get('desk');
    await requireRole(db, desk.ctx.actor, 'editor');
    const lists = await listSummaries(db, { day: desk.v.today });
    const page = (
      <ImportPage desk={desk} lists={lists} chosen={c.req.query('list') ?? ''} maxBytes={deps.maxFileBytes} />
    );
    return render(c, desk.v, desk.t('import.title'), page);
  });

  app.post('/import', async (c) => {
    const desk = c.get('desk');
    await requireRole(db, desk.ctx.actor, 'editor');
    const { form, file } = await readFileForm(c);
    if (!file?.name) throw new Refusal('request/invalid', 400, 'No file was sent.', 'Choose a file.');
    const request = requestOf(form, file.name);
    const {
      importId,
      file: kept,
      report,
    } = await startImport(desk.ctx, {
      ...request,
      fileName: file.name.slice(0, 255),
      input: file.input,
      totalBytes: Number(c.req.header('content-length')) || undefined,
    });
    if (kept.size > WAITED_FOR_BYTES) goesOn(report, c.req.path);
    else {
      try {
        screened(await report);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        c.status(422);
        const lists = await listSummaries(db, { day: desk.v.today });
        const page = (
          <ImportPage
            desk={desk}
            lists={lists}
            chosen={request.listId}
            maxBytes={deps.maxFileBytes}
            problems={error.problems}
          />
        );
        return render(c, desk.v, desk.t('import.title'), page);
      }
    }
    return c.redirect(href(desk.v, `/console/imports/${importId}`), 303);
  });

  app.get('/imports/:id/progress', async (c) => {
    const desk = c.get('desk');
    const view = await importView(db, c.req.param('id'), deps.clock());
    return c.json({ running: view.state === 'running', ...progressOf(desk, view) });
  });

  app.post('/imports/:id/resume', async (c) => {
    const desk = c.get('desk');
    await readForm(c);
    const { importId, report } = await resumeImport(desk.ctx, c.req.param('id'));
    goesOn(report, c.req.path);
    return c.redirect(href(desk.v, `/console/imports/${importId}`), 303);
  });

  app.get('/imports/:id', async (c) => {
    const desk = c.get('desk');
    const view = await importView(db, c.req.param('id'), deps.clock());
    const problems = await reviewedProblems(db, view.id);
    const page = <ImportResultPage desk={desk} view={view} problems={problems} />;
    return render(c, desk.v, view.file.name, page);
  });

  app.post('/imports/:id', async (c) => {
    const desk = c.get('desk');
    const form = await readForm(c);
    const view = await importView(db, c.req.param('id'), deps.clock());
    const ruling = problemRulings.find((r) => r === form.text('ruling'));
    if (!ruling)
      throw new Refusal('request/invalid', 400, 'That is no ruling.', 'Use the buttons of the page.');
    const which = form.text('which');
    await decideProblems(desk.ctx, {
      draftId: view.draftId ?? '',
      ordinals: which === 'all' ? 'all-open' : [Number(which)],
      ruling,
      reason: form.text('reason'),
    });
    return c.redirect(href(desk.v, `/console/imports/${view.id}`, { done: 'ruled' }), 303);
  });

  app.get('/imports/:id/report.json', async (c) => {
    const view = await importView(db, c.req.param('id'), deps.clock());
    c.header('Content-Disposition', `attachment; filename="${view.id}.json"`);
    return c.json({ ...view, problems: await reviewedProblems(db, view.id) });
  });

  app.get('/imports/:id/report.csv', async (c) => {
    const view = await importView(db, c.req.param('id'), deps.clock());
    const rows = (await reviewedProblems(db, view.id)).map(({ place, decided, ...p }) => [
      p.severity,
      p.code,
      place.line,
      place.column,
      place.record,
      place.path,
      place.field,
      p.message,
      p.remedy,
      decided?.ruling,
      decided?.reason,
    ]);
    const header = 'severity,code,line,column,record,path,field,message,remedy,ruling,reason'.split(',');
    c.header('Content-Disposition', `attachment; filename="${view.id}.csv"`);
    c.header('Content-Type', 'text/csv; charset=utf-8');
    // With the mark at its beginning spreadsheets read the file as UTF-8; a value must not start a formula there.
    return c.body(stringify([header, ...rows], { bom: true, escape_formulas: true }));
  });
}
