import type { FC } from 'hono/jsx';
import type { VersionRef } from '../../gi/protection.ts';
import { href, type View } from '../view.ts';

/** Versions newest first, each with its hash and a way to see what it changed. */
export const VersionHistory: FC<{
  v: View;
  listId: string;
  versions: VersionRef[];
  current: VersionRef | undefined;
}> = (props) => {
  const { v, listId, versions, current } = props;
  return (
    <section aria-labelledby="history">
      <h2 id="history">{v.t('list.history')}</h2>
      {versions.length === 0 ? (
        <p>{v.t('list.noHistory')}</p>
      ) : (
        <>
          <p>{v.t('list.historyLead')}</p>
          <table class="cards">
            <thead>
              <tr>
                <th scope="col">{v.t('list.number')}</th>
                <th scope="col">{v.t('list.effective')}</th>
                <th scope="col">{v.t('list.published')}</th>
                <th scope="col">{v.t('list.count')}</th>
                <th scope="col">{v.t('list.hash')}</th>
                <th scope="col">{v.t('list.compare')}</th>
              </tr>
            </thead>
            <tbody>
              {versions.map((version) => (
                <tr>
                  <th scope="row">
                    <a href={href(v, `/lists/${listId}/versions/${version.number}`)}>{version.number}</a>
                    {version.versionId === current?.versionId && (
                      <span class="quiet">{v.t('list.current')}</span>
                    )}
                  </th>
                  <td data-label={v.t('list.effective')}>{v.f.day(version.effectiveOn)}</td>
                  <td data-label={v.t('list.published')}>{v.f.day(version.publishedAt)}</td>
                  <td data-label={v.t('list.count')}>{v.f.number(version.entryCount)}</td>
                  <td data-label={v.t('list.hash')}>
                    <code class="hash">{version.contentHash}</code>
                  </td>
                  <td data-label={v.t('list.compare')}>
                    <a
                      href={href(v, `/lists/${listId}/compare`, {
                        from: version.number - 1,
                        to: version.number,
                      })}
                    >
                      {version.number > 1
                        ? v.t('list.compareWith', { number: version.number - 1 })
                        : v.t('list.everything')}
                    </a>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
};
