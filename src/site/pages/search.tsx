import type { FC } from 'hono/jsx';
import type { Found } from '../deps.ts';
import { StateIcon } from '../parts/icons.tsx';
import { inReadingOrder, Spelling } from '../parts/names.tsx';
import { SearchBox } from '../parts/search-box.tsx';
import { href, type View } from '../view.ts';
import { bestVia } from './gi/verdicts.tsx';

const Hit: FC<{ v: View; found: Found }> = ({ v, found: answer }) => {
  const { match } = answer;
  const others = inReadingOrder(answer.names)
    .filter((n) => n.text !== answer.name)
    .slice(0, 4);
  const title = answer.names.find((n) => n.text === answer.name);
  return (
    <li class="hit">
      <h2>
        <a href={href(v, `/gi/${answer.id}`)}>{title ? <Spelling form={title} /> : answer.name}</a>
      </h2>
      {others.length > 0 && (
        <p class="hit-names">
          {others.map((n) => (
            <Spelling form={n} />
          ))}
        </p>
      )}
      <p class="hit-facts">
        {answer.origin.map((c) => v.f.country(c)).join(', ')}
        {' · '}
        {v.t(`product.${answer.occurrences[0]?.entry.product.class ?? 'other'}`)}
        {match && match.name !== answer.name && (
          <>
            {' · '}
            {v.t('search.found')} <bdi>{match.name}</bdi> ({v.t(`finding.${match.kind}`)})
          </>
        )}
      </p>
      <ul class="states">
        {answer.protection.map((p) => {
          const doubtful = bestVia(p)?.evidence.level === 'unverified';
          return (
            <li class={`state state--${p.state}${doubtful ? ' state--doubtful' : ''}`}>
              <StateIcon state={p.state} doubtful={doubtful} />
              <span>
                <strong>{v.f.country(p.jurisdiction)}</strong> {v.t(`stateShort.${p.state}`)}
                {doubtful && ` (${v.t('evidence.unverified').toLocaleLowerCase(v.lang)})`}
              </span>
            </li>
          );
        })}
      </ul>
    </li>
  );
};

export const SearchPage: FC<{ v: View; query: string; found: Found[] }> = ({ v, query, found }) => (
  <>
    <h1 class={query === '' ? undefined : 'quiet-title'}>{v.t('search.title')}</h1>
    <SearchBox v={v} query={query} large={query === ''} />
    {query === '' ? (
      <p class="hint">{v.t('search.hint')}</p>
    ) : found.length === 0 ? (
      <section class="empty">
        <h2>{v.t('search.none', { query })}</h2>
        <p>{v.t('search.noneWhy')}</p>
        <p>
          <a href={href(v, '/lists')}>{v.t('search.noneTry')}</a> {v.t('search.or')}{' '}
          <a href={href(v, '/check', { name: query })}>{v.t('search.noneCheck')}</a>
        </p>
      </section>
    ) : (
      <section aria-labelledby="found">
        <p id="found" class="count">
          {v.t('search.count', { count: found.length, query })}
        </p>
        <ol class="hits">
          {found.map((f) => (
            <Hit v={v} found={f} />
          ))}
        </ol>
      </section>
    )}
  </>
);
