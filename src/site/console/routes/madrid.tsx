import { InputError } from '../../../gi/problem.ts';
import { requireRole } from '../../../db/roles.ts';
import { frameAt } from '../../../lists/queries.ts';
import { inboundRegistrations } from '../../../madrid/docket/inbound.ts';
import { moveEvents, type QueueAction } from '../../../madrid/docket/queue-actions.ts';
import { queuePage } from '../../../madrid/docket/queue.ts';
import { recordNotifications } from '../../../madrid/docket/record.ts';
import { workingLanguages } from '../../../madrid/filing/elements.ts';
import { refusalDocument, writtenRefusal } from '../../../madrid/refusal/kept.ts';
import { transmitRefusal } from '../../../madrid/refusal/transmit.ts';
import { isIsoDate } from '../../../platform/clock.ts';
import { Refusal } from '../../../platform/errors.ts';
import { alertsById, alertView } from '../../../watch/alerts.ts';
import { designatedMarks } from '../../../watch/designated.ts';
import { internationalBureau } from '../../../watch/opposition.ts';
import { refuseDesignation } from '../../../watch/refuse-designation.ts';
import { href } from '../../view.ts';
import type { Console, ConsoleParts } from '../app.ts';
import { readForm, type Form } from '../desk.ts';
import { DesignatedPage } from '../pages/madrid/designated.tsx';
import { MadridQueuePage } from '../pages/madrid/queue.tsx';
import { chosenFile, invalid } from './form-values.ts';
import { RefusalPage, WriteRefusalPage, type RefusalDraft } from '../pages/madrid/refusal.tsx';

const PAGE = 50;

/** What a form asks to be done with the queue. @throws Refusal request/invalid */
function queueAction(form: Form): QueueAction {
  const action = form.text('action');
  if (action === 'rematch-all') return { action: 'rematch' };
  const ids = form.all('ids[]');
  if (ids.length === 0) throw invalid('No notification was chosen.', 'Choose notifications by their boxes.');
  if (action === 'rematch') return { action, ids };
  if (action === 'assign') {
    const giId = form.text('giId', 200);
    if (giId === '') throw invalid('No indication was named.', 'Write the id of the indication.');
    return { action, ids, giId };
  }
  if (action !== 'set-aside')
    throw invalid(`"${action.slice(0, 40)}" is no choice of the form.`, 'Use the form of the page.');
  const reason = form.text('reason', 2000);
  if (reason === '') throw invalid('No reason was given.', 'Say why.');
  return { action, ids, reason };
}

/** Goods written line by line as `33: Sparkling wine`. @throws Refusal request/invalid */
function goodsOf(text: string): { classNumber: number; text: string }[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const match = /^\s*(\d{1,2})\s*[:：]\s*(.+?)\s*$/.exec(line);
    if (match) return { classNumber: Number(match[1]), text: match[2]! };
    throw invalid(
      `"${line.slice(0, 60)}" is not <class>: <goods>.`,
      'Write a line such as 33: Sparkling wine.',
    );
  });
}

function refusalRequest(form: Form) {
  const notifiedOn = form.optional('notifiedOn');
  if (notifiedOn !== undefined && !isIsoDate(notifiedOn))
    throw invalid(`"${notifiedOn.slice(0, 20)}" is no day.`, 'Write it as 2026-11-22.');
  return {
    number: form.text('number', 40),
    giId: form.text('giId', 200),
    language: workingLanguages.find((l) => l === form.text('language')) ?? 'en',
    goods: goodsOf(form.optional('goods') ?? ''),
    notifiedOn,
    officeOfOrigin: form.optional('officeOfOrigin')?.toUpperCase(),
    reference: form.optional('reference'),
    provisions: form.optional('provisions'),
    review: form.optional('review'),
    mark: form.optional('mark'),
    holder: form.optional('holder'),
    alertId: form.optional('alertId'),
  };
}

/** Notifications and their queue, what designates this office, and the refusals it writes. */
export function addMadridRoutes(app: Console, { deps, render }: ConsoleParts): void {
  const { db } = deps;
  const { officeCode } = deps.exchange;

  app.get('/madrid', async (c) => {
    const desk = c.get('desk');
    const cursor = (c.req.query('cursor') ?? '').slice(0, 100);
    const page = await queuePage(db, { cursor, limit: PAGE, office: officeCode });
    return render(c, desk.v, desk.v.t('madrid:desk.queue'), <MadridQueuePage desk={desk} page={page} />);
  });

  app.post('/madrid/import', async (c) => {
    const desk = c.get('desk');
    await requireRole(db, desk.ctx.actor, 'editor');
    const form = await readForm(c);
    let problems;
    try {
      const file = chosenFile(form);
      const input = file.stream() as unknown as AsyncIterable<Uint8Array>;
      const report = await recordNotifications(desk.ctx, { fileName: file.name.slice(0, 255), input });
      if (report.problems.length === 0)
        return c.redirect(href(desk.v, '/console/madrid', { done: 'recorded-notifications' }), 303);
      problems = report.problems;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      c.status(422);
      problems = error.problems;
    }
    const page = await queuePage(db, { cursor: '', limit: PAGE, office: officeCode });
    const body = <MadridQueuePage desk={desk} page={page} problems={problems} />;
    return render(c, desk.v, desk.v.t('madrid:desk.queue'), body);
  });

  app.post('/madrid/queue', async (c) => {
    const desk = c.get('desk');
    await moveEvents(desk.ctx, queueAction(await readForm(c)));
    return c.redirect(href(desk.v, '/console/madrid', { done: 'queue-moved' }), 303);
  });

  app.get('/madrid/designated', async (c) => {
    const desk = c.get('desk');
    const all = c.req.query('all') !== undefined;
    const cursor = (c.req.query('cursor') ?? '').slice(0, 40);
    const page = await designatedMarks(db, officeCode, desk.v.today, { all, cursor, limit: PAGE });
    const body = <DesignatedPage desk={desk} office={officeCode} all={all} {...page} />;
    return render(c, desk.v, desk.v.t('madrid:desk.designated'), body);
  });

  const draftOf = async (alertId: string | undefined, today: string): Promise<RefusalDraft> => {
    const empty = {
      number: '',
      giId: '',
      goods: '',
      mark: '',
      holder: '',
      notifiedOn: '',
      officeOfOrigin: '',
      alertId: '',
    };
    if (!alertId) return empty;
    const { mark, gi } = await alertView(db, alertId);
    const { office, number, text, holder = '', classes, goods } = mark;
    if (office !== internationalBureau) return { ...empty, alertId, giId: gi.id };
    const known = (await inboundRegistrations(db, [number], officeCode, today)).get(number);
    return {
      number,
      giId: gi.id,
      goods: classes.length === 1 && goods !== '' ? `${classes[0]}: ${goods}` : '',
      mark: text,
      holder,
      notifiedOn: known?.designation?.notifiedOn ?? '',
      officeOfOrigin: known?.officeOfOrigin ?? '',
      alertId,
    };
  };

  app.get('/madrid/refusals/new', async (c) => {
    const desk = c.get('desk');
    const draft = await draftOf(c.req.query('alert')?.slice(0, 60), desk.v.today);
    return render(c, desk.v, desk.v.t('madrid:desk.write'), <WriteRefusalPage desk={desk} draft={draft} />);
  });

  app.post('/madrid/refusals', async (c) => {
    const desk = c.get('desk');
    const request = refusalRequest(await readForm(c));
    const now = deps.clock();
    const frame = await frameAt(db, { day: desk.v.today }, now);
    const { id } = await refuseDesignation(desk.ctx, frame, request, officeCode);
    return c.redirect(href(desk.v, `/console/madrid/refusals/${id}`, { done: 'refusal-written' }), 303);
  });

  app.get('/madrid/refusals/:id/refusal.xml', async (c) => {
    const { id, xml } = await writtenRefusal(db, c.req.param('id'));
    c.header('Content-Disposition', `attachment; filename="${id}.xml"`);
    return c.body(xml, 200, { 'Content-Type': 'application/xml; charset=utf-8' });
  });

  app.get('/madrid/refusals/:id/refusal.pdf', async (c) => {
    const id = c.req.param('id');
    const pdf = await deps.print(await refusalDocument(db, id));
    c.header('Content-Disposition', `attachment; filename="${id}.pdf"`);
    return c.body(new Uint8Array(pdf), 200, { 'Content-Type': 'application/pdf' });
  });

  app.get('/madrid/refusals/:id', async (c) => {
    const desk = c.get('desk');
    const refusal = await writtenRefusal(db, c.req.param('id'));
    const form = await refusalDocument(db, refusal.id).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === 'docket/no-form') return undefined;
      throw error;
    });
    const title = desk.v.t('madrid:desk.refusalOf', { number: refusal.number });
    const [alert] = refusal.alertId === undefined ? [] : await alertsById(db, [refusal.alertId]);
    const page = <RefusalPage desk={desk} refusal={refusal} form={form} alert={alert?.status} />;
    return render(c, desk.v, title, page);
  });

  app.post('/madrid/refusals/:id/transmission', async (c) => {
    const desk = c.get('desk');
    const form = await readForm(c);
    const id = c.req.param('id');
    const on = form.optional('on');
    if (on !== undefined && !isIsoDate(on))
      throw invalid(`"${on.slice(0, 20)}" is no day.`, 'Write it as 2026-11-22.');
    const how = form.text('how') === 'outbox' ? 'outbox' : 'file';
    await transmitRefusal(desk.ctx, { id, how, on, note: form.optional('note') });
    return c.redirect(href(desk.v, `/console/madrid/refusals/${id}`, { done: 'refusal-sent' }), 303);
  });
}
