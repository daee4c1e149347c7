import type { Child, FC } from 'hono/jsx';
import type { Problem } from '../../gi/problem.ts';
import { workingLanguages } from '../../madrid/filing/elements.ts';
import type { Attempt, Fields } from '../filing.ts';
import { href, type View } from '../view.ts';
import { Explained } from './problem.tsx';

export const Text: FC<{ v: View; fields: Fields; name: string; hint?: boolean; required?: boolean }> = (
  props,
) => {
  const { v, fields, name, hint, required } = props;
  return (
    <div>
      <label for={name}>{v.t(`filing:field.${name}`)}</label>
      <input
        id={name}
        name={name}
        type="text"
        maxlength={500}
        value={fields.text(name)}
        required={required}
        aria-describedby={hint ? `${name}-hint` : undefined}
      />
      {hint && (
        <p class="quiet" id={`${name}-hint`}>
          {v.t(`filing:hint.${name}`)}
        </p>
      )}
    </div>
  );
};

const Goods: FC<{ v: View; fields: Fields }> = ({ v, fields }) => (
  <div>
    <label for="goods">{v.t('filing:field.goods')}</label>
    <textarea id="goods" name="goods" rows={3} aria-describedby="goods-hint">
      {fields.text('goods', 20_000)}
    </textarea>
    <p class="quiet" id="goods-hint">
      {v.t('filing:hint.goods')}
    </p>
  </div>
);

const Language: FC<{ v: View; fields: Fields }> = ({ v, fields }) => (
  <div>
    <label for="language">{v.t('filing:field.language')}</label>
    <select id="language" name="language">
      {workingLanguages.map((code) => (
        <option value={code} selected={code === fields.text('language')}>
          {v.f.language(code)}
        </option>
      ))}
    </select>
  </div>
);

export const ProblemList: FC<{ v: View; problems: Problem[] }> = ({ v, problems }) => (
  <ul class="plain">
    {problems.map((p) => (
      <li>
        <Explained v={v} problem={p}>
          <span lang="en">
            {p.severity === 'error' ? <strong>{p.message}.</strong> : `${p.message}.`}{' '}
            <span class="quiet">{p.remedy}</span>
          </span>
        </Explained>
      </li>
    ))}
  </ul>
);

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

const More: FC<{ v: View; children?: Child }> = ({ v, children }) => (
  <details>
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
  first: Child;
  more: Child;
  /** Shown below the packages that were made. */
  children?: Child;
}> = ({ v, path, title, lead, go, fields, attempt, first, more, children }) => (
  <>
    <p class="eyebrow">
      <a href={href(v, '/madrid')}>{v.t('madrid:nav')}</a>
    </p>
    <h1>{title}</h1>
    <p class="lead">{lead}</p>
    <form class="stack panel" method="get" action={href(v, path)}>
      <div class="case-forms">
        {first}
        <Language v={v} fields={fields} />
      </div>
      <More v={v}>
        <Text v={v} fields={fields} name="receivedOn" hint />
        <Text v={v} fields={fields} name="fee" hint />
        <Text v={v} fields={fields} name="reference" />
        {more}
        <Goods v={v} fields={fields} />
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
