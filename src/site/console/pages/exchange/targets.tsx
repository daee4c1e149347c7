import type { FC } from 'hono/jsx';
import { targetKinds } from '../../../../db/schema/index.ts';
import { knownReason } from '../../../../exchange/targets/reasons.ts';
import type { Target } from '../../../../exchange/targets/targets.ts';
import { href, type View } from '../../../view.ts';
import type { Desk } from '../../desk.ts';
import { ClientFields, ClientNote } from '../../parts/client-fields.tsx';
import { Token } from '../../parts/frame.tsx';
import { Handed, ShownOnce } from '../../parts/shown-once.tsx';

const pathOf = (code: string): string => `/console/partners/${code}`;

/** Why it is out of use: in the page's language where nobody said so in words of their own. */
const Reason: FC<{ v: View; text: string }> = ({ v, text }) => {
  const known = knownReason(text);
  return <>{known ? v.t(`exchange:target.reasons.${known}`) : text}</>;
};

const TargetActions: FC<{ desk: Desk; target: Target }> = ({ desk, target }) => {
  const { v } = desk;
  const t = (key: string) => v.t(`exchange:target.${key}`);
  const action = href(v, `${pathOf(target.partner)}/targets/${target.id}`);
  const webhook = target.kind === 'webhook';
  return (
    <>
      <form class="actions" method="post" action={action}>
        <Token desk={desk} />
        {webhook && !target.disabledAt && (
          <button class="button button--quiet" type="submit" name="do" value="ping">
            {t('ping')}
          </button>
        )}
        <button
          class="button button--quiet"
          type="submit"
          name="do"
          value={target.disabledAt ? 'enable' : 'disable'}
        >
          {t(target.disabledAt ? 'enable' : 'disable')}
        </button>
      </form>
      <details>
        <summary>{t(webhook ? 'newSecret' : 'newBearer')}</summary>
        <form class="stack" method="post" action={action}>
          <Token desk={desk} />
          {webhook ? (
            <p class="quiet">{t('newSecretHint')}</p>
          ) : (
            <>
              <label for={`bearer-${target.id}`}>{v.t('exchange:client.secret')}</label>
              <input
                id={`bearer-${target.id}`}
                name="bearer"
                type="password"
                maxlength={4096}
                autocomplete="off"
                required
              />
            </>
          )}
          <p>
            <button class="button button--quiet" type="submit" name="do" value="rotate">
              {t(webhook ? 'newSecret' : 'newBearer')}
            </button>
          </p>
        </form>
      </details>
    </>
  );
};

const AddTarget: FC<{ desk: Desk; code: string }> = ({ desk, code }) => {
  const { v } = desk;
  const t = (key: string) => v.t(`exchange:target.${key}`);
  return (
    <form class="stack panel" method="post" action={href(v, `${pathOf(code)}/targets`)}>
      <h2>{t('add')}</h2>
      <Token desk={desk} />
      <label for="kind">{t('kind')}</label>
      <select id="kind" name="kind">
        {targetKinds.map((kind) => (
          <option value={kind}>{t(`kinds.${kind}`)}</option>
        ))}
      </select>
      <label for="url">{t('url')}</label>
      <input id="url" name="url" type="url" maxlength={2000} required />
      <ClientFields v={v} />
      <label for="lists">{t('lists')}</label>
      <input id="lists" name="lists" type="text" maxlength={2000} aria-describedby="lists-hint" />
      <p class="quiet" id="lists-hint">
        {t('listsHint')}
      </p>
      <label for="target-format">{v.t('exchange:send.format')}</label>
      <select id="target-format" name="format">
        <option value="json">{v.t('exchange:send.json')}</option>
        <option value="xml">{v.t('exchange:send.xml')}</option>
      </select>
      <p>
        <button class="button" type="submit">
          {t('add')}
        </button>
      </p>
    </form>
  );
};

/** Where a partner is told; administrators change it here. */
export const Targets: FC<{ desk: Desk; code: string; targets: Target[] }> = ({ desk, code, targets }) => {
  const { v } = desk;
  const t = (key: string) => v.t(`exchange:target.${key}`);
  return (
    <section aria-labelledby="targets">
      <h2 id="targets">{t('title')}</h2>
      {targets.length === 0 ? (
        <p>{t('none')}</p>
      ) : (
        <ul class="plain">
          {targets.map((target) => (
            <li>
              {t(target.kind)}: <code class="hash">{target.url}</code>{' '}
              <span class="quiet">{target.lists.join(', ') || t('allLists')}</span>{' '}
              {target.oauth && <ClientNote v={v} client={target.oauth} />}
              {target.disabledAt && (
                <strong class="loud">
                  {t('off')} ({v.f.moment(target.disabledAt)}:{' '}
                  <Reason v={v} text={target.disabledFor ?? ''} />)
                </strong>
              )}
              {!target.disabledAt && target.failingSince && (
                <strong class="loud">
                  {t('failing')} {v.f.moment(target.failingSince)}
                </strong>
              )}
              {desk.may('admin') && <TargetActions desk={desk} target={target} />}
            </li>
          ))}
        </ul>
      )}
      {desk.may('admin') && <AddTarget desk={desk} code={code} />}
    </section>
  );
};

/** The secret of a webhook just made: shown this once. */
export const NewSecretPage: FC<{ desk: Desk; code: string; secret: string; webhookKey: string }> = (
  props,
) => {
  const { desk, code, secret, webhookKey } = props;
  const { v } = desk;
  const t = (key: string) => v.t(`exchange:target.${key}`);
  return (
    <ShownOnce desk={desk} partner={code} title={t('secretTitle')} once={t('once')}>
      <Handed label={t('secret')} id="new-secret">
        {secret}
      </Handed>
      <Handed label={t('publicKey')}>{webhookKey}</Handed>
    </ShownOnce>
  );
};
