import { asc, eq } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { recordAudit } from '../db/audit.ts';
import { agreements, jurisdictions, lists } from '../db/schema/index.ts';
import type { Agreement, GiList, Jurisdiction } from '../gi/agreement.ts';
import { canonicalJson } from '../gi/content-hash.ts';
import { Refusal } from '../platform/errors.ts';
import type { Context } from './context.ts';
import { advanceRecord } from './record.ts';

type AgreementRow = typeof agreements.$inferSelect;
type ListRow = typeof lists.$inferSelect;

/** Drops nulls: the domain says "absent", storage says null. */
function present<T extends object>(row: T): { [K in keyof T]: Exclude<T[K], null> } {
  return Object.fromEntries(Object.entries(row).filter(([, v]) => v !== null)) as never;
}

function toAgreement(row: AgreementRow): Agreement {
  return present(row) as Agreement;
}

export function toList(row: ListRow): GiList {
  return present(row) as GiList;
}

/** All agreements, the home registers' frame included, by id. */
export async function listAgreements(db: Db): Promise<Agreement[]> {
  return (await db.select().from(agreements).orderBy(asc(agreements.id))).map(toAgreement);
}

/** @throws Refusal not-found/agreement */
export async function getAgreement(db: Db, id: string): Promise<Agreement> {
  const [row] = await db.select().from(agreements).where(eq(agreements.id, id));
  if (!row)
    throw new Refusal(
      'not-found/agreement',
      404,
      `No agreement "${id}" is held.`,
      'See /api/v1/agreements for those that are.',
    );
  return toAgreement(row);
}

export async function allLists(db: Db): Promise<GiList[]> {
  return (await db.select().from(lists).orderBy(asc(lists.id))).map(toList);
}

/** @throws Refusal not-found/list */
export async function getList(db: Db, id: string): Promise<GiList> {
  const [row] = await db.select().from(lists).where(eq(lists.id, id));
  if (!row)
    throw new Refusal(
      'not-found/list',
      404,
      `No list "${id}" is held.`,
      'See `gi-gateway lists` or /api/v1/lists for those that are.',
    );
  return toList(row);
}

export async function allJurisdictions(db: Db): Promise<Jurisdiction[]> {
  return db.select().from(jurisdictions).orderBy(asc(jurisdictions.code));
}

/**
 * Records agreements, their lists and the jurisdictions they speak of, as data: new ones are added, changed ones
 * replaced with an audit row that keeps what stood before.
 */
export async function registerCatalogue(
  ctx: Context,
  data: { jurisdictions: Jurisdiction[]; agreements: Agreement[]; lists: GiList[] },
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const known = {
      jurisdictions: new Map((await allJurisdictions(tx)).map((j) => [j.code, j])),
      agreements: new Map((await listAgreements(tx)).map((a) => [a.id, a])),
      lists: new Map((await allLists(tx)).map((l) => [l.id, l])),
    };
    let changed = false;
    const note = async (kind: 'agreement' | 'list', value: Agreement | GiList): Promise<boolean> => {
      const before = (kind === 'agreement' ? known.agreements : known.lists).get(value.id);
      if (before && canonicalJson(before) === canonicalJson(value)) return false;
      changed = true;
      const action = before ? `${kind}.changed` : `${kind}.added`;
      await recordAudit(tx, {
        at: ctx.clock(),
        actor: ctx.actor,
        action,
        subject: value.id,
        details: { before, after: value },
      });
      return true;
    };
    for (const j of data.jurisdictions) {
      if (canonicalJson(known.jurisdictions.get(j.code)) === canonicalJson(j)) continue;
      changed = true;
      await tx.insert(jurisdictions).values(j).onConflictDoUpdate({ target: jurisdictions.code, set: j });
    }
    for (const a of data.agreements) {
      if (await note('agreement', a)) {
        await tx.insert(agreements).values(a).onConflictDoUpdate({ target: agreements.id, set: a });
      }
    }
    for (const l of data.lists) {
      if (await note('list', l))
        await tx.insert(lists).values(l).onConflictDoUpdate({ target: lists.id, set: l });
    }
    if (changed) await advanceRecord(tx, ctx.clock);
  });
}
