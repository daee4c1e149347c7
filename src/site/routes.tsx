import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { principalName } from '../gi/entry.ts';
import { InputError } from '../gi/problem.ts';
import { productClasses, type ProductClass } from '../gi/product.ts';
import type { AsOf } from '../lists/versions.ts';
import { Refusal } from '../platform/errors.ts';
import type { SiteDeps } from './deps.ts';
import { languages } from './languages.ts';
import { addFilingPages } from './filing-routes.tsx';
import { addGuidancePages } from './guidance-routes.tsx';
import { AboutPage } from './pages/about.tsx';
import { AgreementPage, AgreementsPage } from './pages/agreements.tsx';
import { CheckPage, type Check } from './pages/check.tsx';
import { ComparePage } from './pages/compare.tsx';
import { EntryPage } from './pages/entry.tsx';
import { GiPage } from './pages/gi/page.tsx';
import { HomePage } from './pages/home.tsx';
import { ListPage, VersionPage, type EntryRow } from './pages/list.tsx';
import { ListsPage } from './pages/lists.tsx';
import { DAYS_AHEAD, MadridPage } from './pages/madrid.tsx';
import { SearchPage } from './pages/search.tsx';
import { UnsubscribePage } from './pages/unsubscribe.tsx';
import { href, type Render, type View } from './view.ts';

/** Rows of a list shown at once. */
const PAGE = 100;
const MAX_NAME = 500;
const MAX_FORM_BYTES = 16 * 1024;

const at = (v: View): AsOf => ({ day: v.day });

function wholeNumber(text: string | undefined): number {
  if (text !== undefined && /^\d{1,9}$/.test(text)) return Number(text);
  throw new Refusal(
    'request/invalid',
    400,
    `"${(text ?? '').slice(0, 80)}" is not a version number.`,
    'Use a whole number.',
  );
}

interface Paging {
  rows: EntryRow[];
  first?: string;
  next?: string;
}

/** One page of a version's entries, with the addresses of the first and the next page. */
async function entryRows(
  deps: SiteDeps,
  v: View,
  c: Context,
  versionId: string | undefined,
): Promise<Paging> {
  const after = c.req.query('after') ?? '';
  const rows = versionId === undefined ? [] : await deps.entries(versionId, { after, limit: PAGE + 1 });
  const shown = rows.slice(0, PAGE);
  return {
    rows: shown,
    ...(after !== '' && { first: href(v, v.path) }),
    ...(rows.length > PAGE && { next: href(v, v.path, { after: shown.at(-1)?.key }) }),
  };
}

/** Runs a check; input that cannot be compared comes back as problems beside the form. */
async function runCheck(deps: SiteDeps, name: string, goods: string): Promise<Check> {
  const known = productClasses.find((g): g is ProductClass => g === goods);
  try {
    return { name, goods, result: await deps.screen({ name, ...(known && { goods: [known] }) }) };
  } catch (error) {
    if (error instanceof InputError) return { name, goods, problems: error.problems };
    throw error;
  }
}

const formText = (value: unknown): string =>
  typeof value === 'string' ? value.trim().slice(0, MAX_NAME) : '';

/** Adds the pages of every language. */
export function addPages(site: Hono, deps: SiteDeps, viewOf: (c: Context) => View, render: Render): void {
  const pages = `/:lang{(?:${languages.join('|')})}` as const;

  site.get(pages, async (c) => {
    const v = viewOf(c);
    return render(c, v, v.t('home.title'), <HomePage v={v} lists={await deps.lists(at(v))} />);
  });

  site.get(`${pages}/search`, async (c) => {
    const v = viewOf(c);
    const query = formText(c.req.query('q'));
    const found = query === '' ? [] : await deps.search(query, at(v));
    const name = query === '' ? v.t('search.title') : v.t('search.titleFor', { query });
    return render(c, v, name, <SearchPage v={v} query={query} found={found} />);
  });

  site.get(`${pages}/gi/:id`, async (c) => {
    const v = viewOf(c);
    const answer = await deps.answer(c.req.param('id'), at(v));
    const [lists, jurisdictions] = [await deps.lists(at(v)), await deps.jurisdictions()];
    return render(
      c,
      v,
      answer.name,
      <GiPage
        v={v}
        answer={answer}
        lists={lists}
        jurisdictions={jurisdictions}
        guided={deps.guidance.jurisdictions()}
      />,
    );
  });

  site.get(`${pages}/lists`, async (c) => {
    const v = viewOf(c);
    return render(c, v, v.t('lists.title'), <ListsPage v={v} lists={await deps.lists(at(v))} />);
  });

  site.get(`${pages}/madrid`, async (c) => {
    const v = viewOf(c);
    const page = await deps.docket(at(v), { after: c.req.query('after'), limit: 20 });
    const due = await deps.due(at(v), DAYS_AHEAD);
    return render(
      c,
      v,
      v.t('madrid:title'),
      <MadridPage
        v={v}
        entries={page.registrations}
        due={due}
        waiting={await deps.waiting()}
        next={page.next}
      />,
    );
  });

  addGuidancePages(site, pages, deps, viewOf, render);
  addFilingPages(site, pages, deps, viewOf, render);

  const list = `${pages}/lists/:agreement/:annex`;
  const listId = (c: Context): string => `${c.req.param('agreement')}/${c.req.param('annex')}`;

  site.get(list, async (c) => {
    const v = viewOf(c);
    const view = await deps.list(listId(c), at(v));
    const paging = await entryRows(deps, v, c, view.version?.versionId);
    return render(c, v, v.f.local(view.list.title), <ListPage v={v} view={view} {...paging} />);
  });

  site.get(`${list}/versions/:number`, async (c) => {
    const v = viewOf(c);
    const view = await deps.list(listId(c), at(v));
    const version = await deps.version(view.list.id, wholeNumber(c.req.param('number')));
    const paging = await entryRows(deps, v, c, version.versionId);
    const name = `${v.f.local(view.list.title)}, ${v.t('gi.version', { number: version.number })}`;
    return render(c, v, name, <VersionPage v={v} view={view} version={version} {...paging} />);
  });

  site.get(`${list}/entries/:key`, async (c) => {
    const v = viewOf(c);
    const view = await deps.list(listId(c), at(v));
    const key = c.req.param('key') as string;
    const procedure = await deps.procedure(view.list.id, key, at(v));
    const history = await deps.history(view.list.id, key);
    const name = `${principalName(procedure.entry)} · ${v.t('procedure:title')}`;
    const page = <EntryPage v={v} view={view} procedure={procedure} history={history} />;
    return render(c, v, name, page);
  });

  site.get(`${list}/compare`, async (c) => {
    const v = viewOf(c);
    const view = await deps.list(listId(c), at(v));
    const to = wholeNumber(c.req.query('to'));
    const from = wholeNumber(c.req.query('from') ?? '0');
    const target = await deps.version(view.list.id, to);
    const source = from === 0 ? undefined : await deps.version(view.list.id, from);
    const page = { after: c.req.query('after') ?? '', limit: PAGE };
    const changes = await deps.changes(source?.versionId, target.versionId, page);
    const body = <ComparePage v={v} view={view} from={from} to={to} changes={changes} />;
    return render(c, v, v.t('diff.choose'), body);
  });

  site.get(`${pages}/agreements`, async (c) => {
    const v = viewOf(c);
    return render(
      c,
      v,
      v.t('agreements.title'),
      <AgreementsPage v={v} agreements={await deps.agreements(at(v))} />,
    );
  });

  site.get(`${pages}/agreements/:id`, async (c) => {
    const v = viewOf(c);
    const id = c.req.param('id');
    const view = (await deps.agreements(at(v))).find((a) => a.agreement.id === id);
    if (!view)
      throw new Refusal(
        'not-found/agreement',
        404,
        `No agreement "${id.slice(0, 80)}" is held.`,
        'Choose one from the list of agreements.',
      );
    return render(c, v, v.f.local(view.agreement.title), <AgreementPage v={v} view={view} />);
  });

  site.get(`${pages}/check`, (c) => {
    const v = viewOf(c);
    const check = { name: formText(c.req.query('name')), goods: '' };
    return render(c, v, v.t('check.title'), <CheckPage v={v} check={check} />);
  });

  const tooLarge = (): never => {
    throw new Refusal(
      'request/too-large',
      413,
      'The form is larger than 16 KiB.',
      'Check one name at a time.',
    );
  };
  site.get(`${pages}/unsubscribe/:id`, async (c) => {
    const v = viewOf(c);
    const [id, token] = [c.req.param('id') ?? '', c.req.query('token') ?? ''];
    const name = await deps.stoppable(id, token);
    return render(c, v, v.t('watch:stop.title'), <UnsubscribePage v={v} id={id} token={token} name={name} />);
  });

  // Mail programs send this form for their readers (RFC 8058); the token in the address is the whole permission.
  site.post(
    `${pages}/unsubscribe/:id`,
    bodyLimit({ maxSize: MAX_FORM_BYTES, onError: tooLarge }),
    async (c) => {
      const v = viewOf(c);
      const [id, token] = [c.req.param('id') ?? '', c.req.query('token') ?? ''];
      await deps.unsubscribe(id, token);
      return render(c, v, v.t('watch:stop.title'), <UnsubscribePage v={v} id={id} token={token} />);
    },
  );

  site.post(`${pages}/check`, bodyLimit({ maxSize: MAX_FORM_BYTES, onError: tooLarge }), async (c) => {
    const v = viewOf(c);
    const form = await c.req.parseBody();
    const check = await runCheck(deps, formText(form['name']), formText(form['goods']));
    if (check.problems) c.status(400);
    return render(c, v, v.t('check.title'), <CheckPage v={v} check={check} />);
  });

  site.get(`${pages}/about`, (c) => {
    const v = viewOf(c);
    return render(c, v, v.t('about.title'), <AboutPage v={v} />);
  });
}
