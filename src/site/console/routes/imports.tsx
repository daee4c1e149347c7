import { stringify } from 'csv-stringify/sync';
import { evidenceLevels } from '../../../gi/evidence.ts';
import { InputError } from '../../../gi/problem.ts';
import { problemRulings } from '../../../db/schema/index.ts';
import { importFile } from '../../../lists/import.ts';
import { waitingCorrections } from '../../../lists/corrections/view.ts';
import { failedImports, importView } from '../../../lists/import-view.ts';
import { allLists } from '../../../lists/catalogue.ts';
import { listSummaries } from '../../../lists/queries.ts';
import { openDrafts } from '../../../lists/review/overview.ts';
import { decideProblems } from '../../../lists/review/problems.ts';
import { requireRole } from '../../../db/roles.ts';
import { isIsoDate } from '../../../platform/clock.ts';
import { Refusal } from '../../../platform/errors.ts';
import { href } from '../../view.ts';
import type { Console, ConsoleParts } from '../app.ts';
import { readForm, type Form } from '../desk.ts';
import { ImportPage } from '../pages/import.tsx';
import { ImportResultPage } from '../pages/import-result.tsx';
import { dueDesk } from '../../../lists/procedure/due.ts';
import { TodayPage } from '../pages/today.tsx';

/** How far ahead the desk looks for dates of procedures. */
const DAYS_AHEAD = 90;

function requestOf(form: Form) {
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
    ...(level && { evidence: { level, source: source ?? form.file('file')?.name ?? '' } }),
  };
}

export function addImportRoutes(app: Console, { deps, render }: ConsoleParts): void {
  const { db } = deps;

  app.get('/', async (c) => {
    const desk = c.get('desk');
    const lists = new Map((await allLists(db)).map((l) => [l.id, l]));
    const page = (
      <TodayPage
        desk={desk}
        drafts={await openDrafts(db)}
        failed={await failedImports(db)}
        corrections={await waitingCorrections(db)}
        lists={lists}
        due={await dueDesk(db, deps.clock(), DAYS_AHEAD)}
      />
    );
    return render(c, desk.v, desk.t('today.title'), page);
  });

  app.get('/import', async (c) => {
    const desk = c.get('desk');
    await requireRole(db, desk.ctx.actor, 'editor');
    const lists = await listSummaries(db, { day: desk.v.today });
    const page = <ImportPage desk={desk} lists={lists} chosen={c.req.query('list') ?? ''} />;
    return render(c, desk.v, desk.t('import.title'), page);
  });

  app.post('/import', async (c) => {
    const desk = c.get('desk');
    await requireRole(db, desk.ctx.actor, 'editor');
    const form = await readForm(c);
    const file = form.file('file');
    if (!file) throw new Refusal('request/invalid', 400, 'No file was sent.', 'Choose a file.');
    const request = requestOf(form);
    try {
      const report = await importFile(desk.ctx, {
        ...request,
        fileName: file.name.slice(0, 255),
        input: file.stream() as unknown as AsyncIterable<Uint8Array>,
      });
      if (report.draftId) deps.screenings.start(report.draftId);
      return c.redirect(href(desk.v, `/console/imports/${report.importId}`), 303);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      c.status(422);
      const lists = await listSummaries(db, { day: desk.v.today });
      const page = <ImportPage desk={desk} lists={lists} chosen={request.listId} problems={error.problems} />;
      return render(c, desk.v, desk.t('import.title'), page);
    }
  });

  app.get('/imports/:id', async (c) => {
    const desk = c.get('desk');
    const view = await importView(db, c.req.param('id'));
    return render(c, desk.v, view.file.name, <ImportResultPage desk={desk} view={view} />);
  });

  app.post('/imports/:id', async (c) => {
    const desk = c.get('desk');
    const form = await readForm(c);
    const view = await importView(db, c.req.param('id'));
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
    const view = await importView(db, c.req.param('id'));
    c.header('Content-Disposition', `attachment; filename="${view.id}.json"`);
    return c.json(view);
  });

  app.get('/imports/:id/report.csv', async (c) => {
    const view = await importView(db, c.req.param('id'));
    const rows = view.problems.map(({ place, decided, ...p }) => [
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
