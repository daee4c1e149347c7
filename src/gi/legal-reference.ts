/** A text one can look up, with its address where it has one. */
export interface LegalReference {
  text: string;
  uri?: string;
  /** The text in other interface languages; `text` stands for the rest. */
  local?: Partial<Record<'zh' | 'fr' | 'th', string>>;
}
