import type { FC } from 'hono/jsx';
import { noticeSchema, noticeTypes } from '../../../../exchange/envelope.ts';
import type { Partner } from '../../../../exchange/partners.ts';
import type { GiList } from '../../../../gi/agreement.ts';
import type { Problem } from '../../../../gi/problem.ts';
import { href, type View } from '../../../view.ts';
import type { Desk } from '../../desk.ts';
import { ExchangeFrame } from '../../parts/exchange.tsx';
import { ProblemNotice } from '../../parts/problems.tsx';
import { Token } from '../../parts/frame.tsx';

/** Takes in what a partner sent by mail. */
export const ReceivePage: FC<{ desk: Desk; problems?: Problem[] }> = ({ desk, problems }) => {
  const { v } = desk;
  const t = (key: string) => v.t(`exchange:receive.${key}`);
  return (
    <ExchangeFrame desk={desk} title={t('title')}>
      <p class="lead">{t('lead')}</p>
      <ProblemNotice v={desk.v} problems={problems} />
      <form
        class="stack panel"
        method="post"
        action={href(v, '/console/messages/receive')}
        enctype="multipart/form-data"
      >
        <Token desk={desk} />
        <label for="what">{t('what')}</label>
        <select id="what" name="what">
          <option value="message">{t('message')}</option>
          <option value="receipt">{t('receipt')}</option>
        </select>
        <label for="file">{t('file')}</label>
        <input id="file" name="file" type="file" accept=".xml,.json" required />
        <label for="signature">{t('signature')}</label>
        <input id="signature" name="signature" type="file" accept=".jws" />
        <p>
          <button class="button" type="submit">
            {t('button')}
          </button>
        </p>
      </form>
    </ExchangeFrame>
  );
};

interface Choices {
  desk: Desk;
  lists: GiList[];
  partners: Partner[];
  /** What was filled in before. */
  fields: Record<string, string>;
}

/** For whom, and of which list; ids of the fields begin with a word of their form. */
const About: FC<Choices & { form: string }> = ({ desk, lists, partners, fields, form }) => {
  const { v } = desk;
  return (
    <>
      <label for={`${form}-partner`}>{v.t('exchange:message.partner')}</label>
      <select id={`${form}-partner`} name="partner">
        {partners.map(({ code }) => (
          <option value={code} selected={code === fields['partner']}>
            {v.f.country(code)} ({code})
          </option>
        ))}
      </select>
      <label for={`${form}-list`}>{v.t('exchange:message.list')}</label>
      <select id={`${form}-list`} name="list">
        {lists.map((list) => (
          <option value={list.id} selected={list.id === fields['list']}>
            {list.id} · {v.f.local(list.title)}
          </option>
        ))}
      </select>
    </>
  );
};

/** As what it is written, and by which way it goes. */
const Ways: FC<{ v: View; form: string }> = ({ v, form }) => {
  const t = (key: string) => v.t(`exchange:send.${key}`);
  return (
    <>
      <label for={`${form}-format`}>{t('format')}</label>
      <select id={`${form}-format`} name="format">
        <option value="xml">{t('xml')}</option>
        <option value="json">{t('json')}</option>
      </select>
      <p class="actions">
        <button class="button" type="submit" name="do" value="file">
          {t('file')}
        </button>
        <button class="button button--quiet" type="submit" name="do" value="deliver">
          {t('deliver')}
        </button>
      </p>
    </>
  );
};

const NoticeForm: FC<Choices> = (props) => {
  const { desk, fields } = props;
  const { v } = desk;
  const t = (key: string) => v.t(`exchange:notice.${key}`);
  return (
    <form id="notice" class="stack panel" method="post" action={href(v, '/console/messages/notice')}>
      <h2>{t('title')}</h2>
      <p class="quiet">{t('lead')}</p>
      <Token desk={desk} />
      <About {...props} form="notice" />
      <label for="entry">{t('entry')}</label>
      <input id="entry" name="entry" type="text" maxlength={200} value={fields['entry']} required />
      <label for="type">{v.t('exchange:message.type')}</label>
      <select id="type" name="type">
        {noticeTypes.map((type) => (
          <option value={type} selected={type === fields['type']}>
            {v.t(`exchange:message.types.${type}`)}
          </option>
        ))}
      </select>
      <label for="outcome">{t('outcome')}</label>
      <select id="outcome" name="outcome">
        <option value="">{t('noDecision')}</option>
        {noticeSchema.shape.outcome.unwrap().options.map((outcome) => (
          <option value={outcome} selected={outcome === fields['outcome']}>
            {t(`outcomes.${outcome}`)}
          </option>
        ))}
      </select>
      <label for="on">{t('on')}</label>
      <input id="on" name="on" type="date" value={fields['on'] ?? v.today} required />
      <label for="text">{t('text')}</label>
      <textarea id="text" name="text" rows={6} maxlength={20000} required>
        {fields['text']}
      </textarea>
      <label for="reference">{t('reference')}</label>
      <input id="reference" name="reference" type="text" maxlength={500} value={fields['reference']} />
      <Ways v={v} form="notice" />
    </form>
  );
};

/** Makes the signed file that carries a list or a notice to a partner, or delivers it over the network. */
export const SendPage: FC<Choices & { problems?: Problem[] | undefined }> = (props) => {
  const { desk, partners, problems } = props;
  const { v } = desk;
  const t = (key: string) => v.t(`exchange:send.${key}`);
  return (
    <ExchangeFrame desk={desk} title={t('title')}>
      <ProblemNotice v={desk.v} problems={problems} />
      {partners.length === 0 ? (
        <p>{v.t('exchange:partner.none')}</p>
      ) : (
        <>
          <form class="stack panel" method="post" action={href(v, '/console/messages/send')}>
            <h2>{t('list')}</h2>
            <p class="quiet">{t('lead')}</p>
            <Token desk={desk} />
            <About {...props} form="list" />
            <Ways v={v} form="list" />
          </form>
          <NoticeForm {...props} />
        </>
      )}
    </ExchangeFrame>
  );
};
