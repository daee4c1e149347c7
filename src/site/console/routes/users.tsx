import type { Context } from 'hono';
import {
  addUser,
  changeOwnPassword,
  listUsers,
  setDisabled,
  setPassword,
  setRole,
} from '../../../accounts/users.ts';
import { requireRole } from '../../../db/roles.ts';
import { InputError } from '../../../gi/problem.ts';
import { Refusal } from '../../../platform/errors.ts';
import { href } from '../../view.ts';
import type { Console, ConsoleEnv, ConsoleParts } from '../app.ts';
import { forgetSession, readForm, type Form } from '../desk.ts';
import { AccountPage, UsersPage } from '../pages/users.tsx';

export function addUserRoutes(app: Console, { deps, render }: ConsoleParts): void {
  const { db } = deps;

  const usersPage = async (c: Context<ConsoleEnv>, error?: InputError) => {
    const desk = { ...c.get('desk'), people: await listUsers(db) };
    if (error) c.status(422);
    return render(c, desk.v, desk.t('nav.users'), <UsersPage desk={desk} problems={error?.problems} />);
  };

  async function change(c: Context<ConsoleEnv>, form: Form): Promise<void> {
    const { ctx } = c.get('desk');
    const email = form.text('email', 200);
    switch (form.text('do')) {
      case 'add':
        await addUser(ctx, {
          email,
          name: form.text('name'),
          role: form.text('role'),
          password: form.secret('password'),
        });
        return;
      case 'role':
        await setRole(ctx, email, form.text('role'));
        return;
      case 'enable':
      case 'disable':
        await setDisabled(ctx, email, form.text('do') === 'disable');
        return;
      case 'password':
        await setPassword(ctx, email, form.secret('password'));
        return;
      default:
        throw new Refusal('request/invalid', 400, 'That is nothing this page does.', 'Use its buttons.');
    }
  }

  app.get('/users', async (c) => {
    await requireRole(db, c.get('desk').ctx.actor, 'admin');
    return usersPage(c);
  });

  app.post('/users', async (c) => {
    const form = await readForm(c);
    try {
      await change(c, form);
    } catch (error) {
      if (error instanceof InputError) return usersPage(c, error);
      throw error;
    }
    const done = form.text('do') === 'add' ? 'user-added' : 'user-changed';
    return c.redirect(href(c.get('desk').v, '/console/users', { done }), 303);
  });

  app.get('/account', (c) => {
    const desk = c.get('desk');
    return render(c, desk.v, desk.user.name, <AccountPage desk={desk} />);
  });

  app.post('/account', async (c) => {
    const desk = c.get('desk');
    const form = await readForm(c);
    try {
      await changeOwnPassword(desk.ctx, desk.user.email, {
        old: form.secret('old'),
        new: form.secret('new'),
      });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      c.status(422);
      return render(c, desk.v, desk.user.name, <AccountPage desk={desk} problems={error.problems} />);
    }
    forgetSession(c);
    return c.redirect(href(desk.v, '/console/sign-in'), 303);
  });
}
