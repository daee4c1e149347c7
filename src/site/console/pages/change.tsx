import type { FC } from 'hono/jsx';
import { principalName, type Entry } from '../../../gi/entry.ts';
import type { CorrectionView } from '../../../lists/corrections/view.ts';
import type { Comment } from '../../../lists/review/care.ts';
import type { ReviewedChange } from '../../../lists/review/changes.ts';
import { EvidenceBadge } from '../../parts/evidence.tsx';
import { FieldName } from '../../parts/changed-value.tsx';
import { inReadingOrder, Spelling } from '../../parts/names.tsx';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';
import { pairSpellings } from '../../../lists/paired-fields.ts';
import { Corrected } from '../parts/correction.tsx';
import { ComparedValue } from '../../parts/letters.tsx';
import { Token } from '../parts/frame.tsx';

/** An entry that comes or goes as a whole: what a reader must see to judge it. */
const Whole: FC<{ desk: Desk; entry: Entry }> = ({ desk, entry }) => {
  const { v } = desk;
  const dates = Object.entries(entry.dates);
  return (
    <dl class="whole">
      <dt>{v.t('field.names')}</dt>
      <dd>
        {inReadingOrder(entry.names).map((n) => (
          <Spelling form={n} class="other" />
        ))}
      </dd>
      <dt>{v.t('field.status')}</dt>
      <dd>
        {v.t(`status.${entry.status}`)}
        {dates.map(([event, day]) => (
          <span class="quiet">
            {' '}
            {v.t(`event.${event}`)} {v.f.day(day)}
          </span>
        ))}
      </dd>
      <dt>{v.t('field.product')}</dt>
      <dd>{v.t(`product.${entry.product.class}`)}</dd>
      <dt>{v.t('field.evidence')}</dt>
      <dd>
        <EvidenceBadge v={v} evidence={entry.evidence} source />
      </dd>
    </dl>
  );
};

const Fields: FC<{ desk: Desk; change: Extract<ReviewedChange, { change: 'changed' }> }> = (props) => {
  const { v } = props.desk;
  return (
    <table class="cards side-by-side">
      <thead>
        <tr>
          <th scope="col">{v.t('diff.field')}</th>
          <th scope="col">{v.t('diff.before')}</th>
          <th scope="col">{v.t('diff.after')}</th>
        </tr>
      </thead>
      <tbody>
        {pairSpellings(props.change.fields).map(({ field, before, after }) => (
          <tr>
            <th scope="row">
              <FieldName v={v} field={field} />
            </th>
            {(['before', 'after'] as const).map((side) => (
              <td data-label={v.t(`diff.${side}`)} class={side}>
                <ComparedValue v={v} field={field} before={before} after={after} side={side} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** What was decided of a change, in words. */
export function decisionText(desk: Desk, { decided }: ReviewedChange): string {
  if (!decided) return desk.t('change.pending');
  return desk.t(`change.${decided.decision}`, { name: desk.who(decided.by) });
}

interface Props {
  desk: Desk;
  draftId: string;
  change: ReviewedChange;
  comments: Comment[];
  /** What of the entry is corrected. */
  corrections: CorrectionView[];
  /** Where on the page it stands; the address returns to it. */
  index: number;
  /** Query of the page it is shown on. */
  query: string;
  /** The draft is open, not approved, and the person may decide. */
  open: boolean;
}

/** One change of a draft with the decision on it. */
export const Change: FC<Props> = (props) => {
  const { desk, draftId, change, comments, corrections, index, query, open } = props;
  const { v, t } = desk;
  const entry = change.change === 'removed' ? change.before : change.after;
  const state = change.decided?.decision ?? 'pending';
  const action = href(v, `/console/drafts/${draftId}/decisions`);
  return (
    <li
      id={`c${index}`}
      class={`change change--${change.change} is-${state}`}
      data-change={change.key}
      tabindex={-1}
      aria-labelledby={`n${index}`}
    >
      <header>
        <span class={`kind kind--${change.change}`}>{t(`kind.${change.change}`)}</span>
        <h3 id={`n${index}`}>
          <bdi>{principalName(entry)}</bdi> <code class="quiet">{change.key}</code>
        </h3>
        {change.becomes && <span>{t('change.becomes', { keys: change.becomes.join(', ') })}</span>}
        {change.was && <span>{t('change.was', { keys: change.was.join(', ') })}</span>}
        {change.effect === 'loses' && <strong class="loud">{t('change.loses')}</strong>}
        {change.effect === 'gains' && <span class="gains">{t('change.gains')}</span>}
      </header>
      {change.change === 'changed' ? (
        <Fields desk={desk} change={change} />
      ) : (
        <Whole desk={desk} entry={entry} />
      )}
      {corrections.map((c) => (
        <Corrected desk={desk} correction={c} />
      ))}
      {comments.length > 0 && (
        <ul class="plain comments">
          {comments.map((c) => (
            <li>
              <strong>{desk.who(c.by)}</strong> <span class="quiet">{v.f.moment(c.at)}</span> {c.text}
            </li>
          ))}
        </ul>
      )}
      <form class="decide" method="post" action={action}>
        <span class="decision" data-state>
          {decisionText(desk, change)}
        </span>
        {change.decided?.comment && <span class="quiet">{change.decided.comment}</span>}
        {open && (
          <span class="decide-buttons">
            <Token desk={desk} />
            <input type="hidden" name="key" value={change.key} />
            <input type="hidden" name="back" value={query} />
            <input type="hidden" name="at" value={String(index)} />
            <input
              name="comment"
              type="text"
              maxlength={2000}
              placeholder={t('change.comment')}
              aria-label={t('change.commentOn', { name: principalName(entry) })}
            />
            <button class="button button--accept" type="submit" name="decision" value="accepted">
              {t('change.accept')}
            </button>
            <button class="button button--reject" type="submit" name="decision" value="rejected">
              {t('change.reject')}
            </button>
            {change.change !== 'removed' && (
              <a
                data-correct
                href={href(v, `/console/drafts/${draftId}/correct`, { key: change.key })}
                aria-label={t('correction.correctOf', { name: principalName(entry) })}
              >
                {t('correction.correct')}
              </a>
            )}
            <button class="link" type="submit" name="decision" value="comment">
              {t('change.commentOnly')}
            </button>
          </span>
        )}
      </form>
    </li>
  );
};
