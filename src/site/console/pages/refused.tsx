import type { FC } from 'hono/jsx';
import type { Refusal } from '../../../platform/errors.ts';
import { href, type View } from '../../view.ts';
import { consoleTexts } from '../desk.ts';

/** A refusal told to somebody at the console: in their language where it has a text, with the gateway's own sentence. */
export const RefusedPage: FC<{ v: View; refusal: Refusal; back: string }> = ({ v, refusal, back }) => {
  const t = consoleTexts(v);
  const key = `refusal.${refusal.code}`;
  const told = t(key) === `console:${key}` || t(key) === key ? undefined : t(key);
  return (
    <div class="console">
      <h1 class="long-title">{told ?? t('refusal.title')}</h1>
      <p class="notice notice--error" lang="en">
        {refusal.message} {refusal.remedy}
      </p>
      <p class="quiet">
        <code>{refusal.code}</code>
      </p>
      <p class="actions">
        <a href={back}>{t('refusal.back')}</a>
        <a href={href(v, '/console')}>{t('nav.today')}</a>
      </p>
    </div>
  );
};
