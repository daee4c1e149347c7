import type { Child, FC } from 'hono/jsx';
import type { Place, Problem } from '../../../gi/problem.ts';
import type { Desk } from '../desk.ts';

/** Where in a file, in few words: line 12:5 · record 3 · $.names · names. */
export function placeText(desk: Desk, place: Place): string {
  const { t } = desk;
  return [
    place.line === undefined
      ? ''
      : t('problem.line', {
          line: place.column === undefined ? place.line : `${place.line}:${place.column}`,
        }),
    place.record === undefined ? '' : t('problem.record', { record: place.record + 1 }),
    place.path ?? '',
    place.field ?? '',
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Problems of a file with place and remedy; `extra` adds a cell to each. */
export const ProblemTable: FC<{
  desk: Desk;
  problems: Problem[];
  extraTitle?: string;
  extra?: (index: number) => Child;
}> = ({ desk, problems, extraTitle, extra }) => {
  const { t } = desk;
  return (
    <table class="cards problems">
      <thead>
        <tr>
          <th scope="col">{t('problem.what')}</th>
          <th scope="col">{t('problem.where')}</th>
          <th scope="col">{t('problem.remedy')}</th>
          {extra && <th scope="col">{extraTitle}</th>}
        </tr>
      </thead>
      <tbody>
        {problems.map((p, index) => (
          <tr>
            <th scope="row">
              <span class={`severity severity--${p.severity}`}>{t(`problem.${p.severity}`)}</span>{' '}
              <span lang="en">{p.message}</span> <code class="quiet">{p.code}</code>
            </th>
            <td data-label={t('problem.where')}>{placeText(desk, p.place)}</td>
            <td data-label={t('problem.remedy')} lang="en">
              {p.remedy}
            </td>
            {extra && <td data-label={extraTitle}>{extra(index)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** What was wrong with a form, in a notice above it; nothing where nothing was. */
export const ProblemNotice: FC<{ problems: Problem[] | undefined }> = ({ problems }) =>
  problems ? (
    <div class="notice notice--error" role="alert">
      {problems.map((p) => (
        <p lang="en">
          {p.message} {p.remedy}
        </p>
      ))}
    </div>
  ) : null;
