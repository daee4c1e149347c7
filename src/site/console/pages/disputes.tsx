import type { FC } from 'hono/jsx';
import { actions, forumKinds, rulings, stepKinds } from '../../../disputes/case.ts';
import { productClasses } from '../../../gi/product.ts';
import { findingKinds } from '../../../names/finding.ts';
import type { Problem } from '../../../gi/problem.ts';
import { CaseView, type WholeCase } from '../../parts/disputes.tsx';
import { href, type View } from '../../view.ts';
import type { Desk } from '../desk.ts';
import { Frame, Token } from '../parts/frame.tsx';
import { ProblemNotice } from '../parts/problems.tsx';

const base = '/console/disputes';

const Options: FC<{ of: readonly string[]; text: (value: string) => string; chosen?: string }> = (props) => (
  <>
    {props.of.map((value) => (
      <option value={value} selected={value === props.chosen}>
        {props.text(value)}
      </option>
    ))}
  </>
);

const Field: FC<{
  v: View;
  name: string;
  required?: boolean;
  hint?: boolean;
  value?: string;
  date?: boolean;
}> = (props) => {
  const { v, name, required, hint, value, date } = props;
  return (
    <>
      <label for={name}>{v.t(`disputes:form.${name}`)}</label>
      <input
        id={name}
        name={name}
        type={date ? 'date' : 'text'}
        maxlength={date ? undefined : 500}
        required={required}
        value={value}
        aria-describedby={hint ? `${name}-hint` : undefined}
      />
      {hint && (
        <p class="quiet" id={`${name}-hint`}>
          {v.t(`disputes:form.${name}Hint`)}
        </p>
      )}
    </>
  );
};

/** What is told to open a case. */
export const NewDisputePage: FC<{ desk: Desk; problems?: Problem[]; known: Record<string, string> }> = (
  props,
) => {
  const { desk, problems, known } = props;
  const { v } = desk;
  return (
    <Frame desk={desk} title={v.t('disputes:open')}>
      <ProblemNotice v={desk.v} problems={problems} />
      <form class="stack panel" method="post" action={href(v, base)}>
        <Token desk={desk} />
        <input type="hidden" name="alertId" value={known['alertId'] ?? ''} />
        <Field v={v} name="title" required value={known['title'] ?? ''} />
        <Field v={v} name="giName" required value={known['giName'] ?? ''} />
        <Field v={v} name="giId" hint value={known['giId'] ?? ''} />
        <Field v={v} name="sign" required value={known['sign'] ?? ''} />
        <label for="conflict">{v.t('disputes:filter.conflict')}</label>
        <select id="conflict" name="conflict">
          <Options
            of={findingKinds}
            text={(kind) => v.t(`finding.${kind}`)}
            chosen={known['conflict'] ?? ''}
          />
        </select>
        <label for="product">{v.t('gi.product')}</label>
        <select id="product" name="product">
          <Options of={productClasses} text={(p) => v.t(`product.${p}`)} chosen={known['product'] ?? ''} />
        </select>
        <label for="action">{v.t('disputes:filter.action')}</label>
        <select id="action" name="action">
          <Options
            of={actions}
            text={(action) => v.t(`disputes:actions.${action}`)}
            chosen={known['action'] ?? ''}
          />
        </select>
        <Field v={v} name="jurisdiction" required hint value={known['jurisdiction'] ?? ''} />
        <label for="forumKind">{v.t('disputes:forum')}</label>
        <select id="forumKind" name="forumKind">
          <Options of={forumKinds} text={(kind) => v.t(`disputes:forums.${kind}`)} />
        </select>
        <Field v={v} name="forumName" value={known['forumName'] ?? ''} />
        <Field v={v} name="reference" />
        <Field v={v} name="rightHolder" required value={known['rightHolder'] ?? ''} />
        <Field v={v} name="otherSide" required value={known['otherSide'] ?? ''} />
        <Field v={v} name="mark" hint value={known['mark'] ?? ''} />
        <Field v={v} name="contestedGoods" value={known['contestedGoods'] ?? ''} />
        <Field v={v} name="noticedOn" date value={known['noticedOn'] ?? v.today} />
        <Field v={v} name="dueOn" date hint value={known['dueOn'] ?? ''} />
        <p>
          <label>
            <input type="checkbox" name="open" value="yes" /> {v.t('disputes:form.open')}
          </label>
        </p>
        <p>
          <button class="button" type="submit">
            {v.t('disputes:open')}
          </button>
        </p>
      </form>
    </Frame>
  );
};

const StepForm: FC<{ desk: Desk; whole: WholeCase }> = ({ desk, whole }) => {
  const { v } = desk;
  const { dispute, state } = whole;
  const kinds = stepKinds.filter((kind) => kind !== 'document' && kind !== 'deadline-met');
  return (
    <div class="case-forms">
      <form class="stack panel" method="post" action={href(v, `${base}/${dispute.id}/steps`)}>
        <h2>{v.t('disputes:form.step')}</h2>
        <Token desk={desk} />
        <label for="kind">{v.t('disputes:form.kind')}</label>
        <select id="kind" name="kind">
          <Options of={kinds} text={(kind) => v.t(`disputes:step.${kind}`)} />
        </select>
        <label for="on">{v.t('disputes:form.on')}</label>
        <input id="on" name="on" type="date" value={v.today} max={v.today} required />
        <label for="text">{v.t('disputes:form.text')}</label>
        <textarea id="text" name="text" rows={3} maxlength={2000} required></textarea>
        <label for="dueOn">{v.t('disputes:form.stepDue')}</label>
        <input id="dueOn" name="dueOn" type="date" />
        <label for="ruling">{v.t('disputes:form.ruling')}</label>
        <select id="ruling" name="ruling">
          <option value="">–</option>
          <Options of={rulings} text={(ruling) => v.t(`disputes:outcome.${ruling}`)} />
        </select>
        <label>
          <input type="checkbox" name="final" value="yes" /> {v.t('disputes:form.final')}
        </label>
        <label for="by">{v.t('disputes:form.by')}</label>
        <select id="by" name="by">
          <option value="">–</option>
          <Options of={['right-holder', 'other-side']} text={(role) => v.t(`disputes:role.${role}`)} />
        </select>
        <p>
          <button class="button" type="submit">
            {v.t('disputes:form.record')}
          </button>
        </p>
      </form>
      <div>
        {state.deadlines.map((deadline) => (
          <form class="inline" method="post" action={href(v, `${base}/${dispute.id}/steps`)}>
            <Token desk={desk} />
            <input type="hidden" name="kind" value="deadline-met" />
            <input type="hidden" name="on" value={v.today} />
            <input type="hidden" name="meets" value={deadline.id} />
            <input type="hidden" name="text" value={deadline.what} />
            {v.f.day(deadline.dueOn)}: {deadline.what}{' '}
            <button class="link" type="submit">
              {v.t('disputes:form.met')}
            </button>
          </form>
        ))}
        <form
          class="stack panel"
          method="post"
          action={href(v, `${base}/${dispute.id}/documents`)}
          enctype="multipart/form-data"
        >
          <h2>{v.t('disputes:form.document')}</h2>
          <Token desk={desk} />
          <label for="file">{v.t('disputes:form.file')}</label>
          <input id="file" name="file" type="file" required />
          <label for="about">{v.t('disputes:form.text')}</label>
          <input id="about" name="text" type="text" maxlength={2000} required />
          <p>
            <button class="button" type="submit">
              {v.t('disputes:form.attach')}
            </button>
          </p>
        </form>
      </div>
    </div>
  );
};

/** One case at the desk: everything, and what to do next. */
export const ConsoleDisputePage: FC<{ desk: Desk; whole: WholeCase; problems?: Problem[] }> = (props) => {
  const { desk, whole, problems } = props;
  const { v } = desk;
  const address = `${base}/${whole.dispute.id}`;
  return (
    <Frame desk={desk} title={whole.dispute.title}>
      <ProblemNotice v={desk.v} problems={problems} />
      <p class="quiet">{v.t(whole.dispute.open ? 'disputes:isOpen' : 'disputes:isOurs')}</p>
      <CaseView v={v} whole={whole} base={base} document={(id) => href(v, `${address}/documents/${id}`)}>
        {desk.may('editor') && <StepForm desk={desk} whole={whole} />}
      </CaseView>
    </Frame>
  );
};
