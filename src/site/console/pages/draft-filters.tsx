import type { FC } from 'hono/jsx';
import { changeKinds, decisionStates } from '../../../lists/review/changes.ts';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';
import type { DraftView } from './draft-view.ts';

/** Which changes to show. */
export const Filters: FC<{ desk: Desk; view: DraftView }> = ({ desk, view: { review, filter, fields } }) => {
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
export const Bulk: FC<{ desk: Desk; view: DraftView }> = ({ desk, view: { review, filter, matching } }) => {
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
