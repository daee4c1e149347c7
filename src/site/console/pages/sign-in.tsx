import type { FC } from 'hono/jsx';
import { href, type View } from '../../view.ts';
import { consoleTexts } from '../desk.ts';

/** `refused` is the code of the refusal that answers an attempt. */
export const SignInPage: FC<{ v: View; email: string; next: string; refused?: string }> = (props) => {
  const { v, email, next, refused } = props;
  const t = consoleTexts(v);
  return (
    <div class="console">
      <h1>{t('signIn.title')}</h1>
      <p class="lead">{t('signIn.lead')}</p>
      {refused && (
        <p id="refused" class="notice notice--error" role="alert">
          {t(`refusal.${refused}`)}
        </p>
      )}
      <form class="stack" method="post" action={href({ ...v, day: v.today }, '/console/sign-in')}>
        <input type="hidden" name="next" value={next} />
        <label for="email">{t('signIn.email')}</label>
        <input
          id="email"
          name="email"
          type="email"
          autocomplete="username"
          value={email}
          required
          aria-describedby={refused && 'refused'}
        />
        <label for="password">{t('signIn.password')}</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required />
        <p>
          <button class="button" type="submit">
            {t('signIn.button')}
          </button>
        </p>
      </form>
      <p class="quiet">{t('signIn.help')}</p>
    </div>
  );
};
