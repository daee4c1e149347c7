import type { FC } from 'hono/jsx';
import { international } from '../../guidance/guidance.ts';
import { guidanceTopics, type Statement } from '../../guidance/statement.ts';
import type { GiAnswer } from '../../lists/queries.ts';
import { designateInstead, membership } from '../../madrid/members.ts';
import { EvidenceBadge } from '../parts/evidence.tsx';
import { href, type View } from '../view.ts';

/** A source's date as far as it is known: a day, a month or a year. */
function dated(v: View, date: string): string {
  return date.length === 10 ? v.f.day(date) : date;
}

const StatementBlock: FC<{ v: View; statement: Statement }> = ({ v, statement }) => {
  const { id, title, text, source, evidence, checkedOn } = statement;
  return (
    <article class="statement" id={id}>
      <h4>{v.f.local(title)}</h4>
      <p>{v.f.local(text)}</p>
      <p class="statement-source quiet">
        <EvidenceBadge v={v} evidence={{ level: evidence, source: source.text }} />{' '}
        <span lang="en">{source.uri ? <a href={source.uri}>{source.text}</a> : source.text}</span>
        {source.date && ` (${dated(v, source.date)})`} ·{' '}
        {v.t('guidance:checked', { day: v.f.day(checkedOn) })}
      </p>
    </article>
  );
};

const Topics: FC<{ v: View; statements: Statement[] }> = ({ v, statements }) => (
  <>
    {guidanceTopics
      .map((topic) => ({ topic, of: statements.filter((s) => s.topic === topic) }))
      .filter(({ of }) => of.length > 0)
      .map(({ topic, of }) => (
        <section>
          <h3>{v.t(`guidance:topic.${topic}`)}</h3>
          {of.map((statement) => (
            <StatementBlock v={v} statement={statement} />
          ))}
        </section>
      ))}
  </>
);

/** How the GI stands in the jurisdiction: protected or not, by which list, since when. */
const Standing: FC<{ v: View; gi: GiAnswer; code: string }> = ({ v, gi, code }) => {
  const found = gi.protection.find((p) => p.jurisdiction === code);
  const titles = new Map(gi.occurrences.map((o) => [o.list.id, o.list.title]));
  const designate = designateInstead(code) ?? code;
  return (
    <section aria-labelledby="standing">
      <h2 id="standing">{v.t('guidance:standing')}</h2>
      <p>{found ? <strong>{v.t(`state.${found.state}`)}</strong> : v.t('guidance:notAsked')}</p>
      {found && found.via.length > 0 && (
        <ul>
          {found.via.map((via) => {
            const title = titles.get(via.listId);
            return (
              <li>
                <a href={href(v, `/lists/${via.listId}`)}>{title ? v.f.local(title) : via.listId}</a>:{' '}
                {v.t(`state.${via.state}`)}
                {via.since && `, ${v.t('guidance:since', { day: v.f.day(via.since) })}`}
              </li>
            );
          })}
        </ul>
      )}
      {gi.origin.includes('CN') && found?.state !== 'protected' && membership(designate) && (
        <p>
          <a class="more" href={href(v, '/madrid/filing', { gi: gi.id, designate })}>
            {v.t('guidance:file')}
          </a>
        </p>
      )}
    </section>
  );
};

/** Guidance of one jurisdiction, for everybody or for one GI; without one, the choice of jurisdictions. */
export const GuidancePage: FC<{
  v: View;
  code: string | undefined;
  gi: GiAnswer | undefined;
  sections: { jurisdiction: string; statements: Statement[] }[];
  choices: string[];
  name: string;
}> = ({ v, code, gi, sections, choices, name }) => {
  const nameOf = (choice: string): string =>
    choice === international ? v.t('guidance:international') : v.f.country(choice);
  return (
    <>
      <p class="eyebrow">{v.t('guidance:eyebrow')}</p>
      <h1>{name}</h1>
      {gi ? (
        <p class="lead">
          {v.t('guidance:forGi')} <a href={href(v, `/gi/${gi.id}`)}>{gi.name}</a>.{' '}
          {code && <a href={href(v, `/guidance/${code}`)}>{v.t('guidance:all')}</a>}
        </p>
      ) : (
        <p class="lead">{v.t('guidance:lead')}</p>
      )}
      <nav aria-label={v.t('guidance:choose')}>
        <ul class="chips">
          {choices.map((choice) => (
            <li>
              <a
                href={href(v, `/guidance/${choice}`, { gi: gi?.id })}
                aria-current={choice === code ? 'page' : undefined}
              >
                {nameOf(choice)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {gi && code && code !== international && <Standing v={v} gi={gi} code={code} />}
      {sections.map(({ jurisdiction, statements }) => (
        <section aria-labelledby={`in-${jurisdiction}`}>
          <h2 id={`in-${jurisdiction}`}>{nameOf(jurisdiction)}</h2>
          {statements.length === 0 ? (
            <p class="quiet">{v.t('guidance:none')}</p>
          ) : (
            <Topics v={v} statements={statements} />
          )}
        </section>
      ))}
    </>
  );
};
