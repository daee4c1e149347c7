import type { Child, FC } from 'hono/jsx';
import type { LegalReference } from '../../gi/entry.ts';
import { termOn, type Coexistence, type PhaseOut } from '../../gi/terms.ts';
import type { View } from '../view.ts';
import { EvidenceBadge } from './evidence.tsx';
import { pt } from './procedure.tsx';

/** From when until when, and what that means on the page's day. */
const Period: FC<{ v: View; term: { from?: string; until?: string } }> = ({ v, term }) => (
  <p class="term-period">
    {[
      term.from !== undefined && pt(v, 'termFrom', { date: v.f.day(term.from) }),
      term.until === undefined ? pt(v, 'noEnd') : pt(v, 'termUntil', { date: v.f.day(term.until) }),
    ]
      .filter(Boolean)
      .join(' ')}
    {' · '}
    <strong class={`term term--${termOn(term, v.day)}`}>
      {pt(v, `term.${termOn(term, v.day)}`, { date: v.f.day(v.day) })}
    </strong>
  </p>
);

const Fact: FC<{ name: string; value: string | undefined }> = ({ name, value }) =>
  value === undefined ? null : (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );

const Basis: FC<{ v: View; basis: LegalReference | undefined }> = ({ v, basis }) =>
  basis === undefined ? null : (
    <>
      <dt>{pt(v, 'basis')}</dt>
      <dd lang="en">{basis.uri ? <a href={basis.uri}>{basis.text}</a> : basis.text}</dd>
    </>
  );

interface TermsProps {
  v: View;
  phaseOuts: PhaseOut[];
  coexistence: Coexistence[];
  /** Adds something to a term, given its kind and place. */
  action?: (kind: 'phaseOuts' | 'coexistence', index: number) => Child;
}

/** Uses by others that are on record: transitional ones, and signs that stand beside the name. */
export const TermsList: FC<TermsProps> = ({ v, phaseOuts, coexistence, action }) => (
  <ul class="lines">
    {phaseOuts.map((term, i) => (
      <li class="line">
        <h3>{pt(v, 'phaseOut')}</h3>
        <Period v={v} term={term} />
        <dl>
          <Fact name={pt(v, 'who')} value={term.user} />
          <Fact name={pt(v, 'goods')} value={term.goods} />
          <Fact name={pt(v, 'sign')} value={term.sign} />
          <Fact name={pt(v, 'labelling')} value={term.labelling} />
          <Basis v={v} basis={term.basis} />
        </dl>
        <EvidenceBadge v={v} evidence={term.evidence} source />
        {action?.('phaseOuts', i)}
      </li>
    ))}
    {coexistence.map((term, i) => (
      <li class="line">
        <h3>
          {pt(v, `with.${term.with}`)}: {term.name}
        </h3>
        <Period v={v} term={term} />
        <dl>
          <Fact name={pt(v, 'number')} value={term.number} />
          <Fact name={pt(v, 'holder')} value={term.holder} />
          <Fact name={pt(v, 'labelling')} value={term.labelling} />
          <Basis v={v} basis={term.basis} />
        </dl>
        <EvidenceBadge v={v} evidence={term.evidence} source />
        {action?.('coexistence', i)}
      </li>
    ))}
  </ul>
);
