import type { FC } from 'hono/jsx';
import type { Problem } from '../../../../gi/problem.ts';
import type { QueuePage, WaitingEvent } from '../../../../madrid/docket/queue.ts';
import { href } from '../../../view.ts';
import type { Desk } from '../../desk.ts';
import { Frame, Token } from '../../parts/frame.tsx';
import { ProblemTable } from '../../parts/problems.tsx';

/** Pages of the docket's desk, linked from each of them. */
export const MadridLinks: FC<{ desk: Desk }> = ({ desk: { v } }) => (
  <p>
    <a class="more" href={href(v, '/madrid')}>
      {v.t('madrid:title')}
    </a>{' '}
    ·{' '}
    <a class="more" href={href(v, '/console/madrid')}>
      {v.t('madrid:desk.queue')}
    </a>{' '}
    ·{' '}
    <a class="more" href={href(v, '/console/madrid/designated')}>
      {v.t('madrid:desk.designated')}
    </a>
  </p>
);

const Upload: FC<{ desk: Desk }> = ({ desk }) => (
  <form
    class="stack"
    method="post"
    enctype="multipart/form-data"
    action={href(desk.v, '/console/madrid/import')}
  >
    <Token desk={desk} />
    <label for="file">{desk.v.t('madrid:desk.file')}</label>
    <input id="file" name="file" type="file" required />
    <p>
      <button class="button" type="submit">
        {desk.v.t('madrid:desk.take')}
      </button>
    </p>
  </form>
);

const Row: FC<{ desk: Desk; one: WaitingEvent }> = ({ desk, one }) => {
  const { v } = desk;
  const { event } = one;
  const d = (key: string, values?: Record<string, string>) => v.t(`madrid:desk.${key}`, values);
  const day = event.on ?? event.notifiedOn;
  return (
    <tr>
      <th scope="row">
        {desk.may('editor') && (
          <input
            type="checkbox"
            name="ids[]"
            value={one.id}
            aria-label={d('choose', { what: event.registration ?? one.id.slice(0, 12) })}
          />
        )}{' '}
        {event.registration ?? '–'}
        {event.mark && <span class="quiet">{event.mark}</span>}
      </th>
      <td data-label={d('what')}>
        {v.t(`madrid:kinds.${event.kind}`)}
        {day && <span class="quiet">{v.f.day(day)}</span>}
      </td>
      <td data-label={v.t('madrid:office')}>
        {event.offices.join(', ') || '–'}
        {event.officeOfOrigin && <span class="quiet">{d('from', { office: event.officeOfOrigin })}</span>}
      </td>
      <td data-label={d('source')}>
        {one.file.name}
        <span class="quiet">{v.f.moment(one.receivedAt)}</span>
      </td>
    </tr>
  );
};

/** What can be done with the chosen notifications. */
const Actions: FC<{ desk: Desk }> = ({ desk: { v } }) => {
  const d = (key: string) => v.t(`madrid:desk.${key}`);
  return (
    <fieldset class="stack">
      <legend>{d('bulk')}</legend>
      <label for="giId">{d('gi')}</label>
      <input id="giId" name="giId" type="text" maxlength={200} autocomplete="off" />
      <label for="reason">{d('reason')}</label>
      <input id="reason" name="reason" type="text" maxlength={2000} />
      <p class="actions">
        {(['assign', 'set-aside', 'rematch'] as const).map((action) => (
          <button
            class={action === 'assign' ? 'button' : 'button button--quiet'}
            type="submit"
            name="action"
            value={action}
          >
            {d(`act.${action}`)}
          </button>
        ))}
      </p>
    </fieldset>
  );
};

/** Notifications that found no registration: taken in, assigned, set aside, or looked for again. */
export const MadridQueuePage: FC<{ desk: Desk; page: QueuePage; problems?: Problem[] | undefined }> = ({
  desk,
  page,
  problems,
}) => {
  const { v } = desk;
  const d = (key: string, values?: Record<string, string | number>) => v.t(`madrid:desk.${key}`, values);
  return (
    <Frame desk={desk} title={d('queue')}>
      <p class="lead">{d('queueLead')}</p>
      <MadridLinks desk={desk} />
      {problems && (
        <div class="notice notice--error" role="alert">
          <p>
            <strong>{d('unusable')}</strong>
          </p>
          <ProblemTable desk={desk} problems={problems} />
        </div>
      )}
      {desk.may('editor') && (
        <section aria-labelledby="upload">
          <h2 id="upload">{d('upload')}</h2>
          <Upload desk={desk} />
        </section>
      )}
      <h2>{d('waits')}</h2>
      <p class="count">{v.t('madrid:waiting', { count: page.total })}</p>
      {page.waiting.length > 0 && (
        <form method="post" action={href(v, '/console/madrid/queue')}>
          <Token desk={desk} />
          <table class="cards">
            <thead>
              <tr>
                <th scope="col">{v.t('madrid:registration')}</th>
                <th scope="col">{d('what')}</th>
                <th scope="col">{v.t('madrid:office')}</th>
                <th scope="col">{d('source')}</th>
              </tr>
            </thead>
            <tbody>
              {page.waiting.map((one) => (
                <Row desk={desk} one={one} />
              ))}
            </tbody>
          </table>
          {desk.may('editor') && <Actions desk={desk} />}
        </form>
      )}
      {page.waiting.length > 0 && desk.may('editor') && (
        <form method="post" action={href(v, '/console/madrid/queue')}>
          <Token desk={desk} />
          <p>
            <button class="button button--quiet" type="submit" name="action" value="rematch-all">
              {d('act.rematch-all')}
            </button>
          </p>
        </form>
      )}
      {page.next && (
        <p class="pager">
          <a class="more" href={href(v, '/console/madrid', { cursor: page.next })}>
            {d('next')}
          </a>
        </p>
      )}
    </Frame>
  );
};
