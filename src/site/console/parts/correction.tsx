import type { FC } from 'hono/jsx';
import { correctionRulings } from '../../../db/schema/index.ts';
import type { CorrectionView } from '../../../lists/corrections/view.ts';
import { FieldName } from '../../parts/changed-value.tsx';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';
import { Token } from './frame.tsx';
import { ComparedValue } from '../../parts/letters.tsx';

/** What the partner says and what is published instead, letter by letter, with who corrected it and why. */
export const Corrected: FC<{ desk: Desk; correction: CorrectionView }> = ({ desk, correction }) => {
  const { v, t } = desk;
  const { field, partnerValue, value } = correction;
  const sides = { v, field, before: partnerValue, after: value };
  return (
    <div class="correction">
      <FieldName v={v} field={field} />
      <span class="before">
        <span class="quiet">{t('correction.partner')}</span> <ComparedValue {...sides} side="before" />
      </span>
      <span class="after">
        <span class="quiet">{t('correction.ours')}</span> <ComparedValue {...sides} side="after" />
      </span>
      <span class="quiet">
        {correction.reason} · {desk.who(correction.createdBy)} · {v.f.moment(correction.createdAt)}
      </span>
    </div>
  );
};

/** The choice a suspended correction waits for: what the partner says now, or the correction still. */
export const Suspended: FC<{ desk: Desk; draftId: string; correction: CorrectionView; open: boolean }> = (
  props,
) => {
  const { desk, draftId, correction, open } = props;
  const { v, t } = desk;
  const { field, partnerValue, seen } = correction;
  return (
    <li class="panel suspended" data-suspended={correction.id}>
      <p>
        <strong class="loud">{t('correction.suspended')}</strong> <code class="quiet">{correction.key}</code>
      </p>
      <Corrected desk={desk} correction={correction} />
      <p>
        <span class="quiet">{t('correction.now')}</span>{' '}
        <ComparedValue v={v} field={field} before={partnerValue} after={seen} side="after" />
      </p>
      {open && (
        <form class="inline" method="post" action={href(v, `/console/drafts/${draftId}/correction-rulings`)}>
          <Token desk={desk} />
          <input type="hidden" name="correction" value={correction.id} />
          <label for={`why-${correction.id}`}>{t('correction.reason')}</label>
          <input id={`why-${correction.id}`} name="reason" type="text" maxlength={2000} required />
          {correctionRulings.map((ruling) => (
            <button class="button button--quiet" type="submit" name="ruling" value={ruling}>
              {t(`correction.${ruling}`)}
            </button>
          ))}
        </form>
      )}
    </li>
  );
};

/** Takes a correction back, with the reason. */
export const Withdraw: FC<{ desk: Desk; correction: CorrectionView }> = ({ desk, correction }) => {
  const { v, t } = desk;
  const id = `withdraw-${correction.id}`;
  return (
    <details>
      <summary>{t('correction.withdraw')}</summary>
      <form class="inline" method="post" action={href(v, '/console/corrections/withdraw')}>
        <Token desk={desk} />
        <input type="hidden" name="correction" value={correction.id} />
        <label for={id}>{t('correction.reason')}</label>
        <input id={id} name="reason" type="text" maxlength={2000} required />
        <button class="button button--quiet" type="submit">
          {t('correction.withdrawIt')}
        </button>
      </form>
    </details>
  );
};
