import type { FC } from 'hono/jsx';
import type { Delivery } from '../../../exchange/outbox/manage.ts';
import type { Source } from '../../../exchange/sync/sources.ts';
import { ExplainedLine } from '../../parts/problem.tsx';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';

/** What the exchange with partners cannot go on with until a person acts. */
export const ExchangeTrouble: FC<{ desk: Desk; dead: Delivery[]; failing: Source[] }> = (props) => {
  const { desk, dead, failing } = props;
  const { v, t } = desk;
  return (
    <>
      {dead.length > 0 && (
        <section class="notice notice--error" aria-labelledby="dead">
          <h2 id="dead">{t('today.dead')}</h2>
          <ul class="plain">
            {dead.map((d) => (
              <li>
                <a href={href(v, `/console/outbox/${d.id}`)}>
                  {v.f.country(d.partner)}: {d.subject}
                </a>{' '}
                {d.settledAt && v.f.moment(d.settledAt)}
              </li>
            ))}
          </ul>
        </section>
      )}
      {failing.length > 0 && (
        <section class="notice notice--error" aria-labelledby="failing">
          <h2 id="failing">{t('today.syncFailed')}</h2>
          <ul class="plain">
            {failing.map((source) => (
              <li>
                <a href={href(v, `/console/sync/${source.id}`)}>{source.listId}</a>{' '}
                {v.t('exchange:sync.failures', { count: source.failures })}:{' '}
                {source.lastRun && <ExplainedLine v={v} line={source.lastRun.detail} />}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
};
