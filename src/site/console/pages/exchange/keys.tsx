import type { FC } from 'hono/jsx';
import type { ApiKey, NewApiKey } from '../../../../exchange/access/api-keys.ts';
import { scopes, type Scope } from '../../../../exchange/access/scopes.ts';
import { href, type View } from '../../../view.ts';
import type { Desk } from '../../desk.ts';
import { Moment } from '../../parts/exchange.tsx';
import { Token } from '../../parts/frame.tsx';
import { Handed, ShownOnce } from '../../parts/shown-once.tsx';

const pathOf = (code: string): string => `/console/partners/${code}`;

const scopeText = (v: View, scope: Scope): string => v.t(`exchange:scope.${scope.replace(':', '-')}`);

type State = 'inForce' | 'revoked' | 'expired';

function stateOf(key: ApiKey, now: Date): State {
  if (key.revokedAt) return 'revoked';
  return Date.parse(key.expiresAt) <= now.getTime() ? 'expired' : 'inForce';
}

const KeyActions: FC<{ desk: Desk; code: string; apiKey: ApiKey }> = ({ desk, code, apiKey }) => {
  const { v } = desk;
  const t = (key: string, values?: Record<string, string>) => v.t(`exchange:key.${key}`, values);
  const action = href(v, `${pathOf(code)}/keys/${apiKey.id}`);
  return (
    <>
      <details>
        <summary>{t('rotate')}</summary>
        <form class="stack" method="post" action={action}>
          <Token desk={desk} />
          <p class="quiet">{t('rotateHint')}</p>
          <label for={`overlap-${apiKey.id}`}>{t('overlapDays')}</label>
          <input
            id={`overlap-${apiKey.id}`}
            name="overlapDays"
            type="number"
            min={0}
            max={90}
            value="7"
            required
          />
          <label for={`days-${apiKey.id}`}>{t('days')}</label>
          <input id={`days-${apiKey.id}`} name="days" type="number" min={1} max={730} value="365" required />
          <p>
            <button class="button button--quiet" type="submit" name="do" value="rotate">
              {t('rotateButton')}
            </button>
          </p>
        </form>
      </details>
      <details>
        <summary>{t('revoke')}</summary>
        <form method="post" action={action}>
          <Token desk={desk} />
          <p class="quiet">{t('revokeHint')}</p>
          <button class="button button--quiet" type="submit" name="do" value="revoke">
            {t('revokeButton', { name: apiKey.name })}
          </button>
        </form>
      </details>
    </>
  );
};

/** Keys a partner reaches the API with; the same pairs of id and secret are its OAuth clients. */
export const KeyTable: FC<{ desk: Desk; code: string; keys: ApiKey[]; now: Date }> = (props) => {
  const { desk, code, keys, now } = props;
  const { v } = desk;
  const t = (key: string) => v.t(`exchange:key.${key}`);
  return (
    <section aria-labelledby="keys">
      <h2 id="keys">{t('title')}</h2>
      <p class="quiet">{t('about')}</p>
      {keys.length === 0 ? (
        <p>{t('none')}</p>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">{t('name')}</th>
              <th scope="col">{t('scopes')}</th>
              <th scope="col">{t('made')}</th>
              <th scope="col">{t('lastUsed')}</th>
              <th scope="col">{t('state')}</th>
            </tr>
          </thead>
          <tbody>
            {keys.map((key) => {
              const state = stateOf(key, now);
              return (
                <tr>
                  <th scope="row">
                    {key.name}
                    <code class="hash quiet">{key.id}</code>
                  </th>
                  <td data-label={t('scopes')}>
                    {key.scopes.map((scope) => (
                      <code class="own-line">{scope}</code>
                    ))}
                  </td>
                  <td data-label={t('made')}>
                    <Moment v={v} at={key.createdAt} />
                    <span class="quiet">{desk.who(key.createdBy)}</span>
                  </td>
                  <td data-label={t('lastUsed')}>
                    {key.lastUsedAt ? <Moment v={v} at={key.lastUsedAt} /> : t('never')}
                  </td>
                  <td data-label={t('state')}>
                    {state === 'inForce' ? t(state) : <strong>{t(state)}</strong>}
                    <span class="quiet">
                      {t(key.revokedAt ? 'revokedAt' : 'until')} {v.f.moment(key.revokedAt ?? key.expiresAt)}
                    </span>
                    {state === 'inForce' && desk.may('admin') && (
                      <KeyActions desk={desk} code={code} apiKey={key} />
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
};

/** What is told to make a key. */
export const NewKeyForm: FC<{ desk: Desk; code: string }> = ({ desk, code }) => {
  const { v } = desk;
  const t = (key: string) => v.t(`exchange:key.${key}`);
  return (
    <form class="stack panel" method="post" action={href(v, `${pathOf(code)}/keys`)}>
      <h2>{t('make')}</h2>
      <Token desk={desk} />
      <label for="name">{t('name')}</label>
      <input id="name" name="name" type="text" maxlength={100} autocomplete="off" required />
      <fieldset>
        <legend>{t('scopes')}</legend>
        {scopes.map((scope) => (
          <label>
            <input type="checkbox" name="scopes" value={scope} checked /> <code>{scope}</code>{' '}
            {scopeText(v, scope)}
          </label>
        ))}
      </fieldset>
      <label for="days">{t('days')}</label>
      <input id="days" name="days" type="number" min={1} max={730} value="365" required />
      <p>
        <button class="button" type="submit">
          {t('makeButton')}
        </button>
      </p>
    </form>
  );
};

/** A key just made, with its secret: shown this once. */
export const NewKeyPage: FC<{ desk: Desk; made: NewApiKey; overlapUntil?: string }> = (props) => {
  const { desk, made, overlapUntil } = props;
  const { v } = desk;
  const t = (key: string, values?: Record<string, string>) => v.t(`exchange:key.${key}`, values);
  const how = (
    <p class="quiet">
      {t('how')} <code>POST /oauth/token</code>, <code>Authorization: Bearer …</code>
    </p>
  );
  return (
    <ShownOnce
      desk={desk}
      partner={made.partner}
      title={t('madeTitle', { name: made.name })}
      once={t('once')}
      after={how}
    >
      <Handed label={t('bearer')} id="new-key">
        {made.key}
      </Handed>
      <Handed label={t('clientId')}>{made.id}</Handed>
      <Handed label={t('clientSecret')}>{made.secret}</Handed>
      <dt>{t('inForceUntil')}</dt>
      <dd>{v.f.moment(made.expiresAt)}</dd>
      {overlapUntil && (
        <>
          <dt>{t('oldUntil')}</dt>
          <dd>{v.f.moment(overlapUntil)}</dd>
        </>
      )}
    </ShownOnce>
  );
};
