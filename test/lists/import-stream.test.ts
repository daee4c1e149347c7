import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asc, eq } from 'drizzle-orm';
import type { Database } from '../../src/db/database.ts';
import { imports, sourceFileChunks, versionEntries } from '../../src/db/schema/index.ts';
import { InputError } from '../../src/gi/problem.ts';
import { registerCatalogue } from '../../src/lists/catalogue.ts';
import { importFile, resumeImport, startImport } from '../../src/lists/import.ts';
import type { ImportProgress } from '../../src/lists/import-progress.ts';
import { readFile } from '../../src/lists/source-file.ts';
import { recoverImports } from '../../src/lists/recover.ts';
import { getDraft } from '../../src/lists/versions.ts';
import { sha256Hex } from '../../src/gi/content-hash.ts';
import { databases } from '../support/databases.ts';
import { agreement, aList, anEntry, jurisdictions, sourced } from '../support/entries.ts';

const list = aList();
const MIB = 1 << 20;

function bundle(count: number, padding = ''): string {
  const entries = Array.from({ length: count }, (_, i) =>
    anEntry({
      key: `tea-${i}`,
      notes: padding ? [padding] : [],
      names: [{ text: `第${i}号茶`, language: 'zh', script: 'Hans', kind: 'original', evidence: sourced }],
    }),
  );
  return JSON.stringify({ format: 'gi-gateway/list@1', list, effectiveOn: '2021-03-01', entries });
}

async function* pieces(text: string, size = 65_536): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe.each(databases)('a file read as a stream, on $name', ({ open }) => {
  let database: Database;
  let now = Date.parse('2026-03-01T10:00:00Z');
  const ctx = () => ({ db: database.db, clock: () => new Date(now++), actor: 'test' });
  const order = { listId: list.id, fileName: 'list.json', mode: 'full' as const };
  beforeAll(async () => {
    database = await open();
    await registerCatalogue(ctx(), { jurisdictions, agreements: [agreement], lists: [list] });
  });
  afterAll(() => database.close());

  const linesOf = async (draftId: string) => {
    const { versionId } = await getDraft(database.db, draftId);
    return database.db
      .select({
        key: versionEntries.key,
        hash: versionEntries.hash,
        gi: versionEntries.giId,
        place: versionEntries.place,
      })
      .from(versionEntries)
      .where(eq(versionEntries.versionId, versionId))
      .orderBy(asc(versionEntries.key));
  };

  it('says the same whether it is decoded here or in a thread of its own', async () => {
    const text = bundle(2300);
    const here = await importFile(ctx(), { ...order, input: pieces(text), thread: false });
    const there = await importFile(ctx(), { ...order, input: pieces(text), thread: true });
    expect(there.records).toBe(2300);
    expect(await linesOf(there.draftId!)).toEqual(await linesOf(here.draftId!));
  });

  it('is refused from the thread with the same problems, and the thread’s end leaves nothing running', async () => {
    const broken = bundle(1500).slice(0, -40);
    const refused = async (thread: boolean): Promise<unknown> =>
      importFile(ctx(), { ...order, input: pieces(broken), thread }).then(
        () => undefined,
        (error: unknown) => (error instanceof InputError ? error.problems : error),
      );
    expect(await refused(true)).toEqual(await refused(false));
    expect(await database.db.select().from(imports).where(eq(imports.state, 'running'))).toEqual([]);
  });

  it('is asked for no faster than it is stored: what waits in memory does not grow with it', async () => {
    const total = 24 * MIB;
    let handed = 0;
    let most = 0;
    const stored = async (): Promise<number> => {
      const rows = await database.db
        .select({ ordinal: sourceFileChunks.ordinal })
        .from(sourceFileChunks)
        .innerJoin(imports, eq(imports.fileId, sourceFileChunks.fileId))
        .where(eq(imports.state, 'running'));
      return rows.length * MIB;
    };
    async function* large(): AsyncGenerator<Uint8Array> {
      const size = 256 << 10;
      while (handed < total) {
        most = Math.max(most, handed - (await stored()));
        handed += size;
        yield Buffer.alloc(size, ' ');
      }
    }
    await expect(importFile(ctx(), { ...order, input: large() })).rejects.toBeInstanceOf(InputError);
    expect(handed).toBe(total);
    expect(most).toBeLessThanOrEqual(2 * MIB);
  });

  it('is kept byte for byte, packed or not', async () => {
    const text = bundle(50, 'x'.repeat(40_000));
    const { file } = await importFile(ctx(), { ...order, input: pieces(text, 999) });
    const kept: Uint8Array[] = [];
    for await (const piece of readFile(database.db, file.id)) kept.push(piece);
    expect(Buffer.concat(kept).toString()).toBe(text);
    expect(sha256Hex(Buffer.concat(kept))).toBe(file.sha256);
  });

  it('tells how far it is, and the numbers never go back', async () => {
    const told: ImportProgress[] = [];
    const text = bundle(3000);
    await importFile(ctx(), {
      ...order,
      input: pieces(text),
      totalBytes: text.length,
      onProgress: (p) => told.push(p),
    });
    const stages = told.map((p) => p.stage);
    expect([...new Set(stages)]).toEqual(['reading', 'comparing']);
    const reading = told.filter((p) => p.stage === 'reading');
    expect(reading.map((p) => p.records)).toEqual([0, 1000, 2000, 3000]);
    expect(reading.every((p, i) => i === 0 || p.bytes >= reading[i - 1]!.bytes)).toBe(true);
    expect(told.at(-1)).toMatchObject({ records: 3000, problems: 0 });
    expect(told.at(-1)!.bytes).toBe(told.at(-1)!.totalBytes);
  });

  it('goes on by itself once it is received, and two at once do not disturb each other', async () => {
    const [a, b] = await Promise.all([
      startImport(ctx(), { ...order, input: pieces(bundle(1200)) }),
      startImport(ctx(), { ...order, input: pieces(bundle(1300, 'other')) }),
    ]);
    const reports = await Promise.all([a.report, b.report]);
    expect(reports.map((r) => r.records)).toEqual([1200, 1300]);
    for (const { draftId, records } of reports) expect(await linesOf(draftId!)).toHaveLength(records);
  });

  it('is closed as failed when its sender stops halfway', async () => {
    async function* cut(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{"format":');
      throw new Error('gone');
    }
    await expect(importFile(ctx(), { ...order, fileName: 'cut.json', input: cut() })).rejects.toThrow('gone');
    const [row] = await database.db.select().from(imports).orderBy(asc(imports.startedAt)).limit(1).offset(0);
    expect(row!.state).not.toBe('running');
    expect(await database.db.select().from(imports).where(eq(imports.state, 'running'))).toEqual([]);
  });

  it('is read again from the kept bytes after an interruption, with what was said of it', async () => {
    const text = bundle(10, 'resumed');
    const evidence = { level: 'official' as const, source: 'OJ' };
    const first = await importFile(ctx(), {
      ...order,
      mode: 'partial',
      evidence,
      effectiveOn: '2025-01-01',
      input: pieces(text),
    });
    await expect(resumeImport(ctx(), first.importId)).rejects.toMatchObject({ code: 'lists/not-resumable' });
    // As a killed process leaves it.
    await database.db.update(imports).set({ state: 'running' }).where(eq(imports.id, first.importId));
    now += 60_000;
    expect(await recoverImports(ctx(), new Date(now))).toBe(1);
    const again = await resumeImport(ctx(), first.importId);
    const report = await again.report;
    expect(await linesOf(report.draftId!)).toEqual(await linesOf(first.draftId!));
    const [row] = await database.db.select().from(imports).where(eq(imports.id, again.importId));
    expect(row).toMatchObject({
      resumes: first.importId,
      mode: 'partial',
      evidence,
      effectiveOn: '2025-01-01',
      fileId: first.file.id,
    });
  });
});
