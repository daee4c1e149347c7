import type { FC } from 'hono/jsx';
import type { OAuthClient } from '../../../exchange/access/client-tokens.ts';
import type { View } from '../../view.ts';

/** Fields for what a partner's system is shown: a key, or a client's id and secret. The secret is only ever written. */
export const ClientFields: FC<{ v: View }> = ({ v }) => {
  const t = (key: string) => v.t(`exchange:client.${key}`);
  return (
    <>
      <label for="secret">{t('secret')}</label>
      <input
        id="secret"
        name="secret"
        type="password"
        maxlength={4096}
        autocomplete="off"
        aria-describedby="secret-hint"
      />
      <p class="quiet" id="secret-hint">
        {t('secretHint')}
      </p>
      <fieldset class="stack">
        <legend>{t('oauth')}</legend>
        <p class="quiet">{t('oauthHint')}</p>
        <label for="tokenUrl">{t('tokenUrl')}</label>
        <input id="tokenUrl" name="tokenUrl" type="url" maxlength={2000} autocomplete="off" />
        <label for="clientId">{t('clientId')}</label>
        <input id="clientId" name="clientId" type="text" maxlength={500} autocomplete="off" />
        <label for="scope">{t('scope')}</label>
        <input id="scope" name="scope" type="text" maxlength={1000} autocomplete="off" />
      </fieldset>
    </>
  );
};

/** The client we are at a partner's system; never its secret. */
export const ClientNote: FC<{ v: View; client: OAuthClient }> = ({ v, client }) => (
  <span class="quiet own-line">
    {v.t('exchange:client.as')} <code class="hash">{client.clientId}</code> ({client.tokenUrl}
    {client.scope && `, ${client.scope}`})
  </span>
);
