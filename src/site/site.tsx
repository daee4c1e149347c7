import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import { secureHeaders } from 'hono/secure-headers';
import { Refusal } from '../platform/errors.ts';
import { loadAssets } from './assets.ts';
import { createConsole } from './console/console.tsx';
import type { SiteDeps } from './deps.ts';
import { languages } from './languages.ts';
import { ErrorPage, type PageError } from './pages/error.tsx';
import { Layout } from './parts/layout.tsx';
import { askedDay, chooseLanguage, createViews, rememberLanguage } from './request.ts';
import { addPages } from './routes.tsx';
import { loadTexts } from './texts.ts';
import { splitLanguage, type Render } from './view.ts';

export { siteDeps, type SiteDeps } from './deps.ts';

/** Pages that exist without a language in the address: they lead to the visitor's own. */
const sections = [
  '',
  'search',
  'gi',
  'lists',
  'agreements',
  'check',
  'guidance',
  'disputes',
  'about',
  'console',
];

const statuses: Record<number, PageError['status']> = { 400: 400, 404: 404, 413: 413 };

/** What a visitor is told of an error: refusals in full, anything else as a fault of ours without its details. */
function toPageError(error: unknown): PageError {
  if (!(error instanceof Refusal)) return { status: 500 };
  return { status: statuses[error.status] ?? 400, refusal: error };
}

/**
 * The pages for people, in four languages, and the staff console. Needs no script in the browser (the console's only
 * adds keys to press) and loads nothing from elsewhere.
 * Mount it last: it answers every address that nothing else has taken, with a page that says so.
 */
export function createSite(deps: SiteDeps): Hono {
  const site = new Hono();
  const assets = loadAssets();
  const viewOf = createViews(deps.clock, loadTexts());

  const render: Render = (c, v, name, body) => {
    c.header('Content-Language', v.lang);
    c.header('Cache-Control', 'private, no-cache');
    const page = (
      <Layout v={v} asset={assets.url} page={name}>
        {body}
      </Layout>
    );
    return c.html(html`<!doctype html>${page}`);
  };

  const fail = (c: Context, error: PageError): Response | Promise<Response> => {
    const v = { ...viewOf(c), search: '' };
    c.status(error.status);
    return render(c, v, v.t(`error.${error.status}`), <ErrorPage v={v} error={error} />);
  };

  const headers = (script: string[]) =>
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        ...(script.length > 0 && { scriptSrc: script, connectSrc: script }),
      },
      // Forms of the console are told from others' by their origin; "no-referrer" would make it null.
      referrerPolicy: 'same-origin',
    });
  const pageHeaders = headers([]);
  const consoleHeaders = headers(["'self'"]);
  const isConsole = (path: string): boolean => /^\/(console|[^/]+\/console)(\/|$)/.test(path);
  site.use('*', (c, next) => (isConsole(c.req.path) ? consoleHeaders : pageHeaders)(c, next));

  site.get('/assets/:file', (c) => {
    const asset = assets.get(c.req.param('file'));
    if (!asset) return fail(c, { status: 404 });
    c.header('Cache-Control', 'public, max-age=31536000, immutable');
    return c.body(asset.body, 200, { 'Content-Type': asset.type });
  });

  site.use('*', async (c, next) => {
    const { language } = splitLanguage(c.req.path);
    if (language) rememberLanguage(c, language);
    if (askedDay(c) === null) {
      const v = viewOf(c);
      return fail(c, {
        status: 400,
        detail: v.t('error.badDay', { value: (c.req.query('asOf') ?? '').slice(0, 40) }),
      });
    }
    return next();
  });

  addPages(site, deps, viewOf, render);
  const console = createConsole({ deps: deps.console, render, viewOf, asset: assets.url });
  site.route(`/:lang{(?:${languages.join('|')})}/console`, console as unknown as Hono);

  site.get('*', (c) => {
    const { pathname, search } = new URL(c.req.url);
    const { language } = splitLanguage(pathname);
    if (language === undefined && sections.includes(pathname.split('/')[1] ?? '')) {
      c.header('Vary', 'Accept-Language, Cookie');
      return c.redirect(`/${chooseLanguage(c)}${pathname === '/' ? '' : pathname}${search}`, 302);
    }
    return fail(c, { status: 404 });
  });
  site.all('*', (c) => fail(c, { status: 404 }));

  site.onError((error, c) => {
    const told = toPageError(error);
    if (told.status === 500) deps.onError(error, c.req.path);
    return fail(c, told);
  });
  return site;
}
