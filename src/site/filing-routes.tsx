import type { Context, Hono } from 'hono';
import type { FormDocument } from '../madrid/filing/form-document.ts';
import type { SiteDeps } from './deps.ts';
import { attemptOf, changeDetails, filingRequest, type Attempt } from './filing.ts';
import { Fields } from './filing-fields.ts';
import { FilingPage } from './pages/filing.tsx';
import { RequestsPage } from './pages/requests.tsx';
import type { Render, View } from './view.ts';

const fieldsOf = (c: Context): Fields => new Fields(new URL(c.req.url).searchParams);

interface Package {
  xml: string;
  form: FormDocument;
}

/** Adds the pages that prepare filings, and their packages as files, under `/madrid/filing` and `/madrid/requests`. */
export function addFilingPages(
  site: Hono,
  pages: string,
  deps: SiteDeps,
  viewOf: (c: Context) => View,
  render: Render,
): void {
  /** A package as the file asked for; one that cannot be made leads back to its page, which says why. */
  const file = async (c: Context, attempt: Attempt<Package> | undefined): Promise<Response> => {
    if (!attempt || !('made' in attempt)) return c.redirect(c.req.url.replace(/\/package\.\w+/, ''), 303);
    const { made } = attempt;
    const [, kind] = /package\.(\w+)$/.exec(c.req.path) ?? [];
    const name = `${made.form.form.toLowerCase()}-${made.form.madeOn}`;
    c.header('Cache-Control', 'private, no-cache');
    c.header('Content-Disposition', `attachment; filename="${name}.${kind}"`);
    if (kind === 'xml') return c.body(made.xml, 200, { 'Content-Type': 'application/xml; charset=utf-8' });
    if (kind === 'json') return c.json(made);
    const pdf = await deps.print(made.form);
    return c.body(new Uint8Array(pdf), 200, { 'Content-Type': 'application/pdf' });
  };
  const kinds = '/:file{package\\.(?:pdf|xml|json)}';

  const application = async (c: Context, v: View) => {
    const fields = fieldsOf(c);
    return attemptOf(fields, filingRequest(fields, deps.officeCode), (r) => deps.application(r, v.day));
  };
  site.get(`${pages}/madrid/filing`, async (c) => {
    const v = viewOf(c);
    const attempt = await application(c, v);
    if (attempt && 'problems' in attempt) c.status(422);
    return render(c, v, v.t('filing:title'), <FilingPage v={v} fields={fieldsOf(c)} attempt={attempt} />);
  });
  site.get(`${pages}/madrid/filing${kinds}`, async (c) => file(c, await application(c, viewOf(c))));

  const change = async (c: Context, v: View) => {
    const fields = fieldsOf(c);
    return attemptOf(fields, changeDetails(fields), (details) => deps.change(details, v.day));
  };
  site.get(`${pages}/madrid/requests`, async (c) => {
    const v = viewOf(c);
    const attempt = await change(c, v);
    if (attempt && 'problems' in attempt) c.status(422);
    return render(
      c,
      v,
      v.t('filing:requests'),
      <RequestsPage v={v} fields={fieldsOf(c)} attempt={attempt} />,
    );
  });
  site.get(`${pages}/madrid/requests${kinds}`, async (c) => file(c, await change(c, viewOf(c))));
}
