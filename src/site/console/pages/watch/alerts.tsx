import type { FC } from 'hono/jsx';
import {
  alertStatuses,
  openStatuses,
  undecidedStatuses,
  type Alert,
  type AlertFilter,
  type AlertPage,
  type AlertStatus,
} from '../../../../watch/alerts.ts';
import { decisions, type AlertDecision } from '../../../../watch/decide.ts';
import { href } from '../../../view.ts';
import type { Desk } from '../../desk.ts';
import { Frame, Token } from '../../parts/frame.tsx';

/** The day, or why there is none. */
export const Deadline: FC<{ desk: Desk; day: string | undefined }> = ({ desk: { v }, day }) =>
  day === undefined ? (
    <span class="quiet">{v.t('watch:alerts.noDay')}</span>
  ) : (
    <>
      <time datetime={day}>{v.f.day(day)}</time>
      {day < v.today && <span class="quiet">{v.t('watch:alerts.past')}</span>}
    </>
  );

/** The field a decision cannot do without. */
const needs: Partial<Record<AlertDecision, string>> = { dismissed: 'reason', assigned: 'assignee' };

/** What can be done with alerts: fields and buttons of a form that carries `ids[]`. `without` is done already. */
export const Move: FC<{ desk: Desk; legend: string; without?: AlertStatus }> = ({
  desk: { v, user },
  legend,
  without,
}) => (
  <fieldset class="stack">
    <legend>{legend}</legend>
    <label for="reason">{v.t('watch:act.reason')}</label>
    <input id="reason" name="reason" type="text" maxlength={2000} />
    <label for="assignee">{v.t('watch:act.assignee')}</label>
    <input id="assignee" name="assignee" type="text" maxlength={200} value={user.name} />
    <p class="notice notice--error" role="alert" data-needed hidden></p>
    <p class="actions">
      {decisions
        .filter((status) => status !== without)
        .map((status) => (
          <button
            {...(needs[status] && {
              'data-needs': needs[status],
              'data-needs-text': v.t(`watch:act.need.${needs[status]}`),
            })}
            class={status === 'opposing' ? 'button' : 'button button--quiet'}
            type="submit"
            name="status"
            value={status}
          >
            {v.t(`watch:act.${status}`)}
          </button>
        ))}
    </p>
  </fieldset>
);

/** What nobody has decided on, as the address of the page names it. */
export const undecided = undecidedStatuses.join(',');

const AlertRow: FC<{ desk: Desk; alert: Alert; choosable: boolean }> = ({ desk, alert, choosable }) => {
  const { v } = desk;
  const w = (key: string) => v.t(`watch:${key}`);
  return (
    <tr>
      <td data-label={w('alerts.deadline')}>
        {choosable && (
          <input
            type="checkbox"
            name="ids[]"
            value={alert.id}
            disabled={alert.status === 'closed'}
            aria-label={v.t('watch:alerts.choose', { mark: alert.mark.text })}
          />
        )}{' '}
        <Deadline desk={desk} day={alert.deadline} />
        <span class="quiet">{alert.office}</span>
      </td>
      <th scope="row" data-label={w('alerts.mark')}>
        <a href={href(v, `/console/alerts/${alert.id}`)}>
          <bdi lang={alert.mark.language}>{alert.mark.text}</bdi>
        </a>
        <span class="quiet">
          {alert.mark.id} · {alert.mark.classes.join(', ')}
        </span>
      </th>
      <td data-label={w('alerts.name')}>
        <a href={href(v, `/gi/${alert.gi.id}`)}>
          <bdi>{alert.candidate}</bdi>
        </a>
        {alert.gi.name !== alert.candidate && <span class="quiet">{alert.gi.name}</span>}
      </td>
      <td data-label={w('alerts.why')}>
        {v.t(`finding.${alert.kind}`)}
        <span class="quiet">
          {v.t('watch:alert.strength', { percent: Math.round(alert.score * 100) })} ·{' '}
          {v.t('watch:alert.goodsRelation', { relation: w(`relation.${alert.goodsRelation}`) })}
        </span>
      </td>
      <td data-label={w('alerts.status')}>
        {w(`status.${alert.status}`)}
        {alert.assignee && <span class="quiet">{alert.assignee}</span>}
        {alert.quietedBy && <span class="quiet">{alert.quietedBy}</span>}
      </td>
    </tr>
  );
};

/** The alerts that fit, the nearest deadline first, with what can be done with several at once. */
export const AlertsPage: FC<{
  desk: Desk;
  filter: AlertFilter;
  status: string;
  page: AlertPage;
  counts: Record<AlertStatus, number>;
}> = ({ desk, filter, status, page, counts }) => {
  const { v } = desk;
  const w = (key: string) => v.t(`watch:${key}`);
  const counted = (statuses: readonly AlertStatus[]) => statuses.reduce((sum, s) => sum + counts[s], 0);
  const asked = {
    gi: filter.gi,
    office: filter.office,
    origin: filter.origin,
    mark: filter.mark,
    minScore: filter.minScore === undefined ? undefined : Math.round(filter.minScore * 100),
    run: filter.run,
    status,
  };
  return (
    <Frame desk={desk} title={w('alerts.title')}>
      <p class="lead">{w('alerts.lead')}</p>
      <form class="filters" method="get" action={href(v, '/console/alerts')}>
        <div>
          <label for="status">{w('alerts.status')}</label>
          <select id="status" name="status">
            <option value="">
              {w('alerts.open')} ({v.f.number(counted(openStatuses))})
            </option>
            <option value={undecided} selected={status === undecided}>
              {w('alerts.undecided')} ({v.f.number(counted(undecidedStatuses))})
            </option>
            {alertStatuses.map((s) => (
              <option value={s} selected={s === status}>
                {w(`status.${s}`)} ({v.f.number(counts[s])})
              </option>
            ))}
            <option value="all" selected={status === 'all'}>
              {w('alerts.anyStatus')}
            </option>
          </select>
        </div>
        {(['office', 'origin', 'mark'] as const).map((name) => (
          <div>
            <label for={name}>{w(name === 'mark' ? 'alerts.text' : `alerts.${name}`)}</label>
            <input id={name} name={name} type="text" maxlength={200} value={filter[name] ?? ''} />
          </div>
        ))}
        <div>
          <label for="minScore">{w('alerts.minScore')}</label>
          <input id="minScore" name="minScore" type="number" min={0} max={100} value={asked.minScore ?? ''} />
        </div>
        {filter.gi && <input type="hidden" name="gi" value={filter.gi} />}
        {filter.run && <input type="hidden" name="run" value={filter.run} />}
        <button class="button button--quiet" type="submit">
          {w('alerts.filter')}
        </button>
      </form>
      <p class="count">{v.t('watch:alerts.count', { count: page.total })}</p>
      {page.alerts.length === 0 ? (
        <p class="notice">{w('alerts.none')}</p>
      ) : (
        <form
          method="post"
          action={href(v, '/console/alerts', { back: v.search.slice(1) })}
          data-choose={w('act.need.choice')}
        >
          <Token desk={desk} />
          <table class="cards">
            <thead>
              <tr>
                {(['deadline', 'mark', 'name', 'why', 'status'] as const).map((key) => (
                  <th scope="col">{w(`alerts.${key}`)}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {page.alerts.map((alert) => (
                <AlertRow desk={desk} alert={alert} choosable={desk.may('editor')} />
              ))}
            </tbody>
          </table>
          {desk.may('editor') && <Move desk={desk} legend={w('alerts.bulk')} />}
        </form>
      )}
      {page.next !== undefined && (
        <p class="pager">
          <a class="more" href={href(v, '/console/alerts', { ...asked, cursor: page.next })}>
            {w('alerts.next')}
          </a>
        </p>
      )}
    </Frame>
  );
};
