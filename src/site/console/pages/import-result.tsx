import type { FC } from 'hono/jsx';
import type { ImportView } from '../../../lists/import-view.ts';
import { problemRulings } from '../../../db/schema/index.ts';
import type { ReviewedProblem } from '../../../lists/review/problems.ts';
import { explain } from '../../problem-texts.ts';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';
import { Frame, Token } from '../parts/frame.tsx';
import { Interrupted, LiveProgress } from '../parts/import-progress.tsx';
import { ProblemTable } from '../parts/problems.tsx';

const SHOWN = 200;

const Ruled: FC<{ desk: Desk; problem: ReviewedProblem }> = ({ desk, problem: { severity, decided } }) => {
  if (decided)
    return (
      <>
        <strong>{desk.t(`ruling.${decided.ruling}`)}</strong>
        <span class="quiet">
          {decided.reason} · {desk.who(decided.by)}
        </span>
      </>
    );
  return severity === 'error' ? <span class="loud">{desk.t('ruling.open')}</span> : null;
};

/** What an import read, what was wrong with it, and where to go on. */
export const ImportResultPage: FC<{ desk: Desk; view: ImportView; problems: ReviewedProblem[] }> = ({
  desk,
  view,
  problems,
}) => {
  const { v, t } = desk;
  const { file, draftId } = view;
  const errors = problems.filter((p) => p.severity === 'error');
  const open = errors.filter((p) => !p.decided);
  const sorted = [...errors, ...problems.filter((p) => p.severity !== 'error')];
  const path = `/console/imports/${view.id}`;
  return (
    <Frame desk={desk} title={t('result.title', { file: file.name })}>
      {view.state === 'running' && <LiveProgress desk={desk} view={view} />}
      {view.state === 'interrupted' && <Interrupted desk={desk} view={view} />}
      <dl class="facts">
        <dt>{t('today.list')}</dt>
        <dd>
          <a href={href(v, `/console/lists/${view.listId}`)}>{view.listId}</a>
        </dd>
        <dt>{t('result.read')}</dt>
        <dd>
          {t('result.records', { count: view.records })}
          {view.format && ` · ${view.format}`} · {t(`result.state.${view.state}`)}
        </dd>
        {file.sha256 !== undefined && (
          <>
            <dt>{t('result.kept')}</dt>
            <dd>
              <code class="hash">{file.sha256}</code>
            </dd>
          </>
        )}
        <dt>{t('today.by')}</dt>
        <dd>
          {desk.who(view.startedBy)}, {v.f.moment(view.startedAt)}
        </dd>
        {view.state !== 'running' && (
          <>
            <dt>{t('result.problems')}</dt>
            <dd>
              {t('result.errors', { count: errors.length })} ·{' '}
              {t('result.warnings', { count: problems.length - errors.length })}
            </dd>
          </>
        )}
      </dl>
      <p class="actions">
        {view.draftOpen && (
          <a class="button" href={href(v, `/console/drafts/${draftId}`)}>
            {t('result.review')}
          </a>
        )}
        {!view.draftOpen && view.state === 'done' && <span>{t('result.noDraft')}</span>}
        {problems.length > 0 && (
          <>
            <a href={href(v, `${path}/report.csv`)} download>
              {t('result.csv')}
            </a>
            <a href={href(v, `${path}/report.json`)} download>
              {t('result.json')}
            </a>
          </>
        )}
      </p>
      {view.draftOpen && open.length > 0 && desk.may('editor') && (
        <form class="panel" method="post" action={href(v, path)}>
          <Token desk={desk} />
          <h2>{t('result.rule', { count: open.length })}</h2>
          <p>{t('result.ruleText')}</p>
          <label for="which">{t('result.which')}</label>
          <select id="which" name="which">
            <option value="all">{t('result.allOpen', { count: open.length })}</option>
            {open.slice(0, SHOWN).map((p) => (
              <option value={String(p.ordinal)}>
                {p.ordinal + 1}. {explain(v, p.code)?.what ?? p.message.slice(0, 80)}
              </option>
            ))}
          </select>
          <label for="reason">{t('result.reason')}</label>
          <input id="reason" name="reason" type="text" maxlength={2000} required />
          <p class="actions">
            {problemRulings.map((ruling) => (
              <button class="button button--quiet" type="submit" name="ruling" value={ruling}>
                {t(`result.${ruling}`)}
              </button>
            ))}
          </p>
        </form>
      )}
      {sorted.length > 0 && (
        <ProblemTable
          desk={desk}
          problems={sorted.slice(0, SHOWN)}
          extraTitle={t('result.ruling')}
          extra={(i) => <Ruled desk={desk} problem={sorted[i]!} />}
        />
      )}
      {sorted.length > SHOWN && <p>{t('result.more', { count: sorted.length - SHOWN })}</p>}
    </Frame>
  );
};
