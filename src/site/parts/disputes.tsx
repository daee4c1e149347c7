import type { Child, FC } from 'hono/jsx';
import { likenesses, type Experience, type LikeCase } from '../../disputes/alike.ts';
import type { Dispute, Step } from '../../disputes/case.ts';
import type { DisputeSummary } from '../../disputes/search.ts';
import type { CaseState } from '../../disputes/state.ts';
import type { AlertStatus } from '../../watch/alerts.ts';
import { href, type View } from '../view.ts';
import { EvidenceBadge } from './evidence.tsx';

/** A case with all that a page shows of it. */
export interface WholeCase extends DisputeSummary {
  /** The alert it came from, with the mark and the name it is about, and where it stands; for staff alone. */
  alert?: { status: AlertStatus; mark: string; name: string };
  steps: Step[];
  like: { cases: LikeCase[]; experience: Experience[] };
}

/** Where a case stands, and how it ended. */
export const Standing: FC<{ v: View; state: CaseState }> = ({ v, state }) => (
  <>
    {v.t(`disputes:stage.${state.stage}`)}
    {state.outcome && (
      <strong class={`outcome outcome--${state.outcome}`}>{v.t(`disputes:outcome.${state.outcome}`)}</strong>
    )}
  </>
);

/** Cases under each other; `base` is where each is shown. */
export const DisputeTable: FC<{ v: View; cases: DisputeSummary[]; base: string }> = ({ v, cases, base }) => (
  <table class="cards">
    <caption>{v.t('disputes:cases')}</caption>
    <thead>
      <tr>
        <th scope="col">{v.t('disputes:case')}</th>
        <th scope="col">{v.t('disputes:sign')}</th>
        <th scope="col">{v.t('disputes:where')}</th>
        <th scope="col">{v.t('disputes:action')}</th>
        <th scope="col">{v.t('disputes:stands')}</th>
      </tr>
    </thead>
    <tbody>
      {cases.map(({ dispute, state }) => (
        <tr>
          <th scope="row">
            <a href={href(v, `${base}/${dispute.id}`)}>{dispute.title}</a>
          </th>
          <td data-label={v.t('disputes:sign')}>
            <bdi>{dispute.sign}</bdi>
            <span class="quiet">{v.t(`finding.${dispute.conflict}`)}</span>
          </td>
          <td data-label={v.t('disputes:where')}>{v.f.country(dispute.jurisdiction)}</td>
          <td data-label={v.t('disputes:action')}>{v.t(`disputes:actions.${dispute.action}`)}</td>
          <td data-label={v.t('disputes:stands')}>
            <Standing v={v} state={state} />{' '}
            {state.deadlines[0] && (
              <span class={state.deadlines[0].overdue ? 'loud' : 'quiet'}>
                {v.t('disputes:due', { day: v.f.day(state.deadlines[0].dueOn) })}
              </span>
            )}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

const Steps: FC<{ v: View; steps: Step[]; document: (fileId: string) => string | undefined }> = (props) => {
  const { v, steps, document } = props;
  return (
    <ol class="case-steps">
      {steps.map((step) => {
        const { details, file } = step;
        const address = file && document(file.id);
        return (
          <li id={step.id}>
            <p class="case-day">
              <time datetime={step.on}>{v.f.day(step.on)}</time>{' '}
              <strong>{v.t(`disputes:step.${step.kind}`)}</strong>
              {details.ruling && ` · ${v.t(`disputes:outcome.${details.ruling}`)}`}
              {details.final && ` · ${v.t('disputes:final')}`}
              {details.dueOn && ` · ${v.t('disputes:due', { day: v.f.day(details.dueOn) })}`}
              {details.by && ` · ${v.t(`disputes:role.${details.by}`)}`}
            </p>
            <p>
              {step.text}
              {file && (
                <> {address ? <a href={address}>{file.name}</a> : <span class="quiet">{file.name}</span>}</>
              )}
            </p>
          </li>
        );
      })}
    </ol>
  );
};

const Facts: FC<{ v: View; dispute: Dispute; alert: WholeCase['alert']; staff: boolean }> = ({
  v,
  dispute,
  alert,
  staff,
}) => {
  const { facts } = dispute;
  return (
    <dl class="facts">
      <dt>{v.t('disputes:name')}</dt>
      <dd>
        {dispute.giId ? <a href={href(v, `/gi/${dispute.giId}`)}>{dispute.giName}</a> : dispute.giName}{' '}
        <span class="quiet">{v.t(`product.${dispute.product}`)}</span>
      </dd>
      <dt>{v.t('disputes:sign')}</dt>
      <dd>
        <bdi>{dispute.sign}</bdi> <span class="quiet">{v.t(`finding.${dispute.conflict}`)}</span>
        {facts.contestedGoods && <span class="quiet">{facts.contestedGoods}</span>}
      </dd>
      <dt>{v.t('disputes:action')}</dt>
      <dd>
        {v.t(`disputes:actions.${dispute.action}`)}, {v.f.country(dispute.jurisdiction)}
      </dd>
      <dt>{v.t('disputes:forum')}</dt>
      <dd>
        {facts.forum.name || v.t(`disputes:forums.${facts.forum.kind}`)}
        {facts.reference && <span class="quiet">{facts.reference}</span>}
      </dd>
      <dt>{v.t('disputes:parties')}</dt>
      {facts.parties.map((party) => (
        <dd>
          {party.name}{' '}
          <span class="quiet">
            {v.t(`disputes:role.${party.role}`)}
            {party.country && `, ${v.f.country(party.country)}`}
          </span>
        </dd>
      ))}
      {facts.alertId && staff && (
        <>
          <dt>{v.t('disputes:alert')}</dt>
          <dd>
            <a href={href(v, `/console/alerts/${facts.alertId}`)}>
              {alert ? v.t('watch:alert.title', { mark: alert.mark, name: alert.name }) : facts.alertId}
            </a>{' '}
            {alert && <span class="quiet">{v.t(`watch:status.${alert.status}`)}</span>}
          </dd>
        </>
      )}
      {facts.marks.length > 0 && (
        <>
          <dt>{v.t('disputes:marks')}</dt>
          {facts.marks.map((mark) => (
            <dd>
              {mark.office} {mark.number} {mark.text}
              {mark.niceClasses && (
                <span class="quiet">{v.t('disputes:classes', { classes: mark.niceClasses.join(', ') })}</span>
              )}
            </dd>
          ))}
        </>
      )}
      {facts.sources.length > 0 && (
        <>
          <dt>{v.t('disputes:sources')}</dt>
          {facts.sources.map((source) => (
            <dd lang="en">
              {source.uri ? <a href={source.uri}>{source.text}</a> : source.text}
              {source.date && ` (${source.date})`}
            </dd>
          ))}
        </>
      )}
      <dt>{v.t('gi.evidence')}</dt>
      <dd>
        <EvidenceBadge v={v} evidence={facts.evidence} />
      </dd>
    </dl>
  );
};

const Like: FC<{ v: View; like: WholeCase['like']; base: string }> = ({ v, like, base }) => {
  if (like.cases.length === 0) return <p class="quiet">{v.t('disputes:noLike')}</p>;
  return (
    <>
      <ul class="plain">
        {like.experience.map(({ action, cases, endings }) => (
          <li>
            {v.t(`disputes:actions.${action}`)}: {v.t('disputes:caseCount', { count: cases })} (
            {Object.entries(endings)
              .map(([outcome, count]) => `${v.t(`disputes:outcome.${outcome}`)} ${count}`)
              .join(', ')}
            )
          </li>
        ))}
      </ul>
      <ul class="plain">
        {like.cases.map(({ dispute, state, inCommon }) => (
          <li>
            <a href={href(v, `${base}/${dispute.id}`)}>{dispute.title}</a> <Standing v={v} state={state} />{' '}
            <span class="quiet">
              {v.t('disputes:inCommon', {
                what: likenesses
                  .filter((l) => inCommon.includes(l))
                  .map((l) => v.t(`disputes:likeness.${l}`))
                  .join(', '),
              })}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
};

/** One case: facts, deadlines, steps, and what worked before in like ones. `children` stand after the steps. */
export const CaseView: FC<{
  v: View;
  whole: WholeCase;
  base: string;
  document: (fileId: string) => string | undefined;
  children?: Child;
}> = ({ v, whole, base, document, children }) => {
  const { dispute, state, steps, like } = whole;
  return (
    <>
      <p class="lead">
        <Standing v={v} state={state} />{' '}
      </p>
      {state.deadlines.length > 0 && (
        <ul class="plain">
          {state.deadlines.map((deadline) => (
            <li class={deadline.overdue ? 'loud' : undefined}>
              {v.f.day(deadline.dueOn)}: {deadline.what}
              {deadline.overdue && ` (${v.t('disputes:overdue')})`}
            </li>
          ))}
        </ul>
      )}
      <Facts v={v} dispute={dispute} alert={whole.alert} staff={base.startsWith('/console')} />
      <section aria-labelledby="steps">
        <h2 id="steps">{v.t('disputes:steps')}</h2>
        {steps.length === 0 ? (
          <p class="quiet">{v.t('disputes:noSteps')}</p>
        ) : (
          <Steps v={v} steps={steps} document={document} />
        )}
      </section>
      {children}
      <section aria-labelledby="like">
        <h2 id="like">{v.t('disputes:like')}</h2>
        <Like v={v} like={like} base={base} />
      </section>
    </>
  );
};
