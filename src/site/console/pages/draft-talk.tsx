import type { FC } from 'hono/jsx';
import { personActor } from '../../../db/roles.ts';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';
import { Token } from '../parts/frame.tsx';
import type { DraftView } from './draft-view.ts';

/** What people say of the draft, and who is asked to review it. */
export const Talk: FC<{ desk: Desk; view: DraftView }> = ({ desk, view: { review, comments } }) => {
  const { v, t } = desk;
  const base = `/console/drafts/${review.versionId}`;
  return (
    <section class="talk" aria-labelledby="talk">
      <h2 id="talk">{t('draft.talk')}</h2>
      <ul class="plain comments">
        {comments.map((c) => (
          <li>
            <strong>{desk.who(c.by)}</strong> <span class="quiet">{v.f.moment(c.at)}</span>{' '}
            {c.key && <code class="quiet">{c.key}</code>} {c.text}
          </li>
        ))}
      </ul>
      {desk.may('editor') && review.state === 'draft' && (
        <>
          <form class="inline" method="post" action={href(v, `${base}/comments`)}>
            <Token desk={desk} />
            <label for="remark">{t('draft.remark')}</label>
            <input id="remark" name="text" type="text" maxlength={2000} required />
            <button class="button button--quiet" type="submit">
              {t('draft.addRemark')}
            </button>
          </form>
          <form class="inline" method="post" action={href(v, `${base}/assign`)}>
            <Token desk={desk} />
            <label for="assignee">{t('draft.assignee')}</label>
            <select id="assignee" name="assignee">
              <option value="">{t('draft.nobody')}</option>
              {desk.people
                .filter((p) => !p.disabled && p.role !== 'viewer')
                .map((p) => (
                  <option value={p.email} selected={review.assignee === personActor(p.email)}>
                    {p.name} · {t(`role.${p.role}`)}
                  </option>
                ))}
            </select>
            <button class="button button--quiet" type="submit">
              {t('draft.assign')}
            </button>
          </form>
        </>
      )}
    </section>
  );
};
