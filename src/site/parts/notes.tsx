import type { FC } from 'hono/jsx';
import type { Localised } from '../../gi/agreement.ts';
import type { View } from '../view.ts';

/** What readers must know of a list or agreement before they rely on it. */
export const Notes: FC<{ v: View; notes: Localised[] }> = ({ v, notes }) =>
  notes.length === 0 ? null : (
    <div class="notice">
      {notes.map((note) => (
        <p>{v.f.local(note)}</p>
      ))}
    </div>
  );
