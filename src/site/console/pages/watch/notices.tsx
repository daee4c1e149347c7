import type { FC } from 'hono/jsx';
import type { NoticeView } from '../../../../watch/notices.ts';
import { href } from '../../../view.ts';
import type { Desk } from '../../desk.ts';
import { Token } from '../../parts/frame.tsx';

const Row: FC<{ desk: Desk; notice: NoticeView }> = ({ desk, notice }) => {
  const { v } = desk;
  const w = (key: string, values?: Record<string, string | number>) => v.t(`watch:subs.${key}`, values);
  const { id, subscription, state, attempts, alerts, reminders, createdAt, nextAt, lastError } = notice;
  return (
    <tr>
      <th scope="row">
        {subscription.name}
        {subscription.target && <span class="quiet">{subscription.target}</span>}
      </th>
      <td data-label={w('about')}>
        {v.f.number(alerts)}
        {reminders > 0 && <span class="quiet">{w('lastDays', { count: reminders })}</span>}
      </td>
      <td data-label={w('when')}>{v.f.moment(createdAt)}</td>
      <td data-label={v.t('watch:runs.state')}>
        {w(`noticeState.${state}`)}
        {attempts > 1 || lastError ? (
          <span class="quiet">
            {w('tries')}: {v.f.number(attempts)}
            {nextAt && lastError && `, ${w('next', { at: v.f.moment(nextAt) })}`}
          </span>
        ) : null}
        {lastError && (
          <span class="loud" lang="en">
            {lastError}
          </span>
        )}
      </td>
      <td>
        {state !== 'sent' && desk.may('editor') && (
          <form method="post" action={href(v, `/console/subscriptions/notices/${id}/retry`)}>
            <Token desk={desk} />
            <button
              class="button button--quiet"
              type="submit"
              aria-label={`${w('again')}: ${subscription.name}, ${id}`}
            >
              {w('again')}
            </button>
          </form>
        )}
      </td>
    </tr>
  );
};

/** The last messages to subscribers, with what came of their tries. */
export const Notices: FC<{ desk: Desk; notices: NoticeView[] }> = ({ desk, notices }) => {
  const { v } = desk;
  const w = (key: string) => v.t(`watch:subs.${key}`);
  if (notices.length === 0) return null;
  return (
    <section aria-labelledby="notices">
      <h2 id="notices">{w('notices')}</h2>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">{w('to')}</th>
            <th scope="col">{w('about')}</th>
            <th scope="col">{w('when')}</th>
            <th scope="col">{v.t('watch:runs.state')}</th>
            <td></td>
          </tr>
        </thead>
        <tbody>
          {notices.map((notice) => (
            <Row desk={desk} notice={notice} />
          ))}
        </tbody>
      </table>
    </section>
  );
};
