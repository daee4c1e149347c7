import { InputError, type Problem } from '../../../gi/problem.ts';
import { requireRole } from '../../../db/roles.ts';
import { Refusal } from '../../../platform/errors.ts';
import { defaultAlertAt } from '../../../names/engine.ts';
import { alertCounts, alertPage, alertView } from '../../../watch/alerts.ts';
import { decideAlerts, decisions } from '../../../watch/decide.ts';
import { readAlertFilter } from '../../../watch/filter.ts';
import { noiseRules, noiseScope, setNoise } from '../../../watch/noise.ts';
import { rescreenMarks, rescreens } from '../../../watch/rescreen.ts';
import { watchMarksFile } from '../../../watch/run.ts';
import { watchRunPage, watchRunView } from '../../../watch/runs.ts';
import {
  channels,
  mailLanguages,
  paces,
  subscribe,
  subscriptions,
  unsubscribe,
} from '../../../watch/subscriptions.ts';
import { webhookSecret } from '../../../watch/webhook.ts';
import { href } from '../../view.ts';
import type { Console, ConsoleParts } from '../app.ts';
import { readForm, type Desk, type Form } from '../desk.ts';
import { AlertPageView } from '../pages/watch/alert.tsx';
import { AlertsPage } from '../pages/watch/alerts.tsx';
import { WatchPage, WatchRunPage } from '../pages/watch/runs.tsx';
import { SubscriptionsPage } from '../pages/watch/subscriptions.tsx';

const PAGE = 50;

function invalid(message: string, remedy: string): Refusal {
  return new Refusal('request/invalid', 400, message, remedy);
}

/** A number typed into a field; undefined when it is empty. */
function numberOf(text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const number = Number(text);
  if (number >= least && number <= most) return number;
  throw invalid(`"${text.slice(0, 40)}" is no number from ${least} to ${most}.`, 'Correct the field.');
}

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

function chosen<T extends string>(options: readonly T[], text: string): T {
  const found = options.find((o) => o === text);
  if (found) return found;
  throw invalid(`"${text.slice(0, 40)}" is no choice of the form.`, 'Use the form of the page.');
}

function subscriptionOf(form: Form) {
  const percent = numberOf(form.optional('minScore'), 0, 100);
  const niceClass = numberOf(form.optional('class'), 1, 45);
  const filter = {
    gi: form.optional('gi'),
    agreement: form.optional('agreement'),
    origin: form.optional('origin')?.toUpperCase(),
    office: form.optional('office')?.toUpperCase(),
    class: niceClass,
    minScore: percent === undefined ? undefined : percent / 100,
  };
  const name = form.text('name', 200);
  if (name === '') throw invalid('The subscription has no name.', 'Give it a name.');
  return {
    name,
    channel: chosen(channels, form.text('channel')),
    target: form.optional('target'),
    language: chosen(mailLanguages, form.text('language')),
    pace: chosen(paces, form.text('pace')),
    filter: Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)),
  };
}

/** Alerts, watch runs, thresholds and subscriptions. */
export function addWatchRoutes(app: Console, { deps, render }: ConsoleParts): void {
  const { db, markWatch, notices } = deps;

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
    await decideAlerts(desk.ctx, {
      ids,
      status,
      reason: form.optional('reason'),
      ...(status === 'assigned' && { assignee: form.optional('assignee') }),
    });
    const to = c.req.query('to');
    if (to !== undefined)
      return c.redirect(href(desk.v, `/console/alerts/${encodeURIComponent(to)}`, { done: 'settled' }), 303);
    const back = Object.fromEntries(new URLSearchParams(c.req.query('back') ?? ''));
    return c.redirect(href(desk.v, '/console/alerts', { ...back, done: 'settled' }), 303);
  });

  app.get('/alerts/:id', async (c) => {
    const desk = c.get('desk');
    const alert = await alertView(db, c.req.param('id'));
    return render(
      c,
      desk.v,
      alert.mark.text,
      <AlertPageView desk={desk} alert={alert} office={deps.exchange.officeCode} />,
    );
  });

  const watchPage = async (desk: Desk, before: string | undefined, problems?: Problem[]) => {
    const { runs, next } = await watchRunPage(db, { before, limit: PAGE });
    const rules = await noiseRules(db);
    const usual = rules.find((r) => r.scope === 'all')?.alertAt ?? defaultAlertAt;
    const compared = await rescreens(db, 10);
    return <WatchPage {...{ desk, runs, next, rules, usual, problems, compared }} />;
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
    const file = form.file('file');
    if (!file) throw invalid('No file was sent.', 'Choose a file.');
    const office = form.optional('office')?.toUpperCase();
    if (office !== undefined && !/^[A-Z]{2}$/.test(office))
      throw invalid(`"${office}" is no office code.`, 'Use a two-letter ST.3 code.');
    try {
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

  app.post('/watch/noise', async (c) => {
    const desk = c.get('desk');
    const form = await readForm(c);
    const scope = form.text('scope');
    if (!noiseScope.test(scope))
      throw invalid(`"${scope.slice(0, 80)}" is no scope.`, 'Write all, agreement:<id> or class:<1–45>.');
    const reason = form.text('reason');
    if (reason === '') throw invalid('No reason was given.', 'Say why.');
    await setNoise(desk.ctx, { scope, alertAt: numberOf(form.optional('alertAt'), 0, 1000), reason });
    return c.redirect(href(desk.v, '/console/watch', { done: 'noise' }), 303);
  });

  app.get('/watch/:id', async (c) => {
    const desk = c.get('desk');
    const run = await watchRunView(db, c.req.param('id'));
    return render(c, desk.v, run.file.name, <WatchRunPage desk={desk} run={run} />);
  });

  app.get('/subscriptions', async (c) => {
    const desk = c.get('desk');
    return render(
      c,
      desk.v,
      desk.v.t('watch:subs.title'),
      <SubscriptionsPage desk={desk} all={await subscriptions(db)} />,
    );
  });

  app.post('/subscriptions', async (c) => {
    const desk = c.get('desk');
    const request = subscriptionOf(await readForm(c));
    const { id, token } = await subscribe(desk.ctx, request);
    if (request.channel === 'email')
      return c.redirect(href(desk.v, '/console/subscriptions', { done: 'subscribed' }), 303);
    // Shown in the answer to the form and nowhere else: an address in a history would give it away.
    const feeds =
      token &&
      ['atom', 'json'].map((form) => `${notices.publicUrl}/api/v1/watch/feeds/${id}/${form}?token=${token}`);
    const made = {
      feeds: feeds || undefined,
      secret: request.channel === 'webhook' ? webhookSecret(notices.webhookKey, id) : undefined,
    };
    return render(
      c,
      desk.v,
      desk.v.t('watch:subs.title'),
      <SubscriptionsPage desk={desk} all={await subscriptions(db)} made={made} />,
    );
  });

  app.post('/subscriptions/:id/end', async (c) => {
    const desk = c.get('desk');
    await readForm(c);
    await unsubscribe(desk.ctx, c.req.param('id'));
    return c.redirect(href(desk.v, '/console/subscriptions', { done: 'unsubscribed' }), 303);
  });
}
