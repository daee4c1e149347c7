import { syncKinds } from '../../../../db/schema/index.ts';
import { listPartners } from '../../../../exchange/partners.ts';
import { runNow, type SyncContext } from '../../../../exchange/sync/run.ts';
import { addSource, listSources, runsOf, setSourceState } from '../../../../exchange/sync/sources.ts';
import { allLists } from '../../../../lists/catalogue.ts';
import { Refusal } from '../../../../platform/errors.ts';
import { href } from '../../../view.ts';
import type { Console, ConsoleParts } from '../../app.ts';
import { readForm, type Desk } from '../../desk.ts';
import { clientOf } from './client-form.ts';
import { SourcePage, SourcesPage } from '../../pages/exchange/sync.tsx';

const base = '/console/sync';
const RUNS = 50;
const HOUR = 3600;
/** A month, as for the API. */
const MOST_HOURS = 744;

const invalid = (message: string): Refusal =>
  new Refusal('request/invalid', 400, message, 'Use the fields and buttons of the page.');

/** Sources lists come from by themselves. */
export function addSyncRoutes(app: Console, { deps, render }: ConsoleParts): void {
  const { db, clock, exchange } = deps;
  const { outbound, vault, tokens, dropDir } = exchange;
  const contextOf = ({ ctx }: Desk): SyncContext => ({
    ...ctx,
    clock,
    outbound,
    vault,
    tokens,
    dropDir,
    random: Math.random,
  });

  app.get('/sync', async (c) => {
    const desk = c.get('desk');
    const page = (
      <SourcesPage
        desk={desk}
        sources={await listSources(db, clock())}
        lists={await allLists(db)}
        partners={await listPartners(db)}
      />
    );
    return render(c, desk.v, desk.v.t('exchange:nav.sync'), page);
  });

  app.post('/sync', async (c) => {
    const desk = c.get('desk');
    const form = await readForm(c);
    const kind = syncKinds.find((k) => k === form.text('kind'));
    const hours = Number(form.text('hours', 10));
    if (!kind || !Number.isInteger(hours) || hours < 1 || hours > MOST_HOURS)
      throw invalid(`A source has a kind, and is looked at every 1 to ${MOST_HOURS} hours.`);
    const partner = form.optional('partner');
    const { secret, oauth } = kind === 'url' ? clientOf(form) : {};
    const wanted = {
      listId: form.text('list', 100),
      kind,
      location: form.text('location'),
      mode: form.text('mode') === 'partial' ? 'partial' : 'full',
      everySeconds: hours * HOUR,
      ...(partner && { partner }),
      ...(oauth && { oauth }),
    } as const;
    const source = await addSource(contextOf(desk), wanted, secret);
    return c.redirect(href(desk.v, `${base}/${source.id}`, { done: 'source-changed' }), 303);
  });

  app.get('/sync/:id', async (c) => {
    const desk = c.get('desk');
    const id = c.req.param('id');
    const runs = await runsOf(db, id, RUNS);
    const source = (await listSources(db, clock())).find((s) => s.id === id)!;
    return render(c, desk.v, source.listId, <SourcePage {...{ desk, source, runs }} />);
  });

  app.post('/sync/:id', async (c) => {
    const desk = c.get('desk');
    const id = c.req.param('id');
    const verb = (await readForm(c)).text('do');
    if (verb === 'run') {
      const { draftId } = await runNow(contextOf(desk), id);
      if (draftId) deps.screenings.start(draftId);
      return c.redirect(href(desk.v, `${base}/${id}`, { done: 'source-looked' }), 303);
    }
    if (verb !== 'enable' && verb !== 'disable') throw invalid('That is nothing this page does.');
    await setSourceState(desk.ctx, id, verb === 'enable');
    return c.redirect(href(desk.v, `${base}/${id}`, { done: 'source-changed' }), 303);
  });
}
