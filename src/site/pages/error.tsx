import type { FC } from 'hono/jsx';
import { Explained } from '../parts/problem.tsx';
import { SearchBox } from '../parts/search-box.tsx';
import { explain, type Told } from '../problem-texts.ts';
import { href, type View } from '../view.ts';

/** An error told to a visitor: `detail` is in the language of the page. */
export interface PageError {
  status: 400 | 404 | 413 | 500;
  detail?: string;
  refusal?: Told;
}

const Refused: FC<{ v: View; refusal: Told }> = ({ v, refusal }) =>
  explain(v, refusal.code) ? (
    <div class="notice told">
      <Explained v={v} problem={refusal} />
    </div>
  ) : (
    <>
      <p class="notice" lang="en">
        {refusal.message}
      </p>
      <p>
        {v.t('error.remedy')}: <span lang="en">{refusal.remedy}</span>
      </p>
    </>
  );

export const ErrorPage: FC<{ v: View; error: PageError }> = ({ v, error: { status, detail, refusal } }) => (
  <>
    <p class="eyebrow">{status}</p>
    <h1>{v.t(`error.${status}`)}</h1>
    {status === 404 && <p>{v.t('error.404text')}</p>}
    {status === 500 && <p>{v.t('error.500text')}</p>}
    {detail && <p class="notice">{detail}</p>}
    {refusal && <Refused v={v} refusal={refusal} />}
    {status === 404 && <SearchBox v={v} />}
    <p>
      <a class="more" href={href({ ...v, day: v.today }, '/')}>
        {v.t('error.home')}
      </a>
    </p>
  </>
);
