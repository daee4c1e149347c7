import type { FC } from 'hono/jsx';
import type { VersionRef } from '../../gi/protection.ts';
import { CompareTwo, VersionsTable } from '../parts/versions-table.tsx';
import type { View } from '../view.ts';

/** The versions of a list and what each changed. */
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
          <VersionsTable v={v} listId={listId} versions={versions} current={current} />
          <CompareTwo v={v} listId={listId} versions={versions} />
        </>
      )}
    </section>
  );
};
