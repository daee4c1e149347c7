import type { FC } from 'hono/jsx';
import { deliveryStates, type DeliveryState } from '../../../../db/schema/index.ts';
import type { Attempt, Delivery } from '../../../../exchange/outbox/manage.ts';
import type { Partner } from '../../../../exchange/partners.ts';
import type { Target } from '../../../../exchange/targets/targets.ts';
import { ExplainedLine } from '../../../parts/problem.tsx';
import { href, type View } from '../../../view.ts';
import type { Desk } from '../../desk.ts';
import { Choice, ExchangeFrame, Moment, PartnerLink } from '../../parts/exchange.tsx';
import { Token } from '../../parts/frame.tsx';

const base = '/console/outbox';

export interface OutboxFilter {
  state?: DeliveryState;
  partner?: string;
  before?: string;
}

const State: FC<{ v: View; state: DeliveryState }> = ({ v, state }) => {
  const text = v.t(`exchange:outbox.states.${state}`);
  return state === 'dead' ? <strong class="loud">{text}</strong> : <>{text}</>;
};

const titleOf = (v: View, { topic, subject }: Delivery): string =>
  v.t('exchange:outbox.titled', {
    topic: v.t(`exchange:outbox.topics.${topic.replace('.', '_')}`),
    subject,
  });

/** Deliveries, newest first. `next` is the id the page after this one begins behind. */
export const OutboxPage: FC<{
  desk: Desk;
  deliveries: Delivery[];
  filter: OutboxFilter;
  partners: Partner[];
  next?: string;
}> = ({ desk, deliveries, filter, partners, next }) => {
  const { v } = desk;
  const t = (key: string) => v.t(`exchange:outbox.${key}`);
  const { state, partner } = filter;
  return (
    <ExchangeFrame desk={desk} title={v.t('exchange:nav.outbox')}>
      <p class="lead">{t('lead')}</p>
      <form class="filters" method="get" action={href(v, base)}>
        <Choice
          name="state"
          label={t('state')}
          all={v.t('exchange:message.all')}
          of={deliveryStates}
          text={(value) => t(`states.${value}`)}
          chosen={state}
        />
        <Choice
          name="partner"
          label={v.t('exchange:message.partner')}
          all={v.t('exchange:message.all')}
          of={partners.map((p) => p.code)}
          text={(code) => `${v.f.country(code)} (${code})`}
          chosen={partner}
        />
        <button class="button button--quiet" type="submit">
          {v.t('exchange:message.filter')}
        </button>
      </form>
      {deliveries.length === 0 ? (
        <p>{t('none')}</p>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">{t('delivery')}</th>
              <th scope="col">{v.t('exchange:message.partner')}</th>
              <th scope="col">{t('state')}</th>
              <th scope="col">{t('tries')}</th>
              <th scope="col">{t('next')}</th>
            </tr>
          </thead>
          <tbody>
            {deliveries.map((d) => (
              <tr>
                <th scope="row">
                  <a href={href(v, `${base}/${d.id}`)}>{titleOf(v, d)}</a>
                  <span class="quiet">{v.f.moment(d.createdAt)}</span>
                </th>
                <td data-label={v.t('exchange:message.partner')}>
                  <PartnerLink v={v} code={d.partner} />
                </td>
                <td data-label={t('state')}>
                  <State v={v} state={d.state} />
                </td>
                <td data-label={t('tries')}>{d.attempts}</td>
                <td data-label={t('next')}>{d.dueAt ? <Moment v={v} at={d.dueAt} /> : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {next !== undefined && (
        <p class="pager">
          <a class="more" href={href(v, base, { state, partner, before: next })}>
            {v.t('exchange:message.older')}
          </a>
        </p>
      )}
    </ExchangeFrame>
  );
};

const Actions: FC<{ desk: Desk; delivery: Delivery }> = ({ desk, delivery: { id, state } }) => {
  const { v } = desk;
  const t = (key: string) => v.t(`exchange:outbox.${key}`);
  const action = href(v, `${base}/${id}`);
  if (state === 'discarded') return null;
  return (
    <section class="panel">
      <form method="post" action={action}>
        <Token desk={desk} />
        <p class="quiet">{t('replayHint')}</p>
        <button class="button" type="submit" name="do" value="replay">
          {t('replay')}
        </button>
      </form>
      {state !== 'delivered' && (
        <details>
          <summary>{t('discard')}</summary>
          <form method="post" action={action}>
            <Token desk={desk} />
            <p class="quiet">{t('discardHint')}</p>
            <button class="button button--quiet" type="submit" name="do" value="discard">
              {t('discardButton')}
            </button>
          </form>
        </details>
      )}
    </section>
  );
};

const Tries: FC<{ v: View; tries: Attempt[] }> = ({ v, tries }) => {
  const t = (key: string) => v.t(`exchange:outbox.${key}`);
  return (
    <table class="cards">
      <thead>
        <tr>
          <th scope="col">{t('tries')}</th>
          <th scope="col">{v.t('exchange:message.at')}</th>
          <th scope="col">{t('state')}</th>
          <th scope="col">{t('answer')}</th>
        </tr>
      </thead>
      <tbody>
        {tries.map((one) => (
          <tr>
            <th scope="row">{one.attempt}</th>
            <td data-label={v.t('exchange:message.at')}>
              <Moment v={v} at={one.at} />
            </td>
            <td data-label={t('state')}>{t(`outcome.${one.outcome}`)}</td>
            <td data-label={t('answer')}>
              <ExplainedLine v={v} line={one.detail} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** One delivery: where it stands, what came of each try, and what can be done about it. */
export const DeliveryPage: FC<{
  desk: Desk;
  delivery: Delivery;
  tries: Attempt[];
  target: Target | undefined;
  /** The message that carried it, once it was made. */
  messageId: string | undefined;
}> = ({ desk, delivery, tries, target, messageId }) => {
  const { v } = desk;
  const t = (key: string) => v.t(`exchange:outbox.${key}`);
  return (
    <ExchangeFrame desk={desk} title={titleOf(v, delivery)}>
      <dl class="facts">
        <dt>{v.t('exchange:message.partner')}</dt>
        <dd>
          <PartnerLink v={v} code={delivery.partner} />
        </dd>
        <dt>{t('target')}</dt>
        <dd>
          {target && (
            <>
              {v.t(`exchange:target.${target.kind}`)} <code class="hash">{target.url}</code>
            </>
          )}
          {target?.disabledAt && (
            <strong class="loud">
              {v.t('exchange:target.off')}: {target.disabledFor}
            </strong>
          )}
        </dd>
        <dt>{t('state')}</dt>
        <dd>
          <State v={v} state={delivery.state} />
          {delivery.state === 'dead' && target?.kind === 'messages' && (
            <span class="own-line">{t('blocks')}</span>
          )}
        </dd>
        <dt>{t('made')}</dt>
        <dd>
          <Moment v={v} at={delivery.createdAt} />, {desk.who(delivery.createdBy)}
        </dd>
        {delivery.dueAt && (
          <>
            <dt>{t('next')}</dt>
            <dd>
              <Moment v={v} at={delivery.dueAt} />
            </dd>
          </>
        )}
        {delivery.settledAt && (
          <>
            <dt>{t('settled')}</dt>
            <dd>
              <Moment v={v} at={delivery.settledAt} />
            </dd>
          </>
        )}
        <dt>{v.t('exchange:message.message')}</dt>
        <dd>
          <code class="hash">{delivery.id}</code>
          {messageId && <a href={href(v, `/console/messages/${messageId}`)}>{t('message')}</a>}
        </dd>
      </dl>
      {desk.may('editor') && <Actions desk={desk} delivery={delivery} />}
      <h2>{t('what')}</h2>
      {tries.length === 0 ? <p>{t('noTries')}</p> : <Tries v={v} tries={tries} />}
    </ExchangeFrame>
  );
};
