import type { FC } from 'hono/jsx';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';
import { Frame, Token } from '../parts/frame.tsx';
import { queryOf } from '../selection.ts';
import type { DraftView } from './draft-view.ts';
import { ChangeNumbers } from './today.tsx';

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
