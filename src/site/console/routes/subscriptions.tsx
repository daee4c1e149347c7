import { notices, retryNotice } from '../../../watch/notices.ts';
import {
  channels,
  mailLanguages,
  paces,
  reminderRange,
  subscribe,
  subscriptions,
  unsubscribe,
} from '../../../watch/subscriptions.ts';
import { webhookSecret } from '../../../watch/webhook.ts';
import { href } from '../../view.ts';
import type { Console, ConsoleParts } from '../app.ts';
import { readForm, type Form } from '../desk.ts';
import { SubscriptionsPage } from '../pages/watch/subscriptions.tsx';
import { chosen, invalid, numberOf } from './form-values.ts';

/** Notices shown. */
const NOTICES = 30;

function subscriptionOf(form: Form) {
  const percent = numberOf(form.optional('minScore'), 0, 100);
  const niceClass = numberOf(form.optional('class'), 1, 45);
  const filter = {
    gi: form.optional('gi'),
    agreement: form.optional('agreement'),
    origin: form.optional('origin')?.toUpperCase(),
    office: form.optional('office')?.toUpperCase(),
    class: niceClass,
    minScore: percent === undefined ? undefined : percent / 100,
  };
  const days = (form.optional('remindDays') ?? '').split(/[\s,，、]+/).filter((day) => day !== '');
  const remindDays = days.map((day) => numberOf(day, 0, reminderRange.most) ?? 0);
  if (remindDays.length > reminderRange.leads || !remindDays.every(Number.isInteger))
    throw invalid('The days to remind at cannot be used.', 'Write up to ten whole numbers, as 90, 30, 7.');
  const name = form.text('name', 200);
  if (name === '') throw invalid('The subscription has no name.', 'Give it a name.');
  return {
    name,
    channel: chosen(channels, form.text('channel')),
    target: form.optional('target'),
    language: chosen(mailLanguages, form.text('language')),
    pace: chosen(paces, form.text('pace')),
    remindDays,
    filter: Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)),
  };
}

/** Who is told of alerts, and what came of telling them. */
export function addSubscriptionRoutes(app: Console, { deps, render }: ConsoleParts): void {
  const { db } = deps;

  app.get('/subscriptions', async (c) => {
    const desk = c.get('desk');
    return render(
      c,
      desk.v,
      desk.v.t('watch:subs.title'),
      <SubscriptionsPage
        desk={desk}
        all={await subscriptions(db)}
        told={await notices(db, { limit: NOTICES })}
      />,
    );
  });

  app.post('/subscriptions', async (c) => {
    const desk = c.get('desk');
    const request = subscriptionOf(await readForm(c));
    const { id, token } = await subscribe(desk.ctx, request);
    if (request.channel === 'email')
      return c.redirect(href(desk.v, '/console/subscriptions', { done: 'subscribed' }), 303);
    // Shown in the answer to the form and nowhere else: an address in a history would give it away.
    const feeds =
      token &&
      ['atom', 'json', 'ics'].map(
        (form) => `${deps.notices.publicUrl}/api/v1/watch/feeds/${id}/${form}?token=${token}`,
      );
    const made = {
      feeds: feeds || undefined,
      secret: request.channel === 'webhook' ? webhookSecret(deps.notices.webhookKey, id) : undefined,
    };
    return render(
      c,
      desk.v,
      desk.v.t('watch:subs.title'),
      <SubscriptionsPage
        desk={desk}
        all={await subscriptions(db)}
        told={await notices(db, { limit: NOTICES })}
        made={made}
      />,
    );
  });

  app.post('/subscriptions/:id/end', async (c) => {
    const desk = c.get('desk');
    await readForm(c);
    await unsubscribe(desk.ctx, c.req.param('id'));
    return c.redirect(href(desk.v, '/console/subscriptions', { done: 'unsubscribed' }), 303);
  });

  app.post('/subscriptions/notices/:id/retry', async (c) => {
    const desk = c.get('desk');
    await readForm(c);
    await retryNotice(desk.ctx, c.req.param('id'));
    return c.redirect(href(desk.v, '/console/subscriptions', { done: 'retried' }), 303);
  });
}
