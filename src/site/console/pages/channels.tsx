import type { FC } from 'hono/jsx';
import { protectionChannels, type ProtectionChannel } from '../../../gi/channel.ts';
import { EvidenceBadge } from '../../parts/evidence.tsx';
import { pt } from '../../parts/procedure.tsx';
import type { Desk } from '../desk.ts';
import { Choice, EvidenceFields, Field } from '../parts/fields.tsx';
import { Token } from '../parts/frame.tsx';

/**
 * The channels by which an entry says that its name is protected, and the form to state another.
 * @param action address of a form that does something to them
 */
export const Channels: FC<{
  desk: Desk;
  channels: ProtectionChannel[];
  action: (act: string) => string;
}> = ({ desk, channels, action }) => {
  const { v } = desk;
  const named = ({ channel }: Pick<ProtectionChannel, 'channel'>): string =>
    v.t(`relations:channel.${channel}`);
  const mayEdit = desk.may('editor');
  if (channels.length === 0 && !mayEdit) return null;
  return (
    <section aria-labelledby="channels">
      <h2 id="channels">{v.t('relations:channels')}</h2>
      {channels.length > 0 && (
        <ul class="plain">
          {channels.map((channel, index) => (
            <li>
              {named(channel)} {channel.number !== undefined && <code>{channel.number}</code>}{' '}
              {channel.since !== undefined && v.t('gi.since', { date: v.f.day(channel.since) })}{' '}
              <EvidenceBadge v={v} evidence={channel.evidence} source />
              {mayEdit && (
                <form class="inline" method="post" action={action('remove-channel')}>
                  <Token desk={desk} />
                  <button class="link" type="submit" name="index" value={String(index)}>
                    {pt(v, 'remove')}
                  </button>
                </form>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayEdit && (
        <details>
          <summary>{pt(v, 'addChannel')}</summary>
          <form class="panel" method="post" action={action('channels')}>
            <Token desk={desk} />
            <div class="filters">
              <Choice
                name="channel"
                label={v.t('relations:channels')}
                options={protectionChannels.map((channel) => [channel, named({ channel })])}
                form="channel"
              />
              <Field name="number" label={pt(v, 'number')} form="channel" />
              <Field name="since" label={pt(v, 'from')} type="date" form="channel" />
              <EvidenceFields v={v} form="channel" />
            </div>
            <button class="button button--quiet" type="submit">
              {pt(v, 'add')}
            </button>
          </form>
        </details>
      )}
    </section>
  );
};
