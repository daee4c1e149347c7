import type { FC } from 'hono/jsx';
import type { Problem } from '../../../gi/problem.ts';
import { roles } from '../../../db/schema/index.ts';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';
import { Frame, Token } from '../parts/frame.tsx';
import { ProblemNotice } from '../parts/problems.tsx';

/** Who has an account, and what each may do. */
export const UsersPage: FC<{ desk: Desk; problems?: Problem[] }> = ({ desk, problems }) => {
  const { v, t } = desk;
  const options = (chosen: string) =>
    roles.map((role) => (
      <option value={role} selected={role === chosen}>
        {t(`role.${role}`)}
      </option>
    ));
  return (
    <Frame desk={desk} title={t('nav.users')}>
      <ProblemNotice v={desk.v} problems={problems} />
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">{t('users.name')}</th>
            <th scope="col">{t('users.role')}</th>
            <th scope="col">{t('users.state')}</th>
            <th scope="col">{t('users.newPassword')}</th>
          </tr>
        </thead>
        <tbody>
          {desk.people.map((person) => (
            <tr>
              <th scope="row">
                {person.name}
                <span class="quiet">{person.email}</span>
              </th>
              <td data-label={t('users.role')}>
                <form class="inline" method="post" action={href(v, '/console/users')}>
                  <Token desk={desk} />
                  <input type="hidden" name="email" value={person.email} />
                  <select name="role" aria-label={t('users.roleOf', { name: person.name })}>
                    {options(person.role)}
                  </select>
                  <button class="link" type="submit" name="do" value="role">
                    {t('users.save')}
                  </button>
                </form>
              </td>
              <td data-label={t('users.state')}>
                <form class="inline" method="post" action={href(v, '/console/users')}>
                  <Token desk={desk} />
                  <input type="hidden" name="email" value={person.email} />
                  {t(person.disabled ? 'users.closed' : 'users.open')}{' '}
                  <button class="link" type="submit" name="do" value={person.disabled ? 'enable' : 'disable'}>
                    {t(person.disabled ? 'users.enable' : 'users.disable')}
                  </button>
                </form>
              </td>
              <td data-label={t('users.newPassword')}>
                <form class="inline" method="post" action={href(v, '/console/users')}>
                  <Token desk={desk} />
                  <input type="hidden" name="email" value={person.email} />
                  <input
                    name="password"
                    type="password"
                    autocomplete="new-password"
                    aria-label={t('users.passwordOf', { name: person.name })}
                    required
                  />
                  <button class="link" type="submit" name="do" value="password">
                    {t('users.save')}
                  </button>
                </form>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <form class="stack panel" method="post" action={href(v, '/console/users')}>
        <h2>{t('users.add')}</h2>
        <Token desk={desk} />
        <label for="name">{t('users.name')}</label>
        <input id="name" name="name" type="text" maxlength={200} autocomplete="off" required />
        <label for="email">{t('signIn.email')}</label>
        <input id="email" name="email" type="email" maxlength={200} autocomplete="off" required />
        <label for="role">{t('users.role')}</label>
        <select id="role" name="role">
          {options('editor')}
        </select>
        <label for="password">{t('signIn.password')}</label>
        <input id="password" name="password" type="password" autocomplete="new-password" required />
        <p>
          <button class="button" type="submit" name="do" value="add">
            {t('users.addButton')}
          </button>
        </p>
      </form>
    </Frame>
  );
};

/** A person's own account. */
export const AccountPage: FC<{ desk: Desk; problems?: Problem[] }> = ({ desk, problems }) => {
  const { v, t, user } = desk;
  return (
    <Frame desk={desk} title={user.name}>
      <p>
        {user.email} · {t(`role.${user.role}`)}: {t(`roleText.${user.role}`)}
      </p>
      <ProblemNotice v={desk.v} problems={problems} />
      <form class="stack" method="post" action={href(v, '/console/account')}>
        <Token desk={desk} />
        <label for="old">{t('account.old')}</label>
        <input id="old" name="old" type="password" autocomplete="current-password" required />
        <label for="new">{t('users.newPassword')}</label>
        <input id="new" name="new" type="password" autocomplete="new-password" required />
        <p class="quiet">{t('account.hint')}</p>
        <p>
          <button class="button" type="submit">
            {t('account.button')}
          </button>
        </p>
      </form>
    </Frame>
  );
};
