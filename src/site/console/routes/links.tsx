import { giLinkKinds } from '../../../db/schema/index.ts';
import { linkGis, linksOnRecord, unlinkGis } from '../../../lists/gi-links.ts';
import { Refusal } from '../../../platform/errors.ts';
import { href } from '../../view.ts';
import type { Console, ConsoleParts } from '../app.ts';
import { readForm, type Form } from '../desk.ts';
import { LinksPage } from '../pages/links.tsx';

/** An id as typed, or as copied with the address it stands in. */
const giId = (text: string): string => text.replace(/^.*\/gi\//, '').replace(/[?#].*$/, '');

function filled(form: Form, name: string): string {
  const text = form.text(name);
  if (text !== '') return text;
  throw new Refusal('request/invalid', 400, `The field ${name} is empty.`, 'Fill it in.');
}

/** Links between GIs. */
export function addLinkRoutes(app: Console, { deps, render }: ConsoleParts): void {
  app.get('/links', async (c) => {
    const desk = c.get('desk');
    const links = await linksOnRecord(deps.db);
    return render(c, desk.v, desk.v.t('relations:links'), <LinksPage desk={desk} links={links} />);
  });
  app.post('/links', async (c) => {
    const desk = c.get('desk');
    const form = await readForm(c);
    const kind = giLinkKinds.find((k) => k === form.text('kind')) ?? 'same-entity';
    const [from, to] = [giId(filled(form, 'from')), giId(filled(form, 'to'))];
    await linkGis(desk.ctx, { kind, from, to, reason: filled(form, 'reason') });
    return c.redirect(href(desk.v, '/console/links', { done: 'linked' }), 303);
  });
  app.post('/links/end', async (c) => {
    const desk = c.get('desk');
    const form = await readForm(c);
    await unlinkGis(desk.ctx, form.text('id'), filled(form, 'reason'));
    return c.redirect(href(desk.v, '/console/links', { done: 'unlinked' }), 303);
  });
}
