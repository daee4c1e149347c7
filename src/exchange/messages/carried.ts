/** What a list message carries, as a file the importer reads. */
export interface Carried {
  format: 'json' | 'st96';
  bytes: Uint8Array[];
}
