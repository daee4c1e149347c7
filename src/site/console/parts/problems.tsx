import type { Child, FC } from 'hono/jsx';
import type { Problem } from '../../../gi/problem.ts';
import { ExplainedProblems } from '../../parts/problem.tsx';
import { explain, ownRemedy, placeText } from '../../problem-texts.ts';
import type { View } from '../../view.ts';
import type { Desk } from '../desk.ts';

/** What happened, in the language of the page with the English message below it; English alone as it is. */
const What: FC<{ v: View; problem: Problem }> = ({ v, problem: { code, message } }) => {
  const told = explain(v, code);
  if (!told)
    return (
      <>
        <span lang="en">{message}</span> <code class="quiet">{code}</code>
      </>
    );
  return (
    <>
      {told.what} <code class="quiet">{code}</code>
      <span class="quiet own-line" lang="en">
        {message}
      </span>
    </>
  );
};

const Remedy: FC<{ v: View; problem: Problem }> = ({ v, problem }) => {
  const told = explain(v, problem.code);
  const own = told ? ownRemedy(v, problem) : problem.remedy;
  return (
    <>
      {told?.remedy}
      {own && (
        <span class={told && 'quiet own-line'} lang="en">
          {own}
        </span>
      )}
    </>
  );
};

/** Problems of a file with place and remedy; `extra` adds a cell to each. */
export const ProblemTable: FC<{
  desk: Desk;
  problems: Problem[];
  extraTitle?: string;
  extra?: (index: number) => Child;
}> = ({ desk: { v, t }, problems, extraTitle, extra }) => (
  <table class="cards problems">
    <thead>
      <tr>
        <th scope="col">{t('problem.what')}</th>
        <th scope="col">{t('problem.where')}</th>
        <th scope="col">{t('problem.remedy')}</th>
        {extra && <th scope="col">{extraTitle}</th>}
      </tr>
    </thead>
    <tbody>
      {problems.map((p, index) => (
        <tr>
          <th scope="row">
            <span class={`severity severity--${p.severity}`}>{t(`problem.${p.severity}`)}</span>{' '}
            <What v={v} problem={p} />
          </th>
          <td data-label={t('problem.where')}>{placeText(v, p.place)}</td>
          <td data-label={t('problem.remedy')}>
            <Remedy v={v} problem={p} />
          </td>
          {extra && <td data-label={extraTitle}>{extra(index)}</td>}
        </tr>
      ))}
    </tbody>
  </table>
);

/** What was wrong with a form, in a notice above it; nothing where nothing was. */
export const ProblemNotice: FC<{ v: View; problems: Problem[] | undefined }> = ({ v, problems }) =>
  problems ? (
    <div class="notice notice--error" role="alert">
      <ExplainedProblems v={v} problems={problems} />
    </div>
  ) : null;
