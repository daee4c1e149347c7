import type { FC } from 'hono/jsx';
import type { Occurrence } from '../../../gi/protection.ts';
import { href, type View } from '../../view.ts';

const events = ['applied', 'published', 'protected', 'refused', 'ended'] as const;

/** Dates of all lines in order of time. Nothing is shown where no date is known. */
export const Timeline: FC<{ v: View; occurrences: Occurrence[] }> = ({ v, occurrences }) => {
  const dated = occurrences
    .flatMap(({ list, entry }) =>
      events.flatMap((event) => (entry.dates[event] ? [{ day: entry.dates[event], event, list }] : [])),
    )
    .sort((a, b) =>
      a.day < b.day ? -1 : a.day > b.day ? 1 : events.indexOf(a.event) - events.indexOf(b.event),
    );
  if (dated.length === 0) return null;
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{v.t('gi.timelineTitle')}</h2>
      <ol class="timeline">
        {dated.map(({ day, event, list }) => (
          <li class={day > v.day ? `event event--${event} event--later` : `event event--${event}`}>
            <time datetime={day}>{v.f.day(day)}</time>
            <strong>{v.t(`event.${event}`)}</strong>
            <a href={href(v, `/lists/${list.id}`)}>{v.f.local(list.title)}</a>
          </li>
        ))}
      </ol>
    </section>
  );
};
