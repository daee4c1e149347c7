import type { FC } from 'hono/jsx';
import type { AuditFilter, AuditRow } from '../../../db/audit.ts';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';
import { Frame } from '../parts/frame.tsx';

const fields = ['actor', 'action', 'subject', 'entity', 'from', 'to'] as const;

/** Who did what, newest first. `next` is where the page after this one begins. */
export const AuditPage: FC<{ desk: Desk; filter: AuditFilter; rows: AuditRow[]; next?: number }> = (
  props,
) => {
  const { desk, filter, rows, next } = props;
  const { v, t } = desk;
  return (
    <Frame desk={desk} title={t('nav.audit')}>
      <form class="filters" method="get" action={href(v, '/console/audit')}>
        {fields.map((name) => (
          <div>
            <label for={name}>{t(`audit.${name}`)}</label>
            <input
              id={name}
              name={name}
              type={name === 'from' || name === 'to' ? 'date' : 'text'}
              value={filter[name] ?? ''}
              maxlength={200}
            />
          </div>
        ))}
        <button class="button button--quiet" type="submit">
          {t('audit.search')}
        </button>
      </form>
      {rows.length > 0 && (
        <p class="actions">
          <a href={href(v, '/console/audit.csv', { ...filter })} download>
            CSV
          </a>
        </p>
      )}
      {rows.length === 0 ? (
        <p>{t('audit.none')}</p>
      ) : (
        <table class="cards audit">
          <thead>
            <tr>
              <th scope="col">{t('audit.at')}</th>
              <th scope="col">{t('audit.actor')}</th>
              <th scope="col">{t('audit.action')}</th>
              <th scope="col">{t('audit.subject')}</th>
              <th scope="col">{t('audit.details')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                <td data-label={t('audit.at')}>
                  <time datetime={row.at}>{v.f.moment(row.at)}</time>
                </td>
                <td data-label={t('audit.actor')}>{desk.who(row.actor)}</td>
                <td data-label={t('audit.action')}>
                  <code>{row.action}</code>
                </td>
                <td data-label={t('audit.subject')}>{row.subject}</td>
                <td data-label={t('audit.details')}>
                  {Object.keys(row.details).length > 0 && (
                    <details>
                      <summary>{t('audit.show')}</summary>
                      <pre tabindex={0}>{JSON.stringify(row.details, null, 2)}</pre>
                    </details>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {next !== undefined && (
        <p class="pager">
          <a class="more" href={href(v, '/console/audit', { ...filter, before: next })}>
            {t('audit.older')}
          </a>
        </p>
      )}
    </Frame>
  );
};
