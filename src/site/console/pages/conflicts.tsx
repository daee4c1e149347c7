import type { FC } from 'hono/jsx';
import { pairRulings } from '../../../db/schema/index.ts';
import { conflictStates, type ConflictFilter, type DraftConflict } from '../../../lists/review/conflicts.ts';
import type { NamePair } from '../../../lists/review/screening.ts';
import { Segments, whyAlike } from '../../parts/finding.tsx';
import { href } from '../../view.ts';
import { conflictQuery } from '../conflict-filter.ts';
import type { Desk } from '../desk.ts';
import { Frame, Token } from '../parts/frame.tsx';

export interface ConflictsView {
  filter: ConflictFilter;
  conflicts: DraftConflict[];
  /** What the filter means: all, those to decide, by kind. */
  total: number;
  open: number;
  kinds: { kind: string; count: number }[];
  after: string;
  next?: string;
  /** Drafts that are not screened to the end, and how far they are. */
  screening: { draftId: string; listId: string; names: number; screened: number }[];
  /** Open drafts of which a person may choose one. */
  drafts: { versionId: string; listId: string }[];
}

const Pair: FC<{ desk: Desk; pair: NamePair }> = ({ desk, pair }) => {
  const { v, t } = desk;
  const [yours, theirs] = pair.reversed ? (['held', 'new'] as const) : (['new', 'held'] as const);
  return (
    <div class="pair-of-names">
      <p>
        <bdi>{pair.name}</bdi> · <bdi>{pair.heldName}</bdi>{' '}
        <span class="finding-kind">{v.t(`finding.${pair.kind}`)}</span>{' '}
        <span class="quiet">{v.t('check.strength', { percent: Math.round(pair.score * 100) })}</span>
      </p>
      <p>{whyAlike(v, pair.kind, pair.explanation.message)}</p>
      <Segments
        segments={pair.explanation.segments}
        title={`${v.t('check.parts')} (${t(`conflict.${yours}`)} / ${t(`conflict.${theirs}`)})`}
      />
    </div>
  );
};

/** What was decided of a conflict, in words. */
export function rulingText(desk: Desk, { decided, moot }: DraftConflict): string {
  const { v, t } = desk;
  if (decided)
    return t('conflict.decidedBy', { ruling: v.t(`ruling.${decided.ruling}`), name: desk.who(decided.by) });
  return t(moot ? 'conflict.moot' : 'conflict.open');
}

const Conflict: FC<{ desk: Desk; conflict: DraftConflict; index: number; query: string }> = (props) => {
  const { desk, conflict, index, query } = props;
  const { v, t } = desk;
  const [first, ...others] = conflict.pairs;
  const state = conflict.decided ? 'decided' : conflict.moot ? 'moot' : 'pending';
  return (
    <li
      id={`k${index}`}
      class={`change conflict is-${state}`}
      data-conflict={conflict.id}
      tabindex={-1}
      aria-labelledby={`kn${index}`}
    >
      <header>
        <h2 id={`kn${index}`} class="conflict-names">
          <a href={href(v, `/console/drafts/${conflict.draftId}`, { text: conflict.key })}>
            <bdi>{conflict.name}</bdi>
          </a>{' '}
          <span class="quiet">{t('conflict.versus')}</span>{' '}
          <a href={href(v, `/gi/${conflict.giId}`)}>
            <bdi>{conflict.heldName}</bdi>
          </a>
        </h2>
        <span class="quiet">
          {conflict.listId} {conflict.key} · {conflict.heldList} {conflict.heldKey}
        </span>
      </header>
      <Pair desk={desk} pair={first!} />
      {others.length > 0 && (
        <details>
          <summary>{t('conflict.more', { count: others.length })}</summary>
          {others.map((pair) => (
            <Pair desk={desk} pair={pair} />
          ))}
        </details>
      )}
      <form class="decide" method="post" action={href(v, '/console/conflicts')}>
        <span class="decision" data-state>
          {rulingText(desk, conflict)}
        </span>
        {conflict.decided && <span class="quiet">{conflict.decided.reason}</span>}
        {desk.may('editor') && (
          <span class="decide-buttons">
            <Token desk={desk} />
            <input type="hidden" name="draft" value={conflict.draftId} />
            <input type="hidden" name="id" value={conflict.id} />
            <input type="hidden" name="back" value={query} />
            <input type="hidden" name="at" value={String(index)} />
            <input
              name="reason"
              type="text"
              maxlength={2000}
              required
              placeholder={t('correction.reason')}
              aria-label={t('conflict.reasonFor', { name: conflict.name, other: conflict.heldName })}
            />
            {pairRulings.map((ruling) => (
              <button class="button button--quiet" type="submit" name="ruling" value={ruling}>
                {v.t(`ruling.${ruling}`)}
              </button>
            ))}
            <button class="button button--reject" type="submit" name="ruling" value="reject">
              {t('conflict.reject')}
            </button>
          </span>
        )}
      </form>
    </li>
  );
};

const Filters: FC<{ desk: Desk; view: ConflictsView }> = ({ desk, view }) => {
  const { v, t } = desk;
  const { filter, kinds, drafts } = view;
  const choice = (name: string, title: string, options: [string, string][], chosen: string | undefined) => (
    <div>
      <label for={`f-${name}`}>{title}</label>
      <select id={`f-${name}`} name={name}>
        <option value="">{t('filter.any')}</option>
        {options.map(([value, text]) => (
          <option value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
  return (
    <form class="filters" method="get" action={href(v, '/console/conflicts')}>
      {choice(
        'state',
        t('filter.state'),
        conflictStates.map((s) => [s, t(`conflict.is.${s}`)]),
        filter.state,
      )}
      {choice(
        'draft',
        t('conflict.draft'),
        drafts.map((d) => [d.versionId, `${d.listId} · ${d.versionId.slice(-6)}`]),
        filter.draftId,
      )}
      {choice(
        'kind',
        t('conflict.kind'),
        kinds.map((k) => [k.kind, `${v.t(`finding.${k.kind}`)} (${k.count})`]),
        filter.kind,
      )}
      <div>
        <label for="f-text">{t('filter.text')}</label>
        <input id="f-text" name="text" type="search" value={filter.text ?? ''} maxlength={200} />
      </div>
      <button class="button button--quiet" type="submit">
        {t('filter.button')}
      </button>
    </form>
  );
};

/** Deciding every open conflict the filter means, by way of a preview; of one draft at a time. */
const Bulk: FC<{ desk: Desk; view: ConflictsView }> = ({ desk, view: { filter, open } }) => {
  const { v, t } = desk;
  if (open < 2 || !filter.draftId || !desk.may('editor')) return null;
  return (
    <form class="bulk" method="get" action={href(v, '/console/conflicts/bulk')}>
      {[...new URLSearchParams(conflictQuery(filter))].map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <span>{t('conflict.all', { count: open })}</span>
      {pairRulings.map((ruling) => (
        <button class="link" type="submit" name="ruling" value={ruling}>
          {v.t(`ruling.${ruling}`)} …
        </button>
      ))}
    </form>
  );
};

/** The queue of possible conflicts, of one draft or of all that are open. */
export const ConflictsPage: FC<{ desk: Desk; view: ConflictsView }> = ({ desk, view }) => {
  const { v, t } = desk;
  const { conflicts, filter } = view;
  const path = href(v, '/console/conflicts');
  const query = conflictQuery(filter, view.after);
  return (
    <Frame desk={desk} title={t('nav.conflicts')}>
      <p class="lead">
        {t('conflict.lead')} <strong data-open>{t('conflict.toDecide', { count: view.open })}</strong>
      </p>
      {view.screening.map((s) => (
        <p class="notice" role="status">
          {t('conflict.screening', { list: s.listId, screened: s.screened, names: s.names })}{' '}
          <progress max={Math.max(1, s.names)} value={s.screened} aria-label={s.listId}></progress>
        </p>
      ))}
      <Filters desk={desk} view={view} />
      <Bulk desk={desk} view={view} />
      {conflicts.length === 0 ? (
        <p>{t('conflict.none')}</p>
      ) : (
        <>
          {desk.may('editor') && (
            <p class="keys">
              <span class="quiet">{t('conflict.keys')}</span>{' '}
              <label for="reason">{t('conflict.sameReason')}</label>{' '}
              <input id="reason" type="text" maxlength={2000} data-reason />
            </p>
          )}
          <ol class="changes">
            {conflicts.map((conflict, index) => (
              <Conflict desk={desk} conflict={conflict} index={index} query={query} />
            ))}
          </ol>
        </>
      )}
      <p class="pager">
        {view.after !== '' && <a href={`${path}?${conflictQuery(filter)}`}>{v.t('list.first')}</a>}
        {view.next !== undefined && (
          <a class="more" href={`${path}?${conflictQuery(filter, view.next)}`}>
            {v.t('diff.next')}
          </a>
        )}
      </p>
    </Frame>
  );
};

/** How many conflicts a ruling in bulk would decide, before it does. */
export const ConflictBulkPage: FC<{
  desk: Desk;
  filter: ConflictFilter;
  ruling: (typeof pairRulings)[number];
  total: number;
  conflicts: DraftConflict[];
}> = ({ desk, filter, ruling, total, conflicts }) => {
  const { v, t } = desk;
  const word = v.t(`ruling.${ruling}`);
  return (
    <Frame desk={desk} title={t('nav.conflicts')}>
      <p class="lead">{t('conflict.bulk', { count: total, ruling: word })}</p>
      <ul class="plain columns">
        {conflicts.map((c) => (
          <li>
            <bdi>{c.name}</bdi> · <bdi>{c.heldName}</bdi>
          </li>
        ))}
        {total > conflicts.length && (
          <li class="quiet">{t('bulk.more', { count: total - conflicts.length })}</li>
        )}
      </ul>
      <form class="stack" method="post" action={href(v, '/console/conflicts/bulk')}>
        <Token desk={desk} />
        <input type="hidden" name="filter" value={conflictQuery(filter)} />
        <input type="hidden" name="expected" value={String(total)} />
        <label for="reason">{t('correction.reason')}</label>
        <input id="reason" name="reason" type="text" maxlength={2000} required />
        {ruling === 'conflict' && (
          <p>
            <label>
              <input type="checkbox" name="reject" value="yes" /> {t('conflict.rejectToo')}
            </label>
          </p>
        )}
        <p class="actions">
          <button class="button" type="submit" name="ruling" value={ruling}>
            {t('conflict.bulkDo', { count: total, ruling: word })}
          </button>
          <a href={`${href(v, '/console/conflicts')}?${conflictQuery(filter)}`}>{t('bulk.back')}</a>
        </p>
      </form>
    </Frame>
  );
};
