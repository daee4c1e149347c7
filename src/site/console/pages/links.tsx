import type { FC } from 'hono/jsx';
import { giLinkKinds } from '../../../db/schema/index.ts';
import type { GiLink } from '../../../lists/gi-links.ts';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';
import { Choice, Field } from '../parts/fields.tsx';
import { Frame, Token } from '../parts/frame.tsx';

/** Links between GIs: those on record, and a form for another. */
export const LinksPage: FC<{ desk: Desk; links: GiLink[] }> = ({ desk, links }) => {
  const { v } = desk;
  const rt = (key: string): string => v.t(`relations:${key}`);
  return (
    <Frame desk={desk} title={rt('links')}>
      <p class="lead">{rt('linksLead')}</p>
      {links.length === 0 ? (
        <p>{rt('noLinks')}</p>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">{rt('from')}</th>
              <th scope="col">{rt('kind')}</th>
              <th scope="col">{rt('to')}</th>
              <th scope="col">{rt('reason')}</th>
              <th scope="col">{rt('takeBack')}</th>
            </tr>
          </thead>
          <tbody>
            {links.map((l) => (
              <tr>
                <th scope="row">
                  <a href={href(v, `/gi/${l.from}`)}>{l.from}</a>
                </th>
                <td data-label={rt('kind')}>{rt(`linkKind.${l.kind}`)}</td>
                <td data-label={rt('to')}>
                  <a href={href(v, `/gi/${l.to}`)}>{l.to}</a>
                </td>
                <td data-label={rt('reason')}>
                  {l.reason}
                  <span class="quiet">
                    {desk.who(l.madeBy)} · {v.f.moment(l.madeAt)}
                  </span>
                </td>
                <td data-label={rt('takeBack')}>
                  {desk.may('editor') && (
                    <form class="inline" method="post" action={href(v, '/console/links/end')}>
                      <Token desk={desk} />
                      <input name="reason" type="text" aria-label={rt('reason')} maxlength={500} required />
                      <button class="link" type="submit" name="id" value={l.id}>
                        {rt('takeBack')}
                      </button>
                    </form>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {desk.may('editor') && (
        <form class="panel stack" method="post" action={href(v, '/console/links')}>
          <h2>{rt('add')}</h2>
          <Token desk={desk} />
          <div class="filters">
            <Field name="from" label={rt('from')} required />
            <Choice
              name="kind"
              label={rt('kind')}
              options={giLinkKinds.map((k) => [k, rt(`linkKind.${k}`)])}
            />
            <Field name="to" label={rt('to')} required />
            <Field name="reason" label={rt('reason')} required />
          </div>
          <p class="quiet">{rt('idHint')}</p>
          <p>
            <button class="button" type="submit">
              {rt('addButton')}
            </button>
          </p>
        </form>
      )}
    </Frame>
  );
};
