import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { sessionOf, signIn, signOut } from '../../../accounts/sessions.ts';
import { addressOf } from '../../../platform/client-address.ts';
import { Refusal } from '../../../platform/errors.ts';
import { href } from '../../view.ts';
import type { Console, ConsoleParts } from '../app.ts';
import { forgetSession, Form, readForm, rememberSession, sessionToken } from '../desk.ts';
import { SignInPage } from '../pages/sign-in.tsx';

/** The client's address; one for all where there is no connection to ask. */
const clientOf = (c: Context): string => addressOf(c.env) ?? 'unknown';

/** A page of the console to go to after signing in; anything else leads to the desk. */
function safeNext(next: string): string {
  return /^\/console(?:[/?][^\\]*)?$/.test(next) ? next : '/console';
}

export function addSessionRoutes(app: Console, { deps, render, viewOf }: ConsoleParts): void {
  app.get('/sign-in', async (c) => {
    const v = viewOf(c);
    const token = sessionToken(c);
    if (token && (await sessionOf(deps, token))) return c.redirect(href(v, '/console'), 303);
    const next = safeNext(c.req.query('next') ?? '');
    return render(c, v, v.t('console:signIn.title'), <SignInPage v={v} email="" next={next} />);
  });

  app.post('/sign-in', async (c) => {
    const v = viewOf(c);
    const form = new Form(await c.req.parseBody());
    const [email, next] = [form.text('email', 200), safeNext(form.text('next'))];
    try {
      const { token } = await signIn(deps, {
        email,
        password: form.secret('password'),
        address: clientOf(c),
      });
      rememberSession(c, token);
      return c.redirect(`/${v.lang}${next}`, 303);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      c.status(error.status as ContentfulStatusCode);
      const page = <SignInPage v={v} email={email} next={next} refused={error.code} />;
      return render(c, v, v.t('console:signIn.title'), page);
    }
  });

  app.post('/sign-out', async (c) => {
    const v = viewOf(c);
    await readForm(c);
    await signOut(deps, sessionToken(c) ?? '');
    forgetSession(c);
    return c.redirect(href(v, '/console/sign-in'), 303);
  });
}
