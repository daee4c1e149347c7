import type { FC } from 'hono/jsx';
import type { LegalReference } from '../../gi/entry.ts';
import type { View } from '../view.ts';

/** A text one can look up, in the page's language where it is held so, with its address where it has one. */
export const Reference: FC<{ v: View; reference: LegalReference }> = ({
  v,
  reference: { text, uri, local },
}) => {
  const own = v.lang === 'en' ? undefined : local?.[v.lang];
  const shown = own ?? text;
  return <span lang={own === undefined ? 'en' : undefined}>{uri ? <a href={uri}>{shown}</a> : shown}</span>;
};
