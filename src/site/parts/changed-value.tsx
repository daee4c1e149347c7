import type { FC } from 'hono/jsx';
import { entryStatuses, type LegalReference } from '../../gi/entry.ts';
import { evidenceLevels, type Evidence } from '../../gi/evidence.ts';
import { nameKinds, type NameForm } from '../../gi/name-form.ts';
import type { ProcedureEvent } from '../../gi/procedure-event.ts';
import { productClasses } from '../../gi/product.ts';
import type { Coexistence, PhaseOut } from '../../gi/terms.ts';
import type { View } from '../view.ts';
import { EvidenceBadge } from './evidence.tsx';
import { Spelling } from './names.tsx';
import { EventDetails, pt } from './procedure.tsx';
import { TermsList } from './terms.tsx';

const has = (value: unknown, ...keys: string[]): boolean =>
  typeof value === 'object' && value !== null && keys.every((key) => key in value);
const isOneOf = (options: readonly string[], value: unknown): boolean => options.includes(value as string);

/** A name form's identity in a change set, `original|zh|龙井茶`, in words without its spelling. */
function nameRole(v: View, identity: string): string {
  const [kind = '', language = 'und'] = identity.split('|');
  return `${isOneOf(nameKinds, kind) ? v.t(`kind.${kind}`) : kind} · ${v.f.language(language)}`;
}

/** Which field changed: `dates.protected` is "Date, Protected", `names[original|zh|龙井茶]` "Name, Original · Chinese". */
export const FieldName: FC<{ v: View; field: string }> = ({ v, field }) => {
  const [, top = field, rest = ''] = /^([a-zA-Z]+)[.[]?(.*?)\]?$/.exec(field) ?? [];
  const detail = top === 'names' ? nameRole(v, rest) : top === 'dates' ? v.t(`event.${rest}`) : rest;
  return (
    <>
      {v.t(`field.${top}`)}
      {detail !== '' && <span class="quiet">{detail}</span>}
    </>
  );
};

/** A value of an entry for people: the domain's own shapes as everywhere else on the site, the rest as it is kept. */
export const ChangedValue: FC<{ v: View; field: string; value: unknown }> = ({ v, field, value }) => {
  if (value === undefined) return <span class="quiet">{v.t('diff.absent')}</span>;
  if (has(value, 'text', 'kind', 'evidence')) {
    const form = value as NameForm;
    return (
      <>
        <Spelling form={form} /> <EvidenceBadge v={v} evidence={form.evidence} source />
      </>
    );
  }
  if (has(value, 'level', 'source') && isOneOf(evidenceLevels, (value as Evidence).level)) {
    return <EvidenceBadge v={v} evidence={value as Evidence} source />;
  }
  if (has(value, 'kind', 'on', 'evidence')) {
    const event = value as ProcedureEvent;
    return (
      <>
        <time datetime={event.on}>{v.f.day(event.on)}</time> {pt(v, `event.${event.kind}`)}{' '}
        <EventDetails v={v} event={event} />
      </>
    );
  }
  if (field === 'phaseOuts' && has(value, 'until', 'user'))
    return <TermsList v={v} phaseOuts={[value as PhaseOut]} coexistence={[]} />;
  if (field === 'coexistence' && has(value, 'with', 'name'))
    return <TermsList v={v} phaseOuts={[]} coexistence={[value as Coexistence]} />;
  if (has(value, 'text')) return <span lang="en">{(value as LegalReference).text}</span>;
  if (Array.isArray(value)) {
    if (value.length === 0) return <span class="quiet">{v.t('diff.absent')}</span>;
    return (
      <ul class="values">
        {value.map((item) => (
          <li>
            <ChangedValue v={v} field={field} value={item} />
          </li>
        ))}
      </ul>
    );
  }
  if (field === 'status' && isOneOf(entryStatuses, value)) return <>{v.t(`status.${String(value)}`)}</>;
  if (field === 'product.class' && isOneOf(productClasses, value))
    return <>{v.t(`product.${String(value)}`)}</>;
  if (field.startsWith('dates.') && typeof value === 'string')
    return <time datetime={value}>{v.f.day(value)}</time>;
  return <span class="value">{typeof value === 'string' ? value : JSON.stringify(value)}</span>;
};
