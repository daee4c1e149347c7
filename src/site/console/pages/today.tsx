import type { FC } from 'hono/jsx';
import type { GiList } from '../../../gi/agreement.ts';
import type { ImportView } from '../../../lists/import-view.ts';
import type { DueDesk } from '../../../lists/procedure/due.ts';
import type { CorrectionView } from '../../../lists/corrections/view.ts';
import type { DraftReview, Waiting } from '../../../lists/review/overview.ts';
import type { AlertPage } from '../../../watch/alerts.ts';
import type { OwnLimit } from '../../../watch/own-limits.ts';
import { href } from '../../view.ts';
import type { Delivery } from '../../../exchange/outbox/manage.ts';
import type { Source } from '../../../exchange/sync/sources.ts';
import type { Desk } from '../desk.ts';
import type { DocketCare } from '../../../madrid/docket/docket.ts';
import { DocketCareSection } from '../parts/docket-care.tsx';
import { ExchangeTrouble } from '../parts/exchange-trouble.tsx';
import { DueSection } from '../parts/due-table.tsx';
import { Frame } from '../parts/frame.tsx';
import { ToRefuse } from '../parts/to-refuse.tsx';
import { WaitingAlerts } from '../parts/waiting-alerts.tsx';

/** Kinds of changes and their numbers in one line: +3 −1 ~12. */
export const ChangeNumbers: FC<{ desk: Desk; counts: DraftReview['counts'] }> = ({ desk, counts }) => (
  <span class="numbers">
    {(['added', 'removed', 'changed'] as const)
      .filter((kind) => counts[kind] > 0)
      .map((kind) => (
        <span class={`number number--${kind}`}>{desk.t(`count.${kind}`, { count: counts[kind] })}</span>
      ))}
  </span>
);

interface TableProps {
  desk: Desk;
  drafts: DraftReview[];
  lists: Map<string, GiList>;
  waiting: Waiting;
}

/** Drafts that wait for one thing, those assigned to the reader first. */
export const Drafts: FC<TableProps> = ({ desk, drafts, lists, waiting }) => {
  const { v, t, user } = desk;
  const mine = (d: DraftReview): number => Number(d.assignee === desk.ctx.actor);
  const rows = drafts.filter((d) => d.waiting === waiting).sort((a, b) => mine(b) - mine(a));
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby={waiting}>
      <h2 id={waiting}>{t(`today.${waiting}`)}</h2>
      <table class="cards drafts">
        <thead>
          <tr>
            <th scope="col">{t('today.list')}</th>
            <th scope="col">{t('today.changes')}</th>
            <th scope="col">{t('today.progress')}</th>
            <th scope="col">{t('today.by')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((d) => (
            <tr>
              <th scope="row">
                <a href={href(v, `/console/drafts/${d.versionId}`)}>
                  {v.f.local(lists.get(d.listId)!.title)}
                </a>
                <span class="quiet">{d.listId}</span>
              </th>
              <td data-label={t('today.changes')}>
                <ChangeNumbers desk={desk} counts={d.counts} />
                {d.counts.loses > 0 && (
                  <strong class="loud">{t('count.loses', { count: d.counts.loses })}</strong>
                )}
                {d.stale && <span class="quiet">{t('today.stale')}</span>}
              </td>
              <td data-label={t('today.progress')}>
                {t('count.decided', { count: d.counts.total - d.counts.pending, total: d.counts.total })}
                {d.openErrors > 0 && <span class="quiet">{t('count.errors', { count: d.openErrors })}</span>}
                {d.conflicts.open > 0 && (
                  <a href={href(v, '/console/conflicts', { draft: d.versionId })}>
                    {t('conflict.toDecide', { count: d.conflicts.open })}
                  </a>
                )}
                {d.suspended > 0 && <span class="quiet">{t('count.suspended', { count: d.suspended })}</span>}
                {waiting === 'approval' && desk.may('approver') && (
                  <span class="quiet">
                    {t(d.hands.includes(desk.ctx.actor) ? 'today.notYou' : 'today.youMay')}
                  </span>
                )}
              </td>
              <td data-label={t('today.by')}>
                {desk.who(d.createdBy)}
                <span class="quiet">{v.f.moment(d.createdAt)}</span>
                {d.assignee && (
                  <span class="quiet">
                    {d.assignee === `user:${user.email}`
                      ? t('today.assignedYou')
                      : t('today.assigned', { name: desk.who(d.assignee) })}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

/** What needs a person today. */
export const TodayPage: FC<{
  desk: Desk;
  drafts: DraftReview[];
  failed: Omit<ImportView, 'draftOpen'>[];
  /** Corrections that an open draft suspends, or shows to be fixed by the partner. */
  corrections: CorrectionView[];
  lists: Map<string, GiList>;
  due: DueDesk;
  /** Deliveries that were given up. */
  dead: Delivery[];
  /** Sources whose last look failed. */
  failing: Source[];
  /** Last days for this office to refuse an international registration. */
  toRefuse: OwnLimit[];
  /** Alerts nobody has decided on. */
  alerts: AlertPage;
  /** What the registrations we follow ask for within so many days, and how many notifications found no place. */
  docket: { care: DocketCare; waiting: number; days: number };
}> = ({ desk, drafts, failed, corrections, lists, due, dead, failing, toRefuse, alerts, docket }) => {
  const { v, t } = desk;
  const first: Waiting[] = desk.may('approver')
    ? ['approval', 'publication', 'decisions']
    : ['decisions', 'approval', 'publication'];
  return (
    <Frame desk={desk} title={t('today.title')}>
      {drafts.length + failed.length + dead.length + failing.length + toRefuse.length + alerts.total === 0 &&
        docket.waiting + docket.care.refused.length + docket.care.due.length === 0 && (
          <p class="lead">{t('today.nothing')}</p>
        )}
      <ExchangeTrouble desk={desk} dead={dead} failing={failing} />
      {first.map((waiting) => (
        <Drafts desk={desk} drafts={drafts} lists={lists} waiting={waiting} />
      ))}
      <ToRefuse desk={desk} limits={toRefuse} />
      <WaitingAlerts desk={desk} page={alerts} />
      <DocketCareSection desk={desk} {...docket} />
      <DueSection desk={desk} due={due} lists={lists} />
      {corrections.length > 0 && (
        <section aria-labelledby="corrections">
          <h2 id="corrections">{t('nav.corrections')}</h2>
          <ul class="plain">
            {corrections.map((c) => (
              <li>
                <strong class={c.state === 'suspended' ? 'loud' : undefined}>
                  {t(`correction.is.${c.state}`)}
                </strong>{' '}
                <a href={href(v, `/console/drafts/${c.draftId}`, { text: c.key })}>
                  {c.listId} <code>{c.key}</code>
                </a>{' '}
                <span class="quiet">{c.reason}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {failed.length > 0 && (
        <section aria-labelledby="failed">
          <h2 id="failed">{t('today.failed')}</h2>
          <ul class="plain">
            {failed.map((run) => (
              <li>
                <a href={href(v, `/console/imports/${run.id}`)}>{run.file.name}</a>{' '}
                <span class="quiet">
                  {run.listId} · {desk.who(run.startedBy)} · {v.f.moment(run.startedAt)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {desk.may('editor') && (
        <p class="actions">
          <a class="button" href={href(v, '/console/import')}>
            {t('nav.import')}
          </a>
        </p>
      )}
    </Frame>
  );
};
