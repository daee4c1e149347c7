import type { FC } from 'hono/jsx';
import { noticeTypes, type Receipt } from '../../../../exchange/envelope.ts';
import type { MessageFilter, MessageSummary } from '../../../../exchange/messages/browse.ts';
import type { Partner } from '../../../../exchange/partners.ts';
import { href, type View } from '../../../view.ts';
import type { Desk } from '../../desk.ts';
import { Choice, ExchangeFrame, Moment, PartnerLink } from '../../parts/exchange.tsx';
import { ProblemTable } from '../../parts/problems.tsx';

const base = '/console/messages';
/** Problems shown on the page; the receipt has all. */
const SHOWN = 200;

export const messageTypes = ['list', ...noticeTypes] as const;

const Outcome: FC<{ v: View; outcome: MessageSummary['outcome'] }> = ({ v, outcome }) => {
  if (!outcome) return <span class="quiet">{v.t('exchange:message.noReceipt')}</span>;
  const text = v.t(`exchange:message.outcome.${outcome}`);
  return outcome === 'accepted' ? <>{text}</> : <strong class="loud">{text}</strong>;
};

const titleOf = (v: View, { direction, type }: MessageSummary): string =>
  v.t(`exchange:message.titled.${direction}`, { type: v.t(`exchange:message.types.${type}`) });

/** Messages exchanged, newest first. `next` is the id the page after this one begins behind. */
export const MessagesPage: FC<{
  desk: Desk;
  messages: MessageSummary[];
  filter: MessageFilter;
  partners: Partner[];
  next?: string;
}> = ({ desk, messages, filter, partners, next }) => {
  const { v } = desk;
  const t = (key: string) => v.t(`exchange:message.${key}`);
  const { partner, direction, type } = filter;
  return (
    <ExchangeFrame desk={desk} title={v.t('exchange:nav.messages')}>
      {desk.may('editor') && (
        <p class="actions">
          <a class="button" href={href(v, `${base}/receive`)}>
            {v.t('exchange:receive.title')}
          </a>
          <a class="button" href={href(v, `${base}/send`)}>
            {v.t('exchange:send.title')}
          </a>
        </p>
      )}
      <form class="filters" method="get" action={href(v, base)}>
        <Choice
          name="partner"
          label={t('partner')}
          all={t('all')}
          of={partners.map((p) => p.code)}
          text={(code) => `${v.f.country(code)} (${code})`}
          chosen={partner}
        />
        <Choice
          name="direction"
          label={t('direction')}
          all={t('all')}
          of={['in', 'out']}
          text={t}
          chosen={direction}
        />
        <Choice
          name="type"
          label={t('type')}
          all={t('all')}
          of={messageTypes}
          text={(value) => t(`types.${value}`)}
          chosen={type}
        />
        <button class="button button--quiet" type="submit">
          {t('filter')}
        </button>
      </form>
      {messages.length === 0 ? (
        <p>{t('none')}</p>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">{t('message')}</th>
              <th scope="col">{t('partner')}</th>
              <th scope="col">{t('list')}</th>
              <th scope="col">{t('at')}</th>
              <th scope="col">{t('receipt')}</th>
            </tr>
          </thead>
          <tbody>
            {messages.map((m) => (
              <tr>
                <th scope="row">
                  <a href={href(v, `${base}/${m.id}`)}>{titleOf(v, m)}</a>
                  <code class="hash quiet">{m.messageId}</code>
                </th>
                <td data-label={t('partner')}>
                  <PartnerLink v={v} code={m.partner} />
                </td>
                <td data-label={t('list')}>
                  {m.list}
                  {m.version !== undefined && (
                    <span class="quiet">{v.t('exchange:message.version', { number: m.version })}</span>
                  )}
                </td>
                <td data-label={t('at')}>
                  <Moment v={v} at={m.at} />
                </td>
                <td data-label={t('receipt')}>
                  <Outcome v={v} outcome={m.outcome} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {next !== undefined && (
        <p class="pager">
          <a class="more" href={href(v, base, { partner, direction, type, before: next })}>
            {t('older')}
          </a>
        </p>
      )}
    </ExchangeFrame>
  );
};

const Report: FC<{ desk: Desk; receipt: Receipt }> = ({ desk, receipt }) => {
  const { v } = desk;
  const t = (key: string, values?: Record<string, number>) => v.t(`exchange:message.${key}`, values);
  const { problems, changes } = receipt;
  return (
    <section aria-labelledby="receipt">
      <h2 id="receipt">{t('receipt')}</h2>
      <dl class="facts">
        <dt>{t('receivedAt')}</dt>
        <dd>
          <Moment v={v} at={receipt.receivedAt} />
        </dd>
        <dt>{t('records')}</dt>
        <dd>{v.f.number(receipt.records)}</dd>
        <dt>{t('changes')}</dt>
        <dd>{t('changeNumbers', changes)}</dd>
      </dl>
      <h3>{t('report')}</h3>
      {problems.length === 0 ? (
        <p>{t('noProblems')}</p>
      ) : (
        <ProblemTable desk={desk} problems={problems.slice(0, SHOWN)} />
      )}
      {problems.length > SHOWN && <p>{t('more', { count: problems.length - SHOWN })}</p>}
    </section>
  );
};

/** One message with the receipt it was given or got. */
export const MessagePage: FC<{
  desk: Desk;
  message: MessageSummary;
  /** Whether a signature lies beside it. */
  detached: boolean;
  receipt: Receipt | undefined;
  importId: string | undefined;
}> = ({ desk, message, detached, receipt, importId }) => {
  const { v } = desk;
  const t = (key: string, values?: Record<string, number>) => v.t(`exchange:message.${key}`, values);
  const path = `${base}/${message.id}`;
  const file = (name: string, key: string) => (
    <a class="own-line" href={href(v, `${path}/${name}`)} download>
      {t(key)}
    </a>
  );
  return (
    <ExchangeFrame desk={desk} title={titleOf(v, message)}>
      <dl class="facts">
        <dt>{t('partner')}</dt>
        <dd>
          <PartnerLink v={v} code={message.partner} />
        </dd>
        <dt>{t('list')}</dt>
        <dd>
          <a href={href(v, `/lists/${message.list}`)}>{message.list}</a>
          {message.version !== undefined && ` · ${t('version', { number: message.version })}`}
        </dd>
        <dt>{t('at')}</dt>
        <dd>
          <Moment v={v} at={message.at} />
        </dd>
        <dt>{t('senderId')}</dt>
        <dd>
          <code class="hash">{message.messageId}</code>
        </dd>
        <dt>{t('sha256')}</dt>
        <dd>
          <code class="hash">{message.sha256}</code>
        </dd>
        <dt>{t('receipt')}</dt>
        <dd>
          <Outcome v={v} outcome={message.outcome} />
        </dd>
        <dt>{t('files')}</dt>
        <dd>
          {file('file', 'body')}
          {detached && file('signature', 'signature')}
          {receipt && file('receipt', 'receiptFile')}
          {receipt && file('receipt-signature', 'receiptSignature')}
        </dd>
      </dl>
      {importId && (
        <p class="actions">
          <a class="button" href={href(v, `/console/imports/${importId}`)}>
            {t('import')}
          </a>
        </p>
      )}
      {receipt && <Report desk={desk} receipt={receipt} />}
    </ExchangeFrame>
  );
};
