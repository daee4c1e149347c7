import type { FC } from 'hono/jsx';
import type { GiList } from '../../../gi/agreement.ts';
import type { Comment } from '../../../lists/review/care.ts';
import {
  changeKinds,
  decisionStates,
  type ChangeFilter,
  type ReviewCounts,
  type ReviewedChange,
} from '../../../lists/review/changes.ts';
import type { DraftReview } from '../../../lists/review/overview.ts';
import { personActor } from '../../../db/roles.ts';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';
import { Frame, Token } from '../parts/frame.tsx';
import { queryOf } from '../selection.ts';
import { Change } from './change.tsx';
import { ChangeNumbers } from './today.tsx';

export interface DraftView {
  review: DraftReview;
  list: GiList;
  filter: ChangeFilter;
  /** How many changes the filter means. */
  matching: ReviewCounts;
  fields: { field: string; count: number }[];
  changes: ReviewedChange[];
  after: string;
  next?: string;
  comments: Comment[];
  /** Publishing needs a second person's word. */
  approvalNeeded: boolean;
}

/** Something one button does to the draft as a whole. */
const Act: FC<{ desk: Desk; draftId: string; act: string; class?: string }> = (props) => {
  const { desk, draftId, act, class: name = 'button' } = props;
  return (
    <form method="post" action={href(desk.v, `/console/drafts/${draftId}/${act}`)}>
      <Token desk={desk} />
      <button class={name} type="submit">
        {desk.t(`draft.${act}`)}
      </button>
    </form>
  );
};

/** What the draft waits for, and who may do it. */
const NextStep: FC<{ desk: Desk; view: DraftView }> = ({ desk, view: { review, approvalNeeded } }) => {
  const { t } = desk;
  const { waiting, approval, versionId, counts } = review;
  const hadAHand = review.hands.includes(desk.ctx.actor);
  const mayPublish = desk.may('approver') && (approval || (!approvalNeeded && waiting !== 'decisions'));
  const step = review.stale
    ? t('draft.stale')
    : waiting === 'decisions'
      ? t('draft.toDecide', { count: counts.pending })
      : approval
        ? t('draft.approvedBy', { name: desk.who(approval.by) })
        : t('draft.toApprove');
  return (
    <div class="panel step">
      <p>
        <strong data-step>{step}</strong>{' '}
        <span data-progress>
          {t('count.decided', { count: counts.total - counts.pending, total: counts.total })}
        </span>
      </p>
      {review.openErrors > 0 && (
        <p>
          <a class="loud" href={href(desk.v, `/console/imports/${review.importId}`)}>
            {t('count.errors', { count: review.openErrors })}
          </a>
        </p>
      )}
      {waiting === 'approval' && !review.stale && desk.may('approver') && hadAHand && (
        <p class="quiet">{t('draft.notYou')}</p>
      )}
      <div class="actions">
        {waiting === 'approval' && !review.stale && desk.may('approver') && !hadAHand && (
          <Act desk={desk} draftId={versionId} act="approve" />
        )}
        {mayPublish && !review.stale && <Act desk={desk} draftId={versionId} act="publish" />}
        {approval && desk.may('editor') && (
          <Act desk={desk} draftId={versionId} act="withdraw" class="button button--quiet" />
        )}
        {desk.may('editor') && <Act desk={desk} draftId={versionId} act="discard" class="link" />}
      </div>
    </div>
  );
};

const Filters: FC<{ desk: Desk; view: DraftView }> = ({ desk, view: { review, filter, fields } }) => {
  const { v, t } = desk;
  const choice = (name: string, options: [string, string][], chosen: string | undefined) => (
    <div>
      <label for={`f-${name}`}>{t(`filter.${name}`)}</label>
      <select id={`f-${name}`} name={name}>
        <option value="">{t('filter.any')}</option>
        {options.map(([value, text]) => (
          <option value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
  const { counts } = review;
  return (
    <form class="filters" method="get" action={href(v, `/console/drafts/${review.versionId}`)}>
      {choice(
        'state',
        decisionStates.map((s) => [s, `${t(`state.${s}`)} (${counts[s]})`]),
        filter.state,
      )}
      {choice(
        'change',
        changeKinds.map((k) => [k, `${t(`kind.${k}`)} (${counts[k]})`]),
        filter.change,
      )}
      {choice(
        'effect',
        (['loses', 'gains'] as const).map((e) => [e, `${t(`filter.${e}`)} (${counts[e]})`]),
        filter.effect,
      )}
      {choice(
        'field',
        fields.map((f) => [f.field, `${v.t(`field.${f.field}`)} (${f.count})`]),
        filter.field,
      )}
      <div>
        <label for="f-text">{t('filter.text')}</label>
        <input id="f-text" name="text" type="search" value={filter.text ?? ''} maxlength={200} />
      </div>
      <button class="button button--quiet" type="submit">
        {t('filter.button')}
      </button>
    </form>
  );
};

/** Deciding everything the filter means, by way of a preview. */
const Bulk: FC<{ desk: Desk; view: DraftView }> = ({ desk, view: { review, filter, matching } }) => {
  const { v, t } = desk;
  if (matching.total < 2) return null;
  return (
    <form class="bulk" method="get" action={href(v, `/console/drafts/${review.versionId}/bulk`)}>
      {Object.entries(filter).map(([name, value]) => (
        <input type="hidden" name={name} value={String(value)} />
      ))}
      <span>{t('bulk.all', { count: matching.total })}</span>
      <button class="link" type="submit" name="decision" value="accepted">
        {t('change.accept')} …
      </button>
      <button class="link" type="submit" name="decision" value="rejected">
        {t('change.reject')} …
      </button>
    </form>
  );
};

const Aside: FC<{ desk: Desk; view: DraftView }> = ({ desk, view: { review, comments } }) => {
  const { v, t } = desk;
  const base = `/console/drafts/${review.versionId}`;
  return (
    <section class="talk" aria-labelledby="talk">
      <h2 id="talk">{t('draft.talk')}</h2>
      <ul class="plain comments">
        {comments.map((c) => (
          <li>
            <strong>{desk.who(c.by)}</strong> <span class="quiet">{v.f.moment(c.at)}</span>{' '}
            {c.key && <code class="quiet">{c.key}</code>} {c.text}
          </li>
        ))}
      </ul>
      {desk.may('editor') && review.state === 'draft' && (
        <>
          <form class="inline" method="post" action={href(v, `${base}/comments`)}>
            <Token desk={desk} />
            <label for="remark">{t('draft.remark')}</label>
            <input id="remark" name="text" type="text" maxlength={2000} required />
            <button class="button button--quiet" type="submit">
              {t('draft.addRemark')}
            </button>
          </form>
          <form class="inline" method="post" action={href(v, `${base}/assign`)}>
            <Token desk={desk} />
            <label for="assignee">{t('draft.assignee')}</label>
            <select id="assignee" name="assignee">
              <option value="">{t('draft.nobody')}</option>
              {desk.people
                .filter((p) => !p.disabled && p.role !== 'viewer')
                .map((p) => (
                  <option value={p.email} selected={review.assignee === personActor(p.email)}>
                    {p.name} · {t(`role.${p.role}`)}
                  </option>
                ))}
            </select>
            <button class="button button--quiet" type="submit">
              {t('draft.assign')}
            </button>
          </form>
        </>
      )}
    </section>
  );
};

/** The review of a draft: what it changes, side by side, and a decision on each change. */
export const DraftPage: FC<{ desk: Desk; view: DraftView }> = ({ desk, view }) => {
  const { v, t } = desk;
  const { review, list, changes, filter, comments } = view;
  const isOpen = review.state === 'draft';
  const path = `/console/drafts/${review.versionId}`;
  const query = queryOf(filter, view.after);
  return (
    <Frame desk={desk} title={v.f.local(list.title)}>
      <p class="lead">
        {review.revertsTo
          ? t('draft.reverts', { number: review.revertsTo })
          : review.baseNumber
            ? t('draft.against', { number: review.baseNumber })
            : t('draft.first')}{' '}
        <ChangeNumbers desk={desk} counts={review.counts} />
      </p>
      <p class="quiet">
        {list.id} · {desk.who(review.createdBy)} · {v.f.moment(review.createdAt)}
        {review.importId && (
          <>
            {' · '}
            <a href={href(v, `/console/imports/${review.importId}`)}>{t('draft.file')}</a>
          </>
        )}
        {review.assignee && <> · {t('today.assigned', { name: desk.who(review.assignee) })}</>}
      </p>
      {!isOpen && <p class="notice">{t(`draft.is.${review.state}`)}</p>}
      {review.counts.loses > 0 && (
        <p class="notice notice--error shout">
          <strong>{t('count.loses', { count: review.counts.loses })}</strong>{' '}
          <a href={href(v, path, { effect: 'loses' })}>{t('draft.showThem')}</a>
        </p>
      )}
      {isOpen && <NextStep desk={desk} view={view} />}
      <section aria-labelledby="changes">
        <h2 id="changes">{t('draft.changes')}</h2>
        <Filters desk={desk} view={view} />
        {isOpen && !review.approval && desk.may('editor') && (
          <>
            <Bulk desk={desk} view={view} />
            <p class="quiet keys">
              {t('draft.keys')}
              {desk.may('approver') && !review.hands.includes(desk.ctx.actor) && ` ${t('draft.handWarning')}`}
            </p>
          </>
        )}
        {changes.length === 0 ? (
          <p>{t('draft.none')}</p>
        ) : (
          <ol class="changes">
            {changes.map((change, index) => (
              <Change
                desk={desk}
                draftId={review.versionId}
                change={change}
                comments={comments.filter((c) => c.key === change.key)}
                index={index}
                query={query}
                open={isOpen && !review.approval && desk.may('editor')}
              />
            ))}
          </ol>
        )}
        <p class="pager">
          {view.after !== '' && <a href={`${href(v, path)}?${queryOf(filter)}`}>{v.t('list.first')}</a>}
          {view.next !== undefined && (
            <a class="more" href={`${href(v, path)}?${queryOf(filter, view.next)}`}>
              {v.t('diff.next')}
            </a>
          )}
        </p>
      </section>
      <Aside desk={desk} view={view} />
    </Frame>
  );
};

/** How many changes a decision in bulk would touch, before it does. */
export const BulkPage: FC<{
  desk: Desk;
  view: Pick<DraftView, 'review' | 'list' | 'filter' | 'matching'> & { names: string[] };
  decision: 'accepted' | 'rejected';
}> = ({ desk, view, decision }) => {
  const { v, t } = desk;
  const { review, list, filter, matching, names } = view;
  const path = `/console/drafts/${review.versionId}`;
  return (
    <Frame desk={desk} title={v.f.local(list.title)}>
      <p class="lead">{t(`bulk.${decision}`, { count: matching.total })}</p>
      <p>
        <ChangeNumbers desk={desk} counts={matching} />
      </p>
      {decision === 'accepted' && matching.loses > 0 && (
        <p class="notice notice--error shout">
          <strong>{t('count.loses', { count: matching.loses })}</strong>
        </p>
      )}
      {matching.total > matching.pending && (
        <p>{t('bulk.overrules', { count: matching.total - matching.pending })}</p>
      )}
      <ul class="plain columns">
        {names.map((name) => (
          <li>
            <bdi>{name}</bdi>
          </li>
        ))}
        {matching.total > names.length && (
          <li class="quiet">{t('bulk.more', { count: matching.total - names.length })}</li>
        )}
      </ul>
      <form class="stack" method="post" action={href(v, `${path}/bulk`)}>
        <Token desk={desk} />
        <input type="hidden" name="filter" value={queryOf(filter)} />
        <input type="hidden" name="expected" value={String(matching.total)} />
        <label for="comment">{t('change.comment')}</label>
        <input id="comment" name="comment" type="text" maxlength={2000} />
        <p class="actions">
          <button class="button" type="submit" name="decision" value={decision}>
            {t(`bulk.do.${decision}`, { count: matching.total })}
          </button>
          <a href={`${href(v, path)}?${queryOf(filter)}`}>{t('bulk.back')}</a>
        </p>
      </form>
    </Frame>
  );
};
