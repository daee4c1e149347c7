import type { FC } from 'hono/jsx';

/** A labelled field of a form; `type` is that of the input. */
export const Field: FC<{
  name: string;
  label: string;
  type?: 'text' | 'date';
  required?: boolean;
  value?: string;
}> = ({ name, label, type = 'text', required = false, value }) => (
  <div>
    <label for={name}>{label}</label>
    <input
      id={name}
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
}> = ({ name, label, options, none, chosen }) => (
  <div>
    <label for={name}>{label}</label>
    <select id={name} name={name}>
      {none !== undefined && <option value="">{none}</option>}
      {options.map(([value, text]) => (
        <option value={value} selected={value === chosen}>
          {text}
        </option>
      ))}
    </select>
  </div>
);
