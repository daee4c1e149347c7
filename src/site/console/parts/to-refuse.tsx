import type { FC } from 'hono/jsx';
import type { OwnLimit } from '../../../watch/own-limits.ts';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';
import { NearCells, NearHead } from './near-marks.tsx';

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
            <NearHead desk={desk} />
          </tr>
        </thead>
        <tbody>
          {limits.map((limit) => (
            <tr>
              <NearCells desk={desk} one={limit} limit={limit} />
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
