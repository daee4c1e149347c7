import type { Child, FC } from 'hono/jsx';
import type { Problem } from '../../gi/problem.ts';
import { workingLanguages } from '../../madrid/filing/elements.ts';
import type { Attempt } from '../filing.ts';
import type { Fields } from '../filing-fields.ts';
import { href, type View } from '../view.ts';
import { Goods, inputOf, Language, Text, type FormState } from './filing-fields.tsx';
import { Explained } from './problem.tsx';

/** Leads to the input that takes what is missing. */
const InField: FC<{ v: View; name: string }> = ({ v, name }) => (
  <p class="quiet">
    {v.t('filing:inField')} <a href={`#${name}`}>{v.t(`filing:field.${name}`)}</a>
  </p>
);

/** Problems of a package; `inputs` are those of the page, to which the problems lead that they can mend. */
export const ProblemList: FC<{ v: View; problems: Problem[]; inputs?: readonly string[] }> = (props) => {
  const { v, problems, inputs = [] } = props;
  const nameOf = (p: Problem): string | undefined => inputs.find((name) => name === inputOf(p.place.field));
  return (
    <ul class="plain">
      {problems.map((p) => (
        <li>
          <Explained v={v} problem={p}>
            <span lang="en">
              {p.severity === 'error' ? <strong>{p.message}.</strong> : `${p.message}.`}{' '}
              <span class="quiet">{p.remedy}</span>
            </span>
          </Explained>
          {nameOf(p) && <InField v={v} name={nameOf(p)!} />}
        </li>
      ))}
    </ul>
  );
};

const Downloads: FC<{ v: View; path: string; fields: Fields }> = ({ v, path, fields }) => (
  <p class="actions">
    {(['pdf', 'xml', 'json'] as const).map((kind) => (
      <a class="button" href={`/${v.lang}${path}/package.${kind}?${fields.query()}`}>
        {v.t(`filing:download.${kind}`)}
      </a>
    ))}
  </p>
);

const Refused: FC<{ v: View; problems: Problem[] }> = ({ v, problems }) => (
  <div class="notice notice--error" role="alert">
    <p>{v.t('filing:refused')}</p>
    <ProblemList v={v} problems={problems} />
  </div>
);

/** Inputs that stand outside of what is folded away. */
const shownAlways = ['gi', 'designate', 'number', 'offices', 'language'];

const More: FC<FormState & { children?: Child }> = ({ v, problems, children }) => (
  <details open={problems.some((p) => !shownAlways.includes(inputOf(p.place.field) ?? 'gi'))}>
    <summary>{v.t('filing:more')}</summary>
    <div class="case-forms">{children}</div>
  </details>
);

/** What is asked of the person who fills in a form for the International Bureau, and what came of it. */
export const FilingFrame: FC<{
  v: View;
  /** Address of the page, where its packages lie too. */
  path: string;
  title: string;
  lead: string;
  go: string;
  fields: Fields;
  attempt: Attempt<unknown> | undefined;
  /** Fields that are always shown, and those for a filing that is nearly ready. */
  first: (form: FormState) => Child;
  more: (form: FormState) => Child;
  /** Shown below the packages that were made. */
  children?: Child;
}> = ({ v, path, title, lead, go, fields, attempt, first, more, children }) => {
  const form = { v, fields, problems: attempt && 'problems' in attempt ? attempt.problems : [] };
  return (
    <>
      <p class="eyebrow">
        <a href={href(v, '/madrid')}>{v.t('madrid:nav')}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">{lead}</p>
      <form class="stack panel" method="get" action={href(v, path)}>
        <div class="case-forms">
          {first(form)}
          <Language form={form} name="language" codes={workingLanguages} />
        </div>
        <More {...form}>
          <Text form={form} name="receivedOn" hint />
          <Text form={form} name="fee" hint />
          <Text form={form} name="reference" />
          {more(form)}
          <Goods form={form} />
        </More>
        <p>
          <button class="button" type="submit">
            {go}
          </button>
        </p>
      </form>
      {attempt && 'problems' in attempt && <Refused v={v} problems={attempt.problems} />}
      {attempt && 'made' in attempt && <Downloads v={v} path={path} fields={fields} />}
      {children}
    </>
  );
};
