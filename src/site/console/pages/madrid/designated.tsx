import type { FC } from 'hono/jsx';
import type { DesignatedMark } from '../../../../watch/designated.ts';
import { href } from '../../../view.ts';
import type { Desk } from '../../desk.ts';
import { Frame } from '../../parts/frame.tsx';
import { NearCells, NearHead } from '../../parts/near-marks.tsx';
import { MadridLinks } from './queue.tsx';

const Row: FC<{ desk: Desk; one: DesignatedMark }> = ({ desk, one }) => {
  const { v } = desk;
  const d = (key: string, values?: Record<string, string>) => v.t(`madrid:desk.${key}`, values);
  const refusal = one.designation?.refusal;
  const open = one.alerts.filter((a) => !['dismissed', 'quiet', 'closed'].includes(a.status));
  return (
    <tr>
      <NearCells
        desk={desk}
        one={one}
        whose={[one.holder, one.officeOfOrigin].filter(Boolean).join(', ')}
        limit={refusal && one.limit ? { ...refusal, on: one.limit } : undefined}
      />
      <td data-label={d('refusals')}>
        {one.refusals.map((written) => (
          <div>
            <a href={href(v, `/console/madrid/refusals/${written.id}`)}>
              {v.f.day(written.createdAt.slice(0, 10))}
            </a>{' '}
            <span class="quiet">
              {written.sentOn ? d('sentOn', { day: v.f.day(written.sentOn) }) : d('notSent')}
            </span>
          </div>
        ))}
        {desk.may('editor') && one.refusals.length === 0 && open.length > 0 && (
          <a href={href(v, '/console/madrid/refusals/new', { alert: open[0]!.id })}>{d('write')}</a>
        )}
      </td>
    </tr>
  );
};

/** Registrations of others that designate this office, with its own last day to refuse each. */
export const DesignatedPage: FC<{
  desk: Desk;
  office: string;
  all: boolean;
  marks: DesignatedMark[];
  next?: string | undefined;
}> = ({ desk, office, all, marks, next }) => {
  const { v } = desk;
  const d = (key: string, values?: Record<string, string>) => v.t(`madrid:desk.${key}`, values);
  const every = all ? '1' : undefined;
  return (
    <Frame desk={desk} title={d('designated')}>
      <p class="lead">{d('designatedLead', { office })}</p>
      <MadridLinks desk={desk} />
      <p>
        <a class="more" href={href(v, '/console/madrid/designated', { all: all ? undefined : '1' })}>
          {d(all ? 'onlyNear' : 'everyone')}
        </a>
      </p>
      {marks.length === 0 ? (
        <p class="notice">{d('noneDesignated')}</p>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <NearHead desk={desk} />
              <th scope="col">{d('refusals')}</th>
            </tr>
          </thead>
          <tbody>
            {marks.map((one) => (
              <Row desk={desk} one={one} />
            ))}
          </tbody>
        </table>
      )}
      {next && (
        <p class="pager">
          <a class="more" href={href(v, '/console/madrid/designated', { all: every, cursor: next })}>
            {d('next')}
          </a>
        </p>
      )}
    </Frame>
  );
};
