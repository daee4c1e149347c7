import type { FC } from 'hono/jsx';
import { principalName } from '../../gi/entry.ts';
import type { HistoryEvent } from '../../lists/entry-history.ts';
import type { ProcedureView } from '../../lists/procedure/view.ts';
import type { ListView } from '../../lists/queries.ts';
import { FieldName } from '../parts/changed-value.tsx';
import { period } from '../parts/period.ts';
import { DueTable, LegalTimeline, pt, StageLine } from '../parts/procedure.tsx';
import { TermsList } from '../parts/terms.tsx';
import { href, type View } from '../view.ts';

/** What the list's versions did to the entry, newest first. */
const RecordTimeline: FC<{ v: View; listId: string; history: HistoryEvent[] }> = ({ v, listId, history }) => (
  <ol class="timeline">
    {history.toReversed().map((event) => (
      <li class="event">
        <time datetime={event.publishedAt}>{v.f.moment(event.publishedAt)}</time>
        <strong>
          <a href={href(v, `/lists/${listId}/compare`, { from: event.version - 1, to: event.version })}>
            {pt(v, event.change, { number: event.version })}
          </a>
        </strong>
        <span class="quiet">{pt(v, 'effective', { date: v.f.day(event.effectiveOn) })}</span>
        {event.change === 'changed' && (
          <ul class="values">
            {event.fields.map((f) => (
              <li>
                <FieldName v={v} field={f.field} />
              </li>
            ))}
          </ul>
        )}
      </li>
    ))}
  </ol>
);

/** An entry's two time axes: what happened in law, and what was on record when. */
export const EntryPage: FC<{ v: View; view: ListView; procedure: ProcedureView; history: HistoryEvent[] }> = (
  props,
) => {
  const { v, view, procedure, history } = props;
  const { list } = view;
  const { rules, phaseOuts, coexistence } = procedure;
  const today = { ...v, day: v.today };
  return (
    <>
      <p class="eyebrow">
        <a href={href(v, `/lists/${list.id}`)}>{v.f.local(list.title)}</a>
      </p>
      <h1>
        <a href={href(v, `/gi/${procedure.giId}`)}>{principalName(procedure.entry)}</a>
      </h1>
      <p class="lead">{pt(v, 'title')}</p>
      <section aria-labelledby="stands">
        <h2 id="stands">{pt(v, 'stands')}</h2>
        <form class="filters" method="get" action={`/${v.lang}${v.path}`}>
          <div>
            <label for="asOf">{v.t('gi.asOfLabel')}</label>
            <input
              id="asOf"
              name="asOf"
              type="date"
              value={v.day}
              min="1900-01-01"
              max="2999-12-31"
              required
            />
          </div>
          <button class="button button--quiet" type="submit">
            {v.t('gi.asOfButton')}
          </button>
          {v.day !== v.today && <a href={href(today, v.path)}>{v.t('gi.asOfToday')}</a>}
        </form>
        <p>
          <StageLine v={v} state={procedure.state} />
        </p>
        <DueTable v={v} due={procedure.due} />
        {rules && (
          <p class="quiet">
            {pt(v, 'office', { office: v.f.country(rules.office) })}
            {rules.opposition && ` · ${v.t('agreements.opposition')}: ${period(v, rules.opposition.period)}`}
            {` · ${pt(v, 'timeZone', { zone: rules.timeZone })}`}
          </p>
        )}
      </section>
      {phaseOuts.length + coexistence.length > 0 && (
        <section aria-labelledby="terms">
          <h2 id="terms">{pt(v, 'terms')}</h2>
          <p>{pt(v, 'termsLead')}</p>
          <TermsList v={v} phaseOuts={phaseOuts} coexistence={coexistence} />
        </section>
      )}
      <section aria-labelledby="legal">
        <h2 id="legal">{pt(v, 'legal')}</h2>
        <p>{pt(v, 'legalLead')}</p>
        <LegalTimeline v={v} timeline={procedure.timeline} rules={rules} />
      </section>
      <section aria-labelledby="record">
        <h2 id="record">{pt(v, 'record')}</h2>
        <p>{pt(v, 'recordLead')}</p>
        <RecordTimeline v={v} listId={list.id} history={history} />
      </section>
      <p class="quiet">
        <a href={`/api/v1/lists/${list.id}/entries/${encodeURIComponent(procedure.key)}/history`}>
          {v.t('gi.download')}
        </a>
      </p>
    </>
  );
};
