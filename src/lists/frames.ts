import type { Db } from '../db/database.ts';
import { frameAt, type Frame } from './queries.ts';
import type { RecordState } from './record.ts';

/** Frames kept for one revision: as many days are seldom asked about at once. */
const MOST_FRAMES = 100;

/** Frames of the newest revision seen, so that a question reads only what it is about. */
export class Frames {
  readonly #db: Db;
  #revision = -1;
  readonly #frames = new Map<string, Promise<Frame>>();

  constructor(db: Db) {
    this.#db = db;
  }

  /** The frame of a day as a revision shows it; `knownAt` is the revision's own instant unless an earlier is asked. */
  at(state: RecordState, day: string, knownAt: Date = state.changedAt): Promise<Frame> {
    if (state.revision !== this.#revision || this.#frames.size >= MOST_FRAMES) this.#frames.clear();
    this.#revision = state.revision;
    const question = `${day} ${knownAt.toISOString()}`;
    let frame = this.#frames.get(question);
    if (!frame) {
      frame = frameAt(this.#db, { day, knownAt }, knownAt);
      this.#frames.set(question, frame);
      // A failed read must not be kept: the next question tries again.
      frame.catch(() => this.#frames.delete(question));
    }
    return frame;
  }
}
