import type { FC } from 'hono/jsx';
import { noiseScope, type NoiseRule } from '../../../../watch/noise.ts';
import type { NoisePreview } from '../../../../watch/set-noise.ts';
import { href } from '../../../view.ts';
import type { Desk } from '../../desk.ts';
import { Frame, Token } from '../../parts/frame.tsx';

/** How loud the watch is, and the form that sets a threshold. */
export const Noise: FC<{ desk: Desk; rules: NoiseRule[]; usual: number; agreements: string[] }> = ({
  desk,
  rules,
  usual,
  agreements,
}) => {
  const { v } = desk;
  const w = (key: string, values?: Record<string, string | number>) => v.t(`watch:runs.${key}`, values);
  return (
    <section aria-labelledby="noise">
      <h2 id="noise">{w('noise')}</h2>
      <p>
        {w('noiseText', { number: v.f.number(usual) })} {w('noiseLater')}
      </p>
      {rules.length > 0 && (
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">{w('scope')}</th>
              <th scope="col">{w('at')}</th>
              <th scope="col">{w('reason')}</th>
            </tr>
          </thead>
          <tbody>
            {rules.map((rule) => (
              <tr>
                <th scope="row">
                  <code>{rule.scope}</code>
                </th>
                <td data-label={w('at')}>{v.f.number(rule.alertAt)}</td>
                <td data-label={w('reason')}>
                  {rule.reason}
                  <span class="quiet">{desk.who(rule.changedBy)}</span>
                  {desk.may('approver') && (
                    <form class="inline" method="get" action={href(v, '/console/watch/noise')}>
                      <input type="hidden" name="scope" value={rule.scope} />
                      <input
                        name="reason"
                        type="text"
                        aria-label={`${w('reason')} (${rule.scope})`}
                        placeholder={w('reason')}
                        maxlength={500}
                      />
                      <button class="link" type="submit" name="do" value="take-away">
                        {w('takeAway')}
                      </button>
                    </form>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {desk.may('approver') && (
        <form class="filters" method="get" action={href(v, '/console/watch/noise')}>
          <div>
            <label for="scope">
              {w('scope')} ({w('scopeHelp')})
            </label>
            <input
              id="scope"
              name="scope"
              type="text"
              list="scopes"
              pattern={noiseScope.source}
              title={w('scopeHelp')}
              required
              maxlength={80}
            />
            <datalist id="scopes">
              {['all', ...agreements.map((id) => `agreement:${id}`)].map((scope) => (
                <option value={scope} />
              ))}
            </datalist>
          </div>
          <div>
            <label for="alertAt">{w('at')}</label>
            <input id="alertAt" name="alertAt" type="number" min={0} max={1000} step="any" required />
          </div>
          <div>
            <label for="reason">{w('reason')}</label>
            <input id="reason" name="reason" type="text" maxlength={500} />
          </div>
          <button class="button button--quiet" type="submit">
            {w('preview')}
          </button>
        </form>
      )}
    </section>
  );
};

/** What a rule would do to alerts that are there, before it is set. */
export const NoiseConfirm: FC<{
  desk: Desk;
  scope: string;
  /** Absent: the rule is to be taken away. */
  alertAt: number | undefined;
  reason: string;
  preview: NoisePreview;
}> = ({ desk, scope, alertAt, reason, preview }) => {
  const { v } = desk;
  const w = (key: string, values?: Record<string, string | number>) => v.t(`watch:noise.${key}`, values);
  const { quietens, reopens, marksToCompare, examples } = preview;
  const change =
    alertAt === undefined ? w('away', { scope }) : w('change', { scope, at: v.f.number(alertAt) });
  return (
    <Frame desk={desk} title={w('title')}>
      <p class="lead">{change}</p>
      <ul>
        <li>{v.t('watch:noise.quietens', { count: quietens })}</li>
        {reopens > 0 && <li>{v.t('watch:noise.reopens', { count: reopens })}</li>}
        {marksToCompare > 0 && <li>{v.t('watch:noise.compares', { count: marksToCompare })}</li>}
      </ul>
      {examples.length > 0 && (
        <ul class="plain">
          {examples.map((alert) => (
            <li>
              <a href={href(v, `/console/alerts/${alert.id}`)}>
                <bdi lang={alert.mark.language}>{alert.mark.text}</bdi>
              </a>{' '}
              – <bdi>{alert.candidate}</bdi>
            </li>
          ))}
          {quietens > examples.length && <li>{w('more', { count: quietens - examples.length })}</li>}
        </ul>
      )}
      <p class="quiet">{w('untouched')}</p>
      <form class="stack" method="post" action={href(v, '/console/watch/noise')}>
        <Token desk={desk} />
        <input type="hidden" name="scope" value={scope} />
        {alertAt !== undefined && <input type="hidden" name="alertAt" value={alertAt} />}
        <label for="reason">{v.t('watch:runs.reason')}</label>
        <input id="reason" name="reason" type="text" value={reason} required maxlength={500} />
        <p class="actions">
          <button class="button" type="submit" name="do" value={alertAt === undefined ? 'take-away' : 'set'}>
            {alertAt === undefined ? v.t('watch:runs.takeAway') : v.t('watch:runs.set')}
          </button>{' '}
          <a href={href(v, '/console/watch')}>{w('leave')}</a>
        </p>
      </form>
    </Frame>
  );
};
