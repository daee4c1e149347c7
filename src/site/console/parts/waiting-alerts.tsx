import type { FC } from 'hono/jsx';
import type { AlertPage } from '../../../watch/alerts.ts';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';
import { Deadline, undecided } from '../pages/watch/alerts.tsx';

/** The alerts nobody has decided on whose last day to oppose comes first, with the way to all of them. */
export const WaitingAlerts: FC<{ desk: Desk; page: AlertPage }> = ({ desk, page }) => {
  const { v } = desk;
  const w = (key: string) => v.t(`watch:alerts.${key}`);
  if (page.total === 0) return null;
  return (
    <section aria-labelledby="waiting-alerts">
      <h2 id="waiting-alerts">{w('waiting')}</h2>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">{w('deadline')}</th>
            <th scope="col">{w('mark')}</th>
            <th scope="col">{w('name')}</th>
            <th scope="col">{w('status')}</th>
          </tr>
        </thead>
        <tbody>
          {page.alerts.map((alert) => (
            <tr>
              <td data-label={w('deadline')}>
                <Deadline desk={desk} day={alert.deadline} />
                <span class="quiet">{alert.office}</span>
              </td>
              <th scope="row" data-label={w('mark')}>
                <a href={href(v, `/console/alerts/${alert.id}`)}>
                  <bdi lang={alert.mark.language}>{alert.mark.text}</bdi>
                </a>
                <span class="quiet">{alert.mark.id}</span>
              </th>
              <td data-label={w('name')}>
                <bdi>{alert.candidate}</bdi>
              </td>
              <td data-label={w('status')}>
                {v.t(`watch:status.${alert.status}`)}
                {alert.assignee && <span class="quiet">{alert.assignee}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        <a class="more" href={href(v, '/console/alerts', { status: undecided })}>
          {v.t('watch:alerts.count', { count: page.total })}
        </a>
      </p>
    </section>
  );
};
