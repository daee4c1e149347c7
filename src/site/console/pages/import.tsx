import type { FC } from 'hono/jsx';
import { evidenceLevels } from '../../../gi/evidence.ts';
import type { Problem } from '../../../gi/problem.ts';
import { formats } from '../../../formats/registry.ts';
import type { ListSummary } from '../../../lists/queries.ts';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';
import { Frame, Token } from '../parts/frame.tsx';
import { ProblemTable } from '../parts/problems.tsx';

interface Props {
  desk: Desk;
  lists: ListSummary[];
  chosen: string;
  /** Largest file that is taken. */
  maxBytes: number;
  /** Why the file just sent could not be used at all. */
  problems?: Problem[];
}

/** Choose a list, a file, and how it is to be read. */
export const ImportPage: FC<Props> = ({ desk, lists, chosen, maxBytes, problems }) => {
  const { v, t } = desk;
  const choice = (name: string, options: { value: string; text: string }[], value = '') => (
    <select id={name} name={name}>
      {options.map((o) => (
        <option value={o.value} selected={o.value === value}>
          {o.text}
        </option>
      ))}
    </select>
  );
  return (
    <Frame desk={desk} title={t('import.title')}>
      <p class="lead">{t('import.lead')}</p>
      {problems && (
        <div class="notice notice--error" role="alert">
          <p>
            <strong>{t('import.unusable')}</strong>
          </p>
          <ProblemTable desk={desk} problems={problems} />
        </div>
      )}
      <form class="stack" method="post" enctype="multipart/form-data" action={href(v, '/console/import')}>
        <Token desk={desk} />
        <label for="list">{t('import.list')}</label>
        {choice(
          'list',
          lists.map(({ list, version }) => ({
            value: list.id,
            text: `${list.id} · ${v.f.local(list.title)}${version ? ` · ${v.t('gi.version', { number: version.number })}` : ''}`,
          })),
          chosen,
        )}
        <fieldset>
          <legend>{t('import.mode')}</legend>
          <label>
            <input type="radio" name="mode" value="full" checked /> {t('import.full')}
          </label>
          <label>
            <input type="radio" name="mode" value="partial" /> {t('import.partial')}
          </label>
        </fieldset>
        <details>
          <summary>{t('import.more')}</summary>
          <div class="stack">
            <label for="format">{t('import.format')}</label>
            {choice('format', [
              { value: '', text: t('import.detect') },
              ...formats.filter((f) => f.decode).map((f) => ({ value: f.id, text: f.title })),
            ])}
            <label for="evidence">{v.t('gi.evidence')}</label>
            {choice('evidence', [
              { value: '', text: t('import.evidenceByFormat') },
              ...evidenceLevels.map((level) => ({ value: level, text: v.t(`evidence.${level}`) })),
            ])}
            <label for="source">{t('import.source')}</label>
            <input id="source" name="source" type="text" maxlength={500} />
            <label for="effectiveOn">{t('import.effectiveOn')}</label>
            <input id="effectiveOn" name="effectiveOn" type="date" />
          </div>
        </details>
        {/* Last, so that everything else is known when the file begins to arrive. */}
        <label for="file">{t('import.file')}</label>
        <input id="file" name="file" type="file" required aria-describedby="file-hint" />
        <p id="file-hint" class="quiet">
          {t('import.fileHint', { size: v.f.number(Math.round(maxBytes / 2 ** 20)) })}
        </p>
        <p>
          <button class="button" type="submit">
            {t('import.button')}
          </button>
        </p>
      </form>
    </Frame>
  );
};
