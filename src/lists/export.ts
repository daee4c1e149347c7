import type { Db } from '../db/database.ts';
import { entryHash } from '../gi/content-hash.ts';
import type { Entry } from '../gi/entry.ts';
import type { ListDocument } from '../formats/format.ts';
import type { CorrectionNote } from '../gi/correction-note.ts';
import { Refusal } from '../platform/errors.ts';
import { getAgreement, getList } from './catalogue.ts';
import { correctionNote, correctionsIn } from './corrections/correction.ts';
import { entriesOf, getVersion, versionsAt, type AsOf } from './versions.ts';

/** A published version as a document. */
export interface PublishedDocument extends ListDocument {
  version: Required<ListDocument['version']>;
  corrections: CorrectionNote[];
}

async function* entries(db: Db, versionId: string): AsyncIterable<Entry> {
  for await (const { entry, hash } of entriesOf(db, versionId)) {
    // What leaves the house is what was published: a row altered behind the gateway's back must not go out unnoticed.
    if (entryHash(entry) !== hash) throw new Error(`entry ${entry.key} does not match its hash ${hash}`);
    yield entry;
  }
}

/**
 * A published version of a list as a document to encode: by number, or the one that applied on a day.
 * @throws Refusal not-found/list, not-found/version
 */
export async function listDocument(
  db: Db,
  listId: string,
  which: { number: number } | { at: AsOf },
): Promise<PublishedDocument> {
  const list = await getList(db, listId);
  const agreement = await getAgreement(db, list.agreementId);
  const version =
    'number' in which
      ? await getVersion(db, listId, which.number)
      : (await versionsAt(db, which.at)).find((v) => v.list.id === listId)?.version;
  if (!version) {
    throw new Refusal(
      'not-found/version',
      404,
      `List ${listId} has no published version.`,
      'Import a file into it and publish the draft.',
    );
  }
  const { versionId, number, publishedAt, effectiveOn, contentHash } = version;
  return {
    agreement,
    list,
    version: { number, publishedAt, effectiveOn, contentHash },
    entries: entries(db, versionId),
    corrections: (await correctionsIn(db, [versionId])).map((l) => correctionNote(l.correction)),
  };
}
