import type { Db } from '../db/database.ts';
import type { Clock } from '../platform/clock.ts';
import { currentRecord, type RecordState } from './record.ts';

/** How long a revision may be believed without asking the database again, in milliseconds. */
const BELIEVED_MS = 1000;
/** Remarks kept for one revision. */
const MOST_REMARKS = 10_000;

/**
 * The newest revision from memory, so that "is my copy still current?" costs no query. Another process's change shows
 * within a second; this process's own at once, if it says so with `forget`.
 */
export class RecordWatch {
  readonly #db: Db;
  readonly #clock: Clock;
  #known: { state: RecordState; until: number } | undefined;
  #asking: Promise<RecordState> | undefined;
  /** Asks the database once the question under way is answered. */
  #next: Promise<RecordState> | undefined;
  readonly #remarks = new Map<string, string>();

  constructor(db: Db, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** The newest revision, at most a second old. */
  async believed(): Promise<RecordState> {
    const known = this.#known;
    if (known && this.#clock().getTime() < known.until) return known.state;
    // Many requests at once ask once.
    return this.#asking ?? this.#ask();
  }

  /** The newest revision, asked of the database from now on: those who ask meanwhile share the next question. */
  newest(): Promise<RecordState> {
    if (!this.#asking) return this.#ask();
    const ask = (): Promise<RecordState> => {
      this.#next = undefined;
      return this.#ask();
    };
    this.#next ??= this.#asking.then(ask, ask);
    return this.#next;
  }

  #ask(): Promise<RecordState> {
    this.#asking = this.#read().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  async #read(): Promise<RecordState> {
    const state = await currentRecord(this.#db);
    if (state.revision !== this.#known?.state.revision) this.#remarks.clear();
    this.#known = { state, until: this.#clock().getTime() + BELIEVED_MS };
    return state;
  }

  /** To be called after a change by this process. */
  forget(): void {
    this.#known = undefined;
    this.#remarks.clear();
  }

  /** Keeps something that is true as long as the revision stays. */
  remark(state: RecordState, what: string, value: string): void {
    if (state.revision !== this.#known?.state.revision) return;
    if (this.#remarks.size >= MOST_REMARKS) this.#remarks.clear();
    this.#remarks.set(what, value);
  }

  /** What was kept under this name for a revision; undefined when another is believed now. */
  remarked(state: RecordState, what: string): string | undefined {
    return state.revision === this.#known?.state.revision ? this.#remarks.get(what) : undefined;
  }
}
