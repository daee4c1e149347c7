import { and, eq } from 'drizzle-orm';
import { versionEntries } from '../../db/schema/index.ts';
import type { Problem } from '../../gi/problem.ts';
import { latestVersion } from '../../lists/versions.ts';
import type { Envelope, Notice } from '../envelope.ts';
import type { ExchangeContext } from '../send.ts';
import { refusedFor, type Taken } from './take-list.ts';

const problem = (code: string, message: string, remedy: string, path: string): Problem => ({
  code,
  severity: 'error',
  message,
  remedy,
  place: { path },
});

/** Keeps a notice for the staff to act on, when it speaks of an entry that is there and says what its kind needs. */
export async function takeNotice(ctx: ExchangeContext, envelope: Envelope, notice: Notice): Promise<Taken> {
  if ((envelope.type === 'decision') !== (notice.outcome !== undefined)) {
    return refusedFor([
      problem(
        'exchange/notice-outcome',
        'A decision says what was decided, and no other notice does.',
        'Give `outcome` on decisions only.',
        '$.notice.outcome',
      ),
    ]);
  }
  const version = await latestVersion(ctx.db, envelope.list);
  const [entry] = version
    ? await ctx.db
        .select({ key: versionEntries.key })
        .from(versionEntries)
        .where(and(eq(versionEntries.versionId, version.id), eq(versionEntries.key, notice.entry)))
    : [];
  if (!entry) {
    return refusedFor([
      problem(
        'exchange/unknown-entry',
        `The list has no entry "${notice.entry.slice(0, 80)}".`,
        'Use a key of the list’s current version.',
        '$.notice.entry',
      ),
    ]);
  }
  return { outcome: 'accepted', records: 1, changes: { added: 0, changed: 0, removed: 0 }, problems: [] };
}
