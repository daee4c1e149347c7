import type { FC } from 'hono/jsx';
import {
  correctionStates,
  type CorrectionFilter,
  type CorrectionView,
} from '../../../lists/corrections/view.ts';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';
import { Corrected, Withdraw } from '../parts/correction.tsx';
import { Frame } from '../parts/frame.tsx';

interface Props {
  desk: Desk;
  corrections: CorrectionView[];
  filter: CorrectionFilter;
  lists: string[];
}

const Filters: FC<Omit<Props, 'corrections'>> = ({ desk, filter, lists }) => {
  const { v, t } = desk;
  return (
    <form class="filters" method="get" action={href(v, '/console/corrections')}>
      <div>
        <label for="list">{t('today.list')}</label>
        <select id="list" name="list">
          <option value="">{t('filter.any')}</option>
          {lists.map((id) => (
            <option value={id} selected={id === filter.listId}>
              {id}
            </option>
          ))}
        </select>
      </div>
      <div>
        <label for="state">{t('correction.state')}</label>
        <select id="state" name="state">
          <option value="">{t('filter.any')}</option>
          {correctionStates.map((state) => (
            <option value={state} selected={state === filter.state}>
              {t(`correction.is.${state}`)}
            </option>
          ))}
        </select>
      </div>
      <button class="button button--quiet" type="submit">
        {t('filter.button')}
      </button>
    </form>
  );
};

/** Every correction with where it stands. */
export const CorrectionsPage: FC<Props> = ({ desk, corrections, filter, lists }) => {
  const { v, t } = desk;
  const query = { list: filter.listId, state: filter.state };
  const ends = (c: CorrectionView): boolean => c.state === 'retired' || c.state === 'withdrawn';
  return (
    <Frame desk={desk} title={t('nav.corrections')}>
      <p class="lead">{t('correction.lead')}</p>
      <Filters desk={desk} filter={filter} lists={lists} />
      {corrections.length === 0 ? (
        <p>{t('correction.none')}</p>
      ) : (
        <>
          <p class="actions">
            <a href={href(v, '/console/corrections.csv', query)} download>
              CSV
            </a>
            <a href={href(v, '/console/corrections.json', query)} download>
              JSON
            </a>
          </p>
          <table class="cards corrections">
            <thead>
              <tr>
                <th scope="col">{t('correction.entry')}</th>
                <th scope="col">{t('correction.what')}</th>
                <th scope="col">{t('correction.state')}</th>
              </tr>
            </thead>
            <tbody>
              {corrections.map((c) => (
                <tr>
                  <th scope="row">
                    <a href={href(v, `/console/lists/${c.listId}/correct`, { key: c.key })}>
                      <code>{c.key}</code>
                    </a>
                    <span class="quiet">{c.listId}</span>
                  </th>
                  <td data-label={t('correction.what')}>
                    <Corrected desk={desk} correction={c} />
                  </td>
                  <td data-label={t('correction.state')}>
                    <strong class={c.state === 'suspended' ? 'loud' : undefined}>
                      {t(`correction.is.${c.state}`)}
                    </strong>
                    {c.state === 'active' && !c.inForce && (
                      <span class="quiet">{t('correction.notYet')}</span>
                    )}
                    {c.draftId && (
                      <a href={href(v, `/console/drafts/${c.draftId}`)}>{t('correction.draft')}</a>
                    )}
                    {c.ended && (
                      <span class="quiet">
                        {t(`correction.end.${c.ended.why}`)} · {desk.who(c.ended.by)} ·{' '}
                        {v.f.moment(c.ended.at)} {c.ended.reason}
                      </span>
                    )}
                    {!ends(c) && desk.may('editor') && <Withdraw desk={desk} correction={c} />}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </Frame>
  );
};
