import type { FC } from 'hono/jsx';
import { principalName, type Entry } from '../../gi/entry.ts';
import type { ListView } from '../../lists/queries.ts';
import type { VersionRef } from '../../gi/protection.ts';
import { Completeness } from '../parts/completeness.tsx';
import { EvidenceBadge } from '../parts/evidence.tsx';
import { inReadingOrder, Spelling } from '../parts/names.tsx';
import { Reference } from '../parts/reference.tsx';
import { Notes } from '../parts/notes.tsx';
import { href, type View } from '../view.ts';
import { VersionHistory } from './versions.tsx';

export interface EntryRow {
  giId: string;
  entry: Entry;
}

/** A page of a version's entries; `next` is the address of the page after it. */
export const EntriesTable: FC<{
  v: View;
  listId: string;
  rows: EntryRow[];
  title: string;
  first?: string;
  next?: string;
}> = (props) => {
  const { v, listId, rows, title, first, next } = props;
  return (
    <section aria-labelledby="entries">
      <h2 id="entries">{title}</h2>
      {rows.length === 0 ? (
        <p>{v.t('list.none')}</p>
      ) : (
        <table class="cards entries">
          <thead>
            <tr>
              <th scope="col">{v.t('list.name')}</th>
              <th scope="col">{v.t('list.otherForms')}</th>
              <th scope="col">{v.t('list.status')}</th>
              <th scope="col">{v.t('list.evidence')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ giId, entry }) => {
              const name = principalName(entry);
              const principal = entry.names.find((n) => n.text === name);
              return (
                <tr>
                  <th scope="row">
                    <a href={href(v, `/gi/${giId}`)}>{principal ? <Spelling form={principal} /> : name}</a>
                  </th>
                  <td data-label={v.t('list.otherForms')}>
                    {inReadingOrder(entry.names)
                      .filter((n) => n.text !== name)
                      .slice(0, 4)
                      .map((n) => (
                        <Spelling
                          form={n}
                          class={n.evidence.level === 'unverified' ? 'other is-unverified' : 'other'}
                        />
                      ))}
                  </td>
                  <td data-label={v.t('list.status')}>
                    <a href={href(v, `/lists/${listId}/entries/${encodeURIComponent(entry.key)}`)}>
                      {v.t(`status.${entry.status}`)}
                    </a>
                    {entry.dates.protected && (
                      <span class="quiet">{v.t('gi.since', { date: v.f.day(entry.dates.protected) })}</span>
                    )}
                  </td>
                  <td data-label={v.t('list.evidence')}>
                    <EvidenceBadge v={v} evidence={entry.evidence} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {(first ?? next) && (
        <p class="pager">
          {first && <a href={first}>{v.t('list.first')}</a>}
          {next && (
            <a class="more" href={next}>
              {v.t('list.next')}
            </a>
          )}
        </p>
      )}
    </section>
  );
};

interface ListPageProps {
  v: View;
  view: ListView;
  rows: EntryRow[];
  first?: string;
  next?: string;
}

export const ListPage: FC<ListPageProps> = ({ v, view, rows, first, next }) => {
  const { list, agreement, coverage, versions, version } = view;
  return (
    <>
      <p class="eyebrow">{v.t('list.eyebrow', { id: list.id })}</p>
      <h1 class="long-title">{v.f.local(list.title)}</h1>
      <Notes v={v} notes={list.notes} />
      <section aria-labelledby="facts">
        <h2 id="facts">{v.t('list.facts')}</h2>
        <dl class="facts">
          <dt>{v.t('list.complete')}</dt>
          <dd>
            <Completeness v={v} coverage={coverage} />
            {list.expectedEntries && (
              <span class="quiet">
                {v.t('list.expectedSource')}: <span lang="en">{list.expectedEntries.evidence.source}</span>
              </span>
            )}
          </dd>
          <dt>{v.t('list.origin')}</dt>
          <dd>{v.f.country(list.origin)}</dd>
          <dt>{v.t('list.protectedIn')}</dt>
          <dd>{v.f.country(list.protectedIn)}</dd>
          <dt>{v.t('list.agreement')}</dt>
          <dd>
            <a href={href(v, `/agreements/${agreement.id}`)}>{v.f.local(agreement.title)}</a>
          </dd>
          <dt>{v.t('list.basis')}</dt>
          <dd>
            <Reference v={v} reference={list.legalBasis} />
          </dd>
        </dl>
      </section>
      <VersionHistory v={v} listId={list.id} versions={versions} current={version} />
      <EntriesTable
        v={v}
        listId={list.id}
        rows={rows}
        title={v.t('list.entries')}
        first={first}
        next={next}
      />
    </>
  );
};

export const VersionPage: FC<{
  v: View;
  view: ListView;
  version: VersionRef;
  rows: EntryRow[];
  first?: string;
  next?: string;
}> = (props) => {
  const { v, view, version, rows, first, next } = props;
  return (
    <>
      <p class="eyebrow">
        <a href={href(v, `/lists/${view.list.id}`)}>{v.t('list.eyebrow', { id: view.list.id })}</a>
      </p>
      <h1 class="long-title">
        {v.f.local(view.list.title)}, {v.t('gi.version', { number: version.number })}
      </h1>
      <VersionHistory v={v} listId={view.list.id} versions={[version]} current={view.version} />
      <EntriesTable
        v={v}
        listId={view.list.id}
        rows={rows}
        title={v.t('list.entriesOf', { number: version.number })}
        first={first}
        next={next}
      />
    </>
  );
};
