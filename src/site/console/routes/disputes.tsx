import type { Context } from 'hono';
import { requireRole } from '../../../db/roles.ts';
import {
  actions,
  forumKinds,
  rulings,
  stepKinds,
  type DisputeFacts,
  type StepDetails,
} from '../../../disputes/case.ts';
import { openDispute, recordStep, type NewDispute, type NewStep } from '../../../disputes/record.ts';
import { stepsOf } from '../../../disputes/rows.ts';
import { InputError } from '../../../gi/problem.ts';
import { productClasses } from '../../../gi/product.ts';
import { readFile } from '../../../lists/source-file.ts';
import { findingKinds } from '../../../names/finding.ts';
import { Refusal } from '../../../platform/errors.ts';
import { disputeFilter, disputesPage, wholeCase } from '../../disputes.ts';
import { DisputesPage } from '../../pages/disputes.tsx';
import { href } from '../../view.ts';
import type { Console, ConsoleEnv, ConsoleParts } from '../app.ts';
import { readForm, type Desk, type Form } from '../desk.ts';
import { ConsoleDisputePage, NewDisputePage } from '../pages/disputes.tsx';
import { Frame } from '../parts/frame.tsx';
import { chosenFile } from './form-values.ts';

const base = '/console/disputes';

function choose<T extends string>(form: Form, name: string, of: readonly T[]): T {
  const chosen = of.find((value) => value === form.text(name));
  if (chosen) return chosen;
  throw new Refusal(
    'request/invalid',
    400,
    `"${form.text(name, 80)}" is no ${name} of a dispute.`,
    'Use the choices of the page.',
  );
}

/** A two-letter code, as it is typed. */
function jurisdictionOf(form: Form): string {
  const code = form.text('jurisdiction').toUpperCase();
  if (/^[A-Z]{2}$/.test(code)) return code;
  throw new InputError([
    {
      code: 'disputes/invalid',
      severity: 'error',
      message: `"${code.slice(0, 40)}" is no code of a country or union.`,
      remedy: 'Write two letters, such as KR or EU.',
      place: { field: 'jurisdiction' },
    },
  ]);
}

/** `KR 40-2010-1234567` as office and number; a number alone stands at the office of the dispute. */
function marksOf(form: Form, jurisdiction: string): DisputeFacts['marks'] {
  const mark = form.text('mark', 200);
  if (mark === '') return [];
  const [, office, number] = /^([A-Z]{2})\s+(.+)$/.exec(mark) ?? [];
  return [{ office: office ?? jurisdiction, number: number ?? mark, text: form.text('sign', 500) }];
}

function newDispute(desk: Desk, form: Form): { dispute: NewDispute; steps: NewStep[] } {
  const jurisdiction = jurisdictionOf(form);
  const [giId, reference, contestedGoods, alertId, noticedOn, dueOn] = [
    form.optional('giId'),
    form.optional('reference'),
    form.optional('contestedGoods'),
    form.optional('alertId'),
    form.optional('noticedOn'),
    form.optional('dueOn'),
  ];
  const dispute: NewDispute = {
    ...(giId && { giId }),
    giName: form.text('giName', 300),
    title: form.text('title', 300),
    sign: form.text('sign', 500),
    conflict: choose(form, 'conflict', findingKinds),
    product: choose(form, 'product', productClasses),
    action: choose(form, 'action', actions),
    jurisdiction,
    open: form.text('open') === 'yes',
    facts: {
      forum: { kind: choose(form, 'forumKind', forumKinds), name: form.text('forumName', 300) },
      ...(reference && { reference }),
      parties: [
        { role: 'right-holder', name: form.text('rightHolder', 300) },
        { role: 'other-side', name: form.text('otherSide', 300) },
      ],
      marks: marksOf(form, jurisdiction),
      ...(contestedGoods && { contestedGoods }),
      ...(alertId && { alertId }),
      sources: [],
      evidence: { level: 'unverified', source: desk.user.name },
    },
  };
  const text = desk.v.t('disputes:form.firstDeadline');
  const on = noticedOn ?? desk.v.today;
  const steps: NewStep[] = [{ on, kind: 'noticed', text: dispute.sign }];
  if (dueOn) steps.push({ on, kind: 'deadline', text, details: { dueOn } });
  return { dispute, steps };
}

function newStep(form: Form): NewStep {
  const [dueOn, meets] = [form.optional('dueOn'), form.optional('meets')];
  const ruling = rulings.find((r) => r === form.text('ruling'));
  const by = (['right-holder', 'other-side'] as const).find((r) => r === form.text('by'));
  const kind = choose(form, 'kind', stepKinds);
  // A field of the form counts only for the kind it belongs to.
  const details: StepDetails = {
    ...(kind === 'deadline' && dueOn && { dueOn }),
    ...(kind === 'deadline-met' && meets && { meets }),
    ...(kind === 'decision' && ruling && { ruling }),
    ...(kind === 'decision' && form.text('final') === 'yes' && { final: true }),
    ...(kind === 'withdrawal' && by && { by }),
  };
  return { on: form.text('on'), kind, text: form.text('text'), details };
}

/** Disputes of the office at the desk: list, new case, steps, documents. */
export function addDisputeRoutes(app: Console, { deps, render }: ConsoleParts): void {
  const { db } = deps;
  const asked = (desk: Desk) => ({ staff: true, day: desk.v.today });
  const show = async (c: Context<ConsoleEnv>, id: string, error?: InputError) => {
    const desk = c.get('desk');
    const whole = await wholeCase(db, id, asked(desk));
    if (error) c.status(422);
    const page = (
      <ConsoleDisputePage desk={desk} whole={whole} {...(error && { problems: error.problems })} />
    );
    return render(c, desk.v, whole.dispute.title, page);
  };

  app.get('/disputes', async (c) => {
    const desk = c.get('desk');
    const { v } = desk;
    const filter = disputeFilter(new URL(c.req.url).searchParams);
    const page = await disputesPage(db, filter, asked(desk), c.req.query('after'));
    const body = (
      <Frame desk={desk} title={v.t('disputes:title')}>
        {desk.may('editor') && (
          <p class="actions">
            <a class="button" href={href(v, `${base}/new`)}>
              {v.t('disputes:open')}
            </a>
          </p>
        )}
        <DisputesPage v={v} filter={filter} {...page} base={base} />
      </Frame>
    );
    return render(c, v, v.t('disputes:title'), body);
  });

  app.get('/disputes/new', async (c) => {
    const desk = c.get('desk');
    await requireRole(db, desk.ctx.actor, 'editor');
    const known = c.req.query();
    return render(c, desk.v, desk.v.t('disputes:open'), <NewDisputePage desk={desk} known={known} />);
  });

  app.post('/disputes', async (c) => {
    const desk = c.get('desk');
    const form = await readForm(c);
    try {
      const { dispute, steps } = newDispute(desk, form);
      const opened = await openDispute(desk.ctx, dispute, steps);
      return c.redirect(href(desk.v, `${base}/${opened.id}`, { done: 'recorded' }), 303);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      c.status(422);
      const page = <NewDisputePage desk={desk} problems={error.problems} known={form.texts()} />;
      return render(c, desk.v, desk.v.t('disputes:open'), page);
    }
  });

  app.get('/disputes/:id', (c) => show(c, c.req.param('id')));

  app.post('/disputes/:id/steps', async (c) => {
    const desk = c.get('desk');
    const id = c.req.param('id');
    const step = newStep(await readForm(c));
    try {
      await recordStep(desk.ctx, id, step);
    } catch (error) {
      if (error instanceof InputError) return show(c, id, error);
      throw error;
    }
    return c.redirect(href(desk.v, `${base}/${id}`, { done: 'recorded' }), 303);
  });

  app.post('/disputes/:id/documents', async (c) => {
    const desk = c.get('desk');
    const id = c.req.param('id');
    const form = await readForm(c);
    const file = chosenFile(form);
    const step: NewStep = { on: desk.v.today, kind: 'document', text: form.text('text') || file.name };
    const input = file.stream() as unknown as AsyncIterable<Uint8Array>;
    await recordStep(desk.ctx, id, step, { name: file.name.slice(0, 255), input });
    return c.redirect(href(desk.v, `${base}/${id}`, { done: 'recorded' }), 303);
  });

  app.get('/disputes/:id/documents/:file', async (c) => {
    const { id, file } = c.req.param();
    const step = (await stepsOf(db, [id])).get(id)!.find((s) => s.file?.id === file);
    if (!step?.file) {
      throw new Refusal(
        'not-found/dispute',
        404,
        'The dispute has no such document.',
        'Open the case again.',
      );
    }
    // Whatever was sent in is given back as a file to keep, never as a page of this origin.
    c.header('Content-Type', 'application/octet-stream');
    c.header('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(step.file.name)}`);
    return c.body(ReadableStream.from(readFile(db, file)) as ReadableStream);
  });
}
