import type { Context } from 'hono';
import {
  channelSchema,
  coexistenceSchema,
  phaseOutSchema,
  procedureEventSchema,
} from '../../../formats/entry-schema.ts';
import { rulesFor } from '../../../gi/due.ts';
import { InputError } from '../../../gi/problem.ts';
import { statedEntry } from '../../../lists/amend.ts';
import { getAgreement, getList } from '../../../lists/catalogue.ts';
import { findEntries } from '../../../lists/find-entries.ts';
import { recordEvent, setTerms, withdrawEvent } from '../../../lists/procedure/record.ts';
import { latestVersion } from '../../../lists/versions.ts';
import { Refusal } from '../../../platform/errors.ts';
import { href } from '../../view.ts';
import type { Console, ConsoleEnv, ConsoleParts } from '../app.ts';
import { readForm, type Form } from '../desk.ts';
import { EntriesPage } from '../pages/entries.tsx';
import { ConsoleEntryPage, type ConsoleEntryView } from '../pages/entry.tsx';

const PAGE = 100;

/** What is wrong with a form, as the API would say it. */
interface Schema<T> {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: T }
    | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };
}

function checked<T>(schema: Schema<T>, value: object): T {
  const given = Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new InputError(
    parsed.error.issues.map(({ path, message }) => ({
      code: 'request/invalid',
      severity: 'error' as const,
      message: `${path.map(String).join('.')}: ${message}`,
      remedy: 'Correct the field and send the form again.',
      place: { field: path.map(String).join('.') },
    })),
  );
}

const reference = (form: Form, name: string): { text: string } | undefined => {
  const text = form.optional(name);
  return text === undefined ? undefined : { text };
};
const evidence = (form: Form): object => ({ level: form.text('level'), source: form.text('source') });

/** Entries at the desk: found, looked at, and what staff state about them. */
export function addEntryRoutes(app: Console, { deps, render }: ConsoleParts): void {
  const { db } = deps;
  const listId = (c: Context): string => `${c.req.param('agreement')}/${c.req.param('annex')}`;
  const ref = (c: Context) => ({ listId: listId(c), key: c.req.param('key') as string });

  async function held(c: Context): Promise<ConsoleEntryView> {
    const { listId, key } = ref(c);
    const list = await getList(db, listId);
    const stated = await statedEntry(db, listId, key);
    if (stated) return { list, agreement: await getAgreement(db, list.agreementId), ...stated };
    throw new Refusal(
      'not-found/entry',
      404,
      `The current version of list ${listId} has no entry "${key.slice(0, 80)}".`,
      'Choose one from the list’s entries.',
    );
  }

  app.get('/lists/:agreement/:annex/entries', async (c) => {
    const desk = c.get('desk');
    const list = await getList(db, listId(c));
    const text = (c.req.query('text') ?? '').trim().slice(0, 200);
    const version = await latestVersion(db, list.id);
    const asked = { text, after: c.req.query('after') ?? '', limit: PAGE + 1 };
    const rows = version ? await findEntries(db, version.id, asked) : [];
    const shown = rows.slice(0, PAGE);
    const view = { list, text, rows: shown, ...(rows.length > PAGE && { next: shown.at(-1)!.key }) };
    return render(c, desk.v, desk.v.f.local(list.title), <EntriesPage desk={desk} view={view} />);
  });

  const entry = '/lists/:agreement/:annex/entries/:key';
  app.get(entry, async (c) => {
    const desk = c.get('desk');
    const view = await held(c);
    return render(c, desk.v, view.entry.key, <ConsoleEntryPage desk={desk} view={view} />);
  });

  /** A posted statement about the entry, and back to it. */
  const statement = (act: string, state: (c: Context<ConsoleEnv>, form: Form) => Promise<unknown>): void => {
    app.post(`${entry}/${act}`, async (c) => {
      await state(c, await readForm(c));
      const { listId, key } = ref(c);
      const to = `/console/lists/${listId}/entries/${encodeURIComponent(key)}`;
      return c.redirect(href(c.get('desk').v, to, { done: 'stated' }), 303);
    });
  };

  statement('procedure', async (c, form) => {
    const { list, agreement } = await held(c);
    const grounds = rulesFor(agreement, list)
      ?.grounds.map((g) => g.code)
      .filter((code) => form.text(`ground:${code}`) !== '');
    const event = checked(procedureEventSchema, {
      kind: form.text('kind'),
      on: form.text('on'),
      ...Object.fromEntries(
        ['until', 'opposition', 'party', 'outcome', 'decision', 'reason', 'note'].map((n) => [
          n,
          form.optional(n),
        ]),
      ),
      grounds: grounds?.length ? grounds : undefined,
      notClaimed: form
        .optional('notClaimed')
        ?.split('|')
        .map((part) => part.trim())
        .filter(Boolean),
      reference: reference(form, 'reference'),
      evidence: evidence(form),
    });
    await recordEvent(c.get('desk').ctx, ref(c), event as never);
  });
  statement('withdraw', async (c, form) => {
    const ordinal = /^\d{1,4}$/.test(form.text('ordinal')) ? Number(form.text('ordinal')) : -1;
    await withdrawEvent(c.get('desk').ctx, { ...ref(c), ordinal }, form.text('reason'));
  });
  statement('phase-outs', async (c, form) => {
    const { entry } = await held(c);
    const names = ['user', 'goods', 'sign', 'from', 'until', 'labelling'];
    const term = checked(phaseOutSchema, {
      ...Object.fromEntries(names.map((n) => [n, form.optional(n)])),
      basis: reference(form, 'basis'),
      evidence: evidence(form),
    });
    await setTerms(c.get('desk').ctx, ref(c), { phaseOuts: [...(entry.phaseOuts ?? []), term as never] });
  });
  statement('coexistence', async (c, form) => {
    const { entry } = await held(c);
    const names = ['with', 'name', 'number', 'holder', 'from', 'until', 'labelling'];
    const term = checked(coexistenceSchema, {
      ...Object.fromEntries(names.map((n) => [n, form.optional(n)])),
      basis: reference(form, 'basis'),
      evidence: evidence(form),
    });
    await setTerms(c.get('desk').ctx, ref(c), { coexistence: [...(entry.coexistence ?? []), term as never] });
  });
  statement('channels', async (c, form) => {
    const { entry } = await held(c);
    const channel = checked(channelSchema, {
      ...Object.fromEntries(['channel', 'number', 'since'].map((n) => [n, form.optional(n)])),
      evidence: evidence(form),
    });
    await setTerms(c.get('desk').ctx, ref(c), { channels: [...(entry.channels ?? []), channel as never] });
  });
  statement('remove-channel', async (c, form) => {
    const { entry } = await held(c);
    const index = Number(form.text('index'));
    const channels = (entry.channels ?? []).filter((_, i) => i !== index);
    await setTerms(c.get('desk').ctx, ref(c), { channels });
  });
  statement('remove-term', async (c, form) => {
    const { entry } = await held(c);
    const index = Number(form.text('index'));
    const kind = form.text('kind') === 'phaseOuts' ? 'phaseOuts' : 'coexistence';
    const left = (entry[kind] ?? []).filter((_, i) => i !== index);
    await setTerms(c.get('desk').ctx, ref(c), { [kind]: left });
  });
}
