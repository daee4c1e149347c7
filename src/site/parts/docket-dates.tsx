import type { FC } from 'hono/jsx';
import type { DocketDate } from '../../madrid/docket/dates.ts';
import type { DueDate } from '../../madrid/docket/docket.ts';
import type { View } from '../view.ts';

const Day: FC<{ v: View; date: DocketDate }> = ({ v, date }) => (
  <>
    {v.f.day(date.on)}
    {date.runsTo && <span class="quiet">{v.t('madrid:weekend', { day: v.f.day(date.runsTo) })}</span>}
  </>
);

const Basis: FC<{ v: View; date: DocketDate }> = ({ v, date }) => (
  <>
    {date.article}
    {date.evidence.level === 'unverified' && <span class="quiet">{v.t('madrid:unverified')}</span>}
  </>
);

/** Dates of the docket under each other; with `numbers`, the registration each belongs to. */
export const Dates: FC<{
  v: View;
  caption: string;
  dates: (DocketDate & Partial<DueDate>)[];
  numbers?: boolean;
}> = ({ v, caption, dates, numbers = false }) => (
  <table class="cards">
    <caption>{caption}</caption>
    <thead>
      <tr>
        <th scope="col">{v.t('madrid:on')}</th>
        {numbers && <th scope="col">{v.t('madrid:registration')}</th>}
        <th scope="col">{v.t('madrid:what')}</th>
        <th scope="col">{v.t('madrid:office')}</th>
        <th scope="col">{v.t('madrid:article')}</th>
      </tr>
    </thead>
    <tbody>
      {dates.map((date) => (
        <tr>
          <th scope="row">
            <Day v={v} date={date} />
          </th>
          {numbers && (
            <td data-label={v.t('madrid:registration')}>
              {date.number}
              <span class="quiet">{date.gi?.name}</span>
            </td>
          )}
          <td data-label={v.t('madrid:what')}>{v.t(`madrid:rules.${date.rule}`)}</td>
          <td data-label={v.t('madrid:office')}>{date.office ?? '–'}</td>
          <td data-label={v.t('madrid:article')}>
            <Basis v={v} date={date} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
