import { readFile } from 'node:fs/promises';
import { inArray } from 'drizzle-orm';
import type { Context } from '../db/context.ts';
import { disputes, gis } from '../db/schema/index.ts';
import type { NewDispute, NewStep } from './record.ts';
import { openDispute } from './record.ts';

interface Example extends Omit<NewDispute, 'open'> {
  id: string;
  steps: NewStep[];
}

/**
 * Loads the public cases that come with the gateway, each once: a case already there is left as people have continued it.
 * @param path a JSON array of cases with their steps
 * @returns how many were new
 */
export async function loadExamples(ctx: Context, path: string): Promise<number> {
  const examples = JSON.parse(await readFile(path, 'utf8')) as Example[];
  const ids = examples.map((e) => e.id);
  const rows = await ctx.db.select({ id: disputes.id }).from(disputes).where(inArray(disputes.id, ids));
  const known = new Set(rows.map((r) => r.id));
  const fresh = examples.filter((e) => !known.has(e.id));
  if (fresh.length === 0) return 0;
  const named = fresh.flatMap((e) => e.giId ?? []);
  const held = new Set(
    named.length === 0
      ? []
      : (await ctx.db.select({ id: gis.id }).from(gis).where(inArray(gis.id, named))).map((r) => r.id),
  );
  for (const { id, steps, giId, ...rest } of fresh) {
    // A name that is on none of the lists held is still a case to learn from.
    const gi = giId !== undefined && held.has(giId) ? { giId } : {};
    await openDispute(ctx, { ...rest, ...gi, open: true }, steps, id);
  }
  return fresh.length;
}
