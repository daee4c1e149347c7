import { eq } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { draftScreenings } from '../../db/schema/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { currentRecord } from '../record.ts';
import { getDraft } from '../versions.ts';
import { screenDraft, type NameScreen, type ScreeningProgress } from './screening.ts';

/** Whether a draft was screened as it is, against what is held now. */
export async function isScreened(db: Db, draftId: string): Promise<boolean> {
  const [row] = await db.select().from(draftScreenings).where(eq(draftScreenings.versionId, draftId));
  return row?.state === 'done' && row.revision === (await currentRecord(db)).revision;
}

type Listener = (progress: ScreeningProgress) => void;

/**
 * Screens drafts beside the other work of this process, each one once at a time. What a stop interrupts is begun again
 * by whoever asks next.
 */
export class Screenings {
  readonly #ctx: { db: Db; clock: Clock };
  readonly #names: NameScreen;
  readonly #onError: (error: unknown) => void;
  readonly #running = new Map<string, { done: Promise<void>; listeners: Set<Listener> }>();
  readonly #stop = new AbortController();

  constructor(
    ctx: { db: Db; clock: Clock },
    names: NameScreen,
    onError: (error: unknown) => void = () => {},
  ) {
    this.#ctx = ctx;
    this.#names = names;
    this.#onError = onError;
  }

  /** Begins to screen a draft, unless it is screened or being screened; whoever publishes it waits for the end. */
  start(draftId: string): void {
    this.ensure(draftId).catch((error: unknown) => {
      if (!this.#stop.signal.aborted) this.#onError(error);
    });
  }

  /**
   * Comes back once the draft is screened as it is, against what is held now.
   * @throws Refusal not-found/draft
   */
  async ensure(draftId: string, onProgress?: Listener): Promise<void> {
    const running = this.#running.get(draftId);
    if (running) {
      if (onProgress) running.listeners.add(onProgress);
      await running.done;
    }
    const draft = await getDraft(this.#ctx.db, draftId);
    if (draft.state !== 'draft' || (await isScreened(this.#ctx.db, draftId))) return;
    // Somebody else may have begun while this one looked.
    if (this.#running.has(draftId)) return this.ensure(draftId, onProgress);
    const listeners = new Set<Listener>(onProgress ? [onProgress] : []);
    const done = screenDraft({ ...this.#ctx, actor: 'system' }, draftId, this.#names, {
      onProgress: (progress) => listeners.forEach((tell) => tell(progress)),
      signal: this.#stop.signal,
    }).finally(() => this.#running.delete(draftId));
    this.#running.set(draftId, { done, listeners });
    await done;
  }

  /** Stops what runs, and comes back when it has. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled([...this.#running.values()].map((r) => r.done));
  }
}
