import type { FC } from 'hono/jsx';
import { changeForms } from '../../madrid/filing/forms.ts';
import type { ChangePackage } from '../../madrid/filing/prepare-change.ts';
import type { Attempt } from '../filing.ts';
import type { Fields } from '../filing-fields.ts';
import { FilingFrame, ProblemList } from '../parts/filing.tsx';
import { Text } from '../parts/filing-fields.tsx';
import type { View } from '../view.ts';

/** Inputs that take what a request lacks. */
const inputs = ['number', 'offices', 'receivedOn', 'fee', 'goods', 'newName', 'newNameLatin', 'newAddress'];

/** Requests about a registration that stands: from a subsequent designation to its renewal. */
export const RequestsPage: FC<{ v: View; fields: Fields; attempt: Attempt<ChangePackage> | undefined }> = (
  props,
) => {
  const { v, fields, attempt } = props;
  return (
    <FilingFrame
      v={v}
      path="/madrid/requests"
      title={v.t('filing:requests')}
      lead={v.t('filing:requestsLead')}
      go={v.t('filing:goRequest')}
      fields={fields}
      attempt={attempt}
      first={(form) => (
        <>
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
          <Text form={form} name="number" hint required />
          <Text form={form} name="offices" hint />
        </>
      )}
      more={(form) => (
        <>
          <Text form={form} name="newName" hint />
          <Text form={form} name="newNameLatin" />
          <Text form={form} name="newAddress" />
          <Text form={form} name="newCountry" />
        </>
      )}
    >
      {attempt && 'made' in attempt && (
        <section aria-labelledby="missing">
          <h2 id="missing">{v.t('filing:what')}</h2>
          {attempt.made.missing.length === 0 ? (
            <p>{v.t('filing:ready')}</p>
          ) : (
            <ProblemList v={v} problems={attempt.made.missing} inputs={inputs} />
          )}
        </section>
      )}
    </FilingFrame>
  );
};
