import type { FC } from 'hono/jsx';
import type { Agreement, GiList } from '../../../gi/agreement.ts';
import { dueDates, rulesFor } from '../../../gi/due.ts';
import { principalName, type Entry } from '../../../gi/entry.ts';
import {
  endReasons,
  oppositionOutcomes,
  procedureDecisions,
  procedureEventKinds,
} from '../../../gi/procedure-event.ts';
import type { ProcedureRules } from '../../../gi/procedure-rules.ts';
import { foldProcedure } from '../../../gi/procedure.ts';
import { timelineOf } from '../../../gi/procedure-timeline.ts';
import { coexistenceKinds } from '../../../gi/terms.ts';
import { DueTable, LegalTimeline, pt, StageLine } from '../../parts/procedure.tsx';
import { TermsList } from '../../parts/terms.tsx';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';
import { Choice, EvidenceFields, Field } from '../parts/fields.tsx';
import { Frame, Token } from '../parts/frame.tsx';
import { Channels } from './channels.tsx';

export interface ConsoleEntryView {
  list: GiList;
  agreement: Agreement;
  /** As staff last stated it. */
  entry: Entry;
  draftId?: string;
}

const at = (view: ConsoleEntryView, act = ''): string =>
  `/console/lists/${view.list.id}/entries/${encodeURIComponent(view.entry.key)}${act && `/${act}`}`;

const RecordForm: FC<{ desk: Desk; view: ConsoleEntryView; rules: ProcedureRules | undefined }> = (props) => {
  const { desk, view, rules } = props;
  const { v } = desk;
  const none = pt(v, 'none');
  return (
    <form class="panel stack" method="post" action={href(v, at(view, 'procedure'))}>
      <h2>{pt(v, 'recordTitle')}</h2>
      <Token desk={desk} />
      <div class="filters">
        <Choice
          name="kind"
          label={pt(v, 'kind')}
          options={procedureEventKinds.map((kind) => [kind, pt(v, `event.${kind}`)])}
        />
        <Field name="on" label={pt(v, 'on')} type="date" required />
        <Field name="reference" label={pt(v, 'reference')} />
        <EvidenceFields v={v} />
      </div>
      <div class="filters">
        <Field name="until" label={pt(v, 'untilField')} type="date" />
        <Field name="opposition" label={pt(v, 'oppositionField')} />
        <Field name="party" label={pt(v, 'party')} />
        <Choice
          name="outcome"
          label={pt(v, 'outcomeField')}
          options={oppositionOutcomes.map((o) => [o, pt(v, `outcome.${o}`)])}
          none={none}
        />
        <Choice
          name="decision"
          label={pt(v, 'decisionField')}
          options={procedureDecisions.map((d) => [d, pt(v, `decision.${d}`)])}
          none={none}
        />
        <Field name="notClaimed" label={pt(v, 'notClaimedField')} />
        <Choice
          name="reason"
          label={pt(v, 'reasonField')}
          options={endReasons.map((r) => [r, pt(v, `reason.${r}`)])}
          none={none}
        />
        <Field name="note" label={pt(v, 'note')} />
      </div>
      {rules && (
        <fieldset>
          <legend>{pt(v, 'grounds')}</legend>
          {rules.grounds.map((g) => (
            <label>
              <input type="checkbox" name={`ground:${g.code}`} value="yes" /> {v.f.local(g.text)}
            </label>
          ))}
        </fieldset>
      )}
      <p>
        <button class="button" type="submit">
          {pt(v, 'recordButton')}
        </button>
      </p>
    </form>
  );
};

const TermForms: FC<{ desk: Desk; view: ConsoleEntryView }> = ({ desk, view }) => {
  const { v } = desk;
  return (
    <>
      <details>
        <summary>{pt(v, 'addPhaseOut')}</summary>
        <form class="panel" method="post" action={href(v, at(view, 'phase-outs'))}>
          <Token desk={desk} />
          <div class="filters">
            <Field name="user" label={pt(v, 'user')} required form="phase-out" />
            <Field name="goods" label={pt(v, 'goods')} form="phase-out" />
            <Field name="sign" label={pt(v, 'sign')} form="phase-out" />
            <Field name="from" label={pt(v, 'from')} type="date" form="phase-out" />
            <Field name="until" label={pt(v, 'untilDay')} type="date" required form="phase-out" />
            <Field name="labelling" label={pt(v, 'labelling')} form="phase-out" />
            <Field name="basis" label={pt(v, 'basis')} form="phase-out" />
            <EvidenceFields v={v} form="phase-out" />
          </div>
          <button class="button button--quiet" type="submit">
            {pt(v, 'add')}
          </button>
        </form>
      </details>
      <details>
        <summary>{pt(v, 'addCoexistence')}</summary>
        <form class="panel" method="post" action={href(v, at(view, 'coexistence'))}>
          <Token desk={desk} />
          <div class="filters">
            <Choice
              name="with"
              label={pt(v, 'kindOfSign')}
              options={coexistenceKinds.map((k) => [k, pt(v, `with.${k}`)])}
              form="coexistence"
            />
            <Field name="name" label={pt(v, 'signName')} required form="coexistence" />
            <Field name="number" label={pt(v, 'number')} form="coexistence" />
            <Field name="holder" label={pt(v, 'holder')} form="coexistence" />
            <Field name="from" label={pt(v, 'from')} type="date" form="coexistence" />
            <Field name="until" label={pt(v, 'untilDay')} type="date" form="coexistence" />
            <Field name="labelling" label={pt(v, 'labelling')} form="coexistence" />
            <Field name="basis" label={pt(v, 'basis')} form="coexistence" />
            <EvidenceFields v={v} form="coexistence" />
          </div>
          <button class="button button--quiet" type="submit">
            {pt(v, 'add')}
          </button>
        </form>
      </details>
    </>
  );
};

/** One entry at the desk: its procedure as staff last stated it, and the forms to state more. */
export const ConsoleEntryPage: FC<{ desk: Desk; view: ConsoleEntryView }> = ({ desk, view }) => {
  const { v } = desk;
  const { list, agreement, entry, draftId } = view;
  const rules = rulesFor(agreement, list);
  const timeline = timelineOf(entry);
  const mayEdit = desk.may('editor');
  const { phaseOuts = [], coexistence = [] } = entry;
  return (
    <Frame desk={desk} title={principalName(entry)}>
      <p class="actions">
        <a href={href(v, `/lists/${list.id}/entries/${encodeURIComponent(entry.key)}`)}>{pt(v, 'open')}</a>
        <a href={href(v, `/console/lists/${list.id}/entries`)}>{v.f.local(list.title)}</a>
        {mayEdit && (
          <a href={href(v, '/console/messages/send', { list: list.id, entry: entry.key })}>
            {v.t('exchange:notice.title')}
          </a>
        )}
      </p>
      {draftId !== undefined && (
        <div class="notice">
          <p>
            <strong>{pt(v, 'stated')}.</strong> {pt(v, 'statedLead')}{' '}
            <a href={href(v, `/console/drafts/${draftId}`)}>{pt(v, 'toDraft')}</a>
          </p>
        </div>
      )}
      <p>
        <StageLine v={v} state={foldProcedure(timeline, rules, v.today).state} />
      </p>
      <DueTable v={v} due={dueDates(entry, list, agreement, v.today)} />
      <LegalTimeline
        v={v}
        timeline={timeline}
        rules={rules}
        {...(mayEdit && {
          action: (ordinal: number) => (
            <form class="inline" method="post" action={href(v, at(view, 'withdraw'))}>
              <Token desk={desk} />
              <input type="hidden" name="ordinal" value={String(ordinal)} />
              <input
                name="reason"
                type="text"
                aria-label={pt(v, 'withdrawReason')}
                placeholder={pt(v, 'withdrawReason')}
                maxlength={500}
                required
              />
              <button class="link" type="submit">
                {pt(v, 'withdraw')}
              </button>
            </form>
          ),
        })}
      />
      {mayEdit && <RecordForm desk={desk} view={view} rules={rules} />}
      <section aria-labelledby="terms">
        <h2 id="terms">{pt(v, 'terms')}</h2>
        <p>{pt(v, 'termsLead')}</p>
        <TermsList
          v={v}
          phaseOuts={phaseOuts}
          coexistence={coexistence}
          {...(mayEdit && {
            action: (kind: string, index: number) => (
              <form class="inline" method="post" action={href(v, at(view, 'remove-term'))}>
                <Token desk={desk} />
                <input type="hidden" name="kind" value={kind} />
                <button class="link" type="submit" name="index" value={String(index)}>
                  {pt(v, 'remove')}
                </button>
              </form>
            ),
          })}
        />
        {mayEdit && <TermForms desk={desk} view={view} />}
      </section>
      <Channels desk={desk} channels={entry.channels ?? []} action={(act) => href(v, at(view, act))} />
    </Frame>
  );
};
