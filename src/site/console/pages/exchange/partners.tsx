import type { FC } from 'hono/jsx';
import type { ApiKey } from '../../../../exchange/access/api-keys.ts';
import type { Partner } from '../../../../exchange/partners.ts';
import type { Target } from '../../../../exchange/targets/targets.ts';
import { href, type View } from '../../../view.ts';
import type { Desk } from '../../desk.ts';
import { ExchangeFrame, PartnerLink } from '../../parts/exchange.tsx';
import { SigningKeyTable } from '../../parts/signing-keys.tsx';
import { KeyTable, NewKeyForm } from './keys.tsx';
import { Targets } from './targets.tsx';

const base = '/console/partners';

const State: FC<{ v: View; partner: Partner }> = ({ v, partner }) =>
  partner.suspended ? (
    <strong class="loud">{v.t('exchange:partner.suspended')}</strong>
  ) : (
    <>{v.t('exchange:partner.active')}</>
  );

const agreementsText = (v: View, { agreements }: Partner): string =>
  agreements?.join(', ') || v.t(agreements ? 'exchange:partner.noAgreement' : 'exchange:partner.asParty');

/** Partner offices on record. */
export const PartnersPage: FC<{ desk: Desk; partners: Partner[] }> = ({ desk, partners }) => {
  const { v } = desk;
  const t = (key: string) => v.t(`exchange:partner.${key}`);
  return (
    <ExchangeFrame desk={desk} title={v.t('exchange:nav.partners')}>
      {desk.may('admin') && (
        <p class="actions">
          <a class="button" href={href(v, `${base}/new`)}>
            {t('add')}
          </a>
        </p>
      )}
      {partners.length === 0 ? (
        <p class="lead">{t('none')}</p>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">{t('office')}</th>
              <th scope="col">{t('contacts')}</th>
              <th scope="col">{t('agreements')}</th>
              <th scope="col">{t('formats')}</th>
              <th scope="col">{t('state')}</th>
            </tr>
          </thead>
          <tbody>
            {partners.map((p) => (
              <tr>
                <th scope="row">
                  <PartnerLink v={v} code={p.code} />
                  <span class="quiet">{p.name}</span>
                </th>
                <td data-label={t('contacts')}>{p.contacts.map((c) => c.name).join(', ')}</td>
                <td data-label={t('agreements')}>{agreementsText(v, p)}</td>
                <td data-label={t('formats')}>{p.formats.join(', ')}</td>
                <td data-label={t('state')}>
                  <State v={v} partner={p} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </ExchangeFrame>
  );
};

/** One partner office: who they are, what was agreed, and with which keys they come. */
export const PartnerPage: FC<{
  desk: Desk;
  partner: Partner;
  keys: ApiKey[];
  targets: Target[];
  now: Date;
}> = ({ desk, partner, keys, targets, now }) => {
  const { v } = desk;
  const t = (key: string) => v.t(`exchange:partner.${key}`);
  const { code, name, contacts, formats, schedule, trust } = partner;
  const path = `${base}/${code}`;
  return (
    <ExchangeFrame desk={desk} title={`${v.f.country(code)} (${code})`}>
      <dl class="facts">
        <dt>{t('office')}</dt>
        <dd>{name}</dd>
        <dt>{t('state')}</dt>
        <dd>
          <State v={v} partner={partner} />
        </dd>
        <dt>{t('contacts')}</dt>
        <dd>
          {contacts.length === 0 && '–'}
          {contacts.map((c) => (
            <span class="own-line">
              {c.name}
              {c.role && `, ${c.role}`}
              {c.email && (
                <>
                  {' '}
                  <a href={`mailto:${c.email}`}>{c.email}</a>
                </>
              )}
              {c.phone && ` ${c.phone}`}
            </span>
          ))}
        </dd>
        <dt>{t('agreements')}</dt>
        <dd>{agreementsText(v, partner)}</dd>
        <dt>{t('formats')}</dt>
        <dd>{formats.join(', ') || '–'}</dd>
        <dt>{t('schedule')}</dt>
        <dd>{[schedule.every, schedule.note].filter(Boolean).join(', ') || '–'}</dd>
        <dt>{t('trust')}</dt>
        <dd>
          {Object.entries(trust).length === 0 && '–'}
          {Object.entries(trust).map(([list, level]) => (
            <span class="own-line">
              {list}: {v.t(`evidence.${level}`)}
            </span>
          ))}
        </dd>
      </dl>
      <p class="actions">
        {desk.may('admin') && (
          <a class="button" href={href(v, `${path}/edit`)}>
            {t('edit')}
          </a>
        )}
        <a href={href(v, '/console/messages', { partner: code })}>{v.t('exchange:nav.messages')}</a>
        <a href={href(v, '/console/outbox', { partner: code })}>{v.t('exchange:nav.outbox')}</a>
        <a href={href(v, '/console/audit', { subject: code })}>{desk.t('nav.audit')}</a>
      </p>
      <section aria-labelledby="signing">
        <h2 id="signing">{v.t('exchange:signing.title')}</h2>
        <SigningKeyTable v={v} keys={partner.keys.keys} now={now} />
      </section>
      <KeyTable desk={desk} code={code} keys={keys} now={now} />
      {desk.may('admin') && <NewKeyForm desk={desk} code={code} />}
      <Targets desk={desk} code={code} targets={targets} />
    </ExchangeFrame>
  );
};
