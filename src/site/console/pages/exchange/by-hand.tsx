import type { FC } from 'hono/jsx';
import type { Partner } from '../../../../exchange/partners.ts';
import type { GiList } from '../../../../gi/agreement.ts';
import type { Problem } from '../../../../gi/problem.ts';
import { href } from '../../../view.ts';
import type { Desk } from '../../desk.ts';
import { ExchangeFrame, FormProblems } from '../../parts/exchange.tsx';
import { Token } from '../../parts/frame.tsx';

/** Takes in what a partner sent by mail. */
export const ReceivePage: FC<{ desk: Desk; problems?: Problem[] }> = ({ desk, problems }) => {
  const { v } = desk;
  const t = (key: string) => v.t(`exchange:receive.${key}`);
  return (
    <ExchangeFrame desk={desk} title={t('title')}>
      <p class="lead">{t('lead')}</p>
      <FormProblems problems={problems} />
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

/** Makes the signed file that carries a list to a partner, or delivers it over the network. */
export const SendPage: FC<{ desk: Desk; lists: GiList[]; partners: Partner[] }> = (props) => {
  const { desk, lists, partners } = props;
  const { v } = desk;
  const t = (key: string) => v.t(`exchange:send.${key}`);
  return (
    <ExchangeFrame desk={desk} title={t('title')}>
      <p class="lead">{t('lead')}</p>
      {partners.length === 0 ? (
        <p>{v.t('exchange:partner.none')}</p>
      ) : (
        <form class="stack panel" method="post" action={href(v, '/console/messages/send')}>
          <Token desk={desk} />
          <label for="partner">{v.t('exchange:message.partner')}</label>
          <select id="partner" name="partner">
            {partners.map(({ code }) => (
              <option value={code}>
                {v.f.country(code)} ({code})
              </option>
            ))}
          </select>
          <label for="list">{v.t('exchange:message.list')}</label>
          <select id="list" name="list">
            {lists.map((list) => (
              <option value={list.id}>
                {list.id} · {v.f.local(list.title)}
              </option>
            ))}
          </select>
          <label for="format">{t('format')}</label>
          <select id="format" name="format">
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
        </form>
      )}
    </ExchangeFrame>
  );
};
