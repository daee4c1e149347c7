import type { Child, FC } from 'hono/jsx';
import type { AuditRow } from '../../../db/audit.ts';
import type { GiList } from '../../../gi/agreement.ts';
import type { DraftReview } from '../../../lists/review/overview.ts';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';
import { Frame } from '../parts/frame.tsx';
import { Drafts } from './today.tsx';

/** Drafts that wait for a second person's word or have it, and the words given lately. */
export const ApprovalsPage: FC<{
  desk: Desk;
  drafts: DraftReview[];
  lists: Map<string, GiList>;
  given: AuditRow[];
  /** What staff stated, entry by entry. */
  stated: Child;
}> = ({ desk, drafts, lists, given, stated }) => {
  const { v, t } = desk;
  return (
    <Frame desk={desk} title={t('nav.approvals')}>
      <p class="lead">{t('approvals.lead')}</p>
      {drafts.length === 0 && <p>{t('approvals.none')}</p>}
      <Drafts desk={desk} drafts={drafts} lists={lists} waiting="approval" />
      <Drafts desk={desk} drafts={drafts} lists={lists} waiting="publication" />
      {stated}
      {given.length > 0 && (
        <section aria-labelledby="given">
          <h2 id="given">{t('approvals.given')}</h2>
          <table class="cards">
            <thead>
              <tr>
                <th scope="col">{t('today.list')}</th>
                <th scope="col">{t('approvals.what')}</th>
                <th scope="col">{t('audit.actor')}</th>
                <th scope="col">{t('audit.at')}</th>
              </tr>
            </thead>
            <tbody>
              {given.map((row) => (
                <tr>
                  <th scope="row">
                    <a href={href(v, `/console/drafts/${String(row.details['draftId'])}`)}>{row.subject}</a>
                  </th>
                  <td data-label={t('approvals.what')}>
                    {t(row.action === 'draft.approved' ? 'approvals.approved' : 'approvals.withdrawn')}
                  </td>
                  <td data-label={t('audit.actor')}>{desk.who(row.actor)}</td>
                  <td data-label={t('audit.at')}>
                    <time datetime={row.at}>{v.f.moment(row.at)}</time>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Frame>
  );
};
