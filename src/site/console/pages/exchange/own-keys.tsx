import type { FC } from 'hono/jsx';
import type { JWK } from 'jose';
import { MOST_OVERLAP_DAYS, USUAL_OVERLAP_DAYS } from '../../../../exchange/keys/rotate.ts';
import { href } from '../../../view.ts';
import type { Desk } from '../../desk.ts';
import { ExchangeFrame } from '../../parts/exchange.tsx';
import { Token } from '../../parts/frame.tsx';
import { SigningKeyTable } from '../../parts/signing-keys.tsx';

/** The keys this office signs with and signed with; administrators put new ones in their place. */
export const OwnKeysPage: FC<{ desk: Desk; keys: JWK[]; now: Date }> = ({ desk, keys, now }) => {
  const { v } = desk;
  const t = (key: string) => v.t(`exchange:ownKeys.${key}`);
  return (
    <ExchangeFrame desk={desk} title={t('title')}>
      <p class="lead">{t('lead')}</p>
      <SigningKeyTable v={v} keys={keys} now={now} own />
      <p>
        <a href="/api/v1/keys">{t('set')}</a>
      </p>
      {desk.may('admin') && (
        <form class="stack panel" method="post" action={href(v, '/console/keys')}>
          <h2>{t('rotate')}</h2>
          <Token desk={desk} />
          <p>{t('rotateHint')}</p>
          <label for="overlapDays">{t('overlap')}</label>
          <input
            id="overlapDays"
            name="overlapDays"
            type="number"
            min={0}
            max={MOST_OVERLAP_DAYS}
            value={String(USUAL_OVERLAP_DAYS)}
            aria-describedby="overlap-hint"
            required
          />
          <p class="quiet" id="overlap-hint">
            {t('overlapHint')}
          </p>
          <p>
            <button class="button" type="submit">
              {t('button')}
            </button>
          </p>
        </form>
      )}
    </ExchangeFrame>
  );
};
