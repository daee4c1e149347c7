import type { FC } from 'hono/jsx';
import type { GiList } from '../../../gi/agreement.ts';
import type { DueDesk } from '../../../lists/procedure/due.ts';
import { dueWords, pt } from '../../parts/procedure.tsx';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';

/** What the agreements' rules make due: lists first, then single entries, the most urgent first. */
export const DueSection: FC<{ desk: Desk; due: DueDesk; lists: Map<string, GiList> }> = (props) => {
  const { desk, due, lists } = props;
  const { v } = desk;
  if (due.entries.length + due.lists.length === 0) return null;
  const title = (listId: string): string => v.f.local(lists.get(listId)!.title);
  const When: FC<{ on: string; days: number; state: 'coming' | 'passed' | 'overdue' }> = (d) => (
    <td data-label={pt(v, 'due.title')}>
      <time datetime={d.on}>{v.f.day(d.on)}</time>{' '}
      <span class={d.state === 'overdue' ? 'loud' : 'quiet'}>{dueWords(v, d)}</span>
    </td>
  );
  return (
    <section aria-labelledby="due">
      <h2 id="due">{pt(v, 'deskTitle')}</h2>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">{v.t('list.name')}</th>
            <th scope="col">{pt(v, 'kind')}</th>
            <th scope="col">{pt(v, 'due.title')}</th>
          </tr>
        </thead>
        <tbody>
          {due.lists.map((l) => (
            <tr>
              <th scope="row">
                <a href={href(v, `/console/lists/${l.listId}/entries`)}>{title(l.listId)}</a>
                <span class="quiet">{pt(v, 'undecided', { count: l.undecided })}</span>
              </th>
              <td data-label={pt(v, 'kind')}>{pt(v, 'due.processing-ends')}</td>
              <When on={l.on} days={l.days} state={l.state} />
            </tr>
          ))}
          {due.entries.map((e) => (
            <tr>
              <th scope="row">
                <a href={href(v, `/console/lists/${e.listId}/entries/${encodeURIComponent(e.key)}`)}>
                  {e.name}
                </a>
                <span class="quiet">{title(e.listId)}</span>
              </th>
              <td data-label={pt(v, 'kind')}>
                {pt(v, `due.${e.kind}`)}
                {e.about !== undefined && <span class="quiet">{e.about}</span>}
              </td>
              <When on={e.on} days={e.days} state={e.state} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};
