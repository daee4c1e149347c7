import type { FC } from 'hono/jsx';
import { actions } from '../../disputes/case.ts';
import type { Count, Overview } from '../../disputes/overview.ts';
import type { DisputeFilter, DisputeSummary } from '../../disputes/search.ts';
import { outcomes, stages } from '../../disputes/state.ts';
import { findingKinds } from '../../names/finding.ts';
import { DisputeTable } from '../parts/disputes.tsx';
import { href, type View } from '../view.ts';

/** Days the overview looks ahead. */
export const DISPUTE_DAYS = 90;

const Choice: FC<{
  v: View;
  name: string;
  options: readonly string[];
  text: (option: string) => string;
  chosen: string | undefined;
}> = ({ v, name, options, text, chosen }) => (
  <div>
    <label for={name}>{v.t(`disputes:filter.${name}`)}</label>
    <select id={name} name={name}>
      <option value="">{v.t('disputes:filter.any')}</option>
      {options.map((option) => (
        <option value={option} selected={option === chosen}>
          {text(option)}
        </option>
      ))}
    </select>
  </div>
);

/** The form that narrows a list of cases down. */
export const DisputeFilters: FC<{
  v: View;
  filter: DisputeFilter;
  jurisdictions: string[];
  base: string;
}> = ({ v, filter, jurisdictions, base }) => (
  <form class="filters" method="get" action={href(v, base)}>
    <div>
      <label for="q">{v.t('disputes:filter.q')}</label>
      <input id="q" name="q" type="search" maxlength={200} value={filter.q ?? ''} />
    </div>
    <Choice
      v={v}
      name="jurisdiction"
      options={jurisdictions}
      text={(code) => v.f.country(code)}
      chosen={filter.jurisdiction}
    />
    <Choice
      v={v}
      name="action"
      options={actions}
      text={(action) => v.t(`disputes:actions.${action}`)}
      chosen={filter.action}
    />
    <Choice
      v={v}
      name="conflict"
      options={findingKinds}
      text={(kind) => v.t(`finding.${kind}`)}
      chosen={filter.conflict}
    />
    <Choice
      v={v}
      name="stage"
      options={stages}
      text={(stage) => v.t(`disputes:stage.${stage}`)}
      chosen={filter.stage}
    />
    <Choice
      v={v}
      name="outcome"
      options={outcomes}
      text={(outcome) => v.t(`disputes:outcome.${outcome}`)}
      chosen={filter.outcome}
    />
    <button class="button" type="submit">
      {v.t('disputes:filter.go')}
    </button>
  </form>
);

const Counts: FC<{ v: View; title: string; counts: Count[]; text: (value: string) => string }> = (props) => {
  const { v, title, counts, text } = props;
  if (counts.length === 0) return null;
  return (
    <div>
      <h3>{title}</h3>
      <ul class="plain">
        {counts.slice(0, 8).map((count) => (
          <li>
            {text(count.value)} <span class="quiet">{v.t('disputes:counts', { ...count })}</span>
          </li>
        ))}
      </ul>
    </div>
  );
};

/** Early warning: deadlines first, then where cases gather and who comes back. */
export const DisputeOverview: FC<{ v: View; overview: Overview; base: string }> = ({ v, overview, base }) => (
  <section aria-labelledby="overview">
    <h2 id="overview">{v.t('disputes:overview')}</h2>
    {overview.deadlines.length === 0 ? (
      <p class="quiet">{v.t('disputes:noDeadline', { days: DISPUTE_DAYS })}</p>
    ) : (
      <ul class="plain">
        {overview.deadlines.map((d) => (
          <li class={d.overdue ? 'loud' : undefined}>
            {v.f.day(d.dueOn)}: {d.what} <a href={href(v, `${base}/${d.disputeId}`)}>{d.title}</a>
            {d.overdue && ` (${v.t('disputes:overdue')})`}
          </li>
        ))}
      </ul>
    )}
    <div class="case-counts">
      <Counts
        v={v}
        title={v.t('disputes:byJurisdiction')}
        counts={overview.byJurisdiction}
        text={(code) => v.f.country(code)}
      />
      <Counts
        v={v}
        title={v.t('disputes:byConflict')}
        counts={overview.byConflict}
        text={(kind) => v.t(`finding.${kind}`)}
      />
      <Counts v={v} title={v.t('disputes:names')} counts={overview.names} text={(name) => name} />
      <Counts v={v} title={v.t('disputes:repeaters')} counts={overview.repeaters} text={(name) => name} />
    </div>
  </section>
);

/** Disputes visitors may read. */
export const DisputesPage: FC<{
  v: View;
  filter: DisputeFilter;
  cases: DisputeSummary[];
  overview: Overview;
  next: string | undefined;
  base: string;
}> = ({ v, filter, cases, overview, next, base }) => (
  <>
    <DisputeFilters
      v={v}
      filter={filter}
      jurisdictions={overview.byJurisdiction.map((c) => c.value).sort()}
      base={base}
    />
    {cases.length === 0 ? <p>{v.t('disputes:none')}</p> : <DisputeTable v={v} cases={cases} base={base} />}
    {next && (
      <p>
        <a href={href(v, base, { ...filter, after: next })}>{v.t('disputes:next')}</a>
      </p>
    )}
    <DisputeOverview v={v} overview={overview} base={base} />
  </>
);
