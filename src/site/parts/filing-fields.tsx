import type { Child, FC } from 'hono/jsx';
import type { Problem } from '../../gi/problem.ts';
import { limitOf, type Fields } from '../filing-fields.ts';
import { explain } from '../problem-texts.ts';
import type { View } from '../view.ts';
import { between } from './problem.tsx';

/** A filing's form on its page: what was typed, and what is wrong with it. */
export interface FormState {
  v: View;
  fields: Fields;
  problems: Problem[];
}

/** Inputs of the pages by the item of the filing they supply, where the two are called differently. */
const inputs: Record<string, string> = {
  designations: 'designate',
  numbers: 'number',
  newHolder: 'newName',
  'newHolder.nameLatin': 'newNameLatin',
  'newHolder.address': 'newAddress',
  holder: 'holderName',
  'holder.nameLatin': 'holderLatin',
  'holder.address': 'holderAddress',
  basicMark: 'gi',
  'basicMark.registeredOn': 'markRegisteredOn',
};

/** The input an item of a filing is typed into. */
export const inputOf = (item: string | undefined): string | undefined =>
  item === undefined ? undefined : (inputs[item] ?? item);

const idOf = (name: string): string => `${name}-problem`;

/** What is wrong with what stands in an input, in the reader's language, beside it. */
const Beside: FC<FormState & { name: string }> = ({ v, problems, name }) => {
  const here = problems.filter((p) => inputOf(p.place.field) === name);
  if (here.length === 0) return null;
  return (
    <div class="wrong" id={idOf(name)}>
      {here.map((p) => {
        const told = explain(v, p.code);
        const line =
          p.place.line === undefined ? '' : `${v.t('console:problem.line', { line: p.place.line })}: `;
        return told ? (
          <p>
            {line}
            {told.what}
            {between(v)}
            {told.remedy}
          </p>
        ) : (
          <p lang="en">
            {line}
            {p.message}. {p.remedy}
          </p>
        );
      })}
    </div>
  );
};

/** What names an input's hint and problem to those who do not see them. */
function told({ problems }: FormState, name: string, hint: boolean | undefined): object {
  const wrong = problems.some((p) => inputOf(p.place.field) === name);
  const by = [wrong && idOf(name), hint && `${name}-hint`].filter(Boolean).join(' ');
  return { ...(by && { 'aria-describedby': by }), ...(wrong && { 'aria-invalid': 'true' }) };
}

const Field: FC<{ form: FormState; name: string; hint?: boolean | undefined; children?: Child }> = (
  props,
) => {
  const { form, name, hint, children } = props;
  return (
    <div>
      <label for={name}>{form.v.t(`filing:field.${name}`)}</label>
      {children}
      <Beside {...form} name={name} />
      {hint && (
        <p class="quiet" id={`${name}-hint`}>
          {form.v.t(`filing:hint.${name}`)}
        </p>
      )}
    </div>
  );
};

export const Text: FC<{ form: FormState; name: string; hint?: boolean; required?: boolean }> = (props) => {
  const { form, name, hint, required } = props;
  return (
    <Field form={form} name={name} hint={hint}>
      <input
        id={name}
        name={name}
        type="text"
        maxlength={limitOf(name)}
        value={form.fields.text(name)}
        required={required}
        {...told(form, name, hint)}
      />
    </Field>
  );
};

export const Goods: FC<{ form: FormState }> = ({ form }) => (
  <Field form={form} name="goods" hint>
    <textarea id="goods" name="goods" rows={3} {...told(form, 'goods', true)}>
      {form.fields.text('goods')}
    </textarea>
  </Field>
);

/** A choice of languages; `open` where none need be chosen. */
export const Language: FC<{ form: FormState; name: string; codes: readonly string[]; open?: boolean }> = (
  props,
) => {
  const { form, name, codes, open } = props;
  const { v, fields } = form;
  return (
    <Field form={form} name={name}>
      <select id={name} name={name} {...told(form, name, false)}>
        {open && <option value="">–</option>}
        {codes.map((code) => (
          <option value={code} selected={code === fields.text(name)}>
            {v.f.language(code)}
          </option>
        ))}
      </select>
    </Field>
  );
};
