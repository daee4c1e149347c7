import type { Context } from 'hono';
import { personActor } from '../../../db/roles.ts';
import { principalName } from '../../../gi/entry.ts';
import { getList } from '../../../lists/catalogue.ts';
import { correctionViews } from '../../../lists/corrections/view.ts';
import { publish } from '../../../lists/publish.ts';
import { approvalNeeded, approve, withdrawApproval } from '../../../lists/review/approve.ts';
import { assign, comment, commentsOn, discard } from '../../../lists/review/care.ts';
import { changedFields, countMatching, reviewedChanges } from '../../../lists/review/changes.ts';
import { decide } from '../../../lists/review/decide.ts';
import { draftReview } from '../../../lists/review/overview.ts';
import { getDraft } from '../../../lists/versions.ts';
import { isIsoDate } from '../../../platform/clock.ts';
import { Refusal } from '../../../platform/errors.ts';
import { href } from '../../view.ts';
import type { Console, ConsoleEnv, ConsoleParts } from '../app.ts';
import { readForm, type Desk } from '../desk.ts';
import { decisionText } from '../pages/change.tsx';
import { BulkPage } from '../pages/bulk.tsx';
import { DraftPage } from '../pages/draft.tsx';
import { filterOf } from '../selection.ts';

const PAGE = 50;
const PREVIEWED = 40;

function asDecision(text: string): 'accepted' | 'rejected' {
  if (text === 'accepted' || text === 'rejected') return text;
  throw new Refusal('request/invalid', 400, 'That is no decision.', 'Use the buttons of the page.');
}

export function addDraftRoutes(app: Console, { deps, render }: ConsoleParts): void {
  const { db } = deps;
  const paramsOf = (c: Context): URLSearchParams => new URL(c.req.url).searchParams;
  const backTo = (desk: Desk, id: string, done: string): string =>
    href(desk.v, `/console/drafts/${id}`, { done });

  app.get('/drafts/:id', async (c) => {
    const desk = c.get('desk');
    const review = await draftReview(db, c.req.param('id'));
    if (review.state === 'draft') deps.screenings.start(review.versionId);
    const filter = filterOf(paramsOf(c));
    const after = c.req.query('after') ?? '';
    const changes = await reviewedChanges(db, review, filter, { after, limit: PAGE + 1 });
    const shown = changes.slice(0, PAGE);
    const view = {
      review,
      filter,
      after,
      list: await getList(db, review.listId),
      matching: await countMatching(db, review, filter),
      fields: await changedFields(db, review),
      changes: shown,
      comments: await commentsOn(db, review.versionId),
      corrections: await correctionViews(db, { draftId: review.versionId }),
      approvalNeeded: await approvalNeeded(db),
      ...(changes.length > PAGE && { next: shown.at(-1)!.key }),
    };
    return render(c, desk.v, desk.v.f.local(view.list.title), <DraftPage desk={desk} view={view} />);
  });

  app.post('/drafts/:id/decisions', async (c) => {
    const desk = c.get('desk');
    const form = await readForm(c);
    const id = c.req.param('id');
    const [key, remark] = [form.text('key', 500), form.optional('comment')];
    if (form.text('decision') === 'comment') {
      if (remark) await comment(desk.ctx, id, { key, text: remark });
    } else {
      await decide(desk.ctx, {
        draftId: id,
        filter: { keys: [key] },
        decision: asDecision(form.text('decision')),
        expected: 1,
        ...(remark && { comment: remark }),
      });
    }
    if (c.req.header('accept') === 'application/json') return c.json(await decidedState(desk, id, key));
    const query = new URLSearchParams(form.text('back')).toString();
    const at = /^\d{1,3}$/.test(form.text('at')) ? `#c${form.text('at')}` : '';
    return c.redirect(`${href(desk.v, `/console/drafts/${id}`)}${query && `?${query}`}${at}`, 303);
  });

  /** What the page's script shows after a decision, without loading the page again. */
  async function decidedState(desk: Desk, id: string, key: string) {
    const review = await draftReview(db, id);
    const [change] = await reviewedChanges(db, review, { keys: [key] }, { after: '', limit: 1 });
    const { total, pending, loses } = review.counts;
    return {
      state: change!.decided?.decision ?? 'pending',
      text: decisionText(desk, change!),
      progress: desk.t('count.decided', { count: total - pending, total }),
      step: desk.t('draft.toDecide', { count: pending }),
      loses: desk.t('count.loses', { count: loses }),
      done: review.waiting !== 'decisions',
    };
  }

  app.get('/drafts/:id/bulk', async (c) => {
    const desk = c.get('desk');
    const review = await draftReview(db, c.req.param('id'));
    const filter = filterOf(paramsOf(c));
    const decision = asDecision(c.req.query('decision') ?? '');
    const first = await reviewedChanges(db, review, filter, { after: '', limit: PREVIEWED });
    const view = {
      review,
      filter,
      list: await getList(db, review.listId),
      matching: await countMatching(db, review, filter),
      names: first.map((ch) => principalName(ch.change === 'removed' ? ch.before : ch.after)),
    };
    const page = <BulkPage desk={desk} view={view} decision={decision} />;
    return render(c, desk.v, desk.v.f.local(view.list.title), page);
  });

  app.post('/drafts/:id/bulk', async (c) => {
    const desk = c.get('desk');
    const form = await readForm(c);
    const id = c.req.param('id');
    const remark = form.optional('comment');
    await decide(desk.ctx, {
      draftId: id,
      filter: filterOf(new URLSearchParams(form.text('filter'))),
      decision: asDecision(form.text('decision')),
      expected: Number(form.text('expected')),
      ...(remark && { comment: remark }),
    });
    return c.redirect(backTo(desk, id, 'decided'), 303);
  });

  /** A posted step on the draft as a whole, and where it leads. */
  const step = (
    name: string,
    act: (c: Context<ConsoleEnv>, id: string) => Promise<void>,
    after: (desk: Desk, id: string) => string,
  ): void => {
    app.post(`/drafts/:id/${name}`, async (c) => {
      const id = c.req.param('id') as string;
      await act(c, id);
      return c.redirect(after(c.get('desk'), id), 303);
    });
  };
  const stay = (done: string) => (desk: Desk, id: string) => backTo(desk, id, done);

  step(
    'comments',
    async (c, id) => {
      const text = (await readForm(c)).text('text');
      if (text !== '') await comment(c.get('desk').ctx, id, { text });
    },
    stay('commented'),
  );
  step(
    'assign',
    async (c, id) => {
      const email = (await readForm(c)).text('assignee');
      const person = c.get('desk').people.find((p) => p.email === email);
      await assign(c.get('desk').ctx, id, person && personActor(person.email));
    },
    stay('assigned'),
  );
  step(
    'approve',
    async (c, id) => {
      await readForm(c);
      await deps.screenings.ensure(id);
      await approve(c.get('desk').ctx, id);
    },
    stay('approved'),
  );
  step(
    'withdraw',
    async (c, id) => {
      await readForm(c);
      await withdrawApproval(c.get('desk').ctx, id);
    },
    stay('withdrawn'),
  );
  step(
    'discard',
    async (c, id) => {
      await readForm(c);
      await discard(c.get('desk').ctx, id);
    },
    (desk) => href(desk.v, '/console', { done: 'discarded' }),
  );

  app.post('/drafts/:id/publish', async (c) => {
    const desk = c.get('desk');
    const effectiveOn = (await readForm(c)).optional('effectiveOn');
    if (effectiveOn !== undefined && !isIsoDate(effectiveOn))
      throw new Refusal(
        'request/invalid',
        400,
        `"${effectiveOn.slice(0, 40)}" is not a day.`,
        'Write it as YYYY-MM-DD.',
      );
    const { listId, versionId } = await getDraft(db, c.req.param('id'));
    await deps.screenings.ensure(versionId);
    await publish(desk.ctx, {
      listId,
      draftId: versionId,
      screened: true,
      ...(effectiveOn && { effectiveOn }),
    });
    return c.redirect(href(desk.v, `/console/lists/${listId}`, { done: 'published' }), 303);
  });
}
