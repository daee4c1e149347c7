import type { FC } from 'hono/jsx';
import type { DesignationView } from '../../madrid/docket/designation.ts';
import type { DocketEntry, DueDate } from '../../madrid/docket/docket.ts';
import { Dates } from '../parts/docket-dates.tsx';
import { href, type View } from '../view.ts';

/** Days the page looks ahead. */
export const DAYS_AHEAD = 180;

const Designation: FC<{ v: View; designation: DesignationView }> = ({ v, designation }) => {
  const { office, state, stateSince, limited, refusal, warnings } = designation;
  return (
    <tr>
      <th scope="row">{office}</th>
      <td data-label={v.t('madrid:state')}>
        {v.t(`madrid:states.${state}`)}
        {stateSince && <span class="quiet">{v.f.day(stateSince)}</span>}
        {limited && <span class="quiet">{v.t('madrid:limited')}</span>}
        {warnings.map((warning) => (
          <span class="quiet">{v.t(`madrid:warnings.${warning}`)}</span>
        ))}
      </td>
      <td data-label={v.t('madrid:limit')}>
        {refusal.limit ? v.f.day(refusal.limit) : '–'}
        <span class="quiet">{refusal.article}</span>
        {refusal.evidence.level === 'unverified' && <span class="quiet">{v.t('madrid:unverified')}</span>}
      </td>
    </tr>
  );
};

const Registration: FC<{ v: View; entry: DocketEntry }> = ({ v, entry }) => (
  <section id={`ir-${entry.number}`}>
    <h2>
      {entry.number} <a href={href(v, `/gi/${entry.gi.id}`)}>{entry.gi.name}</a>
    </h2>
    <p>
      {entry.mark && `${entry.mark}. `}
      {entry.registeredOn && `${v.t('madrid:registered', { day: v.f.day(entry.registeredOn) })}. `}
      {entry.expiresOn && `${v.t('madrid:expires', { day: v.f.day(entry.expiresOn) })}. `}
      {v.t(`madrid:dependency.${entry.dependency}`)}. {!entry.inForce && v.t('madrid:ended')}{' '}
      {entry.renewalNotSeen && v.t('madrid:notSeen')}
    </p>
    {entry.designations.length > 0 && (
      <table class="cards">
        <caption>{v.t('madrid:designations', { number: entry.number })}</caption>
        <thead>
          <tr>
            <th scope="col">{v.t('madrid:office')}</th>
            <th scope="col">{v.t('madrid:state')}</th>
            <th scope="col">{v.t('madrid:limit')}</th>
          </tr>
        </thead>
        <tbody>
          {entry.designations.map((designation) => (
            <Designation v={v} designation={designation} />
          ))}
        </tbody>
      </table>
    )}
    {entry.dates.length > 0 && (
      <Dates v={v} caption={v.t('madrid:dates', { number: entry.number })} dates={entry.dates} />
    )}
  </section>
);

/** The docket: what is due, then every registration with its designations and dates. */
export const MadridPage: FC<{
  v: View;
  entries: DocketEntry[];
  due: DueDate[];
  waiting: number;
  next?: string | undefined;
}> = ({ v, entries, due, waiting, next }) => (
  <>
    <h1>{v.t('madrid:title')}</h1>
    <p class="lead">{v.t('madrid:lead')}</p>
    {waiting > 0 && <p>{v.t('madrid:waiting', { count: waiting })}</p>}
    {due.length === 0 ? (
      <p>{v.t('madrid:nothingDue')}</p>
    ) : (
      <Dates v={v} caption={v.t('madrid:due', { days: DAYS_AHEAD })} dates={due} numbers />
    )}
    <p>
      <a href="/api/v1/madrid/docket.ics">{v.t('madrid:calendar')}</a> ·{' '}
      <a href={href(v, '/madrid/filing')}>{v.t('filing:title')}</a> ·{' '}
      <a href={href(v, '/madrid/requests')}>{v.t('filing:requests')}</a>
    </p>
    {entries.length === 0 && <p>{v.t('madrid:empty')}</p>}
    {entries.map((entry) => (
      <Registration v={v} entry={entry} />
    ))}
    {next && (
      <p>
        <a href={href(v, '/madrid', { after: next })}>{v.t('madrid:next')}</a>
      </p>
    )}
  </>
);
