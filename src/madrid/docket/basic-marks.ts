import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { entryRevisions, versionEntries } from '../../db/schema/index.ts';
import type { Frame } from '../../lists/queries.ts';
import type { MadridEvent } from '../notifications/event.ts';

/** Numbers are compared without spaces, points and leading zeros. */
const plain = (number: string): string =>
  number
    .replace(/[\s.,]/g, '')
    .replace(/^0+/, '')
    .toUpperCase();

/** GIs by the mark at home that a filing may rest on. */
export class BasicMarks {
  readonly #gis = new Map<string, Set<string>>();

  /** Reads the basic marks of every list in force. */
  static async load(db: Db, frame: Frame): Promise<BasicMarks> {
    const marks = new BasicMarks();
    const lists = new Map(frame.versions.map((v) => [v.version.versionId, v.list]));
    if (lists.size === 0) return marks;
    const rows = await db
      .select({
        versionId: versionEntries.versionId,
        giId: versionEntries.giId,
        number: sql<string>`${entryRevisions.data}->'basicMark'->>'number'`,
      })
      .from(versionEntries)
      .innerJoin(entryRevisions, eq(entryRevisions.hash, versionEntries.hash))
      .where(
        and(
          inArray(versionEntries.versionId, [...lists.keys()]),
          sql`${entryRevisions.data}->'basicMark' is not null`,
        ),
      );
    for (const { versionId, giId, number } of rows) marks.#add(lists.get(versionId)!.origin, number, giId);
    return marks;
  }

  #add(office: string, number: string, giId: string): void {
    const key = `${office}|${plain(number)}`;
    this.#gis.set(key, (this.#gis.get(key) ?? new Set()).add(giId));
  }

  /** The one GI whose basic mark the event names, by office and number; undefined when none or several fit. */
  giOf(event: Pick<MadridEvent, 'basicMarks' | 'officeOfOrigin'>): string | undefined {
    const found = (event.basicMarks ?? []).flatMap(({ office = event.officeOfOrigin, number }) => [
      ...(this.#gis.get(`${office}|${plain(number)}`) ?? []),
    ]);
    const distinct = new Set(found);
    return distinct.size === 1 ? found[0] : undefined;
  }
}
