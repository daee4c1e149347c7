import type { FC } from 'hono/jsx';
import type { Entry } from '../../../../gi/entry.ts';
import type { AlertView } from '../../../../watch/alerts.ts';
import { internationalBureau, type OppositionWindow } from '../../../../watch/opposition.ts';
import { EvidenceBadge } from '../../../parts/evidence.tsx';
import { Segments, whyAlike } from '../../../parts/finding.tsx';
import { href } from '../../../view.ts';
import type { Desk } from '../../desk.ts';
import { Frame, Token } from '../../parts/frame.tsx';
import { Outcome, Said, type AlertOutcome } from './alert-outcome.tsx';
import { Deadline, Move } from './alerts.tsx';

const Windows: FC<{ desk: Desk; windows: OppositionWindow[] }> = ({ desk, windows }) => {
  const { v } = desk;
  const w = (key: string, values?: Record<string, string>) => v.t(`watch:${key}`, values);
  return (
    <table class="cards">
      <thead>
        <tr>
          <th scope="col">{w('alerts.office')}</th>
          <th scope="col">{w('alert.lastDay')}</th>
          <th scope="col">{w('alert.basis')}</th>
        </tr>
      </thead>
      <tbody>
        {windows.map((one) => (
          <tr>
            <th scope="row">
              {one.office}
              {!one.protectedThere && <span class="quiet">{w('alert.notThere')}</span>}
            </th>
            <td data-label={w('alert.lastDay')}>
              <Deadline desk={desk} day={one.lastDay} />
              {one.extendedTo && (
                <span class="quiet">
                  {w('alert.extended', { day: v.f.day(one.extendedTo), how: one.extension ?? '' })}
                </span>
              )}
              {one.remark && <span class="quiet">{w(`remark.${one.remark}`)}</span>}
            </td>
            <td data-label={w('alert.basis')}>
              {one.article} {one.article !== '' && <span class="quiet">{w(`alert.${one.stage}`)}</span>}
              <EvidenceBadge v={v} evidence={one.evidence} source />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const MarkFacts: FC<{ desk: Desk; alert: AlertView }> = ({ desk: { v }, alert }) => {
  const w = (key: string) => v.t(`watch:alert.${key}`);
  const { mark } = alert;
  const rows: [string, string | undefined][] = [
    [w('number'), mark.id],
    [w('holder'), mark.holder],
    [w('classes'), mark.classes.join(', ')],
    [w('goods'), mark.goods],
    [w('applied'), mark.appliedOn && v.f.day(mark.appliedOn)],
    [w('published'), mark.publishedOn && v.f.day(mark.publishedOn)],
    [w('designations'), mark.designations.join(', ')],
  ];
  return (
    <dl class="facts">
      {rows
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      <dt>{w('gi')}</dt>
      <dd>
        <a href={href(v, `/gi/${alert.gi.id}`)}>{alert.gi.name}</a>
      </dd>
    </dl>
  );
};

/** What was begun once already stands back. */
const buttonOf = (again: boolean): string => (again ? 'button button--quiet' : 'button');

/** Opens a dispute with what the alert knows: name, sign, kind, office, mark and the last day to oppose. */
const ToDispute: FC<{ desk: Desk; alert: AlertView; entry: Entry | undefined; again: boolean }> = ({
  desk,
  alert,
  entry,
  again,
}) => {
  const { v } = desk;
  const { mark, gi } = alert;
  const known = {
    alertId: alert.id,
    title: `${mark.text} – ${gi.name}`.slice(0, 300),
    giName: gi.name,
    giId: gi.id,
    sign: mark.text,
    conflict: alert.kind,
    product: entry?.product.class,
    rightHolder: entry?.basicMark?.holder?.name,
    action: 'opposition',
    jurisdiction: alert.office === 'EM' ? 'EU' : alert.office,
    otherSide: mark.holder,
    mark: mark.id,
    contestedGoods: mark.goods,
    dueOn: alert.deadline,
  };
  return (
    <p class="actions">
      <a class={buttonOf(again)} href={href(v, '/console/disputes/new', known)}>
        {v.t(again ? 'disputes:fromAlertAgain' : 'disputes:fromAlert')}
      </a>
    </p>
  );
};

/** Leads to the refusal of an international mark that designates this office, where the GI is protected here. */
const ToRefusal: FC<{ desk: Desk; alert: AlertView; office: string; again: boolean }> = ({
  desk: { v },
  alert,
  office,
  again,
}) =>
  alert.mark.office === internationalBureau &&
  alert.windows.some((w) => w.office === office && w.protectedThere) ? (
    <p class="actions">
      <a class={buttonOf(again)} href={href(v, '/console/madrid/refusals/new', { alert: alert.id })}>
        {v.t(again ? 'watch:alert.refuseAnother' : 'watch:alert.refuse')}
      </a>
    </p>
  ) : null;

/** One alert: why, where and until when, what was ruled before, and what can be done. */
export const AlertPageView: FC<{
  desk: Desk;
  alert: AlertView;
  /** The GI's entry today; absent where it stands on no list any more. */
  entry: Entry | undefined;
  office: string;
  outcome: AlertOutcome;
}> = ({ desk, alert, entry, office, outcome }) => {
  const { v } = desk;
  // A refusal answers the alerts on its registration and indication, also where it names another.
  const refused = outcome.refusals.length > 0 || alert.note?.startsWith('ref_') === true;
  const w = (key: string, values?: Record<string, string | number>) => v.t(`watch:${key}`, values);
  return (
    <Frame desk={desk} title={w('alert.title', { mark: alert.mark.text, name: alert.candidate })}>
      <p class="lead">
        {w(`status.${alert.status}`)}
        {alert.assignee && ` · ${w('alert.assignee', { name: alert.assignee })}`}
        {alert.deadline && (
          <>
            {' · '}
            {w('alerts.deadline')} <Deadline desk={desk} day={alert.deadline} /> ({alert.office})
          </>
        )}
      </p>
      {alert.foundBy && <p class="quiet">{w(`alert.late.${alert.foundBy}`)}</p>}
      {alert.quietedBy && (
        <p class="notice">
          {w('alert.quieted', { scope: alert.quietedBy })}{' '}
          {alert.rule && `${alert.rule.reason} (${desk.who(alert.rule.changedBy)})`}{' '}
          <a href={href(v, '/console/watch')}>{w('runs.noise')}</a>
        </p>
      )}
      {alert.note && (
        <p class="quiet">
          {w('alert.note', { note: '' })} <Said desk={desk} text={alert.note} />
        </p>
      )}
      <Outcome desk={desk} outcome={outcome} />
      <section aria-labelledby="why">
        <h2 id="why">{w('alert.why')}</h2>
        <p>
          <strong>{v.t(`finding.${alert.kind}`)}</strong>.{' '}
          {whyAlike(v, alert.kind, alert.explanation.message)}
        </p>
        <Segments
          segments={alert.explanation.segments}
          title={`${v.t('check.parts')} (${v.t('check.yours')} / ${v.t('check.theirs')})`}
        />
        <p class="quiet">
          {w('alert.strength', { percent: Math.round(alert.score * 100) })} ·{' '}
          {w('alert.goodsRelation', { relation: w(`relation.${alert.goodsRelation}`) })}
        </p>
      </section>
      <section aria-labelledby="windows">
        <h2 id="windows">{w('alert.windows')}</h2>
        <Windows desk={desk} windows={alert.windows} />
      </section>
      <section aria-labelledby="mark">
        <h2 id="mark">{w('alert.mark')}</h2>
        <MarkFacts desk={desk} alert={alert} />
      </section>
      <section aria-labelledby="decisions">
        <h2 id="decisions">{w('alert.decisions')}</h2>
        {alert.decisions.length === 0 ? (
          <p>{w('alert.noDecision')}</p>
        ) : (
          <ul class="plain">
            {alert.decisions.map((d) => (
              <li>
                <strong>{v.t(`ruling.${d.ruling}`)}</strong>: <Said desk={desk} text={d.reason} />{' '}
                <span class="quiet">
                  {desk.who(d.decidedBy)}, {v.f.moment(d.decidedAt)}
                  {d.supersededAt && ` · ${w('alert.superseded', { day: v.f.day(d.supersededAt) })}`}
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
      {alert.status === 'closed' ? (
        <p class="notice">{w('alert.closedText')}</p>
      ) : (
        desk.may('editor') && (
          <form method="post" action={href(v, `/console/alerts`, { to: alert.id })}>
            <Token desk={desk} />
            <input type="hidden" name="ids[]" value={alert.id} />
            <Move
              desk={desk}
              legend={w('alert.move')}
              {...(alert.status === 'opposing' && { without: 'opposing' as const })}
            />
          </form>
        )
      )}
      {desk.may('editor') && <ToRefusal {...{ desk, alert, office }} again={refused} />}
      {desk.may('editor') && <ToDispute {...{ desk, alert, entry }} again={outcome.cases.length > 0} />}
      <section aria-labelledby="history">
        <h2 id="history">{w('alert.history')}</h2>
        {alert.history.length === 0 ? (
          <p>{w('alert.noHistory')}</p>
        ) : (
          <ul class="plain">
            {alert.history.map((row) => (
              <li>
                {w(`status.${row.action.replace('watch.alert-', '')}`)}{' '}
                {typeof row.details['scope'] === 'string' && <code>{row.details['scope']}</code>}{' '}
                <span class="quiet">
                  {desk.who(row.actor)}, {v.f.moment(row.at)}
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </Frame>
  );
};
