import type { Evidence } from './evidence.ts';

/**
 * What a spelling is to the GI it names.
 * `original`: the name as protected at origin; `transcription`: the official rendering by sound or convention in
 * another script (the treaty's own column, e.g. 香槟); `translation`: by meaning; `romanisation`: Latin by a scheme
 * (pinyin, RTGS, ELOT 743…); `variant`: another spelling met in sources, not a protected form by itself.
 */
export const nameKinds = ['original', 'transcription', 'translation', 'romanisation', 'variant'] as const;
export type NameKind = (typeof nameKinds)[number];

/** One spelling of a GI's name. */
export interface NameForm {
  /** The spelling, Unicode NFC, exactly as the source writes it. */
  text: string;
  /** BCP 47 language tag; `und` where the source does not say and the script does not tell. */
  language: string;
  /** ISO 15924 script code of the text (`Latn`, `Hans`, `Hant`, `Thai`, `Grek`, `Cyrl`, `Zyyy` when mixed). */
  script: string;
  kind: NameKind;
  /** Romanisation scheme where known: `pinyin`, `rtgs`, `elot743`, `bg2009`, `wade-giles`, `postal`. */
  scheme?: string;
  evidence: Evidence;
}

/** Identity of a form inside an entry: the same spelling in the same language in the same role. */
export function nameFormKey(form: NameForm): string {
  return `${form.kind}|${form.language}|${form.text}`;
}
