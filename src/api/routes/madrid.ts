import { OpenAPIHono } from '@hono/zod-openapi';
import { frameAt, type Frame } from '../../lists/queries.ts';
import type { FormDocument } from '../../madrid/filing/form-document.ts';
import { prepareApplication } from '../../madrid/filing/prepare.ts';
import { prepareChange } from '../../madrid/filing/prepare-change.ts';
import { Glyphs } from '../../madrid/filing/print/glyphs.ts';
import { printForm } from '../../madrid/filing/print/pdf.ts';
import { asOfFrom } from '../as-of.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import * as routes from './filing-routes.ts';

/** Filing packages: nothing is filed and nothing is kept. */
export function madridRoutes(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const { db } = deps.database;
  const app = new OpenAPIHono<ApiEnv>();
  const glyphs = new Glyphs();
  const frame = (): Promise<Frame> => frameAt(db, asOfFrom({}, deps.clock()), deps.clock());
  /** The printed form where it is asked for before JSON; undefined otherwise. */
  const printed = async (accept: string | undefined, form: FormDocument): Promise<Response | undefined> => {
    if (!/^\s*application\/pdf\b/.test(accept ?? '')) return undefined;
    const body = await printForm(form, glyphs);
    const name = `${form.form.toLowerCase()}-${form.madeOn}.pdf`;
    const headers = {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="${name}"`,
    };
    return new Response(new Uint8Array(body), { headers });
  };

  app.openapi(routes.application, async (c) => {
    const { giId, designations, ...details } = c.req.valid('json');
    const request = { giId, designations, officeOfOrigin: deps.officeCode, details };
    const made = await prepareApplication(db, await frame(), request);
    return (await printed(c.req.header('accept'), made.form)) ?? c.json(made, 200);
  });

  app.openapi(routes.change, async (c) => {
    const made = await prepareChange(db, await frame(), c.req.valid('json'), deps.officeCode);
    return (await printed(c.req.header('accept'), made.form)) ?? c.json(made, 200);
  });
  return app;
}
