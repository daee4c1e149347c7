import type { FC } from 'hono/jsx';
import type { Occurrence } from '../../../gi/protection.ts';
import { FieldName } from '../../parts/changed-value.tsx';
import { ComparedValue } from '../../parts/letters.tsx';
import { EvidenceBadge } from '../../parts/evidence.tsx';
import { Reference } from '../../parts/reference.tsx';
import { pt } from '../../parts/procedure.tsx';
import { href, type View } from '../../view.ts';

const Line: FC<{ v: View; occurrence: Occurrence }> = ({
  v,
  occurrence: { list, version, entry, corrections },
}) => (
  <li class="line">
    <h3>
      <a href={href(v, `/lists/${list.id}`)}>{v.f.local(list.title)}</a>
    </h3>
    <dl>
      <dt>{v.t('gi.status')}</dt>
      <dd>
        {v.t(`status.${entry.status}`)} · {v.t('gi.version', { number: version.number })}
      </dd>
      <dt>{v.t('gi.entryKey')}</dt>
      <dd>
        <code>{entry.key}</code>
      </dd>
      <dt>{v.t('gi.membership')}</dt>
      <dd>
        <EvidenceBadge v={v} evidence={entry.evidence} source />
      </dd>
      <dt>{pt(v, 'title')}</dt>
      <dd>
        <a href={href(v, `/lists/${list.id}/entries/${encodeURIComponent(entry.key)}`)}>{pt(v, 'open')}</a>
      </dd>
      {entry.notClaimed.length > 0 && (
        <>
          <dt>{v.t('gi.notClaimed')}</dt>
          <dd>
            {v.t('gi.notClaimedLead')} <strong>{entry.notClaimed.join(', ')}</strong>
          </dd>
        </>
      )}
      {corrections && (
        <>
          <dt>{v.t('gi.corrected')}</dt>
          {corrections.map(({ field, partnerValue, value, reason, correctedOn }) => (
            <dd class="correction">
              <FieldName v={v} field={field} />{' '}
              <span class="before">
                {v.t('gi.partnerSays')}{' '}
                <ComparedValue v={v} field={field} before={partnerValue} after={value} side="before" />
              </span>{' '}
              <span class="after">
                {v.t('gi.correctedTo')}{' '}
                <ComparedValue v={v} field={field} before={partnerValue} after={value} side="after" />
              </span>{' '}
              <span class="quiet">
                {reason} · {v.f.day(correctedOn)}
              </span>
            </dd>
          ))}
        </>
      )}
      {entry.publications.length > 0 && (
        <>
          <dt>{v.t('gi.publications')}</dt>
          {entry.publications.map((p) => (
            <dd>
              <Reference v={v} reference={p} />
            </dd>
          ))}
        </>
      )}
      {entry.basicMark && (
        <>
          <dt>{v.t('gi.marks')}</dt>
          <dd>
            <code>{entry.basicMark.number}</code>{' '}
            <EvidenceBadge v={v} evidence={entry.basicMark.evidence} source />
          </dd>
        </>
      )}
      {entry.notes.length > 0 && (
        <>
          <dt>{v.t('gi.notes')}</dt>
          {entry.notes.map((note) => (
            <dd lang="en">{note}</dd>
          ))}
        </>
      )}
    </dl>
  </li>
);

/** The indication's line on each list it stands on. */
export const Lines: FC<{ v: View; occurrences: Occurrence[] }> = ({ v, occurrences }) => (
  <section aria-labelledby="lines">
    <h2 id="lines">{v.t('gi.linesTitle', { count: occurrences.length })}</h2>
    <p>{v.t('gi.linesLead')}</p>
    <ul class="lines">
      {occurrences.map((o) => (
        <Line v={v} occurrence={o} />
      ))}
    </ul>
  </section>
);
