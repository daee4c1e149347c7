import type { FC } from 'hono/jsx';
import type { NoticeView } from '../../../../watch/notices.ts';
import { channels, mailLanguages, paces, type Subscription } from '../../../../watch/subscriptions.ts';
import { href, type View } from '../../../view.ts';
import type { Desk } from '../../desk.ts';
import { Frame, Token } from '../../parts/frame.tsx';
import { Notices } from './notices.tsx';

/** What a subscription just made shows once. */
export interface JustMade {
  feeds?: string[] | undefined;
  secret?: string | undefined;
}

/** Texts of what a filter narrows. */
const narrowed: Readonly<Record<string, string>> = {
  gi: 'watch:alert.gi',
  agreement: 'watch:subs.agreement',
  origin: 'watch:alerts.origin',
  office: 'watch:alerts.office',
  class: 'watch:subs.class',
  minScore: 'watch:alerts.minScore',
};

function told(v: View, key: string, value: unknown): string {
  const text = String(value);
  const shown =
    key === 'origin' ? v.f.country(text) : key === 'minScore' ? v.f.number(Number(value) * 100) : text;
  return `${narrowed[key] ? v.t(narrowed[key]) : key}: ${shown}`;
}

const Row: FC<{ desk: Desk; one: Subscription }> = ({ desk, one }) => {
  const { v } = desk;
  const w = (key: string, values?: Record<string, string | number>) => v.t(`watch:subs.${key}`, values);
  const filter = Object.entries(one.filter).filter(([, value]) => value !== undefined);
  return (
    <tr>
      <th scope="row">
        {one.name}
        <span class="quiet">{desk.who(one.createdBy)}</span>
      </th>
      <td data-label={w('channel')}>
        {v.t(`watch:channel.${one.channel}`)}, {v.t(`watch:pace.${one.pace}`)}
        {one.target && <span class="quiet">{one.target}</span>}
        {one.remindDays.length > 0 && (
          <span class="quiet">{w('reminds', { days: one.remindDays.join(', ') })}</span>
        )}
      </td>
      <td data-label={w('filter')}>
        {filter.length === 0 ? w('everything') : filter.map(([key, value]) => told(v, key, value)).join(', ')}
      </td>
      <td data-label={w('sent')}>
        {v.f.number(one.sent)}
        {one.due > 0 && <span class="quiet">{w('due', { count: one.due })}</span>}
        {one.failed > 0 && <span class="loud">{w('failed', { count: one.failed })}</span>}
        {one.lastError && (
          <span class="quiet" lang="en">
            {one.lastError}
          </span>
        )}
      </td>
      <td>
        {desk.may('editor') && (
          <form method="post" action={href(v, `/console/subscriptions/${one.id}/end`)}>
            <Token desk={desk} />
            <button class="button button--quiet" type="submit" aria-label={`${w('stop')}: ${one.name}`}>
              {w('stop')}
            </button>
          </form>
        )}
      </td>
    </tr>
  );
};

const Add: FC<{ desk: Desk }> = ({ desk }) => {
  const { v } = desk;
  const w = (key: string) => v.t(`watch:subs.${key}`);
  const choice = (name: string, options: readonly string[], text: (o: string) => string, chosen = '') => (
    <select id={name} name={name}>
      {options.map((o) => (
        <option value={o} selected={o === chosen}>
          {text(o)}
        </option>
      ))}
    </select>
  );
  return (
    <form class="stack" method="post" action={href(v, '/console/subscriptions')}>
      <Token desk={desk} />
      <label for="name">{w('name')}</label>
      <input id="name" name="name" type="text" required maxlength={200} />
      <label for="channel">{w('channel')}</label>
      {choice('channel', channels, (o) => v.t(`watch:channel.${o}`))}
      <label for="target">{w('target')}</label>
      <input id="target" name="target" type="text" maxlength={500} />
      <label for="language">{w('language')}</label>
      {choice('language', mailLanguages, (o) => v.f.language(o), v.lang)}
      <label for="pace">{w('pace')}</label>
      {choice('pace', paces, (o) => v.t(`watch:pace.${o}`))}
      <label for="remindDays">{w('remindDays')}</label>
      <input
        id="remindDays"
        name="remindDays"
        type="text"
        value="90, 30, 7"
        maxlength={80}
        pattern="\s*(\d{1,3}(\s*,\s*\d{1,3})*)?\s*"
        aria-describedby="remindDays-help"
      />
      <p id="remindDays-help" class="quiet">
        {w('remindHelp')}
      </p>
      <fieldset>
        <legend>{w('filter')}</legend>
        <label for="gi">{w('gi')}</label>
        <input id="gi" name="gi" type="text" maxlength={200} />
        <label for="agreement">{w('agreement')}</label>
        <input id="agreement" name="agreement" type="text" maxlength={60} />
        <label for="origin">{v.t('watch:alerts.origin')}</label>
        <input id="origin" name="origin" type="text" maxlength={10} />
        <label for="office">{v.t('watch:alerts.office')}</label>
        <input id="office" name="office" type="text" maxlength={10} />
        <label for="class">{w('class')}</label>
        <input id="class" name="class" type="number" min={1} max={45} />
        <label for="minScore">{v.t('watch:alerts.minScore')}</label>
        <input id="minScore" name="minScore" type="number" min={0} max={100} />
      </fieldset>
      <p>
        <button class="button" type="submit">
          {w('add')}
        </button>
      </p>
    </form>
  );
};

/** Who is told of alerts, and the form for another one. */
export const SubscriptionsPage: FC<{
  desk: Desk;
  all: Subscription[];
  told: NoticeView[];
  made?: JustMade | undefined;
}> = ({ desk, all, told, made }) => {
  const { v } = desk;
  const w = (key: string) => v.t(`watch:subs.${key}`);
  return (
    <Frame desk={desk} title={w('title')}>
      <p class="lead">{w('lead')}</p>
      {made?.feeds && (
        <div class="notice notice--done" role="status">
          <p>{w('feed')}</p>
          {made.feeds.map((address) => (
            <p>
              <code class="address">{address}</code>
            </p>
          ))}
        </div>
      )}
      {made?.secret && (
        <div class="notice notice--done" role="status">
          <p>{w('secret')}</p>
          <p>
            <code class="address">{made.secret}</code>
          </p>
        </div>
      )}
      {all.length === 0 ? (
        <p class="notice">{w('none')}</p>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              {(['name', 'channel', 'filter', 'sent'] as const).map((key) => (
                <th scope="col">{w(key)}</th>
              ))}
              <td></td>
            </tr>
          </thead>
          <tbody>
            {all.map((one) => (
              <Row desk={desk} one={one} />
            ))}
          </tbody>
        </table>
      )}
      <Notices desk={desk} notices={told} />
      {desk.may('editor') && (
        <section aria-labelledby="add">
          <h2 id="add">{w('add')}</h2>
          <Add desk={desk} />
        </section>
      )}
    </Frame>
  );
};
