import type { Context } from 'hono';
import {
  createApiKey,
  listApiKeys,
  revokeApiKey,
  rotateApiKey,
} from '../../../../exchange/access/api-keys.ts';
import { isScope } from '../../../../exchange/access/scopes.ts';
import { getPartner, listPartners, savePartner } from '../../../../exchange/partners.ts';
import { listTargets } from '../../../../exchange/targets/targets.ts';
import { requireRole } from '../../../../db/roles.ts';
import { InputError } from '../../../../gi/problem.ts';
import { listAgreements } from '../../../../lists/catalogue.ts';
import { Refusal } from '../../../../platform/errors.ts';
import { href } from '../../../view.ts';
import type { Console, ConsoleEnv, ConsoleParts } from '../../app.ts';
import { readForm } from '../../desk.ts';
import { NewKeyPage } from '../../pages/exchange/keys.tsx';
import { fieldsOf, PartnerFormPage, type PartnerFields } from '../../pages/exchange/partner-form.tsx';
import { PartnerPage, PartnersPage } from '../../pages/exchange/partners.tsx';
import { daysOf } from '../form-values.ts';
import { detailsOf, sentFields } from './partner-form.ts';

const base = '/console/partners';

const blank: PartnerFields = {
  code: '',
  name: '',
  keys: '',
  contacts: '',
  formats: [],
  every: '',
  note: '',
  named: false,
  agreements: [],
  trust: '',
  suspended: false,
};

/** Partner offices and the keys they come with. */
export function addPartnerRoutes(app: Console, { deps, render }: ConsoleParts): void {
  const { db } = deps;

  const formPage = async (
    c: Context<ConsoleEnv>,
    fields: PartnerFields,
    isNew: boolean,
    error?: InputError,
  ) => {
    const desk = c.get('desk');
    if (error) c.status(422);
    const agreements = await listAgreements(db);
    const page = <PartnerFormPage {...{ desk, fields, isNew, agreements, problems: error?.problems }} />;
    return render(c, desk.v, desk.v.t('exchange:nav.partners'), page);
  };
  const save = async (c: Context<ConsoleEnv>, code?: string) => {
    const desk = c.get('desk');
    const sent = sentFields(await readForm(c));
    const fields = { ...sent, code: code ?? sent.code };
    try {
      const details = detailsOf(fields);
      const taken = (await listPartners(db)).some((p) => p.code === fields.code);
      if (code === undefined && taken)
        throw new Refusal(
          'request/invalid',
          409,
          `The office ${fields.code} is on record already.`,
          'Change what is recorded on its own page.',
        );
      await savePartner(desk.ctx, fields.code, details);
    } catch (error) {
      if (error instanceof InputError) return formPage(c, fields, code === undefined, error);
      throw error;
    }
    return c.redirect(href(desk.v, `${base}/${fields.code}`, { done: 'partner-saved' }), 303);
  };

  app.get('/partners', async (c) => {
    const desk = c.get('desk');
    const page = <PartnersPage desk={desk} partners={await listPartners(db)} />;
    return render(c, desk.v, desk.v.t('exchange:nav.partners'), page);
  });

  app.get('/partners/new', async (c) => {
    await requireRole(db, c.get('desk').ctx.actor, 'admin');
    return formPage(c, blank, true);
  });

  app.post('/partners', (c) => save(c));

  app.get('/partners/:code', async (c) => {
    const desk = c.get('desk');
    const { code } = c.req.param();
    const partner = await getPartner(db, code);
    const keys = await listApiKeys(db, code);
    const targets = (await listTargets(db)).filter((t) => t.partner === code);
    const page = <PartnerPage {...{ desk, partner, keys, targets, now: deps.clock() }} />;
    return render(c, desk.v, `${desk.v.f.country(code)} (${code})`, page);
  });

  app.get('/partners/:code/edit', async (c) => {
    await requireRole(db, c.get('desk').ctx.actor, 'admin');
    return formPage(c, fieldsOf(await getPartner(db, c.req.param('code'))), false);
  });

  app.post('/partners/:code', async (c) => {
    const { code } = await getPartner(db, c.req.param('code'));
    return save(c, code);
  });

  app.post('/partners/:code/keys', async (c) => {
    const desk = c.get('desk');
    const form = await readForm(c);
    const scopes = form.all('scopes').filter(isScope);
    const name = form.text('name', 100);
    if (scopes.length === 0 || name === '')
      throw new Refusal(
        'request/invalid',
        400,
        'A key needs a name and at least one thing it is for.',
        'Fill in the name, and tick what the key is for.',
      );
    const wanted = { name, scopes, days: daysOf(form, 'days', 1, 730) };
    const made = await createApiKey(desk.ctx, c.req.param('code'), wanted);
    c.status(201);
    // No redirect: the page that answers is the only one that ever shows the secret.
    return render(c, desk.v, made.name, <NewKeyPage desk={desk} made={made} />);
  });

  app.post('/partners/:code/keys/:id', async (c) => {
    const desk = c.get('desk');
    const { code, id } = c.req.param();
    const form = await readForm(c);
    switch (form.text('do')) {
      case 'rotate': {
        const overlapDays = daysOf(form, 'overlapDays', 0, 90);
        const days = daysOf(form, 'days', 1, 730);
        const made = await rotateApiKey(desk.ctx, code, id, { overlapDays, days });
        const old = (await listApiKeys(db, code)).find((key) => key.id === id);
        c.status(201);
        const page = <NewKeyPage desk={desk} made={made} {...(old && { overlapUntil: old.expiresAt })} />;
        return render(c, desk.v, made.name, page);
      }
      case 'revoke':
        await revokeApiKey(desk.ctx, code, id);
        return c.redirect(href(desk.v, `${base}/${code}`, { done: 'key-revoked' }), 303);
      default:
        throw new Refusal('request/invalid', 400, 'That is nothing this page does.', 'Use its buttons.');
    }
  });
}
