import type { Db } from '../db/database.ts';
import type { BaseNameEngine, NameEngine, NameRecord } from '../names/engine.ts';
import { buildEngine } from './build-engine.ts';
import {
  gisChanged,
  namesEverPublished,
  namesOfGis,
  namesOfVersion,
  newestPublication,
  newestVersion,
  registryState,
} from './registry-names.ts';
import { readSnapshot, writeSnapshot, type Snapshot } from './registry-snapshot.ts';

export interface NameRegistryOptions {
  /** Where snapshots are kept, so that a start need not build; none are without. */
  folder?: string;
  /** Told of what goes wrong beside a question: a snapshot that cannot be written. */
  onError?: (error: unknown) => void;
  /** Names from which an index is built in a thread of its own. */
  threadFrom?: number;
  /** Names changed since the base was built from which on a new base is worth building; a tenth of it at least. */
  mergeFrom?: number;
}

const worthMerging = { names: 500, share: 0.1 };
/** Lists whose engines are kept. */
const keptLists = 8;

/**
 * The name engine over every name any published version has carried. Names of past versions stay findable, so that an
 * answer as of an earlier day can be found by name.
 *
 * It is a base, built once or read from a snapshot, and over it the GIs that later publications have changed, of this or
 * another process. Whoever asks after a publication waits until its changes are in, milliseconds for a list of ordinary
 * length, and never gets half of them. When much has changed a new base is built aside, while the old one answers.
 * Nothing of it holds up the event loop for longer than a page of names takes to read.
 */
export class NameRegistry {
  readonly #db: Db;
  readonly #options: NameRegistryOptions;
  #base: Snapshot | undefined;
  #current: { publication: number; engine: Promise<NameEngine> } | undefined;
  #merging: Promise<void> | undefined;
  #lookedForSnapshot = false;
  #closed = false;
  readonly #lists = new Map<string, { version: string | undefined; engine: Promise<BaseNameEngine> }>();

  constructor(db: Db, options: NameRegistryOptions = {}) {
    this.#db = db;
    this.#options = options;
  }

  /** The engine as of the newest publication. */
  async engine(): Promise<NameEngine> {
    const publication = await newestPublication(this.#db);
    const known = this.#current;
    if (known && known.publication >= publication) return known.engine;
    // One after another: the next builds on the base that the one before may still be making.
    const before = known?.engine.catch(() => undefined) ?? Promise.resolve();
    const current = { publication, engine: before.then(() => this.#upTo(publication)) };
    this.#current = current;
    // A failed build must not be kept: the next question tries again.
    current.engine.catch(() => {
      if (this.#current === current) this.#current = undefined;
    });
    return current.engine;
  }

  /** An engine over one list's newest version alone, for screening against that list. */
  async engineFor(listId: string): Promise<NameEngine> {
    const version = await newestVersion(this.#db, listId);
    const known = this.#lists.get(listId);
    if (known && known.version === version) return known.engine;
    const engine = this.#build(version === undefined ? none() : namesOfVersion(this.#db, version));
    this.#lists.delete(listId);
    if (this.#lists.size >= keptLists) this.#lists.delete(this.#lists.keys().next().value as string);
    const kept = { version, engine };
    this.#lists.set(listId, kept);
    engine.catch(() => {
      if (this.#lists.get(listId) === kept) this.#lists.delete(listId);
    });
    return engine;
  }

  /** Waits for what is being done aside. */
  async settled(): Promise<void> {
    await this.#merging;
  }

  /** Stops building; to be called before the database is closed. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#merging;
  }

  async #upTo(publication: number): Promise<NameEngine> {
    const base = (await this.#usableBase(publication)) ?? (await this.#rebuild(publication));
    const since = base.state.publication;
    if (since === publication) return base.engine;
    const gis = await gisChanged(this.#db, since, publication);
    if (gis.length === 0) return base.engine;
    const changes = await this.#build(namesOfGis(this.#db, gis, publication));
    const { mergeFrom = worthMerging.names } = this.#options;
    if (changes.size >= Math.max(mergeFrom, worthMerging.share * base.engine.size))
      this.#merging ??= this.#merge(publication);
    return base.engine.with(changes, gis);
  }

  /** The base in memory or on disk, if the database still holds what it was built from. */
  async #usableBase(publication: number): Promise<Snapshot | undefined> {
    const { folder, onError } = this.#options;
    if (!this.#base && folder !== undefined && !this.#lookedForSnapshot) {
      this.#lookedForSnapshot = true;
      this.#base = await readSnapshot(folder).catch((error: unknown) => void onError?.(error));
    }
    const state = this.#base?.state;
    if (!state) return undefined;
    const held = state.publication <= publication && (await registryState(this.#db, state.publication));
    if (!held || held.hash !== state.hash) this.#base = undefined;
    return this.#base;
  }

  async #rebuild(publication: number): Promise<Snapshot> {
    const state = await registryState(this.#db, publication);
    const base = { engine: await this.#build(namesEverPublished(this.#db, publication)), state };
    this.#base = base;
    const { folder, onError } = this.#options;
    if (folder !== undefined) await writeSnapshot(folder, base).catch((error: unknown) => onError?.(error));
    return base;
  }

  /** Makes one base of the old one and what has changed since, while the two go on answering. */
  async #merge(publication: number): Promise<void> {
    try {
      const { engine } = await this.#rebuild(publication);
      if (this.#current?.publication === publication)
        this.#current = { publication, engine: Promise.resolve(engine) };
    } catch (error) {
      if (!this.#closed) this.#options.onError?.(error);
    } finally {
      this.#merging = undefined;
    }
  }

  /** Pages as they come, until the registry is closed. */
  async *#whileOpen(pages: AsyncIterable<NameRecord[]>): AsyncGenerator<NameRecord[]> {
    for await (const page of pages) {
      if (this.#closed) throw new Error('the name registry is closed');
      yield page;
    }
  }

  #build(pages: AsyncIterable<NameRecord[]>): Promise<BaseNameEngine> {
    const { threadFrom } = this.#options;
    return buildEngine(this.#whileOpen(pages), threadFrom === undefined ? {} : { threadFrom });
  }
}

async function* none(): AsyncGenerator<NameRecord[]> {}
