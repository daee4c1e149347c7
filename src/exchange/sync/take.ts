import { InputError } from '../../gi/problem.ts';
import { importFile } from '../../lists/import.ts';
import type { Context } from '../../db/context.ts';
import type { SyncOutcome } from '../../db/schema/index.ts';
import { Refusal } from '../../platform/errors.ts';
import { getPartner } from '../partners.ts';
import type { SourceRow } from './sources.ts';

/** What one look came to. */
export interface Found {
  outcome: SyncOutcome;
  detail: string;
  file?: string;
  importId?: string;
  draftId?: string;
  /** Kept for the next conditional request. */
  validators?: { etag: string | null; lastModified: string | null };
}

/**
 * Reads what a source brought towards its list, as a person's import would be: a draft with its change set, or nothing
 * to change. How far it is believed is what the partner is trusted for, `public-source` where it is nobody's.
 */
export async function take(
  ctx: Context,
  source: SourceRow,
  file: { name: string; input: AsyncIterable<Uint8Array> },
): Promise<Found> {
  const partner = source.partner === null ? undefined : await getPartner(ctx.db, source.partner);
  const level = partner?.trust[source.listId] ?? 'public-source';
  const by = partner?.code ?? source.location;
  try {
    const report = await importFile(ctx, {
      listId: source.listId,
      fileName: file.name,
      input: file.input,
      mode: source.mode,
      evidence: { level, source: `${by}, ${file.name}` },
      ceiling: { level, by },
      ...(source.format !== null && { format: source.format }),
    });
    const { importId, draftId, records, changes, problems } = report;
    const { added, changed, removed } = changes;
    const errors = problems.filter((p) => p.severity === 'error').length;
    const counts = `${records} records: ${added} added, ${changed} changed, ${removed} removed, ${errors} errors`;
    return draftId
      ? { outcome: 'draft', detail: counts, file: file.name, importId, draftId }
      : { outcome: 'same', detail: counts, file: file.name, importId };
  } catch (error) {
    return { ...failure(error), file: file.name };
  }
}

/** A failure as it is shown; what is not meant for people to act on is thrown on. */
export function failure(error: unknown): Found {
  if (error instanceof InputError) {
    const [first] = error.problems;
    return { outcome: 'failed', detail: first ? `${first.code}: ${first.message}` : 'the file is unusable' };
  }
  if (error instanceof Refusal) return { outcome: 'failed', detail: `${error.code}: ${error.message}` };
  throw error;
}
