import type { FC } from 'hono/jsx';
import type { Partner } from '../../../../exchange/partners.ts';
import { formats } from '../../../../formats/registry.ts';
import type { Agreement } from '../../../../gi/agreement.ts';
import type { Problem } from '../../../../gi/problem.ts';
import { href } from '../../../view.ts';
import type { Desk } from '../../desk.ts';
import { ExchangeFrame } from '../../parts/exchange.tsx';
import { ProblemNotice } from '../../parts/problems.tsx';
import { Token } from '../../parts/frame.tsx';

/** What is recorded of a partner office, as fields of a form hold it. */
export interface PartnerFields {
  code: string;
  name: string;
  keys: string;
  contacts: string;
  formats: string[];
  every: string;
  note: string;
  /** Whether only the agreements named count. */
  named: boolean;
  agreements: string[];
  trust: string;
  suspended: boolean;
}

const lines = (all: string[]): string => all.join('\n');

/** The fields of a partner that is on record. */
export function fieldsOf(partner: Partner): PartnerFields {
  const { code, name, keys, contacts, formats, schedule, agreements, trust, suspended } = partner;
  return {
    code,
    name,
    keys: JSON.stringify(keys, null, 2),
    contacts: lines(
      contacts.map((c) =>
        [c.name, c.role ?? '', c.email ?? '', c.phone ?? ''].join('; ').replace(/[; ]+$/, ''),
      ),
    ),
    formats,
    every: schedule.every ?? '',
    note: schedule.note ?? '',
    named: agreements !== undefined,
    agreements: agreements ?? [],
    trust: lines(Object.entries(trust).map(([list, level]) => `${list} = ${level}`)),
    suspended,
  };
}

/** What is told to record a partner office; everything takes the place of what stood there. */
export const PartnerFormPage: FC<{
  desk: Desk;
  fields: PartnerFields;
  isNew: boolean;
  agreements: Agreement[];
  problems?: Problem[];
}> = ({ desk, fields, isNew, agreements, problems }) => {
  const { v } = desk;
  const t = (key: string) => v.t(`exchange:partner.${key}`);
  const title = isNew ? t('add') : v.t('exchange:partner.editing', { office: v.f.country(fields.code) });
  const action = isNew ? '/console/partners' : `/console/partners/${fields.code}`;
  const named = agreements.map((a) => a.id);
  const known = [...named, ...fields.agreements.filter((id) => !named.includes(id))];
  const area = (name: 'keys' | 'contacts' | 'trust', rows: number) => (
    <>
      <label for={name}>{t(name)}</label>
      <textarea id={name} name={name} rows={rows} spellcheck={false} aria-describedby={`${name}-hint`}>
        {fields[name]}
      </textarea>
      <p class="quiet" id={`${name}-hint`}>
        {t(`${name}Hint`)}
      </p>
    </>
  );
  return (
    <ExchangeFrame desk={desk} title={title}>
      <ProblemNotice v={desk.v} problems={problems} />
      <form class="stack panel" method="post" action={href(v, action)}>
        <Token desk={desk} />
        {isNew && (
          <>
            <label for="code">{t('code')}</label>
            <input id="code" name="code" type="text" maxlength={2} value={fields.code} required />
          </>
        )}
        <label for="name">{t('office')}</label>
        <input id="name" name="name" type="text" maxlength={200} value={fields.name} required />
        {area('keys', 8)}
        {area('contacts', 3)}
        <fieldset>
          <legend>{t('formats')}</legend>
          {formats.map(({ id }) => (
            <label>
              <input type="checkbox" name="formats" value={id} checked={fields.formats.includes(id)} /> {id}
            </label>
          ))}
        </fieldset>
        <label for="every">{t('every')}</label>
        <input id="every" name="every" type="text" maxlength={20} value={fields.every} placeholder="P1M" />
        <label for="note">{t('note')}</label>
        <input id="note" name="note" type="text" maxlength={500} value={fields.note} />
        <fieldset>
          <legend>{t('agreements')}</legend>
          <label>
            <input type="radio" name="named" value="no" checked={!fields.named} /> {t('asParty')}
          </label>
          <label>
            <input type="radio" name="named" value="yes" checked={fields.named} /> {t('onlyThese')}
          </label>
          {known.map((id) => (
            <label>
              <input type="checkbox" name="agreements" value={id} checked={fields.agreements.includes(id)} />{' '}
              {id}
            </label>
          ))}
        </fieldset>
        {area('trust', 3)}
        <p>
          <label>
            <input type="checkbox" name="suspended" value="yes" checked={fields.suspended} /> {t('suspend')}
          </label>
        </p>
        <p>
          <button class="button" type="submit">
            {t('save')}
          </button>
        </p>
      </form>
    </ExchangeFrame>
  );
};
