import type { FC } from 'hono/jsx';
import type { GiAnswer } from '../../../lists/queries.ts';
import { href, type View } from '../../view.ts';

/** The day the answer is for, the versions it was read from, and a way to ask for another day. */
export const AsOfBar: FC<{ v: View; answer: GiAnswer }> = ({ v, answer }) => {
  const today = { ...v, day: v.today };
  return (
    <section class="as-of" aria-labelledby="as-of">
      <h2 id="as-of">{v.t('gi.asOfTitle')}</h2>
      <form method="get" action={`/${v.lang}${v.path}`}>
        <label for="asOf">{v.t('gi.asOfLabel')}</label>
        <input id="asOf" name="asOf" type="date" value={v.day} min="1900-01-01" max="2999-12-31" required />
        <button class="button button--quiet" type="submit">
          {v.t('gi.asOfButton')}
        </button>
        {v.day !== v.today && <a href={href(today, v.path)}>{v.t('gi.asOfToday')}</a>}
      </form>
      <p>{v.t('gi.asOfStatement', { date: v.f.day(v.day) })}</p>
      <ul>
        {answer.occurrences.map(({ list, version }) => (
          <li>
            <a href={href(v, `/lists/${list.id}/versions/${version.number}`)}>
              {v.t('gi.asOfVersion', {
                list: list.id,
                number: version.number,
                date: v.f.day(version.effectiveOn),
              })}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
};
