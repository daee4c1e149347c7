import type { FC } from 'hono/jsx';
import type { ListSummary, ListView } from '../../../lists/queries.ts';
import { Completeness } from '../../parts/completeness.tsx';
import { pt } from '../../parts/procedure.tsx';
import { CompareTwo, VersionsTable } from '../../parts/versions-table.tsx';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';
import { Frame, Token } from '../parts/frame.tsx';

/** Every list with the version readers see. */
export const ConsoleListsPage: FC<{ desk: Desk; lists: ListSummary[] }> = ({ desk, lists }) => {
  const { v, t } = desk;
  return (
    <Frame desk={desk} title={t('nav.lists')}>
      <p class="actions">
        <a href={href(v, '/console/links')}>{v.t('relations:links')}</a>
      </p>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">{t('today.list')}</th>
            <th scope="col">{v.t('lists.held')}</th>
            <th scope="col">{v.t('lists.version')}</th>
          </tr>
        </thead>
        <tbody>
          {lists.map(({ list, version, coverage }) => (
            <tr>
              <th scope="row">
                <a href={href(v, `/console/lists/${list.id}`)}>{v.f.local(list.title)}</a>
                <span class="quiet">{list.id}</span>
              </th>
              <td data-label={v.t('lists.held')}>
                <Completeness v={v} coverage={coverage} />
              </td>
              <td data-label={v.t('lists.version')}>{version?.number ?? v.t('lists.noVersion')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Frame>
  );
};

/** The versions of a list, with the way back to an earlier one. */
export const ConsoleVersionsPage: FC<{ desk: Desk; view: ListView }> = ({ desk, view }) => {
  const { v, t } = desk;
  const { list, versions } = view;
  const current = versions[0];
  return (
    <Frame desk={desk} title={v.f.local(list.title)}>
      <p class="actions">
        <a href={href(v, `/lists/${list.id}`)}>{t('versions.public')}</a>
        <a href={href(v, `/console/lists/${list.id}/entries`)}>{pt(v, 'entries')}</a>
        <a href={href(v, '/console/audit', { subject: list.id })}>{t('versions.audit')}</a>
        {desk.may('editor') && (
          <a href={href(v, '/console/import', { list: list.id })}>{t('versions.import')}</a>
        )}
        {desk.may('editor') && current && (
          <a href={href(v, `/console/lists/${list.id}/correct`)}>{t('correction.choose')}</a>
        )}
        <a href={href(v, '/console/corrections', { list: list.id })}>{t('nav.corrections')}</a>
      </p>
      {versions.length === 0 ? (
        <p>{v.t('lists.noVersion')}</p>
      ) : (
        <>
          <VersionsTable
            v={v}
            listId={list.id}
            versions={versions}
            current={current}
            more={{
              title: t('versions.undo'),
              cell: (version) =>
                desk.may('editor') &&
                version.contentHash !== current!.contentHash && (
                  <form method="post" action={href(v, `/console/lists/${list.id}/revert`)}>
                    <Token desk={desk} />
                    <button class="link" type="submit" name="number" value={String(version.number)}>
                      {t('versions.revert', { number: version.number })}
                    </button>
                  </form>
                ),
            }}
          />
          <CompareTwo v={v} listId={list.id} versions={versions} />
        </>
      )}
    </Frame>
  );
};
