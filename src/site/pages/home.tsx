import type { FC } from 'hono/jsx';
import type { ListSummary } from '../../lists/queries.ts';
import { Completeness } from '../parts/completeness.tsx';
import { SearchBox } from '../parts/search-box.tsx';
import { href, type View } from '../view.ts';

const doors = [
  { path: '/search', title: 'home.doSearch', text: 'home.doSearchText' },
  { path: '/check', title: 'home.doCheck', text: 'home.doCheckText' },
  { path: '/lists', title: 'home.doLists', text: 'home.doListsText' },
];

export const HomePage: FC<{ v: View; lists: ListSummary[] }> = ({ v, lists }) => (
  <>
    <section class="hero">
      <h1>{v.t('home.title')}</h1>
      <p class="lead">{v.t('home.lead')}</p>
      <SearchBox v={v} large />
    </section>
    <section aria-labelledby="lists">
      <h2 id="lists">{v.t('home.listsTitle')}</h2>
      <p>{v.t('home.listsLead')}</p>
      <ul class="ledger">
        {lists.map(({ list, coverage }) => (
          <li>
            <a href={href(v, `/lists/${list.id}`)}>{v.f.local(list.title)}</a>
            <Completeness v={v} coverage={coverage} />
          </li>
        ))}
      </ul>
      <p>
        <a class="more" href={href(v, '/lists')}>
          {v.t('home.allLists')}
        </a>
      </p>
    </section>
    <section aria-labelledby="doors">
      <h2 id="doors">{v.t('home.doTitle')}</h2>
      <ul class="doors">
        {doors.map(({ path, title, text }) => (
          <li>
            <h3>
              <a href={href(v, path)}>{v.t(title)}</a>
            </h3>
            <p>{v.t(text)}</p>
          </li>
        ))}
      </ul>
    </section>
  </>
);
