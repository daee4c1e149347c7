import type { FC } from 'hono/jsx';
import type { ListSummary } from '../../lists/queries.ts';
import { Completeness } from '../parts/completeness.tsx';
import { href, type View } from '../view.ts';

export const ListsTable: FC<{ v: View; lists: ListSummary[]; caption: string }> = ({ v, lists, caption }) => (
  <table class="cards">
    <caption>{caption}</caption>
    <thead>
      <tr>
        <th scope="col">{v.t('lists.list')}</th>
        <th scope="col">{v.t('lists.origin')}</th>
        <th scope="col">{v.t('lists.protectedIn')}</th>
        <th scope="col">{v.t('lists.held')}</th>
        <th scope="col">{v.t('lists.version')}</th>
      </tr>
    </thead>
    <tbody>
      {lists.map(({ list, version, coverage }) => (
        <tr>
          <th scope="row">
            <a href={href(v, `/lists/${list.id}`)}>{v.f.local(list.title)}</a>
            <span class="quiet">{list.id}</span>
          </th>
          <td data-label={v.t('lists.origin')}>{v.f.country(list.origin)}</td>
          <td data-label={v.t('lists.protectedIn')}>{v.f.country(list.protectedIn)}</td>
          <td data-label={v.t('lists.held')}>
            <Completeness v={v} coverage={coverage} />
          </td>
          <td data-label={v.t('lists.version')}>
            {version ? (
              <>
                {version.number}
                <span class="quiet">{v.f.day(version.effectiveOn)}</span>
              </>
            ) : (
              v.t('lists.noVersion')
            )}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

export const ListsPage: FC<{ v: View; lists: ListSummary[] }> = ({ v, lists }) => {
  const of = (kind: string): ListSummary[] => lists.filter((l) => l.list.kind === kind);
  return (
    <>
      <h1>{v.t('lists.title')}</h1>
      <p class="lead">{v.t('lists.lead')}</p>
      <ListsTable v={v} lists={of('treaty')} caption={v.t('lists.groupTreaty')} />
      <ListsTable v={v} lists={of('home-register')} caption={v.t('lists.groupRegister')} />
    </>
  );
};
