import type { FC } from 'hono/jsx';
import { principalName, type Entry } from '../../gi/entry.ts';
import type { EntryChange, FieldChange } from '../../lists/change-set.ts';
import type { ListView } from '../../lists/queries.ts';
import type { Changes } from '../deps.ts';
import { ChangedValue, FieldName } from '../parts/changed-value.tsx';
import { href, type View } from '../view.ts';

const FieldRow: FC<{ v: View; change: FieldChange }> = ({ v, change: { field, before, after } }) => (
  <tr>
    <th scope="row">
      <FieldName v={v} field={field} />
    </th>
    <td data-label={v.t('diff.before')}>
      <ChangedValue v={v} field={field} value={before} />
    </td>
    <td data-label={v.t('diff.after')}>
      <ChangedValue v={v} field={field} value={after} />
    </td>
  </tr>
);

const otherForms = (entry: Entry): string =>
  entry.names
    .map((n) => n.text)
    .filter((text) => text !== principalName(entry))
    .slice(0, 3)
    .join(' · ');

const Changed: FC<{ v: View; change: Extract<EntryChange, { change: 'changed' }> }> = ({ v, change }) => (
  <li>
    <h3>
      {principalName(change.after)} <code class="quiet">{change.key}</code>
    </h3>
    <table class="cards">
      <thead>
        <tr>
          <th scope="col">{v.t('diff.field')}</th>
          <th scope="col">{v.t('diff.before')}</th>
          <th scope="col">{v.t('diff.after')}</th>
        </tr>
      </thead>
      <tbody>
        {change.fields.map((f) => (
          <FieldRow v={v} change={f} />
        ))}
      </tbody>
    </table>
  </li>
);

const ChangeList: FC<{ v: View; changes: EntryChange[] }> = ({ v, changes }) => {
  const added = changes.filter((c) => c.change === 'added');
  const removed = changes.filter((c) => c.change === 'removed');
  const changed = changes.filter((c) => c.change === 'changed');
  return (
    <>
      {changed.length > 0 && (
        <section aria-labelledby="changed">
          <h2 id="changed">{v.t('diff.changedTitle')}</h2>
          <ul class="diff">
            {changed.map((c) => (
              <Changed v={v} change={c} />
            ))}
          </ul>
        </section>
      )}
      {[
        { id: 'added', title: v.t('diff.addedTitle'), sign: '+', entries: added.map((c) => c.after) },
        { id: 'removed', title: v.t('diff.removedTitle'), sign: '−', entries: removed.map((c) => c.before) },
      ].map(
        ({ id, title, sign, entries }) =>
          entries.length > 0 && (
            <section aria-labelledby={id}>
              <h2 id={id}>{title}</h2>
              <ul class={`diff diff--${id}`}>
                {entries.map((e) => (
                  <li>
                    <span class="sign" aria-hidden="true">
                      {sign}
                    </span>
                    <strong>{principalName(e)}</strong> <span class="quiet">{otherForms(e)}</span>
                  </li>
                ))}
              </ul>
            </section>
          ),
      )}
    </>
  );
};

const Chooser: FC<{ v: View; view: ListView; from: number; to: number }> = ({ v, view, from, to }) => (
  <form class="chooser" method="get" action={`/${v.lang}${v.path}`} aria-label={v.t('diff.choose')}>
    <label for="from">{v.t('diff.from')}</label>
    <select id="from" name="from">
      <option value="0" selected={from === 0}>
        {v.t('diff.nothingBefore')}
      </option>
      {view.versions.map(({ number }) => (
        <option value={String(number)} selected={number === from}>
          {number}
        </option>
      ))}
    </select>
    <label for="to">{v.t('diff.to')}</label>
    <select id="to" name="to">
      {view.versions.map(({ number }) => (
        <option value={String(number)} selected={number === to}>
          {number}
        </option>
      ))}
    </select>
    <button class="button button--quiet" type="submit">
      {v.t('diff.button')}
    </button>
  </form>
);

/** What differs between two versions of a list, field by field; `from` is 0 for "nothing before". */
export const ComparePage: FC<{ v: View; view: ListView; from: number; to: number; changes: Changes }> = (
  props,
) => {
  const { v, view, from, to, changes } = props;
  const total = changes.added + changes.removed + changes.changed;
  const title = v.f.local(view.list.title);
  return (
    <>
      <p class="eyebrow">
        <a href={href(v, `/lists/${view.list.id}`)}>{v.t('list.eyebrow', { id: view.list.id })}</a>
      </p>
      <h1 class="long-title">
        {from === 0
          ? v.t('diff.titleFirst', { list: title, to })
          : v.t('diff.title', { list: title, from, to })}
      </h1>
      <Chooser v={v} view={view} from={from} to={to} />
      {total === 0 ? (
        <p>{v.t('diff.same')}</p>
      ) : (
        <p class="count">
          {v.t('diff.added', { count: changes.added })} · {v.t('diff.removed', { count: changes.removed })} ·{' '}
          {v.t('diff.changed', { count: changes.changed })}
        </p>
      )}
      <ChangeList v={v} changes={changes.entries} />
      {changes.next && (
        <p class="pager">
          <a class="more" href={href(v, `/lists/${view.list.id}/compare`, { from, to, after: changes.next })}>
            {v.t('diff.next')}
          </a>
        </p>
      )}
    </>
  );
};
