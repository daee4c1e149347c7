import type { FC } from 'hono/jsx';
import type { JWK } from 'jose';
import type { View } from '../../view.ts';
import { Moment } from './exchange.tsx';

type Dated = JWK & { nbf?: number; exp?: number };

/**
 * Public keys that signatures are checked with, and from when until when they count.
 * @param own they are this office's: one with an end signs no more
 */
export const SigningKeyTable: FC<{ v: View; keys: JWK[]; now: Date; own?: boolean }> = (props) => {
  const { v, keys, now, own } = props;
  const t = (key: string) => v.t(`exchange:signing.${key}`);
  const moment = (seconds: number | undefined) =>
    seconds === undefined ? <>–</> : <Moment v={v} at={new Date(seconds * 1000).toISOString()} />;
  const seconds = now.getTime() / 1000;
  const state = ({ nbf, exp }: Dated): string => {
    if (exp !== undefined && exp <= seconds) return 'expired';
    if (own && exp !== undefined) return 'retired';
    return nbf !== undefined && nbf > seconds ? 'later' : 'inForce';
  };
  return (
    <table class="cards">
      <thead>
        <tr>
          <th scope="col">{t('kid')}</th>
          <th scope="col">{t('kind')}</th>
          {!own && <th scope="col">{t('from')}</th>}
          <th scope="col">{t('until')}</th>
          <th scope="col">{t('state')}</th>
        </tr>
      </thead>
      <tbody>
        {(keys as Dated[]).map((key) => (
          <tr>
            <th scope="row">
              <code class="hash">{key.kid}</code>
            </th>
            <td data-label={t('kind')}>{key.crv ?? key.kty}</td>
            {!own && <td data-label={t('from')}>{moment(key.nbf)}</td>}
            <td data-label={t('until')}>{moment(key.exp)}</td>
            <td data-label={t('state')}>{t(state(key))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
