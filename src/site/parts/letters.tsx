import type { FC } from 'hono/jsx';
import type { NameForm } from '../../gi/name-form.ts';
import { ChangedValue } from './changed-value.tsx';
import { EvidenceBadge } from './evidence.tsx';
import type { View } from '../view.ts';
import { compareLetters, type Run } from '../../names/letter-diff.ts';

const Marked: FC<{ runs: Run[]; side: 'before' | 'after' }> = ({ runs, side }) => (
  <>
    {runs.map(({ text, same }) =>
      same ? text : side === 'before' ? <del class="letters">{text}</del> : <ins class="letters">{text}</ins>,
    )}
  </>
);

const isForm = (value: unknown): value is NameForm =>
  typeof value === 'object' && value !== null && 'text' in value && 'kind' in value && 'evidence' in value;

/** One side of a changed field: where both sides are texts or spellings, the letters that differ are marked. */
export const ComparedValue: FC<{
  v: View;
  field: string;
  before: unknown;
  after: unknown;
  side: 'before' | 'after';
}> = ({ v, field, before, after, side }) => {
  const value = side === 'before' ? before : after;
  if (isForm(before) && isForm(after)) {
    const form = side === 'before' ? before : after;
    return (
      <>
        <bdi lang={form.language}>
          <Marked runs={compareLetters(before.text, after.text)[side]} side={side} />
        </bdi>{' '}
        <EvidenceBadge v={v} evidence={form.evidence} source />
      </>
    );
  }
  const isCode = field === 'status' || field === 'product.class' || field.startsWith('dates.');
  if (typeof before === 'string' && typeof after === 'string' && !isCode) {
    return (
      <span class="value">
        <Marked runs={compareLetters(before, after)[side]} side={side} />
      </span>
    );
  }
  return <ChangedValue v={v} field={field} value={value} />;
};
