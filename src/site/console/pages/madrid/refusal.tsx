import type { FC } from 'hono/jsx';
import type { FormDocument } from '../../../../madrid/filing/form-document.ts';
import { workingLanguages } from '../../../../madrid/filing/elements.ts';
import type { WrittenRefusal } from '../../../../madrid/refusal/kept.ts';
import type { AlertStatus } from '../../../../watch/alerts.ts';
import { Explained } from '../../../parts/problem.tsx';
import { href } from '../../../view.ts';
import type { Desk } from '../../desk.ts';
import { Choice, Field } from '../../parts/fields.tsx';
import { Frame, Token } from '../../parts/frame.tsx';
import { MadridLinks } from './queue.tsx';

/** What is known before a refusal is written. */
export interface RefusalDraft {
  number: string;
  giId: string;
  goods: string;
  mark: string;
  holder: string;
  notifiedOn: string;
  officeOfOrigin: string;
  alertId: string;
}

const Long: FC<{ name: string; label: string; value?: string; help?: string }> = ({
  name,
  label,
  value = '',
  help,
}) => (
  <>
    <label for={name}>{label}</label>
    <textarea id={name} name={name} rows={4} maxlength={20_000} aria-describedby={help && `${name}-help`}>
      {value}
    </textarea>
    {help && (
      <p class="quiet" id={`${name}-help`}>
        {help}
      </p>
    )}
  </>
);

/** The form a provisional refusal is written with. */
export const WriteRefusalPage: FC<{ desk: Desk; draft: RefusalDraft }> = ({ desk, draft }) => {
  const { v } = desk;
  const d = (key: string) => v.t(`madrid:desk.${key}`);
  return (
    <Frame desk={desk} title={d('write')}>
      <p class="lead">{d('writeLead')}</p>
      <form class="panel stack" method="post" action={href(v, '/console/madrid/refusals')}>
        <Token desk={desk} />
        <input type="hidden" name="alertId" value={draft.alertId} />
        <div class="filters">
          <Field name="number" label={v.t('madrid:registration')} required value={draft.number} />
          <Field name="giId" label={d('gi')} required value={draft.giId} />
          <Field name="mark" label={d('mark')} value={draft.mark} />
          <Field name="holder" label={d('holder')} value={draft.holder} />
          <Field name="notifiedOn" label={d('notifiedOn')} type="date" value={draft.notifiedOn} />
          <Field name="officeOfOrigin" label={d('origin')} value={draft.officeOfOrigin} />
          <Choice
            name="language"
            label={d('language')}
            options={workingLanguages.map((l) => [l, v.f.language(l)] as const)}
            chosen="en"
          />
          <Field name="reference" label={d('reference')} />
        </div>
        <Long name="goods" label={d('goods')} value={draft.goods} help={d('goodsHelp')} />
        <Long name="provisions" label={d('provisions')} />
        <Long name="review" label={d('review')} />
        <p>
          <button class="button" type="submit">
            {d('writeIt')}
          </button>
        </p>
      </form>
    </Frame>
  );
};

const Transmit: FC<{ desk: Desk; refusal: WrittenRefusal }> = ({ desk, refusal }) => {
  const { v } = desk;
  const d = (key: string) => v.t(`madrid:desk.${key}`);
  const action = href(v, `/console/madrid/refusals/${refusal.id}/transmission`);
  return (
    <section aria-labelledby="send">
      <h2 id="send">{d('send')}</h2>
      <form method="post" action={action}>
        <Token desk={desk} />
        <p>{d('outboxText')}</p>
        <button class="button" type="submit" name="how" value="outbox">
          {d('outbox')}
        </button>
      </form>
      <p>{d('byHandText')}</p>
      <form class="filters" method="post" action={action}>
        <Token desk={desk} />
        <Field name="on" label={d('sentDay')} type="date" value={v.today} required />
        <Field name="note" label={d('proof')} />
        <button class="button button--quiet" type="submit" name="how" value="file">
          {d('byHand')}
        </button>
      </form>
    </section>
  );
};

/** One refusal as written: what it says, what to check, its files, and how it goes out. */
export const RefusalPage: FC<{
  desk: Desk;
  refusal: WrittenRefusal;
  form: FormDocument | undefined;
  /** Where the alert it came from stands. */
  alert: AlertStatus | undefined;
}> = ({ desk, refusal, form, alert }) => {
  const { v } = desk;
  const d = (key: string, values?: Record<string, string>) => v.t(`madrid:desk.${key}`, values);
  const { sent } = refusal;
  return (
    <Frame desk={desk} title={d('refusalOf', { number: refusal.number })}>
      <p class="lead">
        {sent ? d('sentOn', { day: v.f.day(sent.on) }) : d('notSent')}
        {sent && ` · ${d(`how.${sent.how}`)} · ${desk.who(sent.by)}`}
        {sent?.note && ` · ${sent.note}`}
      </p>
      <MadridLinks desk={desk} />
      <p>
        <a class="more" href={href(v, `/console/madrid/refusals/${refusal.id}/refusal.xml`)}>
          {d('xml')}
        </a>{' '}
        {form && (
          <>
            ·{' '}
            <a class="more" href={href(v, `/console/madrid/refusals/${refusal.id}/refusal.pdf`)}>
              {d('pdf')}
            </a>
          </>
        )}{' '}
        {refusal.alertId && (
          <>
            ·{' '}
            <a class="more" href={href(v, `/console/alerts/${refusal.alertId}`)}>
              {d('alert')}
            </a>{' '}
            {alert && <span class="quiet">{v.t(`watch:status.${alert}`)}</span>}
          </>
        )}
      </p>
      {form && form.missing.length > 0 && !sent && (
        <section aria-labelledby="check">
          <h2 id="check">{d('check')}</h2>
          <ul>
            {form.missing.map((p) => (
              <li>
                <Explained v={v} problem={p}>
                  <span lang="en">{p.message}</span>
                </Explained>
              </li>
            ))}
          </ul>
        </section>
      )}
      {form?.items.map(({ heading, lines }) => (
        <section>
          <h2 lang="en">{heading}</h2>
          <dl class="facts" lang="en">
            {lines.map(({ label, value }) => (
              <>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </>
            ))}
          </dl>
        </section>
      ))}
      <p class="quiet">
        {desk.who(refusal.createdBy)}, {v.f.moment(refusal.createdAt)} · SHA-256 <code>{refusal.sha256}</code>
      </p>
      {sent && sent.deliveries.length > 0 && (
        <p>
          <a class="more" href={href(v, '/console/outbox')}>
            {d('deliveries')}
          </a>
        </p>
      )}
      {!sent && desk.may('approver') && <Transmit desk={desk} refusal={refusal} />}
    </Frame>
  );
};
