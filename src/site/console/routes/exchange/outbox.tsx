import type { Context } from 'hono';
import { deliveryStates } from '../../../../db/schema/index.ts';
import { listMessages } from '../../../../exchange/messages/browse.ts';
import { discard, getDelivery, listDeliveries, replay } from '../../../../exchange/outbox/manage.ts';
import { listPartners } from '../../../../exchange/partners.ts';
import { listTargets } from '../../../../exchange/targets/targets.ts';
import { Refusal } from '../../../../platform/errors.ts';
import { href } from '../../../view.ts';
import type { Console, ConsoleParts } from '../../app.ts';
import { readForm } from '../../desk.ts';
import { DeliveryPage, OutboxPage, type OutboxFilter } from '../../pages/exchange/outbox.tsx';

const PAGE = 50;

function filterOf(c: Context): OutboxFilter {
  const { partner, before } = c.req.query();
  const state = deliveryStates.find((s) => s === c.req.query('state'));
  return { ...(state && { state }), ...(partner && { partner }), ...(before && { before }) };
}

/** The outbox: what waits, what could not be delivered, and what to do about it. */
export function addOutboxRoutes(app: Console, { deps, render }: ConsoleParts): void {
  const { db } = deps;

  app.get('/outbox', async (c) => {
    const desk = c.get('desk');
    const filter = filterOf(c);
    const found = await listDeliveries(db, filter, PAGE + 1);
    const deliveries = found.slice(0, PAGE);
    const next = found.length > PAGE ? deliveries.at(-1)?.id : undefined;
    const page = (
      <OutboxPage
        {...{ desk, deliveries, filter, partners: await listPartners(db) }}
        {...(next !== undefined && { next })}
      />
    );
    return render(c, desk.v, desk.v.t('exchange:nav.outbox'), page);
  });

  app.get('/outbox/:id', async (c) => {
    const desk = c.get('desk');
    const { delivery, tries } = await getDelivery(db, c.req.param('id'));
    const target = (await listTargets(db)).find((t) => t.id === delivery.target);
    const [sent] = await listMessages(
      db,
      { partner: delivery.partner, direction: 'out', messageId: delivery.id },
      1,
    );
    const page = <DeliveryPage {...{ desk, delivery, tries, target, messageId: sent?.id }} />;
    return render(c, desk.v, delivery.subject, page);
  });

  app.post('/outbox/:id', async (c) => {
    const desk = c.get('desk');
    const id = c.req.param('id');
    const verb = (await readForm(c)).text('do');
    if (verb !== 'replay' && verb !== 'discard')
      throw new Refusal('request/invalid', 400, 'That is nothing this page does.', 'Use its buttons.');
    await (verb === 'replay' ? replay : discard)(desk.ctx, id);
    const done = verb === 'replay' ? 'delivery-replayed' : 'delivery-discarded';
    return c.redirect(href(desk.v, `/console/outbox/${id}`, { done }), 303);
  });
}
