import type { FC } from 'hono/jsx';
import type { Explanation } from '../../names/engine.ts';
import type { View } from '../view.ts';

/** Why two names are alike, in words. */
export function whyAlike(v: View, kind: string, message: Explanation['message']): string {
  const own = `findings:${message.key}`;
  const told = v.t(own, message.params);
  return told === own || told === message.key ? v.t(`findingText.${kind}`) : told;
}

/** Corresponding parts above one another, the ones that matter shaded; pairs wrap on a narrow screen. */
export const Segments: FC<{ title: string; segments: Explanation['segments'] }> = ({ title, segments }) =>
  segments.length < 2 ? null : (
    <div class="segments">
      <p class="quiet">{title}</p>
      <ul>
        {segments.map((s) => (
          <li class={s.query !== '' && s.candidate !== '' && s.weight > 0 ? 'pair pair--same' : 'pair'}>
            <bdi>{s.query || '–'}</bdi>
            <bdi>{s.candidate || '–'}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
