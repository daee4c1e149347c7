import type { FC } from 'hono/jsx';
import type { AnsweredName } from '../../../lists/queries.ts';
import { EvidenceBadge } from '../../parts/evidence.tsx';
import { inReadingOrder, Spelling } from '../../parts/names.tsx';
import { href, type View } from '../../view.ts';

/** Every spelling on record with language, script, kind, evidence and the lists it stands on. */
export const NamesTable: FC<{ v: View; names: AnsweredName[] }> = ({ v, names }) => (
  <section aria-labelledby="names">
    <h2 id="names">{v.t('gi.namesTitle')}</h2>
    <p>{v.t('gi.namesLead', { count: names.length })}</p>
    <table class="names cards">
      <thead>
        <tr>
          <th scope="col">{v.t('gi.spelling')}</th>
          <th scope="col">{v.t('gi.language')}</th>
          <th scope="col">{v.t('gi.kind')}</th>
          <th scope="col">{v.t('gi.evidence')}</th>
          <th scope="col">{v.t('gi.onLists')}</th>
        </tr>
      </thead>
      <tbody>
        {inReadingOrder(names).map((name) => (
          <tr class={name.evidence.level === 'unverified' ? 'is-unverified' : undefined}>
            <th scope="row">
              <Spelling form={name} />
            </th>
            <td data-label={v.t('gi.language')}>
              {v.f.language(name.language)}
              {!name.language.endsWith('-Latn') && <span class="quiet">{v.f.script(name.script)}</span>}
            </td>
            <td data-label={v.t('gi.kind')}>
              {v.t(`kind.${name.kind}`)}
              {name.scheme && <span class="quiet">{name.scheme}</span>}
            </td>
            <td data-label={v.t('gi.evidence')}>
              <EvidenceBadge v={v} evidence={name.evidence} source />
            </td>
            <td data-label={v.t('gi.onLists')}>
              {name.lists.map((id) => (
                <a class="list-id" href={href(v, `/lists/${id}`)}>
                  {id}
                </a>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
