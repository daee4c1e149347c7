import type { Child, FC } from 'hono/jsx';
import type { Problem } from '../../gi/problem.ts';
import type { Check } from '../../madrid/filing/checklist.ts';
import { workingLanguages } from '../../madrid/filing/elements.ts';
import { changeForms } from '../../madrid/filing/forms.ts';
import type { FilingPackage } from '../../madrid/filing/prepare.ts';
import type { ChangePackage } from '../../madrid/filing/prepare-change.ts';
import type { Attempt, Fields } from '../filing.ts';
import { href, type View } from '../view.ts';

const base = '/madrid/filing';
const requests = '/madrid/requests';

const Text: FC<{ v: View; fields: Fields; name: string; hint?: boolean; required?: boolean }> = (props) => {
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

const ProblemList: FC<{ problems: Problem[] }> = ({ problems }) => (
  <ul class="plain">
    {problems.map((p) => (
      <li lang="en">
        {p.severity === 'error' ? <strong>{p.message}.</strong> : `${p.message}.`}{' '}
        <span class="quiet">{p.remedy}</span>
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
    <ProblemList problems={problems} />
  </div>
);

const CheckRow: FC<{ v: View; check: Check }> = ({ v, check }) => (
  <tr>
    <th scope="row">{v.t(`filing:check.${check.id}`)}</th>
    <td data-label={v.t('filing:state')}>
      <strong class={`condition condition--${check.state}`}>{v.t(`filing:states.${check.state}`)}</strong>
    </td>
    <td data-label={v.t('filing:what')}>
      {check.problems.length > 0 ? <ProblemList problems={check.problems} /> : '–'}
    </td>
    <td data-label={v.t('madrid:article')}>{check.article ?? '–'}</td>
  </tr>
);

const Checklist: FC<{ v: View; made: FilingPackage }> = ({ v, made }) => {
  const open = made.checklist.filter((c) => c.state === 'missing').length;
  return (
    <section aria-labelledby="checklist">
      <h2 id="checklist">{v.t('filing:checklist')}</h2>
      <p>{open === 0 ? v.t('filing:ready') : v.t('filing:open', { count: open })}</p>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">{v.t('filing:condition')}</th>
            <th scope="col">{v.t('filing:state')}</th>
            <th scope="col">{v.t('filing:what')}</th>
            <th scope="col">{v.t('madrid:article')}</th>
          </tr>
        </thead>
        <tbody>
          {made.checklist.map((check) => (
            <CheckRow v={v} check={check} />
          ))}
        </tbody>
      </table>
    </section>
  );
};

const More: FC<{ v: View; children?: Child }> = ({ v, children }) => (
  <details>
    <summary>{v.t('filing:more')}</summary>
    <div class="case-forms">{children}</div>
  </details>
);

/** The filing checklist of a GI's mark: what is met, what is missing, and the package in three forms. */
export const FilingPage: FC<{ v: View; fields: Fields; attempt: Attempt<FilingPackage> | undefined }> = (
  props,
) => {
  const { v, fields, attempt } = props;
  return (
    <>
      <p class="eyebrow">
        <a href={href(v, '/madrid')}>{v.t('madrid:nav')}</a>
      </p>
      <h1>{v.t('filing:title')}</h1>
      <p class="lead">{v.t('filing:lead')}</p>
      <form class="stack panel" method="get" action={href(v, base)}>
        <div class="case-forms">
          <Text v={v} fields={fields} name="gi" hint required />
          <Text v={v} fields={fields} name="designate" hint required />
          <Language v={v} fields={fields} />
        </div>
        <More v={v}>
          <Text v={v} fields={fields} name="receivedOn" hint />
          <Text v={v} fields={fields} name="fee" hint />
          <Text v={v} fields={fields} name="reference" />
          <Text v={v} fields={fields} name="holderLatin" />
          <Text v={v} fields={fields} name="holderAddress" />
          <Text v={v} fields={fields} name="regulations" />
          <Text v={v} fields={fields} name="representation" />
          <Goods v={v} fields={fields} />
        </More>
        <p>
          <button class="button" type="submit">
            {v.t('filing:go')}
          </button>
        </p>
      </form>
      {attempt && 'problems' in attempt && <Refused v={v} problems={attempt.problems} />}
      {attempt && 'made' in attempt && (
        <>
          <Downloads v={v} path={base} fields={fields} />
          <Checklist v={v} made={attempt.made} />
        </>
      )}
      <p>
        <a href={href(v, requests)}>{v.t('filing:toRequests')}</a>
      </p>
    </>
  );
};

/** Requests about a registration that stands: from a subsequent designation to its renewal. */
export const RequestsPage: FC<{ v: View; fields: Fields; attempt: Attempt<ChangePackage> | undefined }> = (
  props,
) => {
  const { v, fields, attempt } = props;
  return (
    <>
      <p class="eyebrow">
        <a href={href(v, '/madrid')}>{v.t('madrid:nav')}</a>
      </p>
      <h1>{v.t('filing:requests')}</h1>
      <p class="lead">{v.t('filing:requestsLead')}</p>
      <form class="stack panel" method="get" action={href(v, requests)}>
        <div class="case-forms">
          <div>
            <label for="form">{v.t('filing:field.form')}</label>
            <select id="form" name="form">
              {changeForms.map((form) => (
                <option value={form} selected={form === fields.text('form')}>
                  {form} – {v.t(`filing:forms.${form}`)}
                </option>
              ))}
            </select>
          </div>
          <Text v={v} fields={fields} name="number" hint required />
          <Text v={v} fields={fields} name="offices" hint />
          <Language v={v} fields={fields} />
        </div>
        <More v={v}>
          <Text v={v} fields={fields} name="receivedOn" hint />
          <Text v={v} fields={fields} name="fee" hint />
          <Text v={v} fields={fields} name="reference" />
          <Text v={v} fields={fields} name="newName" hint />
          <Text v={v} fields={fields} name="newNameLatin" />
          <Text v={v} fields={fields} name="newAddress" />
          <Text v={v} fields={fields} name="newCountry" />
          <Goods v={v} fields={fields} />
        </More>
        <p>
          <button class="button" type="submit">
            {v.t('filing:goRequest')}
          </button>
        </p>
      </form>
      {attempt && 'problems' in attempt && <Refused v={v} problems={attempt.problems} />}
      {attempt && 'made' in attempt && (
        <>
          <Downloads v={v} path={requests} fields={fields} />
          <section aria-labelledby="missing">
            <h2 id="missing">{v.t('filing:what')}</h2>
            {attempt.made.missing.length === 0 ? (
              <p>{v.t('filing:ready')}</p>
            ) : (
              <ProblemList problems={attempt.made.missing} />
            )}
          </section>
        </>
      )}
    </>
  );
};
