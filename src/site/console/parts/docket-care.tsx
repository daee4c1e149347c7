import type { FC } from 'hono/jsx';
import type { DocketCare } from '../../../madrid/docket/docket.ts';
import { Dates } from '../../parts/docket-dates.tsx';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';

/** What the registrations we follow ask for: refusals to answer, dates that come, notifications that found no place. */
export const DocketCareSection: FC<{ desk: Desk; care: DocketCare; waiting: number; days: number }> = ({
  desk,
  care: { refused, due },
  waiting,
  days,
}) => {
  const { v } = desk;
  if (refused.length + due.length + waiting === 0) return null;
  return (
    <section aria-labelledby="docket">
      <h2 id="docket">{v.t('madrid:title')}</h2>
      {waiting > 0 && (
        <p>
          <a href={href(v, '/console/madrid')}>{v.t('madrid:waiting', { count: waiting })}</a>
        </p>
      )}
      {refused.length > 0 && (
        <>
          <p>{v.t('madrid:toAnswer')}</p>
          <ul class="plain">
            {refused.map(({ number, office, since, gi }) => (
              <li>
                <a href={`${href(v, '/madrid')}#ir-${number}`}>{number}</a> {gi.name}: {office},{' '}
                {v.t('madrid:states.refused-provisionally')}
                {since && <span class="quiet"> {v.f.day(since)}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
      {due.length > 0 && <Dates v={v} caption={v.t('madrid:due', { days })} dates={due} numbers />}
      <p>
        <a class="more" href={href(v, '/madrid')}>
          {v.t('madrid:all')}
        </a>
      </p>
    </section>
  );
};
