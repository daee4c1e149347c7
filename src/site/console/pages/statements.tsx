import type { FC } from 'hono/jsx';
import type { GiList } from '../../../gi/agreement.ts';
import { procedureEventKinds, type ProcedureEvent } from '../../../gi/procedure-event.ts';
import type { Statement, StatementFilter } from '../../../lists/review/statements.ts';
import { EventDetails, pt } from '../../parts/procedure.tsx';
import { href, type View } from '../../view.ts';
import type { Desk } from '../desk.ts';
import { Choice } from '../parts/exchange.tsx';
import { Token } from '../parts/frame.tsx';

const action = '/console/approvals';

const Event: FC<{ v: View; event: ProcedureEvent }> = ({ v, event }) => (
  <>
    {pt(v, `event.${event.kind}`)} <time datetime={event.on}>{v.f.day(event.on)}</time>
  </>
);

const Said: FC<{ desk: Desk; statement: Statement }> = ({ desk, statement }) => {
  const { v, t } = desk;
  return (
    <>
      {statement.events.map((event) => (
        <span class="own-line">
          <Event v={v} event={event} />{' '}
          <span class="quiet">
            <EventDetails v={v} event={event} />
          </span>
        </span>
      ))}
      {statement.withdrawn.map((event) => (
        <span class="own-line">
          {t('statements.taken', { event: `${pt(v, `event.${event.kind}`)} ${v.f.day(event.on)}` })}
        </span>
      ))}
      {statement.fields.length > 0 && (
        <span class="own-line">{t('statements.other', { fields: statement.fields.join(', ') })}</span>
      )}
    </>
  );
};

const Filter: FC<{ desk: Desk; filter: StatementFilter; lists: Map<string, GiList> }> = (props) => {
  const { desk, filter, lists } = props;
  const { v, t } = desk;
  return (
    <form class="filters" method="get" action={href(v, action)}>
      <Choice
        name="list"
        label={t('today.list')}
        all={t('statements.any')}
        of={[...lists.keys()]}
        text={(id) => id}
        chosen={filter.listId}
      />
      <Choice
        name="event"
        label={t('statements.event')}
        all={t('statements.any')}
        of={procedureEventKinds}
        text={(kind) => pt(v, `event.${kind}`)}
        chosen={filter.event}
      />
      <button class="button button--quiet" type="submit">
        {t('statements.show')}
      </button>
    </form>
  );
};

/**
 * What staff stated about entries, over all lists, for a second person to decide on many at once.
 * @param needed whether a second person is needed at all; then nobody is offered their own
 */
export const Statements: FC<{
  desk: Desk;
  statements: Statement[];
  lists: Map<string, GiList>;
  filter: StatementFilter;
  needed: boolean;
}> = ({ desk, statements, lists, filter, needed }) => {
  const { v, t } = desk;
  const filtered = filter.listId !== undefined || filter.event !== undefined;
  if (statements.length === 0 && !filtered) return null;
  const isOwn = ({ statedBy }: Statement): boolean => needed && statedBy.includes(desk.ctx.actor);
  const others = statements.filter((statement) => !isOwn(statement)).length;
  const mayDecide = desk.may('approver');
  const query = new URLSearchParams({ list: filter.listId ?? '', event: filter.event ?? '' });
  return (
    <section aria-labelledby="statements">
      <h2 id="statements">{t('statements.title')}</h2>
      <p>{t('statements.lead')}</p>
      <Filter desk={desk} filter={filter} lists={lists} />
      {statements.length === 0 ? (
        <p>{t('statements.nothing')}</p>
      ) : (
        <form method="post" action={href(v, action)}>
          <Token desk={desk} />
          <input type="hidden" name="filter" value={query.toString()} />
          <table class="cards">
            <thead>
              <tr>
                <th scope="col">{t('today.list')}</th>
                <th scope="col">{t('statements.what')}</th>
                <th scope="col">{t('statements.effect')}</th>
                <th scope="col">{t('statements.by')}</th>
              </tr>
            </thead>
            <tbody>
              {statements.map((statement) => {
                const { draftId, listId, key, name, effect } = statement;
                const own = isOwn(statement);
                return (
                  <tr>
                    <th scope="row">
                      <label>
                        {mayDecide && (
                          <input
                            type="checkbox"
                            name="pick"
                            value={`${draftId} ${key}`}
                            disabled={own}
                            aria-label={t('statements.pick', { name, list: listId })}
                          />
                        )}{' '}
                        <bdi>{name}</bdi>
                      </label>
                      <a class="quiet own-line" href={href(v, `/console/drafts/${draftId}`)}>
                        {listId}
                      </a>
                    </th>
                    <td data-label={t('statements.what')}>
                      <Said desk={desk} statement={statement} />
                    </td>
                    <td data-label={t('statements.effect')}>
                      {effect === 'loses' ? (
                        <strong class="loud">{t('statements.loses')}</strong>
                      ) : (
                        t(`statements.${effect}`)
                      )}
                    </td>
                    <td data-label={t('statements.by')}>
                      {statement.statedBy.map((actor) => desk.who(actor)).join(', ')}
                      {own && <span class="quiet own-line">{t('statements.yours')}</span>}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
          {mayDecide && (
            <div class="stack panel">
              {others > 0 && (
                <label>
                  <input type="checkbox" name="all" value={String(others)} />{' '}
                  {t('statements.all', { count: others })}
                </label>
              )}
              <label for="statements-comment">{t('change.comment')}</label>
              <input id="statements-comment" name="comment" type="text" maxlength={2000} />
              <p class="actions">
                <button class="button" type="submit" name="decision" value="accepted">
                  {t('statements.accepted')}
                </button>
                <button class="button button--quiet" type="submit" name="decision" value="rejected">
                  {t('statements.rejected')}
                </button>
              </p>
            </div>
          )}
        </form>
      )}
    </section>
  );
};
