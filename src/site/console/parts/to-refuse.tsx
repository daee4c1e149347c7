import type { FC } from 'hono/jsx';
import type { OwnLimit } from '../../../watch/own-limits.ts';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';

/** Registrations that this office can still refuse because of a protected name, the nearest day first. */
export const ToRefuse: FC<{ desk: Desk; limits: OwnLimit[] }> = ({ desk, limits }) => {
  const { v } = desk;
  const d = (key: string) => v.t(`madrid:desk.${key}`);
  if (limits.length === 0) return null;
  return (
    <section aria-labelledby="to-refuse">
      <h2 id="to-refuse">{d('toRefuse')}</h2>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">{v.t('madrid:registration')}</th>
            <th scope="col">{v.t('madrid:limit')}</th>
            <th scope="col">{v.t('madrid:state')}</th>
            <th scope="col">{d('near')}</th>
          </tr>
        </thead>
        <tbody>
          {limits.map((limit) => (
            <tr>
              <th scope="row">
                {limit.number} {limit.mark && <bdi>{limit.mark}</bdi>}
              </th>
              <td data-label={v.t('madrid:limit')}>
                <time datetime={limit.on}>{v.f.day(limit.on)}</time>
                <span class="quiet own-line">
                  {limit.article}
                  {limit.evidence.level === 'unverified' && ` (${v.t('madrid:unverified')})`}
                </span>
              </td>
              <td data-label={v.t('madrid:state')}>{d(`inbound.${limit.state}`)}</td>
              <td data-label={d('near')}>
                {limit.alerts.map(({ id, candidate }) => (
                  <a class="own-line" href={href(v, `/console/alerts/${id}`)}>
                    <bdi>{candidate}</bdi>
                  </a>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        <a class="more" href={href(v, '/console/madrid/designated')}>
          {d('designated')}
        </a>
      </p>
    </section>
  );
};
