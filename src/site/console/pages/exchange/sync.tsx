import type { FC } from 'hono/jsx';
import { syncKinds } from '../../../../db/schema/index.ts';
import type { Partner } from '../../../../exchange/partners.ts';
import type { Run, Source } from '../../../../exchange/sync/sources.ts';
import type { GiList } from '../../../../gi/agreement.ts';
import { ExplainedLine } from '../../../parts/problem.tsx';
import { href, type View } from '../../../view.ts';
import type { Desk } from '../../desk.ts';
import { ClientFields, ClientNote } from '../../parts/client-fields.tsx';
import { ExchangeFrame, Moment, PartnerLink } from '../../parts/exchange.tsx';
import { Token } from '../../parts/frame.tsx';

const base = '/console/sync';

const Result: FC<{ v: View; run: Run }> = ({ v, run }) => {
  const text = v.t(`exchange:sync.outcome.${run.outcome}`);
  return (
    <>
      {run.outcome === 'failed' ? <strong class="loud">{text}</strong> : text}
      <ExplainedLine v={v} line={run.detail} class="quiet" />
      {run.draftId && (
        <a class="own-line" href={href(v, `/console/drafts/${run.draftId}`)}>
          {v.t('exchange:sync.draft')}
        </a>
      )}
      {!run.draftId && run.importId && (
        <a class="own-line" href={href(v, `/console/imports/${run.importId}`)}>
          {v.t('exchange:sync.import')}
        </a>
      )}
    </>
  );
};

const Place: FC<{ v: View; source: Source }> = ({ v, source }) => (
  <>
    {v.t(`exchange:sync.${source.kind}`)} <code class="hash">{source.location}</code>
    {source.oauth ? (
      <ClientNote v={v} client={source.oauth} />
    ) : (
      source.keyed && <span class="quiet own-line">{v.t('exchange:client.keyed')}</span>
    )}
    {source.partner && <PartnerLink v={v} code={source.partner} />}
  </>
);

const Next: FC<{ v: View; source: Source }> = ({ v, source }) => {
  if (source.running) return <>{v.t('exchange:sync.running')}</>;
  return source.nextAt ? <Moment v={v} at={source.nextAt} /> : <>{v.t('exchange:sync.off')}</>;
};

const Failures: FC<{ v: View; source: Source }> = ({ v, source }) =>
  source.failures > 0 ? (
    <strong class="loud">{v.t('exchange:sync.failures', { count: source.failures })}</strong>
  ) : null;

const AddSource: FC<{ desk: Desk; lists: GiList[]; partners: Partner[] }> = ({ desk, lists, partners }) => {
  const { v } = desk;
  const t = (key: string) => v.t(`exchange:sync.${key}`);
  return (
    <form class="stack panel" method="post" action={href(v, base)}>
      <h2>{t('add')}</h2>
      <Token desk={desk} />
      <label for="list">{t('list')}</label>
      <select id="list" name="list">
        {lists.map((list) => (
          <option value={list.id}>
            {list.id} · {v.f.local(list.title)}
          </option>
        ))}
      </select>
      <label for="kind">{t('kind')}</label>
      <select id="kind" name="kind">
        {syncKinds.map((kind) => (
          <option value={kind}>{t(kind)}</option>
        ))}
      </select>
      <label for="location">{t('location')}</label>
      <input id="location" name="location" type="text" maxlength={2000} required />
      <ClientFields v={v} />
      <label for="partner">{t('partner')}</label>
      <select id="partner" name="partner">
        <option value="">{t('nobody')}</option>
        {partners.map(({ code }) => (
          <option value={code}>
            {v.f.country(code)} ({code})
          </option>
        ))}
      </select>
      <label for="mode">{t('mode')}</label>
      <select id="mode" name="mode">
        <option value="full">{t('full')}</option>
        <option value="partial">{t('partial')}</option>
      </select>
      <label for="hours">{t('hours')}</label>
      <input id="hours" name="hours" type="number" min={1} max={744} value="24" required />
      <p>
        <button class="button" type="submit">
          {t('add')}
        </button>
      </p>
    </form>
  );
};

/** Where lists come from by themselves, and what came of the last look. */
export const SourcesPage: FC<{ desk: Desk; sources: Source[]; lists: GiList[]; partners: Partner[] }> = (
  props,
) => {
  const { desk, sources, lists, partners } = props;
  const { v } = desk;
  const t = (key: string) => v.t(`exchange:sync.${key}`);
  return (
    <ExchangeFrame desk={desk} title={v.t('exchange:nav.sync')}>
      <p class="lead">{t('lead')}</p>
      {sources.length === 0 ? (
        <p>{t('none')}</p>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">{t('list')}</th>
              <th scope="col">{t('from')}</th>
              <th scope="col">{t('last')}</th>
              <th scope="col">{t('next')}</th>
            </tr>
          </thead>
          <tbody>
            {sources.map((source) => (
              <tr>
                <th scope="row">
                  <a href={href(v, `${base}/${source.id}`)}>{source.listId}</a>
                  <Failures v={v} source={source} />
                </th>
                <td data-label={t('from')}>
                  <Place v={v} source={source} />
                </td>
                <td data-label={t('last')}>
                  {source.lastRun ? (
                    <>
                      <Moment v={v} at={source.lastRun.startedAt} /> <Result v={v} run={source.lastRun} />
                    </>
                  ) : (
                    t('never')
                  )}
                </td>
                <td data-label={t('next')}>
                  <Next v={v} source={source} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {desk.may('admin') && <AddSource desk={desk} lists={lists} partners={partners} />}
    </ExchangeFrame>
  );
};

const SourceActions: FC<{ desk: Desk; source: Source }> = ({ desk, source }) => {
  const { v } = desk;
  const turn = source.enabled ? 'disable' : 'enable';
  return (
    <form class="actions" method="post" action={href(v, `${base}/${source.id}`)}>
      <Token desk={desk} />
      <button class="button" type="submit" name="do" value="run">
        {v.t('exchange:sync.run')}
      </button>
      {desk.may('admin') && (
        <button class="button button--quiet" type="submit" name="do" value={turn}>
          {v.t(`exchange:sync.${turn}`)}
        </button>
      )}
    </form>
  );
};

/** One source with what came of each look at it. */
export const SourcePage: FC<{ desk: Desk; source: Source; runs: Run[] }> = ({ desk, source, runs }) => {
  const { v } = desk;
  const t = (key: string, values?: Record<string, number>) => v.t(`exchange:sync.${key}`, values);
  return (
    <ExchangeFrame desk={desk} title={`${v.t('exchange:nav.sync')}: ${source.listId}`}>
      <dl class="facts">
        <dt>{t('from')}</dt>
        <dd>
          <Place v={v} source={source} />
        </dd>
        <dt>{t('mode')}</dt>
        <dd>{t(source.mode)}</dd>
        <dt>{t('every')}</dt>
        <dd>{t('seconds', { count: source.everySeconds })}</dd>
        <dt>{t('next')}</dt>
        <dd>
          <Next v={v} source={source} /> <Failures v={v} source={source} />
        </dd>
      </dl>
      {desk.may('editor') && <SourceActions desk={desk} source={source} />}
      <h2>{t('runs')}</h2>
      <p class="quiet">{t('runsHint')}</p>
      {runs.length === 0 ? (
        <p>{t('never')}</p>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">{t('at')}</th>
              <th scope="col">{t('result')}</th>
              <th scope="col">{t('by')}</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr>
                <th scope="row">
                  <Moment v={v} at={run.startedAt} />
                  {run.file && <span class="quiet">{run.file}</span>}
                </th>
                <td data-label={t('result')}>
                  <Result v={v} run={run} />
                </td>
                <td data-label={t('by')}>
                  {run.startedBy === 'sync' ? desk.t('who.system') : desk.who(run.startedBy)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </ExchangeFrame>
  );
};
