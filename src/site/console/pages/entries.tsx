import type { FC } from 'hono/jsx';
import type { GiList } from '../../../gi/agreement.ts';
import { principalName, type Entry } from '../../../gi/entry.ts';
import { pt } from '../../parts/procedure.tsx';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';
import { Frame } from '../parts/frame.tsx';

export interface EntriesView {
  list: GiList;
  text: string;
  rows: { key: string; entry: Entry }[];
  next?: string;
}

/** The entries of a list's current version, to be found by key or spelling. */
export const EntriesPage: FC<{ desk: Desk; view: EntriesView }> = ({ desk, view }) => {
  const { v } = desk;
  const { list, text, rows, next } = view;
  const at = `/console/lists/${list.id}/entries`;
  return (
    <Frame desk={desk} title={`${v.f.local(list.title)}: ${pt(v, 'entries')}`}>
      <form class="filters" method="get" action={href(v, at)}>
        <div>
          <label for="text">{pt(v, 'find')}</label>
          <input id="text" name="text" type="search" value={text} maxlength={200} />
        </div>
        <button class="button button--quiet" type="submit">
          {pt(v, 'findButton')}
        </button>
      </form>
      {rows.length === 0 ? (
        <p>{v.t('list.none')}</p>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">{v.t('list.name')}</th>
              <th scope="col">{v.t('gi.entryKey')}</th>
              <th scope="col">{v.t('list.status')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, entry }) => (
              <tr>
                <th scope="row">
                  <a href={href(v, `${at}/${encodeURIComponent(key)}`)}>{principalName(entry)}</a>
                </th>
                <td data-label={v.t('gi.entryKey')}>
                  <code>{key}</code>
                </td>
                <td data-label={v.t('list.status')}>{v.t(`status.${entry.status}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {next !== undefined && (
        <p class="pager">
          <a class="more" href={href(v, at, { text, after: next })}>
            {v.t('list.next')}
          </a>
        </p>
      )}
    </Frame>
  );
};
