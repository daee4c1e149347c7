import type { FC } from 'hono/jsx';
import type { AgreementView } from '../../lists/queries.ts';
import { EvidenceBadge } from '../parts/evidence.tsx';
import { Notes } from '../parts/notes.tsx';
import { Reference } from '../parts/reference.tsx';
import { period } from '../parts/period.ts';
import { href, type View } from '../view.ts';
import { ListsTable } from './lists.tsx';

export const AgreementsPage: FC<{ v: View; agreements: AgreementView[] }> = ({ v, agreements }) => (
  <>
    <h1>{v.t('agreements.title')}</h1>
    <p class="lead">{v.t('agreements.lead')}</p>
    <ul class="agreements">
      {agreements.map(({ agreement }) => (
        <li>
          <p class="eyebrow">{v.t(`agreements.kind.${agreement.kind}`)}</p>
          <h2>
            <a href={href(v, `/agreements/${agreement.id}`)}>{v.f.local(agreement.title)}</a>
          </h2>
          <p class="quiet">
            {agreement.parties.map((p) => v.f.country(p)).join(' · ')}
            {agreement.inForceOn && ` · ${v.t('agreements.inForce')}: ${v.f.day(agreement.inForceOn)}`}
          </p>
        </li>
      ))}
    </ul>
  </>
);

export const AgreementPage: FC<{ v: View; view: AgreementView }> = ({ v, view: { agreement, lists } }) => {
  const { rules } = agreement;
  return (
    <>
      <p class="eyebrow">{v.t(`agreements.kind.${agreement.kind}`)}</p>
      <h1 class="long-title">{v.f.local(agreement.title)}</h1>
      <Notes v={v} notes={agreement.notes} />
      <dl class="facts">
        <dt>{v.t('agreements.parties')}</dt>
        <dd>{agreement.parties.map((p) => v.f.country(p)).join(' · ')}</dd>
        {agreement.signedOn && (
          <>
            <dt>{v.t('agreements.signed')}</dt>
            <dd>{v.f.day(agreement.signedOn)}</dd>
          </>
        )}
        {agreement.inForceOn && (
          <>
            <dt>{v.t('agreements.inForce')}</dt>
            <dd>{v.f.day(agreement.inForceOn)}</dd>
          </>
        )}
        {rules.oppositionPeriod && (
          <>
            <dt>{v.t('agreements.opposition')}</dt>
            <dd>{period(v, rules.oppositionPeriod)}</dd>
          </>
        )}
        {rules.processingPeriod && (
          <>
            <dt>{v.t('agreements.processing')}</dt>
            <dd>{period(v, rules.processingPeriod)}</dd>
          </>
        )}
        {agreement.references.length > 0 && (
          <>
            <dt>{v.t('agreements.references')}</dt>
            {agreement.references.map((r) => (
              <dd>
                <Reference v={v} reference={r} />
              </dd>
            ))}
          </>
        )}
        <dt>{v.t('gi.evidence')}</dt>
        <dd>
          <EvidenceBadge v={v} evidence={agreement.evidence} source />
        </dd>
      </dl>
      {rules.procedures?.map((p) => (
        <section>
          <h2>{v.t('procedure:office', { office: v.f.country(p.office) })}</h2>
          <dl class="facts">
            {p.opposition && (
              <>
                <dt>{v.t('agreements.opposition')}</dt>
                <dd>
                  {period(v, p.opposition.period)}
                  {p.opposition.toWorkingDay && <span class="quiet">{v.t('procedure:weekend')}</span>}{' '}
                  <EvidenceBadge v={v} evidence={p.opposition.evidence} source />
                </dd>
              </>
            )}
            {p.processing && (
              <>
                <dt>{v.t('agreements.processing')}</dt>
                <dd>
                  {period(v, p.processing.period)}{' '}
                  <EvidenceBadge v={v} evidence={p.processing.evidence} source />
                </dd>
              </>
            )}
            <dt>{v.t('procedure:grounds')}</dt>
            {p.grounds.map((g) => (
              <dd>
                {v.f.local(g.text)} <EvidenceBadge v={v} evidence={g.evidence} />
              </dd>
            ))}
          </dl>
          <p class="quiet">{v.t('procedure:timeZone', { zone: p.timeZone })}</p>
        </section>
      ))}
      {rules.articles && rules.articles.length > 0 && (
        <section aria-labelledby="articles">
          <h2 id="articles">{v.t('agreements.rules')}</h2>
          <dl class="articles">
            {rules.articles.map((a) => (
              <div>
                <dt>{a.article}</dt>
                <dd>{v.f.local(a.summary)}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <ListsTable v={v} lists={lists} caption={v.t('agreements.lists')} />
    </>
  );
};
