import type { FC } from 'hono/jsx';
import type { Check } from '../../madrid/filing/checklist.ts';
import { secondLanguages } from '../../madrid/filing/elements.ts';
import type { FilingPackage } from '../../madrid/filing/prepare.ts';
import type { Attempt } from '../filing.ts';
import type { Fields } from '../filing-fields.ts';
import { FilingFrame, ProblemList } from '../parts/filing.tsx';
import { Language, Text } from '../parts/filing-fields.tsx';
import { between } from '../parts/problem.tsx';
import { href, type View } from '../view.ts';

/** Inputs that take what the checklist asks for. */
const inputs = [
  'holderName',
  'holderLatin',
  'holderAddress',
  'markRegisteredOn',
  'transliteration',
  'translation',
  'goods',
  'receivedOn',
  'fee',
  'regulations',
  'representation',
  'secondLanguage',
  'intentToUse',
];

const CheckRow: FC<{ v: View; check: Check }> = ({ v, check }) => (
  <tr>
    <th scope="row">{v.t(`filing:check.${check.id}`)}</th>
    <td data-label={v.t('filing:state')}>
      <strong class={`condition condition--${check.state}`}>{v.t(`filing:states.${check.state}`)}</strong>
    </td>
    <td data-label={v.t('filing:what')}>
      {check.problems.length > 0 ? <ProblemList v={v} problems={check.problems} inputs={inputs} /> : '–'}
    </td>
    <td data-label={v.t('madrid:article')}>{check.article ?? '–'}</td>
  </tr>
);

const Checklist: FC<{ v: View; made: FilingPackage }> = ({ v, made }) => {
  const open = made.missing.filter((p) => p.severity === 'error').length;
  const others = made.missing.length - open;
  return (
    <section aria-labelledby="checklist">
      <h2 id="checklist">{v.t('filing:checklist')}</h2>
      <p>
        {open === 0 ? v.t('filing:ready') : v.t('filing:open', { count: open })}
        {others > 0 && between(v)}
        {others > 0 && v.t('filing:toCheck', { count: others })}
      </p>
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

/** The filing checklist of a GI's mark: what is met, what is missing, and the package in three forms. */
export const FilingPage: FC<{ v: View; fields: Fields; attempt: Attempt<FilingPackage> | undefined }> = (
  props,
) => {
  const { v, fields, attempt } = props;
  return (
    <FilingFrame
      v={v}
      path="/madrid/filing"
      title={v.t('filing:title')}
      lead={v.t('filing:lead')}
      go={v.t('filing:go')}
      fields={fields}
      attempt={attempt}
      first={(form) => (
        <>
          <Text form={form} name="gi" hint required />
          <Text form={form} name="designate" hint required />
        </>
      )}
      more={(form) => (
        <>
          <Text form={form} name="holderName" hint />
          <Text form={form} name="holderLatin" />
          <Text form={form} name="holderAddress" />
          <Text form={form} name="holderCountry" />
          <Text form={form} name="markRegisteredOn" hint />
          <Text form={form} name="transliteration" hint />
          <Text form={form} name="translation" hint />
          <Language form={form} name="secondLanguage" codes={secondLanguages} open />
          <Text form={form} name="intentToUse" />
          <Text form={form} name="regulations" />
          <Text form={form} name="representation" />
        </>
      )}
    >
      {attempt && 'made' in attempt && <Checklist v={v} made={attempt.made} />}
      <p>
        <a href={href(v, '/madrid/requests')}>{v.t('filing:toRequests')}</a>
      </p>
    </FilingFrame>
  );
};
