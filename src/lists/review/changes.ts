import { sql, type SQL } from 'drizzle-orm';
import type { Db } from '../../db/database.ts';
import { jsonTexts } from '../../db/json-rows.ts';
import { rowsOf } from '../../db/rows.ts';
import type { ChangeDecision } from '../../db/schema/index.ts';
import type { Entry } from '../../gi/entry.ts';
import { differences, toChange, type EntryChange } from '../change-set.ts';
import type { Draft } from '../versions.ts';

export const changeKinds = ['added', 'removed', 'changed'] as const;
export const decisionStates = ['pending', 'accepted', 'rejected'] as const;

/** What a change does to protection: a protected entry goes or ends, or an entry becomes protected. */
export const effects = ['loses', 'gains', 'none'] as const;
export type ProtectionEffect = (typeof effects)[number];

/** Parts of an entry a filter can name: those of the entry itself, names and dates as a whole. */
export const entryFields = [
  'status',
  'names',
  'dates',
  'product',
  'origin',
  'giType',
  'fileNumbers',
  'notClaimed',
  'legalBasis',
  'publications',
  'basicMark',
  'procedure',
  'channels',
  'phaseOuts',
  'coexistence',
  'evidence',
  'notes',
] as const;

/** Which changes of a draft are meant; all of them when nothing is said. */
export interface ChangeFilter {
  change?: (typeof changeKinds)[number];
  state?: (typeof decisionStates)[number];
  effect?: ProtectionEffect;
  field?: (typeof entryFields)[number];
  /** Part of a key or of a spelling, before or after, whatever its letter case. */
  text?: string;
  keys?: string[];
}

export interface Decided {
  decision: ChangeDecision;
  comment?: string;
  at: string;
  by: string;
}

/** One change of a draft with what was decided of it; no `decided` while it is pending. */
export type ReviewedChange = EntryChange & {
  effect: ProtectionEffect;
  decided?: Decided;
  /** Keys that a vanished entry lives on under. */
  becomes?: string[];
  /** Keys that a new entry was held under before. */
  was?: string[];
};

type Compared = Pick<Draft, 'versionId' | 'baseId'>;

const literally = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

function conditions(filter: ChangeFilter): SQL {
  const all: SQL[] = [sql`true`];
  if (filter.change) all.push(sql`change = ${filter.change}`);
  if (filter.state) all.push(sql`coalesce(decision, 'pending') = ${filter.state}`);
  if (filter.effect) all.push(sql`effect = ${filter.effect}`);
  if (filter.field) all.push(sql`(before->${filter.field}) is distinct from (after->${filter.field})`);
  if (filter.keys) all.push(sql`key in ${jsonTexts(filter.keys)}`);
  if (filter.text) {
    const like = literally(filter.text);
    all.push(sql`(key ilike ${like} or exists (
      select from entry_names n where n.hash in (old, new) and n.text ilike ${like}))`);
  }
  return sql.join(all, sql` and `);
}

/** The changes of a draft as rows `c`: key, kind, entry before and after, effect and decision. */
function changeRows({ versionId, baseId }: Compared): SQL {
  // An entry that vanishes but lives on in a protected one (renumbered, merged, split) loses nothing, nor is that one new.
  return sql`${differences(baseId, versionId)},
    s as (select f.key as gone, t.key as come
      from list_versions v, jsonb_array_elements(coalesce(v.successions, '[]'::jsonb)) e(data),
        jsonb_array_elements_text(e.data->'from') f(key), jsonb_array_elements_text(e.data->'to') t(key)
      where v.id = ${versionId}),
    rejected as (select key from change_decisions where version_id = ${versionId} and decision = 'rejected'),
    lives as (select s.gone, s.come from s
      join version_entries n on n.version_id = ${versionId} and n.key = s.come
      join entry_revisions r on r.hash = n.hash and r.data->>'status' = 'protected'
      where s.come not in (select key from rejected)),
    c as (select d.key, d.old, d.new, x.data as before, y.data as after,
        case when d.old is null then 'added' when d.new is null then 'removed' else 'changed' end as change,
        case when d.new is null and d.key in (select gone from lives) then 'none'
             when d.old is null and d.key in (select come from lives) then 'none'
             when coalesce(x.data->>'status', '') = 'protected' and coalesce(y.data->>'status', '') <> 'protected' then 'loses'
             when coalesce(x.data->>'status', '') <> 'protected' and coalesce(y.data->>'status', '') = 'protected' then 'gains'
             else 'none' end as effect,
        (select jsonb_agg(come) from s where gone = d.key) as becomes, (select jsonb_agg(gone) from s where come = d.key) as was,
        cd.decision, cd.comment, cd.decided_at, cd.decided_by
      from d left join entry_revisions x on x.hash = d.old left join entry_revisions y on y.hash = d.new
      left join change_decisions cd on cd.version_id = ${versionId} and cd.key = d.key)`;
}

/** Keys of the changes that a filter means, as a statement to be put into another. */
export function matchingKeys(draft: Compared, filter: ChangeFilter): SQL {
  return sql`${changeRows(draft)} select key from c where ${conditions(filter)}`;
}

export interface ReviewCounts {
  total: number;
  added: number;
  removed: number;
  changed: number;
  pending: number;
  accepted: number;
  rejected: number;
  /** Protected entries that would go or end, and not rejected. */
  loses: number;
  gains: number;
}

/** How many changes of a draft a filter means, by kind, decision and effect. */
export async function countMatching(
  db: Db,
  draft: Compared,
  filter: ChangeFilter = {},
): Promise<ReviewCounts> {
  const result = await db.execute(sql`${changeRows(draft)}
    select count(*)::int as total,
      count(*) filter (where change = 'added')::int as added,
      count(*) filter (where change = 'removed')::int as removed,
      count(*) filter (where change = 'changed')::int as changed,
      count(*) filter (where decision is null)::int as pending,
      count(*) filter (where decision = 'accepted')::int as accepted,
      count(*) filter (where decision = 'rejected')::int as rejected,
      count(*) filter (where effect = 'loses' and decision is distinct from 'rejected')::int as loses,
      count(*) filter (where effect = 'gains' and decision is distinct from 'rejected')::int as gains
    from c where ${conditions(filter)}`);
  return rowsOf<ReviewCounts>(result)[0]!;
}

/** In how many changed entries each part of an entry differs; parts that never do are left out. */
export async function changedFields(db: Db, draft: Compared): Promise<{ field: string; count: number }[]> {
  const result = await db.execute(sql`${changeRows(draft)}
    select field, count(*)::int as count from c, jsonb_array_elements_text(${JSON.stringify(entryFields)}::jsonb) as f(field)
    where change = 'changed' and (before->field) is distinct from (after->field)
    group by field order by count desc, field`);
  return rowsOf<{ field: string; count: number }>(result);
}

interface ChangeRow {
  key: string;
  before: Entry | null;
  after: Entry | null;
  effect: ProtectionEffect;
  becomes: string[] | null;
  was: string[] | null;
  decision: ChangeDecision | null;
  comment: string | null;
  decided_at: string | Date | null;
  decided_by: string | null;
}

/** A page of the changes a filter means, in key order, with what was decided. */
export async function reviewedChanges(
  db: Db,
  draft: Compared,
  filter: ChangeFilter,
  page: { after: string; limit: number },
): Promise<ReviewedChange[]> {
  const result = await db.execute(sql`${changeRows(draft)}
    select key, before, after, effect, becomes, was, decision, comment, decided_at, decided_by from c
    where ${conditions(filter)} and key > ${page.after} order by key limit ${page.limit}`);
  return rowsOf<ChangeRow>(result).map((row) => ({
    ...toChange(row),
    effect: row.effect,
    ...(row.becomes && { becomes: row.becomes }),
    ...(row.was && { was: row.was }),
    ...(row.decision && {
      decided: {
        decision: row.decision,
        ...(row.comment && { comment: row.comment }),
        at: new Date(row.decided_at!).toISOString(),
        by: row.decided_by!,
      },
    }),
  }));
}
