import type { FC } from 'hono/jsx';
import { href, type View } from '../view.ts';

/** Asks once before a subscription ends; without a name it has ended. */
export const UnsubscribePage: FC<{ v: View; id: string; token: string; name?: string }> = ({
  v,
  id,
  token,
  name,
}) => (
  <>
    <h1>{v.t('watch:stop.title')}</h1>
    {name === undefined ? (
      <p class="notice" role="status">
        {v.t('watch:stop.done')}
      </p>
    ) : (
      <form method="post" action={href(v, `/unsubscribe/${id}`, { token })}>
        <p>{v.t('watch:stop.text', { name })}</p>
        <button class="button" type="submit">
          {v.t('watch:stop.button')}
        </button>
      </form>
    )}
  </>
);
