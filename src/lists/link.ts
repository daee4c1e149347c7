import { and, eq, inArray } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { giIdentifiers, gis, type LinkReason } from '../db/schema/index.ts';
import type { Entry } from '../gi/entry.ts';
import { wishedGiId } from './gi-id.ts';
import { identityOf, mayBeOne, type Identity } from './identity.ts';

export interface Link {
  giId: string;
  by: LinkReason;
}

type IdentifierRow = typeof giIdentifiers.$inferSelect;

async function rowsFor(
  db: Db,
  kind: IdentifierRow['kind'],
  values: string[],
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (values.length === 0) return found;
  const rows = await db
    .select()
    .from(giIdentifiers)
    .where(and(eq(giIdentifiers.kind, kind), inArray(giIdentifiers.value, values)));
  for (const row of rows) found.set(row.value, [...(found.get(row.value) ?? []), row.giId]);
  return found;
}

async function profiles(
  db: Db,
  giIds: string[],
): Promise<Map<string, Pick<Identity, 'fileNumbers' | 'productGroup'>>> {
  const found = new Map<string, { fileNumbers: string[]; productGroup: string }>();
  if (giIds.length === 0) return found;
  for (const row of await db.select().from(giIdentifiers).where(inArray(giIdentifiers.giId, giIds))) {
    const profile = found.get(row.giId) ?? { fileNumbers: [], productGroup: 'goods' };
    if (row.kind === 'file-number') profile.fileNumbers.push(row.value);
    if (row.kind === 'product') profile.productGroup = row.value;
    found.set(row.giId, profile);
  }
  return found;
}

/**
 * Recognises GIs already held among entries of a list: by file number, then by original name where nothing speaks
 * against it and only one fits. Entries that match nothing are left out of the answer.
 */
export async function recognise(db: Db, entries: Entry[]): Promise<Map<Entry, Link>> {
  const identities = new Map(entries.map((e) => [e, identityOf(e)]));
  const all = [...identities.values()];
  const byNumber = await rowsFor(db, 'file-number', [...new Set(all.flatMap((i) => i.fileNumbers))]);
  const byName = await rowsFor(db, 'name', [...new Set(all.flatMap((i) => i.names))]);
  const known = await profiles(db, [...new Set([...byName.values()].flat())]);
  const links = new Map<Entry, Link>();
  for (const [entry, identity] of identities) {
    const numbered = identity.fileNumbers.flatMap((n) => byNumber.get(n) ?? [])[0];
    if (numbered) {
      links.set(entry, { giId: numbered, by: 'file-number' });
      continue;
    }
    const named = new Set(identity.names.flatMap((n) => byName.get(n) ?? []));
    const fitting = [...named].filter((id) =>
      mayBeOne(identity, known.get(id) ?? { fileNumbers: [], productGroup: 'goods' }),
    );
    if (fitting.length === 1) links.set(entry, { giId: fitting[0] as string, by: 'name' });
  }
  return links;
}

/** Gives a GI that matched nothing its permanent id. Safe when two imports wish for the same one at once. */
export async function createGi(tx: Db, entry: Entry, now: Date): Promise<string> {
  const wished = wishedGiId(entry);
  for (let n = 1; ; n++) {
    const id = n === 1 ? wished : `${wished}-${n}`;
    const inserted = await tx
      .insert(gis)
      .values({ id, createdAt: now })
      .onConflictDoNothing()
      .returning({ id: gis.id });
    if (inserted.length > 0) return id;
  }
}

/** Remembers what a GI can be recognised by from now on. */
export async function rememberIdentities(tx: Db, pairs: { giId: string; entry: Entry }[]): Promise<void> {
  const rows = pairs.flatMap(({ giId, entry }) => {
    const { fileNumbers, names, productGroup } = identityOf(entry);
    return [
      ...fileNumbers.map((value) => ({ kind: 'file-number' as const, value, giId })),
      ...names.map((value) => ({ kind: 'name' as const, value, giId })),
      { kind: 'product' as const, value: productGroup, giId },
    ];
  });
  if (rows.length > 0) await tx.insert(giIdentifiers).values(rows).onConflictDoNothing();
}
