/** A text in the interface languages; `en` is always there, the rest fall back to it. */
export type Localised = { en: string } & Partial<Record<'zh' | 'fr' | 'th', string>>;
