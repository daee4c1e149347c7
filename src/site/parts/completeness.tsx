import type { FC } from 'hono/jsx';
import type { Coverage } from '../../gi/protection.ts';
import type { View } from '../view.ts';

/** How much of a list is held, in words, and how much of that is sourced. */
export function completeness(v: View, { held, verified, expected }: Coverage): string {
  if (held === 0)
    return expected === undefined
      ? v.t('lists.nothing')
      : v.t('lists.nothingOf', { expected: v.f.number(expected) });
  const numbers = {
    held: v.f.number(held),
    ...(expected !== undefined && { expected: v.f.number(expected) }),
  };
  const amount =
    expected === undefined
      ? v.t('lists.countOnly', { count: held })
      : v.t(held > expected ? 'lists.more' : 'lists.of', numbers);
  return verified === held
    ? `${amount} · ${v.t('lists.allSourced')}`
    : `${amount} · ${v.t('lists.sourced', { count: verified })}`;
}

/** How much of a list is held, in words, with a bar where the total is known; the sourced part is solid. */
export const Completeness: FC<{ v: View; coverage: Coverage }> = ({ v, coverage }) => {
  const { held, verified, expected } = coverage;
  const share = (n: number, of: number): string => String((100 * n) / Math.max(of, held));
  return (
    <span class="completeness">
      {expected !== undefined && (
        <svg class="meter" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
          <rect class="meter-track" width="100" height="6" />
          <rect class="meter-held" width={share(held, expected)} height="6" />
          <rect class="meter-sourced" width={share(verified, expected)} height="6" />
        </svg>
      )}
      <span>{completeness(v, coverage)}</span>
    </span>
  );
};
