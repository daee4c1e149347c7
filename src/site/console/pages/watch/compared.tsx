import type { FC } from 'hono/jsx';
import type { Rescreen } from '../../../../watch/rescreen.ts';
import { href } from '../../../view.ts';
import type { Desk } from '../../desk.ts';
import { Token } from '../../parts/frame.tsx';

/** Comparisons of the marks held with names that were published after them, or with all after a rule was loosened. */
export const Compared: FC<{ desk: Desk; compared: Rescreen[] }> = ({ desk, compared }) => {
  const { v } = desk;
  const w = (key: string) => v.t(`watch:runs.${key}`);
  return (
    <section aria-labelledby="again">
      <h2 id="again">{w('again')}</h2>
      <p>{w('againText')}</p>
      {compared.length > 0 && (
        <table class="cards">
          <thead>
            <tr>
              {(['started', 'names', 'compared', 'found', 'state'] as const).map((key) => (
                <th scope="col">{w(key)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {compared.map((one) => (
              <tr>
                <th scope="row">{v.f.moment(one.startedAt.toISOString())}</th>
                <td data-label={w('names')}>
                  {one.cause === 'rule' ? w('afterRule') : v.f.number(one.names)}
                </td>
                <td data-label={w('compared')}>{v.f.number(one.marks)}</td>
                <td data-label={w('found')}>{v.f.number(one.alerts)}</td>
                <td data-label={w('state')}>{v.t(`watch:state.${one.state}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {desk.may('editor') && (
        <form method="post" action={href(v, '/console/watch/rescreen')}>
          <Token desk={desk} />
          <button class="button button--quiet" type="submit">
            {w('compare')}
          </button>
        </form>
      )}
    </section>
  );
};
