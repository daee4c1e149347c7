import type { FC } from 'hono/jsx';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';
import { Suspended } from '../parts/correction.tsx';
import { Frame } from '../parts/frame.tsx';
import { queryOf } from '../selection.ts';
import { Change } from './change.tsx';
import { Bulk, Filters } from './draft-filters.tsx';
import { NextStep } from './draft-step.tsx';
import { Talk } from './draft-talk.tsx';
import type { DraftView } from './draft-view.ts';
import { ChangeNumbers } from './today.tsx';

/** The review of a draft: what it changes, side by side, and a decision on each change. */
export const DraftPage: FC<{ desk: Desk; view: DraftView }> = ({ desk, view }) => {
  const { v, t } = desk;
  const { review, list, changes, filter, comments, corrections } = view;
  const suspended = corrections.filter((c) => c.state === 'suspended' && c.draftId === review.versionId);
  const isOpen = review.state === 'draft';
  const mayDecide = isOpen && !review.approval && desk.may('editor');
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
          <strong data-loses>{t('count.loses', { count: review.counts.loses })}</strong>{' '}
          <a href={href(v, path, { effect: 'loses' })}>{t('draft.showThem')}</a>
        </p>
      )}
      {isOpen && <NextStep desk={desk} view={view} />}
      {suspended.length > 0 && (
        <section aria-labelledby="suspended">
          <h2 id="suspended">{t('correction.suspendedTitle')}</h2>
          <ul class="plain">
            {suspended.map((c) => (
              <Suspended desk={desk} draftId={review.versionId} correction={c} open={mayDecide} />
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="changes">
        <h2 id="changes">{t('draft.changes')}</h2>
        <Filters desk={desk} view={view} />
        {mayDecide && (
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
                corrections={corrections.filter(
                  (c) => c.key === change.key && !c.ended && c.state !== 'suspended',
                )}
                index={index}
                query={query}
                open={mayDecide}
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
      <Talk desk={desk} view={view} />
    </Frame>
  );
};
