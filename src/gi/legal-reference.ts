/** A text one can look up, with its address where it has one. */
export interface LegalReference {
  text: string;
  uri?: string;
}
