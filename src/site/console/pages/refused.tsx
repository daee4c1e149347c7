import type { FC } from 'hono/jsx';
import type { Refusal } from '../../../platform/errors.ts';
import { ExplainedProblems } from '../../parts/problem.tsx';
import { explain, type Told } from '../../problem-texts.ts';
import { href, type View } from '../../view.ts';
import { consoleTexts } from '../desk.ts';

/**
 * A refusal told to somebody at the console: in their language, with the gateway's own sentence.
 * `problems` are what an input was refused for; without them the refusal itself is explained.
 */
export const RefusedPage: FC<{ v: View; refusal: Refusal; problems?: Told[] | undefined; back: string }> = ({
  v,
  refusal,
  problems = [refusal],
  back,
}) => {
  const t = consoleTexts(v);
  const key = `refusal.${refusal.code}`;
  const told = t(key) === `console:${key}` || t(key) === key ? undefined : t(key);
  return (
    <div class="console">
      <h1 class="long-title">{told ?? t('refusal.title')}</h1>
      <div class="notice notice--error told">
        <ExplainedProblems v={v} problems={problems} />
      </div>
      {!explain(v, refusal.code) && (
        <p class="quiet">
          <code>{refusal.code}</code>
        </p>
      )}
      <p class="actions">
        <a href={back}>{t('refusal.back')}</a>
        <a href={href(v, '/console')}>{t('nav.today')}</a>
      </p>
    </div>
  );
};
