import type { FC } from 'hono/jsx';
import { evidenceLevels } from '../../../gi/evidence.ts';
import { pt } from '../../parts/procedure.tsx';
import type { View } from '../../view.ts';

const idOf = (name: string, form: string | undefined): string =>
  form === undefined ? name : `${form}-${name}`;

/** A labelled field of a form; `type` is that of the input. */
export const Field: FC<{
  name: string;
  label: string;
  type?: 'text' | 'date';
  required?: boolean;
  value?: string;
  /** Tells it from fields of the same name in other forms of the page. */
  form?: string | undefined;
}> = ({ name, label, type = 'text', required = false, value, form }) => (
  <div>
    <label for={idOf(name, form)}>{label}</label>
    <input
      id={idOf(name, form)}
      name={name}
      type={type}
      value={value}
      required={required}
      {...(type === 'date'
        ? { min: '1900-01-01', max: '2999-12-31' }
        : { maxlength: 500, autocomplete: 'off' })}
    />
  </div>
);

/** A labelled choice; `none` adds a first option that says nothing. */
export const Choice: FC<{
  name: string;
  label: string;
  options: readonly (readonly [value: string, text: string])[];
  none?: string;
  chosen?: string;
  form?: string | undefined;
}> = ({ name, label, options, none, chosen, form }) => (
  <div>
    <label for={idOf(name, form)}>{label}</label>
    <select id={idOf(name, form)} name={name}>
      {none !== undefined && <option value="">{none}</option>}
      {options.map(([value, text]) => (
        <option value={value} selected={value === chosen}>
          {text}
        </option>
      ))}
    </select>
  </div>
);

/** How well something is known, and where it was read. */
export const EvidenceFields: FC<{ v: View; form?: string }> = ({ v, form }) => (
  <>
    <Choice
      name="level"
      label={pt(v, 'level')}
      options={evidenceLevels.map((level) => [level, v.t(`evidence.${level}`)])}
      chosen="public-source"
      form={form}
    />
    <Field name="source" label={pt(v, 'source')} required form={form} />
  </>
);
