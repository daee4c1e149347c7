import { sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';
import { rowsOf } from '../db/rows.ts';
import type { ProductClass } from '../gi/product.ts';
import { allJurisdictions } from '../lists/catalogue.ts';
import type { NameRecord } from '../names/engine.ts';

/** What an alert needs to know of a GI. */
export interface WatchedGi {
  id: string;
  agreements: string[];
  origin: string[];
  goods: ProductClass[];
  /** Jurisdictions whose law protects it now. */
  protectedIn: string[];
}

/** The names that are watched, and whose they are. */
export interface ProtectedNames {
  records: NameRecord[];
  gis: ReadonlyMap<string, WatchedGi>;
  /** True when a GI is protected where an office grants marks: there, or in the union that the office belongs to. */
  protectedAt(giId: string, office: string): boolean;
}

interface Row {
  gi_id: string;
  text: string;
  language: string;
  classes: ProductClass[];
  agreements: string[];
  protected_in: (string | null)[];
  origin: string[];
}

const merged = <T>(a: readonly T[], b: readonly (T | null)[]): T[] => [
  ...new Set([...a, ...b.filter((x): x is T => x !== null)]),
];

/**
 * Every name of the newest published version of every list whose entry is protected, or on its way to be.
 * @param upTo as it was after this publication; now when absent
 */
export async function protectedNames(db: Db, upTo?: number): Promise<ProtectedNames> {
  const then = upTo === undefined ? sql`` : sql`and publication <= ${upTo}`;
  const result = await db.execute(sql`
    with newest as (
      select distinct on (list_id) id, list_id from list_versions where state = 'published' ${then} order by list_id, number desc)
    select e.gi_id, n.text, min(n.language) as language,
      array_agg(distinct r.data->'product'->>'class') as classes,
      array_agg(distinct l.agreement_id) as agreements,
      array_agg(distinct case when r.data->>'status' = 'protected' then l.protected_in end) as protected_in,
      array_agg(distinct o.code) as origin
    from newest v
    join lists l on l.id = v.list_id
    join version_entries e on e.version_id = v.id
    join entry_revisions r on r.hash = e.hash
    join entry_names n on n.hash = e.hash
    cross join lateral jsonb_array_elements_text(r.data->'origin') as o(code)
    where r.data->>'status' in ('applied', 'published', 'protected')
    group by e.gi_id, n.text
    order by e.gi_id, n.text`);
  const gis = new Map<string, WatchedGi>();
  const counts = new Map<string, number>();
  const records = rowsOf<Row>(result).map((row): NameRecord => {
    const gi = gis.get(row.gi_id) ?? {
      id: row.gi_id,
      agreements: [],
      origin: [],
      goods: [],
      protectedIn: [],
    };
    gi.agreements = merged(gi.agreements, row.agreements);
    gi.origin = merged(gi.origin, row.origin);
    gi.goods = merged(gi.goods, row.classes);
    gi.protectedIn = merged(gi.protectedIn, row.protected_in);
    gis.set(row.gi_id, gi);
    const ordinal = (counts.get(row.gi_id) ?? 0) + 1;
    counts.set(row.gi_id, ordinal);
    return {
      id: `${row.gi_id}#${ordinal}`,
      name: row.text,
      goods: row.classes,
      group: row.gi_id,
      ...(row.language !== 'und' && { language: row.language }),
    };
  });
  const unions = new Map((await allJurisdictions(db)).map((j) => [j.code, j.memberOf]));
  return {
    records,
    gis,
    protectedAt(giId, office) {
      const country = office === 'EM' ? 'EU' : office;
      // The Benelux office grants marks for three members of the Union.
      const places = [country, ...(unions.get(country) ?? (office === 'BX' ? ['EU'] : []))];
      return gis.get(giId)?.protectedIn.some((p) => places.includes(p)) ?? false;
    },
  };
}
