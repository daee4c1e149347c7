import { InputError, type Problem } from '../../../gi/problem.ts';
import { requireRole } from '../../../db/roles.ts';
import { searchDisputes } from '../../../disputes/search.ts';
import { refusalsOfAlert } from '../../../madrid/refusal/kept.ts';
import { defaultAlertAt } from '../../../names/engine.ts';
import { listAgreements } from '../../../lists/catalogue.ts';
import { answersFor, frameAt } from '../../../lists/queries.ts';
import { alertCounts, alertPage, alertView } from '../../../watch/alerts.ts';
import { decideAlerts, decisions } from '../../../watch/decide.ts';
import { readAlertFilter } from '../../../watch/filter.ts';
import { noiseRules, noiseScope } from '../../../watch/noise.ts';
import { rescreenMarks, rescreens } from '../../../watch/rescreen.ts';
import { watchMarksFile } from '../../../watch/run.ts';
import { previewNoise, setNoise } from '../../../watch/set-noise.ts';
import { watchRunPage, watchRunView } from '../../../watch/runs.ts';
import { href } from '../../view.ts';
import type { Console, ConsoleParts } from '../app.ts';
import { readForm, type Desk } from '../desk.ts';
import { AlertPageView } from '../pages/watch/alert.tsx';
import { AlertsPage } from '../pages/watch/alerts.tsx';
import { NoiseConfirm } from '../pages/watch/noise.tsx';
import { WatchPage, WatchRunPage } from '../pages/watch/runs.tsx';
import { chosen, chosenFile, invalid, numberOf } from './form-values.ts';

const PAGE = 50;
/** Cases of one alert that are shown. */
const CASES = 20;

/** The filter in an address; the strength is a percentage there. */
function askedFilter(params: URLSearchParams) {
  const text = (name: string): string | undefined =>
    (params.get(name) ?? '').trim().slice(0, 200) || undefined;
  const percent = numberOf(text('minScore'), 0, 100);
  return readAlertFilter({
    gi: text('gi'),
    office: text('office')?.toUpperCase(),
    origin: text('origin')?.toUpperCase(),
    mark: text('mark'),
    run: text('run'),
    status: text('status'),
    minScore: percent === undefined ? undefined : percent / 100,
  });
}

/** The rule that a form speaks of; why may still be empty. @throws Refusal request/invalid */
function askedRule(text: (name: string) => string) {
  const scope = text('scope');
  if (!noiseScope.test(scope))
    throw invalid(`"${scope.slice(0, 80)}" is no scope.`, 'Write all, agreement:<id> or class:<1–45>.');
  const reason = text('reason').slice(0, 500);
  const away = text('do') === 'take-away';
  const alertAt = away ? undefined : numberOf(text('alertAt') || undefined, 0, 1000);
  if (!away && alertAt === undefined) throw invalid('No number was given.', 'Say how loud it is to be.');
  return { scope, alertAt, reason };
}

/** Alerts, watch runs and thresholds. */
export function addWatchRoutes(app: Console, { deps, render }: ConsoleParts): void {
  const { db, markWatch } = deps;

  app.get('/alerts', async (c) => {
    const desk = c.get('desk');
    const params = new URL(c.req.url).searchParams;
    const filter = askedFilter(params);
    const cursor = (params.get('cursor') ?? '').slice(0, 60) || undefined;
    const page = await alertPage(db, filter, { today: desk.v.today, cursor, limit: PAGE });
    const body = (
      <AlertsPage
        desk={desk}
        filter={filter}
        status={params.get('status') ?? ''}
        page={page}
        counts={await alertCounts(db)}
      />
    );
    return render(c, desk.v, desk.v.t('watch:alerts.title'), body);
  });

  app.post('/alerts', async (c) => {
    const desk = c.get('desk');
    const form = await readForm(c);
    const status = chosen(decisions, form.text('status'));
    const ids = form.all('ids[]');
    if (ids.length === 0) throw invalid('No alert was chosen.', 'Choose alerts by their boxes.');
    const { followed } = await decideAlerts(desk.ctx, {
      ids,
      status,
      reason: form.optional('reason'),
      ...(status === 'assigned' && { assignee: form.optional('assignee') }),
    });
    const done = { done: 'settled', ...(followed.length > 0 && { followed: followed.length }) };
    const to = c.req.query('to');
    if (to !== undefined)
      return c.redirect(href(desk.v, `/console/alerts/${encodeURIComponent(to)}`, done), 303);
    const back = Object.fromEntries(new URLSearchParams(c.req.query('back') ?? ''));
    return c.redirect(href(desk.v, '/console/alerts', { ...back, ...done }), 303);
  });

  app.get('/alerts/:id', async (c) => {
    const desk = c.get('desk');
    const alert = await alertView(db, c.req.param('id'));
    const frame = await frameAt(db, { day: desk.v.today }, deps.clock());
    const [answer] = await answersFor(db, frame, [alert.gi.id], []);
    // The entry that knows the basic mark knows its holder too.
    const entries = (answer?.occurrences ?? []).map((o) => o.entry);
    const entry = entries.find((e) => e.basicMark?.holder) ?? entries[0];
    const asked = { staff: true, day: desk.v.today };
    const { disputes: cases } = await searchDisputes(db, { alert: alert.id }, asked, { limit: CASES });
    const outcome = { cases, refusals: await refusalsOfAlert(db, alert.id) };
    return render(
      c,
      desk.v,
      alert.mark.text,
      <AlertPageView {...{ desk, alert, entry, office: deps.exchange.officeCode, outcome }} />,
    );
  });

  const watchPage = async (desk: Desk, before: string | undefined, problems?: Problem[]) => {
    const { runs, next } = await watchRunPage(db, { before, limit: PAGE });
    const rules = await noiseRules(db);
    const usual = rules.find((r) => r.scope === 'all')?.alertAt ?? defaultAlertAt;
    const compared = await rescreens(db, 10);
    const agreements = (await listAgreements(db)).map((agreement) => agreement.id);
    return <WatchPage {...{ desk, runs, next, rules, usual, agreements, problems, compared }} />;
  };

  app.get('/watch', async (c) => {
    const desk = c.get('desk');
    return render(
      c,
      desk.v,
      desk.v.t('watch:runs.title'),
      await watchPage(desk, c.req.query('before')?.slice(0, 60)),
    );
  });

  app.post('/watch/import', async (c) => {
    const desk = c.get('desk');
    await requireRole(db, desk.ctx.actor, 'editor');
    const form = await readForm(c);
    const office = form.optional('office')?.toUpperCase();
    if (office !== undefined && !/^[A-Z]{2}$/.test(office))
      throw invalid(`"${office}" is no office code.`, 'Use a two-letter ST.3 code.');
    try {
      const file = chosenFile(form);
      const { run } = await watchMarksFile(desk.ctx, markWatch, {
        fileName: file.name.slice(0, 255),
        input: file.stream() as unknown as AsyncIterable<Uint8Array>,
        office,
      });
      return c.redirect(href(desk.v, `/console/watch/${run.id}`), 303);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      c.status(422);
      return render(
        c,
        desk.v,
        desk.v.t('watch:runs.title'),
        await watchPage(desk, undefined, error.problems),
      );
    }
  });

  app.post('/watch/rescreen', async (c) => {
    const desk = c.get('desk');
    await readForm(c);
    await requireRole(db, desk.ctx.actor, 'editor');
    await rescreenMarks(desk.ctx, markWatch);
    return c.redirect(href(desk.v, '/console/watch', { done: 'compared' }), 303);
  });

  app.get('/watch/noise', async (c) => {
    const desk = c.get('desk');
    if (c.req.query('scope') === undefined) return c.redirect(href(desk.v, '/console/watch'), 303);
    const rule = askedRule((name) => c.req.query(name)?.trim() ?? '');
    const preview = await previewNoise(db, rule, desk.v.today);
    const body = <NoiseConfirm {...{ desk, preview, ...rule }} />;
    return render(c, desk.v, desk.v.t('watch:noise.title'), body);
  });

  app.post('/watch/noise', async (c) => {
    const desk = c.get('desk');
    const form = await readForm(c);
    const rule = askedRule((name) => form.text(name));
    if (rule.reason === '') throw invalid('No reason was given.', 'Say why.');
    const told = await setNoise(desk.ctx, rule);
    return c.redirect(href(desk.v, '/console/watch', { done: 'noise', ...told }), 303);
  });

  app.get('/watch/:id', async (c) => {
    const desk = c.get('desk');
    const run = await watchRunView(db, c.req.param('id'));
    return render(c, desk.v, run.file.name, <WatchRunPage desk={desk} run={run} />);
  });
}
