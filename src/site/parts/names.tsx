import type { FC } from 'hono/jsx';
import type { NameForm } from '../../gi/name-form.ts';

/** BCP 47 tag for the `lang` attribute: Han text says which characters it is written in, so that fonts fit. */
export function langTag(form: Pick<NameForm, 'language' | 'script'>): string | undefined {
  if (form.language === 'und') return undefined;
  return form.script.startsWith('Han') && !form.language.includes('-')
    ? `${form.language}-${form.script}`
    : form.language;
}

/** One spelling in its own language and direction. */
export const Spelling: FC<{ form: Pick<NameForm, 'text' | 'language' | 'script'>; class?: string }> = (
  props,
) => (
  <bdi lang={langTag(props.form)} class={props.class}>
    {props.form.text}
  </bdi>
);

const kindOrder: NameForm['kind'][] = ['original', 'transcription', 'romanisation', 'translation', 'variant'];

/** Protected forms first, then what helps to read them, spellings met elsewhere last. */
export function inReadingOrder<T extends Pick<NameForm, 'kind'>>(forms: readonly T[]): T[] {
  return [...forms].sort((a, b) => kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind));
}
