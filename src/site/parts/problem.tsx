import type { Child, FC } from 'hono/jsx';
import { explain, explainLine, ownRemedy, placeText, type Told } from '../problem-texts.ts';
import type { View } from '../view.ts';

/** What stands between two sentences: a full-width stop of Chinese brings its own space. */
export const between = (v: View): string => (v.lang === 'zh' ? '' : ' ');

/**
 * A problem or a refusal in the language of the page, with its code, its place and the gateway's own English sentences.
 * The children stand instead where there is nothing to translate: for readers of English, and for unknown codes.
 */
export const Explained: FC<{ v: View; problem: Told; children?: Child }> = ({ v, problem, children }) => {
  const told = explain(v, problem.code);
  if (!told) return <>{children}</>;
  const { code, message, place = {}, severity } = problem;
  const where = placeText(v, place);
  return (
    <>
      <p class="explained">
        {severity === 'warning' ? told.what : <strong>{told.what}</strong>}
        {between(v)}
        {told.remedy}
      </p>
      <p class="quiet">
        <code>{code}</code>
        {where && ` · ${where}`}
        <span class="own-line" lang="en">
          {message} {ownRemedy(v, problem)}
        </span>
      </p>
    </>
  );
};

/** Problems one after the other, in English where there is nothing to translate. */
export const ExplainedProblems: FC<{ v: View; problems: readonly Told[] }> = ({ v, problems }) => (
  <>
    {problems.map((p) => (
      <Explained v={v} problem={p}>
        <p lang="en">
          {p.message} {p.remedy}
        </p>
      </Explained>
    ))}
  </>
);

/** A line kept of a run or a try, in English; before it the explanation of the code it names, if it names one. */
export const ExplainedLine: FC<{ v: View; line: string; class?: string }> = ({ v, line, class: tone }) => {
  const told = explainLine(v, line);
  return (
    <>
      {told && <span class="own-line">{[told.what, told.remedy].join(between(v))}</span>}
      <span class={told ? 'quiet own-line' : tone} lang="en">
        {line}
      </span>
    </>
  );
};
