import type { FC } from 'hono/jsx';
import type { ImportView } from '../../../lists/import-view.ts';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';
import { Token } from './frame.tsx';

const MEGA = 1e6;

/** What a running import's page shows and asks for again: the bar's value and the words under it. */
export function progressOf(desk: Desk, view: ImportView): { value?: number; text: string; stage: string } {
  const { t, v } = desk;
  const { bytes, totalBytes, records, problemCount, stage } = view;
  const size = (n: number): string => v.f.number(Math.round(n / (MEGA / 10)) / 10);
  const text = [
    totalBytes
      ? t('live.of', { done: size(Math.min(bytes, totalBytes)), total: size(totalBytes) })
      : t('live.soFar', { done: size(bytes) }),
    t('result.records', { count: records }),
    t('live.problems', { count: problemCount }),
  ].join(' · ');
  return {
    ...(totalBytes && { value: Math.min(1, bytes / totalBytes) }),
    text,
    stage: t(`live.stage.${stage}`),
  };
}

/** How far a running import is; kept up to date by the page's script, or by looking again. */
export const LiveProgress: FC<{ desk: Desk; view: ImportView }> = ({ desk, view }) => {
  const { v, t } = desk;
  const { value, text, stage } = progressOf(desk, view);
  const path = `/console/imports/${view.id}`;
  return (
    <section class="panel live" aria-labelledby="live" data-live={href(v, `${path}/progress`)}>
      <h2 id="live">
        <span role="status" data-live-stage>
          {stage}
        </span>
      </h2>
      <progress aria-labelledby="live" aria-describedby="live-text" max={1} value={value} />
      <p id="live-text" data-live-text>
        {text}
      </p>
      <p class="quiet">{t('live.goesOn')}</p>
      <p>
        <a href={href(v, path)}>{t('live.again')}</a>
      </p>
    </section>
  );
};

/** That nobody reads the file any more, and how to go on. */
export const Interrupted: FC<{ desk: Desk; view: ImportView }> = ({ desk, view }) => {
  const { v, t } = desk;
  return (
    <div class="notice notice--error">
      <p>
        <strong>{t('live.interrupted')}</strong>
      </p>
      <p>{t(view.resumable ? 'live.keptWhole' : 'live.notWhole')}</p>
      {view.resumable && desk.may('editor') && (
        <form method="post" action={href(v, `/console/imports/${view.id}/resume`)}>
          <Token desk={desk} />
          <button class="button" type="submit">
            {t('live.resume')}
          </button>
        </form>
      )}
    </div>
  );
};
