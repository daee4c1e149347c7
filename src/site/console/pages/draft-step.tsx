import type { FC } from 'hono/jsx';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';
import { Field } from '../parts/fields.tsx';
import { Token } from '../parts/frame.tsx';
import type { DraftView } from './draft-view.ts';

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

/** Publishing, with the day from which the version applies in law: not the moment it goes on record. */
const Publish: FC<{ desk: Desk; draftId: string }> = ({ desk, draftId }) => (
  <form class="filters" method="post" action={href(desk.v, `/console/drafts/${draftId}/publish`)}>
    <Token desk={desk} />
    <Field name="effectiveOn" label={desk.v.t('procedure:effectiveOn')} type="date" />
    <button class="button" type="submit">
      {desk.t('draft.publish')}
    </button>
  </form>
);

/** What the draft waits for, and who may do it. */
export const NextStep: FC<{ desk: Desk; view: DraftView }> = ({ desk, view: { review, approvalNeeded } }) => {
  const { t } = desk;
  const { waiting, approval, versionId, counts, conflicts } = review;
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
      {conflicts.screening !== 'done' && (
        <p class="quiet">
          {t('conflict.screened', { screened: conflicts.screened, names: conflicts.names })}
        </p>
      )}
      {conflicts.total > 0 && (
        <p>
          <a
            class={conflicts.open > 0 ? 'loud' : undefined}
            href={href(desk.v, '/console/conflicts', { draft: versionId })}
          >
            {t('conflict.ofDraft', { count: conflicts.open, total: conflicts.total })}
          </a>
        </p>
      )}
      {review.suspended > 0 && <p class="loud">{t('count.suspended', { count: review.suspended })}</p>}
      {waiting === 'approval' && !review.stale && desk.may('approver') && hadAHand && (
        <p class="quiet">{t('draft.notYou')}</p>
      )}
      <div class="actions">
        {waiting === 'approval' && !review.stale && desk.may('approver') && !hadAHand && (
          <Act desk={desk} draftId={versionId} act="approve" />
        )}
        {mayPublish && !review.stale && <Publish desk={desk} draftId={versionId} />}
        {approval && desk.may('editor') && (
          <Act desk={desk} draftId={versionId} act="withdraw" class="button button--quiet" />
        )}
        {desk.may('editor') && <Act desk={desk} draftId={versionId} act="discard" class="link" />}
      </div>
    </div>
  );
};
