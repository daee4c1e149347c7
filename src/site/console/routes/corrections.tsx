import { correctionRulings } from '../../../db/schema/index.ts';
import { evidenceLevels } from '../../../gi/evidence.ts';
import { getList, allLists } from '../../../lists/catalogue.ts';
import { correctEntry, correctInDraft, type CorrectionRequest } from '../../../lists/corrections/correct.ts';
import { findEntries } from '../../../lists/corrections/find.ts';
import { entryIn } from '../../../lists/corrections/place.ts';
import { ruleOnCorrection } from '../../../lists/corrections/rule.ts';
import { correctionsCsv } from '../../../lists/corrections/table.ts';
import { correctionStates, correctionViews, type CorrectionFilter } from '../../../lists/corrections/view.ts';
import { withdrawCorrection } from '../../../lists/corrections/withdraw.ts';
import { draftReview } from '../../../lists/review/overview.ts';
import { latestVersion } from '../../../lists/versions.ts';
import { Refusal } from '../../../platform/errors.ts';
import { href } from '../../view.ts';
import type { Console, ConsoleParts } from '../app.ts';
import { readForm, type Form } from '../desk.ts';
import { ChooseEntryPage, CorrectPage } from '../pages/correct.tsx';
import { CorrectionsPage } from '../pages/corrections.tsx';

const FOUND = 100;

function filterOf(params: URLSearchParams): CorrectionFilter {
  const list = params.get('list');
  const state = correctionStates.find((s) => s === params.get('state'));
  return { ...(list && { listId: list }), ...(state && { state }) };
}

function requestOf(form: Form): CorrectionRequest {
  const level = evidenceLevels.find((l) => l === form.text('evidence'));
  const source = form.text('source', 500);
  const reason = form.text('reason');
  return {
    key: form.text('key', 500),
    field: form.text('field', 700),
    value: form.text('value'),
    reason,
    ...(level && level !== 'unverified' && { evidence: { level, source: source || reason } }),
  };
}

function noEntry(key: string): Refusal {
  return new Refusal('not-found/entry', 404, `There is no entry "${key}".`, 'Search for it by name.');
}

/** Corrections: the list of them, an entry to correct, and what people do with them. */
export function addCorrectionRoutes(app: Console, { deps, render }: ConsoleParts): void {
  const { db } = deps;

  app.get('/corrections', async (c) => {
    const desk = c.get('desk');
    const filter = filterOf(new URL(c.req.url).searchParams);
    const corrections = await correctionViews(db, filter);
    const lists = (await allLists(db)).map((l) => l.id);
    const page = <CorrectionsPage desk={desk} corrections={corrections} filter={filter} lists={lists} />;
    return render(c, desk.v, desk.t('nav.corrections'), page);
  });
  app.get('/corrections.json', async (c) =>
    c.json({ corrections: await correctionViews(db, filterOf(new URL(c.req.url).searchParams)) }),
  );
  app.get('/corrections.csv', async (c) => {
    const corrections = await correctionViews(db, filterOf(new URL(c.req.url).searchParams));
    return c.body(correctionsCsv(corrections), 200, { 'content-type': 'text/csv; charset=utf-8' });
  });

  app.post('/corrections/withdraw', async (c) => {
    const desk = c.get('desk');
    const form = await readForm(c);
    await withdrawCorrection(desk.ctx, { id: form.text('correction'), reason: form.text('reason') });
    return c.redirect(href(desk.v, '/console/corrections', { done: 'correction-withdrawn' }), 303);
  });

  app.get('/lists/:agreement/:annex/correct', async (c) => {
    const desk = c.get('desk');
    const { agreement, annex } = c.req.param();
    const { id: listId } = await getList(db, `${agreement}/${annex}`);
    const version = await latestVersion(db, listId);
    const key = c.req.query('key') ?? '';
    const entry = key && version ? await entryIn(db, version.id, key) : undefined;
    if (key && !entry) throw noEntry(key);
    if (!entry) {
      const text = (c.req.query('text') ?? '').trim().slice(0, 200);
      const entries = version ? await findEntries(db, version.id, text, FOUND) : [];
      const page = <ChooseEntryPage desk={desk} listId={listId} text={text} entries={entries} />;
      return render(c, desk.v, desk.t('correction.choose'), page);
    }
    const corrections = await correctionViews(db, { listId, key });
    const action = href(desk.v, `/console/lists/${listId}/correct`);
    const page = (
      <CorrectPage
        desk={desk}
        listId={listId}
        entry={entry}
        corrections={corrections}
        action={action}
        open={desk.may('editor')}
      />
    );
    return render(c, desk.v, key, page);
  });

  app.post('/lists/:agreement/:annex/correct', async (c) => {
    const desk = c.get('desk');
    const { agreement, annex } = c.req.param();
    const request = requestOf(await readForm(c));
    const { drafts } = await correctEntry(desk.ctx, `${agreement}/${annex}`, request);
    return c.redirect(href(desk.v, `/console/drafts/${drafts[0]}`, { done: 'corrected' }), 303);
  });

  app.get('/drafts/:id/correct', async (c) => {
    const desk = c.get('desk');
    const review = await draftReview(db, c.req.param('id'));
    const key = c.req.query('key') ?? '';
    const entry = await entryIn(db, review.versionId, key);
    if (!entry) throw noEntry(key);
    const page = (
      <CorrectPage
        desk={desk}
        listId={review.listId}
        entry={entry}
        corrections={await correctionViews(db, { draftId: review.versionId, key })}
        draftId={review.versionId}
        action={href(desk.v, `/console/drafts/${review.versionId}/correct`)}
        open={review.state === 'draft' && !review.approval && desk.may('editor')}
      />
    );
    return render(c, desk.v, key, page);
  });

  app.post('/drafts/:id/correct', async (c) => {
    const desk = c.get('desk');
    const id = c.req.param('id');
    await correctInDraft(desk.ctx, id, requestOf(await readForm(c)));
    return c.redirect(href(desk.v, `/console/drafts/${id}`, { done: 'corrected' }), 303);
  });

  app.post('/drafts/:id/correction-rulings', async (c) => {
    const desk = c.get('desk');
    const form = await readForm(c);
    const id = c.req.param('id');
    const ruling = correctionRulings.find((r) => r === form.text('ruling'));
    if (!ruling)
      throw new Refusal('request/invalid', 400, 'That is no ruling.', 'Use the buttons of the page.');
    await ruleOnCorrection(desk.ctx, {
      draftId: id,
      correctionId: form.text('correction'),
      ruling,
      reason: form.text('reason'),
    });
    return c.redirect(href(desk.v, `/console/drafts/${id}`, { done: 'correction-ruled' }), 303);
  });
}
