import type { FC } from 'hono/jsx';
import { classId, type UnifiedClass } from '../../../gi/classification.ts';
import type { GiAnswer } from '../../../lists/queries.ts';
import { classification } from '../../../lists/classification.ts';
import { EvidenceBadge } from '../../parts/evidence.tsx';
import { href, type View } from '../../view.ts';

const rt = (v: View, key: string, values?: Record<string, string>): string => v.t(`relations:${key}`, values);

/** A scheme by its own title, or its id where none is held. */
function schemeName(v: View, id: string): string {
  const scheme = classification().schemes.find((s) => s.id === id);
  return scheme ? v.f.local(scheme.title) : id;
}

const Classes: FC<{ v: View; classes: UnifiedClass[] }> = ({ v, classes }) => (
  <table class="cards">
    <caption>{rt(v, 'classes')}</caption>
    <thead>
      <tr>
        <th scope="col">{rt(v, 'system')}</th>
        <th scope="col">{rt(v, 'class')}</th>
        <th scope="col">{rt(v, 'how')}</th>
      </tr>
    </thead>
    <tbody>
      {classes.map((c) => (
        <tr>
          <th scope="row">{schemeName(v, c.scheme)}</th>
          <td data-label={rt(v, 'class')}>
            <code>{c.code}</code> {c.title && v.f.local(c.title)}
          </td>
          <td data-label={rt(v, 'how')}>
            {rt(v, c.how)} {c.evidence && <EvidenceBadge v={v} evidence={c.evidence} source />}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

/** One record, many systems: classes, channels of protection, and how it is related to other GIs. */
export const Systems: FC<{ v: View; answer: GiAnswer }> = ({ v, answer }) => {
  const { classes, channels, related } = answer;
  if (classes.length + channels.length + related.length === 0) return null;
  return (
    <section aria-labelledby="systems">
      <h2 id="systems">{rt(v, 'title')}</h2>
      {related.length > 0 && (
        <ul class="plain">
          {related.map((r) => (
            <li>
              {rt(v, `relation.${r.relation}`)}: <a href={href(v, `/gi/${r.id}`)}>{r.name ?? r.id}</a>
            </li>
          ))}
        </ul>
      )}
      {channels.length > 0 && (
        <>
          <h3>{rt(v, 'channels')}</h3>
          <ul class="plain">
            {channels.map((c) => (
              <li>
                {rt(v, `channel.${c.channel}`)}
                {c.number !== undefined && (
                  <>
                    {' '}
                    <code>{c.number}</code>
                  </>
                )}
                {c.since !== undefined && ` ${v.t('gi.since', { date: v.f.day(c.since) })}`}{' '}
                <a href={href(v, `/lists/${c.listId}`)}>{c.listId}</a>{' '}
                <EvidenceBadge v={v} evidence={c.evidence} />
              </li>
            ))}
          </ul>
        </>
      )}
      {classes.length > 0 && <Classes v={v} classes={classes} />}
      {classes.some((c) => c.how === 'derived') && <p class="quiet">{rt(v, 'derivedLead')}</p>}
      <p class="quiet">
        {classes.slice(0, 1).map((c) => (
          <a href={`/api/v1/gis?class=${encodeURIComponent(classId(c))}`}>{rt(v, 'sameClass')}</a>
        ))}
      </p>
    </section>
  );
};
