import type { Child, FC } from 'hono/jsx';
import type { VersionRef } from '../../gi/protection.ts';
import { href, type View } from '../view.ts';

interface VersionsTableProps {
  v: View;
  listId: string;
  versions: VersionRef[];
  current: VersionRef | undefined;
  /** A last column of one's own. */
  more?: { title: string; cell(version: VersionRef): Child };
}

/** Versions newest first, each with both its times, its hash and a way to see what it changed. */
export const VersionsTable: FC<VersionsTableProps> = ({ v, listId, versions, current, more }) => (
  <table class="cards">
    <thead>
      <tr>
        <th scope="col">{v.t('list.number')}</th>
        <th scope="col">{v.t('list.effective')}</th>
        <th scope="col">{v.t('list.published')}</th>
        <th scope="col">{v.t('list.count')}</th>
        <th scope="col">{v.t('list.hash')}</th>
        <th scope="col">{v.t('list.compare')}</th>
        {more && <th scope="col">{more.title}</th>}
      </tr>
    </thead>
    <tbody>
      {versions.map((version) => (
        <tr>
          <th scope="row">
            <a href={href(v, `/lists/${listId}/versions/${version.number}`)}>{version.number}</a>
            {version.versionId === current?.versionId && <span class="quiet">{v.t('list.current')}</span>}
          </th>
          <td data-label={v.t('list.effective')}>{v.f.day(version.effectiveOn)}</td>
          <td data-label={v.t('list.published')}>{v.f.moment(version.publishedAt)}</td>
          <td data-label={v.t('list.count')}>{v.f.number(version.entryCount)}</td>
          <td data-label={v.t('list.hash')}>
            <code class="hash">{version.contentHash}</code>
          </td>
          <td data-label={v.t('list.compare')}>
            <a href={href(v, `/lists/${listId}/compare`, { from: version.number - 1, to: version.number })}>
              {version.number > 1
                ? v.t('list.compareWith', { number: version.number - 1 })
                : v.t('list.everything')}
            </a>
          </td>
          {more && <td data-label={more.title}>{more.cell(version)}</td>}
        </tr>
      ))}
    </tbody>
  </table>
);

/** A way to compare any two versions. Nothing where there is only one. */
export const CompareTwo: FC<{ v: View; listId: string; versions: VersionRef[] }> = ({
  v,
  listId,
  versions,
}) => {
  if (versions.length < 2) return null;
  const choice = (name: 'from' | 'to', chosen: number) => (
    <div>
      <label for={name}>{v.t(name === 'from' ? 'diff.before' : 'diff.after')}</label>
      <select id={name} name={name}>
        {versions.map(({ number }) => (
          <option value={String(number)} selected={number === chosen}>
            {v.t('gi.version', { number })}
          </option>
        ))}
      </select>
    </div>
  );
  return (
    <form class="filters" method="get" action={`/${v.lang}/lists/${listId}/compare`}>
      {choice('from', versions[1]!.number)}
      {choice('to', versions[0]!.number)}
      <button class="button button--quiet" type="submit">
        {v.t('list.compare')}
      </button>
    </form>
  );
};
