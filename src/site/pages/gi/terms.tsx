import type { FC } from 'hono/jsx';
import type { Occurrence } from '../../../gi/protection.ts';
import { pt } from '../../parts/procedure.tsx';
import { TermsList } from '../../parts/terms.tsx';
import { href, type View } from '../../view.ts';

/** Who else may use the name, until when, list by list; nothing where nothing is on record. */
export const UseByOthers: FC<{ v: View; occurrences: Occurrence[] }> = ({ v, occurrences }) => {
  const with_ = occurrences.filter(
    ({ entry }) => (entry.phaseOuts?.length ?? 0) + (entry.coexistence?.length ?? 0) > 0,
  );
  if (with_.length === 0) return null;
  return (
    <section aria-labelledby="use">
      <h2 id="use">{pt(v, 'terms')}</h2>
      <p>{pt(v, 'termsLead')}</p>
      {with_.map(({ list, entry }) => (
        <>
          <p>
            <a href={href(v, `/lists/${list.id}`)}>{v.f.local(list.title)}</a>
          </p>
          <TermsList v={v} phaseOuts={entry.phaseOuts ?? []} coexistence={entry.coexistence ?? []} />
        </>
      ))}
    </section>
  );
};
