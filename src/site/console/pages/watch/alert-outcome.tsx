import type { FC } from 'hono/jsx';
import type { DisputeSummary } from '../../../../disputes/search.ts';
import type { WrittenRefusal } from '../../../../madrid/refusal/kept.ts';
import { href } from '../../../view.ts';
import type { Desk } from '../../desk.ts';

/** Cases that were opened and refusals that were written because of an alert. */
export interface AlertOutcome {
  cases: DisputeSummary[];
  refusals: WrittenRefusal[];
}

/** What a note or a reason says; where it names what was begun, that in words and with the way there. */
export const Said: FC<{ desk: Desk; text: string }> = ({ desk: { v }, text }) => {
  const [, kind, id, words = ''] = /^((?:ref|dsp)_)(\w+): (.*)$/s.exec(text) ?? [];
  if (kind === undefined) return <>{text}</>;
  return kind === 'ref_' ? (
    <a href={href(v, `/console/madrid/refusals/${kind}${id}`)}>
      {v.t('watch:alert.refused', { number: words })}
    </a>
  ) : (
    <a href={href(v, `/console/disputes/${kind}${id}`)}>
      <bdi>{words}</bdi>
    </a>
  );
};

/** What came of an alert, with the way there; nothing where nothing did. */
export const Outcome: FC<{ desk: Desk; outcome: AlertOutcome }> = ({ desk: { v }, outcome }) => {
  const { cases, refusals } = outcome;
  if (cases.length + refusals.length === 0) return null;
  return (
    <section aria-labelledby="outcome">
      <h2 id="outcome">{v.t('watch:alert.outcome')}</h2>
      <ul class="plain">
        {refusals.map((refusal) => (
          <li>
            <a href={href(v, `/console/madrid/refusals/${refusal.id}`)}>
              {v.t('watch:alert.refused', { number: refusal.number })}
            </a>{' '}
            <span class="quiet">
              {v.f.day(refusal.createdAt.slice(0, 10))} ·{' '}
              {refusal.sent
                ? v.t('madrid:desk.sentOn', { day: v.f.day(refusal.sent.on) })
                : v.t('madrid:desk.notSent')}
            </span>
          </li>
        ))}
        {cases.map(({ dispute, state }) => (
          <li>
            <a href={href(v, `/console/disputes/${dispute.id}`)}>
              <bdi>{dispute.title}</bdi>
            </a>{' '}
            <span class="quiet">
              {v.f.day(dispute.openedAt.slice(0, 10))} · {v.t(`disputes:stage.${state.stage}`)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
};
