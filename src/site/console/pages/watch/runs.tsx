import type { FC } from 'hono/jsx';
import type { Problem } from '../../../../gi/problem.ts';
import type { NoiseRule } from '../../../../watch/noise.ts';
import type { Rescreen } from '../../../../watch/rescreen.ts';
import type { RunView } from '../../../../watch/runs.ts';
import { href } from '../../../view.ts';
import type { Desk } from '../../desk.ts';
import { Frame, Token } from '../../parts/frame.tsx';
import { ProblemTable } from '../../parts/problems.tsx';
import { Compared } from './compared.tsx';
import { Noise } from './noise.tsx';

const Upload: FC<{ desk: Desk }> = ({ desk }) => {
  const { v } = desk;
  return (
    <form class="stack" method="post" enctype="multipart/form-data" action={href(v, '/console/watch/import')}>
      <Token desk={desk} />
      <label for="file">{v.t('watch:runs.choose')}</label>
      <input id="file" name="file" type="file" required />
      <label for="office">{v.t('watch:runs.office')}</label>
      <input id="office" name="office" type="text" pattern="[A-Za-z]{2}" maxlength={2} size={4} />
      <p>
        <button class="button" type="submit">
          {v.t('watch:runs.send')}
        </button>
      </p>
    </form>
  );
};

/** Files that were screened, the form for another one, and how loud the watch is. */
export const WatchPage: FC<{
  desk: Desk;
  runs: RunView[];
  next?: string | undefined;
  rules: NoiseRule[];
  usual: number;
  /** Ids of the agreements a rule can speak of. */
  agreements: string[];
  problems?: Problem[] | undefined;
  compared: Rescreen[];
}> = ({ desk, runs, next, rules, usual, agreements, problems, compared }) => {
  const { v } = desk;
  const w = (key: string, values?: Record<string, string | number>) => v.t(`watch:runs.${key}`, values);
  return (
    <Frame desk={desk} title={w('title')}>
      <p class="lead">{w('lead')}</p>
      <p>
        <a class="more" href={href(v, '/console/subscriptions')}>
          {v.t('watch:nav.subscriptions')}
        </a>
      </p>
      {problems && (
        <div class="notice notice--error" role="alert">
          <p>
            <strong>{w('unusable')}</strong>
          </p>
          <ProblemTable desk={desk} problems={problems} />
        </div>
      )}
      {desk.may('editor') && (
        <section aria-labelledby="upload">
          <h2 id="upload">{w('upload')}</h2>
          <Upload desk={desk} />
        </section>
      )}
      {runs.length === 0 ? (
        <p class="notice">{w('none')}</p>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              {(['file', 'started', 'records', 'refused', 'found', 'state'] as const).map((key) => (
                <th scope="col">{w(key)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr>
                <th scope="row">
                  <a href={href(v, `/console/watch/${run.id}`)}>{run.file.name}</a>
                  <span class="quiet">{desk.who(run.startedBy)}</span>
                </th>
                <td data-label={w('started')}>{v.f.moment(run.startedAt.toISOString())}</td>
                <td data-label={w('records')}>{v.f.number(run.position)}</td>
                <td data-label={w('refused')}>{v.f.number(run.refused)}</td>
                <td data-label={w('found')}>
                  {run.alerts > 0 ? (
                    <a href={href(v, '/console/alerts', { run: run.id })}>{v.f.number(run.alerts)}</a>
                  ) : (
                    v.f.number(0)
                  )}
                </td>
                <td data-label={w('state')}>{v.t(`watch:state.${run.state}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {next && (
        <p class="pager">
          <a class="more" href={href(v, '/console/watch', { before: next })}>
            {w('next')}
          </a>
        </p>
      )}
      <Compared desk={desk} compared={compared} />
      <Noise desk={desk} rules={rules} usual={usual} agreements={agreements} />
    </Frame>
  );
};

/** One run, with what was wrong in its file. */
export const WatchRunPage: FC<{ desk: Desk; run: RunView }> = ({ desk, run }) => {
  const { v } = desk;
  const w = (key: string, values?: Record<string, string | number>) => v.t(`watch:runs.${key}`, values);
  const { added, changed, withdrawn } = run;
  return (
    <Frame desk={desk} title={run.file.name}>
      <p class="lead">
        {v.t(`watch:state.${run.state}`)} · {w('counts', { added, changed, withdrawn })}
      </p>
      <p>
        {run.alerts > 0 && (
          <a class="more" href={href(v, '/console/alerts', { run: run.id })}>
            {v.t('watch:alerts.count', { count: run.alerts })}
          </a>
        )}
      </p>
      <p class="quiet">
        SHA-256 <code>{run.file.sha256}</code>
      </p>
      <h2>{w('problems')}</h2>
      {run.problems.length === 0 ? (
        <p>{w('noProblems')}</p>
      ) : (
        <ProblemTable desk={desk} problems={run.problems} />
      )}
    </Frame>
  );
};
