import type { FC } from 'hono/jsx';
import type { Evidence } from '../../../gi/evidence.ts';
import type { DesignatedMark } from '../../../watch/designated.ts';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';

/** Headings of the columns of {@link NearCells}. */
export const NearHead: FC<{ desk: Desk }> = ({ desk: { v } }) => (
  <>
    <th scope="col">{v.t('madrid:registration')}</th>
    <th scope="col">{v.t('madrid:limit')}</th>
    <th scope="col">{v.t('madrid:state')}</th>
    <th scope="col">{v.t('madrid:desk.near')}</th>
  </>
);

/** A registration that designates this office: which it is, until when it can be refused, and what it comes close to. */
export const NearCells: FC<{
  desk: Desk;
  one: Pick<DesignatedMark, 'number' | 'mark' | 'state' | 'alerts'>;
  /** Said under the number: whose it is. */
  whose?: string;
  limit?: { on: string; article: string; evidence: Evidence } | undefined;
}> = ({ desk: { v }, one, whose, limit }) => {
  const d = (key: string) => v.t(`madrid:desk.${key}`);
  return (
    <>
      <th scope="row">
        {one.number} {one.mark && <bdi>{one.mark}</bdi>}
        {whose && <span class="quiet">{whose}</span>}
      </th>
      <td data-label={v.t('madrid:limit')}>
        {limit ? <time datetime={limit.on}>{v.f.day(limit.on)}</time> : d('noDay')}
        {limit && (
          <span class="quiet own-line">
            {limit.article}
            {limit.evidence.level === 'unverified' && ` (${v.t('madrid:unverified')})`}
          </span>
        )}
      </td>
      <td data-label={v.t('madrid:state')}>{d(`inbound.${one.state}`)}</td>
      <td data-label={d('near')}>
        {one.alerts.length === 0 && '–'}
        {one.alerts.map((alert) => (
          <div>
            <a href={href(v, `/console/alerts/${alert.id}`)}>
              <bdi>{alert.candidate}</bdi>
            </a>{' '}
            <span class="quiet">{v.t(`watch:status.${alert.status}`)}</span>
          </div>
        ))}
      </td>
    </>
  );
};
