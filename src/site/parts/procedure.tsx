import type { FC } from 'hono/jsx';
import type { Due } from '../../gi/due.ts';
import type { ProcedureEvent } from '../../gi/procedure-event.ts';
import type { ProcedureRules } from '../../gi/procedure-rules.ts';
import type { ProcedureState } from '../../gi/procedure-state.ts';
import type { TimelineEvent } from '../../gi/procedure-timeline.ts';
import type { View } from '../view.ts';
import { EvidenceBadge } from './evidence.tsx';

/** A text of the procedure pages. */
export const pt = (v: View, key: string, values?: Record<string, string | number>): string =>
  v.t(`procedure:${key}`, values);

/** A ground of opposition in the page's language; its code where the agreement does not explain it. */
function ground(v: View, code: string, rules: ProcedureRules | undefined): string {
  const known = rules?.grounds.find((g) => g.code === code);
  return known ? v.f.local(known.text) : code;
}

/** What an event says beside its kind and day. */
export const EventDetails: FC<{ v: View; event: ProcedureEvent; rules?: ProcedureRules | undefined }> = (
  props,
) => {
  const { v, event, rules } = props;
  const { reference, note } = event;
  const parts = [
    event.opposition !== undefined && pt(v, 'opposition', { id: event.opposition }),
    event.party !== undefined && pt(v, 'by', { party: event.party }),
    ...(event.grounds ?? []).map((code) => ground(v, code, rules)),
    event.outcome && pt(v, `outcome.${event.outcome}`),
    event.decision && pt(v, `decision.${event.decision}`),
    event.reason && pt(v, `reason.${event.reason}`),
    event.until && pt(v, 'until', { date: v.f.day(event.until) }),
    event.notClaimed?.length && pt(v, 'notClaimed', { parts: event.notClaimed.join(', ') }),
  ].filter((part): part is string => typeof part === 'string');
  return (
    <>
      {parts.length > 0 && <span>{parts.join(' · ')}</span>}
      {reference && (
        <span lang="en">{reference.uri ? <a href={reference.uri}>{reference.text}</a> : reference.text}</span>
      )}
      {note !== undefined && <span>{note}</span>}
    </>
  );
};

/** The stage of a procedure in words, with its first day. */
export const StageLine: FC<{ v: View; state: Pick<ProcedureState, 'stage' | 'since'> }> = ({ v, state }) =>
  state.stage === undefined ? (
    <span class="quiet">{pt(v, 'stageUnknown')}</span>
  ) : (
    <span class="stage">
      <strong>{pt(v, `stage.${state.stage}`)}</strong>
      {state.since !== undefined && ` ${pt(v, 'since', { date: v.f.day(state.since) })}`}
    </span>
  );

/** How far a date is away, or that it has passed. */
export function dueWords(v: View, due: Pick<Due, 'state' | 'days'>): string {
  if (due.days === 0) return pt(v, 'dueToday');
  return pt(v, `dueState.${due.state}`, { days: v.f.number(due.days) });
}

export const DueTable: FC<{ v: View; due: Due[] }> = ({ v, due }) =>
  due.length === 0 ? null : (
    <dl class="facts">
      {due.map((d) => (
        <>
          <dt>{pt(v, `due.${d.kind}`)}</dt>
          <dd>
            <time datetime={d.on}>{v.f.day(d.on)}</time>{' '}
            <span class={d.state === 'overdue' ? 'loud' : undefined}>{dueWords(v, d)}</span>
            {d.about !== undefined && <span class="quiet">{d.about}</span>}
          </dd>
        </>
      ))}
    </dl>
  );

/** Events by day; `action` adds something to a recorded one, given its place among the entry's events. */
export const LegalTimeline: FC<{
  v: View;
  timeline: TimelineEvent[];
  rules?: ProcedureRules | undefined;
  action?: (ordinal: number) => unknown;
}> = ({ v, timeline, rules, action }) => {
  if (timeline.length === 0) return <p>{pt(v, 'noEvents')}</p>;
  let recorded = 0;
  return (
    <ol class="timeline">
      {timeline.map((event) => {
        const ordinal = event.implied ? undefined : recorded++;
        return (
          <li class={`event event--${event.kind}${event.on > v.day ? ' event--later' : ''}`}>
            <time datetime={event.on}>{v.f.day(event.on)}</time>
            <strong>{pt(v, `event.${event.kind}`)}</strong>
            <EventDetails v={v} event={event} rules={rules} />
            {event.implied ? (
              <span class="quiet">{pt(v, 'implied')}</span>
            ) : (
              <EvidenceBadge v={v} evidence={event.evidence} source />
            )}
            {ordinal !== undefined && action?.(ordinal)}
          </li>
        );
      })}
    </ol>
  );
};
