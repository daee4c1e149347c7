import { Hono, type Context, type Next } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { InputError } from '../../gi/problem.ts';
import { Refusal } from '../../platform/errors.ts';
import { limitedBody } from '../../platform/limited-body.ts';
import { href } from '../view.ts';
import type { Console, ConsoleParts } from './app.ts';
import { fileTooLarge, forged, openDesk } from './desk.ts';
import { RefusedPage } from './pages/refused.tsx';
import { addDisputeRoutes } from './routes/disputes.tsx';
import { addConflictRoutes } from './routes/conflicts.tsx';
import { addCorrectionRoutes } from './routes/corrections.tsx';
import { addDraftRoutes } from './routes/drafts.tsx';
import { addEntryRoutes } from './routes/entries.tsx';
import { addByHandRoutes } from './routes/exchange/by-hand.tsx';
import { addEvidenceRoutes } from './routes/exchange/evidence.tsx';
import { addMessageRoutes } from './routes/exchange/messages.tsx';
import { addOutboxRoutes } from './routes/exchange/outbox.tsx';
import { addPartnerRoutes } from './routes/exchange/partners.tsx';
import { addTargetRoutes } from './routes/exchange/targets.tsx';
import { addOwnKeyRoutes } from './routes/exchange/own-keys.tsx';
import { addSyncRoutes } from './routes/exchange/sync.tsx';
import { addFormAddresses } from './routes/form-addresses.ts';
import { addImportRoutes } from './routes/imports.tsx';
import { addLinkRoutes } from './routes/links.tsx';
import { addMadridRoutes } from './routes/madrid.tsx';
import { addRecordRoutes } from './routes/records.tsx';
import { addSessionRoutes } from './routes/session.tsx';
import { addSubscriptionRoutes } from './routes/subscriptions.tsx';
import { addUserRoutes } from './routes/users.tsx';
import { addWatchRoutes } from './routes/watch.tsx';

const MAX_FORM_BYTES = 64 << 10;

/** Everything unusable as a refusal that can be shown; faults of ours go on to the site. */
function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof InputError) {
    const [first] = error.problems;
    return new Refusal('request/invalid', 422, error.message, first?.remedy ?? '');
  }
  if (error instanceof HTTPException && error.status === 403) return forged();
  throw error;
}

/** The staff console under `/{language}/console`: nothing of it is shown to anybody who is not signed in. */
export function createConsole(parts: ConsoleParts): Console {
  const { deps, render, viewOf, asset } = parts;
  const app: Console = new Hono();

  app.onError((error, c) => {
    const refusal = toRefusal(error);
    const v = { ...viewOf(c), search: '' };
    c.status(refusal.status as ContentfulStatusCode);
    if (c.req.header('accept') === 'application/json') {
      const { code, message, remedy } = refusal;
      return c.json({ code, message, remedy });
    }
    const back = c.req.header('referer') ?? href(v, '/console');
    const problems = error instanceof InputError ? error.problems : undefined;
    const page = <RefusedPage v={v} refusal={refusal} problems={problems} back={back} />;
    return render(c, v, String(refusal.status), page);
  });

  app.use(csrf());
  app.use(async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-store');
  });
  const files = (c: Context, next: Next): Promise<void> => {
    c.req.raw = limitedBody(c.req.raw, deps.maxFileBytes, fileTooLarge);
    return next();
  };
  const forms = bodyLimit({ maxSize: MAX_FORM_BYTES, onError: fileTooLarge });

  app.use('/sign-in', forms);
  addSessionRoutes(app, parts);
  app.use(async (c, next) => {
    const v = viewOf(c);
    const desk = await openDesk(c, deps, v, asset);
    if (!desk) {
      const target = c.req.method === 'GET' ? `${v.path}${v.search}` : undefined;
      return c.redirect(href({ ...v, day: v.today }, '/console/sign-in', { next: target }), 303);
    }
    c.set('desk', desk);
    // Nobody's file is taken in before it is known who sends it.
    return (/\/(import|documents|receive)$/.test(c.req.path) ? files : forms)(c, next);
  });
  addFormAddresses(app);
  addImportRoutes(app, parts);
  addDraftRoutes(app, parts);
  addCorrectionRoutes(app, parts);
  addConflictRoutes(app, parts);
  addRecordRoutes(app, parts);
  addDisputeRoutes(app, parts);
  addEntryRoutes(app, parts);
  addLinkRoutes(app, parts);
  addUserRoutes(app, parts);
  addWatchRoutes(app, parts);
  addSubscriptionRoutes(app, parts);
  addMadridRoutes(app, parts);
  addPartnerRoutes(app, parts);
  addTargetRoutes(app, parts);
  addByHandRoutes(app, parts);
  addMessageRoutes(app, parts);
  addOutboxRoutes(app, parts);
  addSyncRoutes(app, parts);
  addOwnKeyRoutes(app, parts);
  addEvidenceRoutes(app, parts);
  return app;
}
