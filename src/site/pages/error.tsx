import type { FC } from 'hono/jsx';
import { SearchBox } from '../parts/search-box.tsx';
import { href, type View } from '../view.ts';

/** An error told to a visitor; `detail` and `remedy` are the gateway's own English sentences. */
export interface PageError {
  status: 400 | 404 | 413 | 500;
  detail?: string;
  remedy?: string;
}

export const ErrorPage: FC<{ v: View; error: PageError }> = ({ v, error: { status, detail, remedy } }) => (
  <>
    <p class="eyebrow">{status}</p>
    <h1>{v.t(`error.${status}`)}</h1>
    {status === 404 && <p>{v.t('error.404text')}</p>}
    {status === 500 && <p>{v.t('error.500text')}</p>}
    {detail && <p class="notice">{detail}</p>}
    {remedy && (
      <p>
        {v.t('error.remedy')}: <span lang="en">{remedy}</span>
      </p>
    )}
    {status === 404 && <SearchBox v={v} />}
    <p>
      <a class="more" href={href({ ...v, day: v.today }, '/')}>
        {v.t('error.home')}
      </a>
    </p>
  </>
);
