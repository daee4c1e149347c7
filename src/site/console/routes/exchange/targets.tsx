import { targetKinds } from '../../../../db/schema/index.ts';
import {
  addTarget,
  listTargets,
  pingTarget,
  rotateSecret,
  setTargetState,
  type TargetContext,
} from '../../../../exchange/targets/targets.ts';
import { Refusal } from '../../../../platform/errors.ts';
import { href } from '../../../view.ts';
import type { Console, ConsoleParts } from '../../app.ts';
import { readForm, type Desk } from '../../desk.ts';
import { NewSecretPage } from '../../pages/exchange/targets.tsx';
import { clientOf } from './client-form.ts';

const base = '/console/partners';
const OVERLAP_HOURS = 24;

/** Where partners are told: added, changed, tried and taken out of use by administrators. */
export function addTargetRoutes(app: Console, { deps, render }: ConsoleParts): void {
  const { db, exchange } = deps;
  const { vault, outbound, webhookKey } = exchange;
  const contextOf = ({ ctx }: Desk): TargetContext => ({ ...ctx, vault, outbound });

  app.post('/partners/:code/targets', async (c) => {
    const desk = c.get('desk');
    const { code } = c.req.param();
    const form = await readForm(c);
    const kind = targetKinds.find((known) => known === form.text('kind'));
    if (!kind) throw new Refusal('request/invalid', 400, 'A target has a kind.', 'Choose one of the list.');
    const { secret: bearer, oauth } = kind === 'messages' ? clientOf(form) : {};
    const { secret } = await addTarget(contextOf(desk), {
      partner: code,
      kind,
      url: form.text('url'),
      topics: [],
      lists: form
        .text('lists')
        .split(/[\s,]+/)
        .filter((list) => list !== ''),
      format: form.text('format') === 'xml' ? 'xml' : 'json',
      ...(bearer !== undefined && { bearer }),
      ...(oauth && { oauth }),
    });
    if (secret === undefined)
      return c.redirect(href(desk.v, `${base}/${code}`, { done: 'target-changed' }), 303);
    c.status(201);
    // No redirect: the page that answers is the only one that ever shows the secret.
    const page = <NewSecretPage {...{ desk, code, secret, webhookKey }} />;
    return render(c, desk.v, desk.v.t('exchange:target.secretTitle'), page);
  });

  app.post('/partners/:code/targets/:id', async (c) => {
    const desk = c.get('desk');
    const { code, id } = c.req.param();
    const form = await readForm(c);
    const ctx = contextOf(desk);
    if (!(await listTargets(db)).some((target) => target.id === id && target.partner === code))
      throw new Refusal('not-found/target', 404, 'The office has no such target.', 'Use the page’s buttons.');
    const verb = form.text('do');
    if (verb === 'ping') {
      const delivery = await pingTarget(ctx, id);
      return c.redirect(href(desk.v, `/console/outbox/${delivery}`, { done: 'ordered' }), 303);
    }
    if (verb === 'rotate') {
      const bearer = form.secret('bearer').trim();
      const { secret } = await rotateSecret(ctx, id, {
        overlapHours: OVERLAP_HOURS,
        ...(bearer && { bearer }),
      });
      if (secret !== undefined) {
        c.status(201);
        const page = <NewSecretPage {...{ desk, code, secret, webhookKey }} />;
        return render(c, desk.v, desk.v.t('exchange:target.secretTitle'), page);
      }
    } else if (verb === 'enable' || verb === 'disable')
      await setTargetState(ctx, id, { enabled: verb === 'enable' });
    else throw new Refusal('request/invalid', 400, 'That is nothing this page does.', 'Use its buttons.');
    return c.redirect(href(desk.v, `${base}/${code}`, { done: 'target-changed' }), 303);
  });
}
