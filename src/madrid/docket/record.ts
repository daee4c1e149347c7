import { eq, inArray } from 'drizzle-orm';
import { recordAudit } from '../../db/audit.ts';
import type { Db } from '../../db/database.ts';
import { madridEvents, madridFiles } from '../../db/schema/index.ts';
import { unusable } from '../../formats/problems.ts';
import type { Place, Problem } from '../../gi/problem.ts';
import type { Context } from '../../lists/context.ts';
import { frameAt } from '../../lists/queries.ts';
import { readFile, storeFile, type StoredFile } from '../../lists/source-file.ts';
import { decodeNotifications, sniffNotification, type NotificationFormat } from '../notifications/decode.ts';
import { eventId, type MadridEvent } from '../notifications/event.ts';
import { genevaDay } from '../rules/calendar.ts';
import { BasicMarks } from './basic-marks.ts';
import { placeEvents } from './place.ts';

const BATCH = 300;
/** Problems kept with a file; a file with more is wrong as a whole. */
const MAX_PROBLEMS = 1000;

export interface RecordReport {
  file: StoredFile;
  format: NotificationFormat;
  records: number;
  /** Events that were not known before. */
  newEvents: number;
  /** Of those, how many stand on the docket. */
  docketed: number;
  /** Of those, how many wait in the queue. */
  waiting: number;
  /** Registrations that came onto the docket by their basic mark. */
  registrations: string[];
  problems: Problem[];
  /** The same bytes were read before; nothing was changed. */
  repeated: boolean;
}

interface Told {
  event: MadridEvent;
  place: Place;
}

async function formatOf(db: Db, fileId: string): Promise<NotificationFormat> {
  for await (const piece of readFile(db, fileId)) {
    const format = sniffNotification(piece.subarray(0, 4096));
    if (format) return format;
    throw unusable('madrid/root', 'The file is in no format notifications come in');
  }
  throw unusable('input/empty', 'The file is empty');
}

/** Reads the whole file once before anything is written, so that a file broken further on leaves nothing behind. */
async function check(db: Db, fileId: string): Promise<{ records: number; problems: Problem[] }> {
  let records = 0;
  const problems: Problem[] = [];
  for await (const decoded of decodeNotifications(readFile(db, fileId))) {
    records++;
    for (const p of decoded.problems) if (problems.length < MAX_PROBLEMS) problems.push(p);
  }
  if (records === 0) throw unusable('madrid/root', 'The file holds no notification');
  return { records, problems };
}

/** Writes events in batches, each with its audit row, and finds the registration each belongs to. */
class EventWriter {
  readonly report = { newEvents: 0, docketed: 0, waiting: 0, registrations: [] as string[] };
  readonly #ctx: Context;
  readonly #fileId: string;
  readonly #marks: BasicMarks;

  constructor(ctx: Context, fileId: string, marks: BasicMarks) {
    this.#ctx = ctx;
    this.#fileId = fileId;
    this.#marks = marks;
  }

  async write(batch: Told[]): Promise<void> {
    const told = new Map(batch.map((t) => [eventId(t.event), t]));
    await this.#ctx.db.transaction(async (tx) => {
      const ids = [...told.keys()];
      const known = await tx
        .select({ id: madridEvents.id })
        .from(madridEvents)
        .where(inArray(madridEvents.id, ids));
      for (const { id } of known) told.delete(id);
      if (told.size === 0) return;
      const at = this.#ctx.clock();
      const { placeOf, registrations } = await placeEvents(
        tx,
        this.#ctx,
        this.#marks,
        [...told.values()].map((t) => t.event),
      );
      this.report.registrations.push(...registrations);
      const rows = [...told].map(([id, { event, place }]) => {
        const match = placeOf(event);
        return {
          id,
          kind: event.kind,
          number: event.registration ?? null,
          officeOfOrigin: event.officeOfOrigin ?? null,
          data: event,
          fileId: this.#fileId,
          place,
          receivedAt: at,
          docketed: match?.number ?? null,
          matchedBy: match?.by ?? null,
        };
      });
      const written = await tx
        .insert(madridEvents)
        .values(rows)
        .onConflictDoNothing()
        .returning({ id: madridEvents.id, docketed: madridEvents.docketed });
      const docketed = written.filter((r) => r.docketed !== null).length;
      this.report.newEvents += written.length;
      this.report.docketed += docketed;
      this.report.waiting += written.length - docketed;
      await recordAudit(tx, {
        at,
        actor: this.#ctx.actor,
        action: 'madrid.events-received',
        subject: this.#fileId,
        details: { events: written.length, docketed },
      });
    });
  }
}

/**
 * Takes in a file of notifications: keeps its bytes, decodes it, writes what it tells that was not known, and links it
 * to the docket by the number of the registration or by the basic mark. What cannot be linked waits in the queue. The
 * same file again changes nothing; a file broken anywhere leaves its bytes and nothing else.
 * @throws InputError with places when the file as a whole cannot be used
 */
export async function recordNotifications(
  ctx: Context,
  request: { fileName: string; input: AsyncIterable<Uint8Array> },
): Promise<RecordReport> {
  const { db } = ctx;
  const file = await storeFile(ctx, request.fileName, request.input);
  const [before] = await db.select().from(madridFiles).where(eq(madridFiles.fileId, file.id));
  if (before) {
    return {
      file,
      format: before.format as NotificationFormat,
      records: before.records,
      newEvents: 0,
      docketed: 0,
      waiting: 0,
      registrations: [],
      problems: before.problems,
      repeated: true,
    };
  }
  const format = await formatOf(db, file.id);
  const { records, problems } = await check(db, file.id);
  const now = ctx.clock();
  const frame = await frameAt(db, { day: genevaDay(now) }, now);
  const writer = new EventWriter(ctx, file.id, await BasicMarks.load(db, frame));
  let batch: Told[] = [];
  for await (const decoded of decodeNotifications(readFile(db, file.id))) {
    batch.push(...decoded.events.map((event) => ({ event, place: decoded.place })));
    if (batch.length < BATCH) continue;
    await writer.write(batch);
    batch = [];
  }
  if (batch.length > 0) await writer.write(batch);
  const { report } = writer;
  await db.transaction(async (tx) => {
    const at = ctx.clock();
    await tx
      .insert(madridFiles)
      .values({
        fileId: file.id,
        format,
        records,
        events: report.newEvents,
        problems,
        readAt: at,
        readBy: ctx.actor,
      })
      .onConflictDoNothing();
    const details = { format, records, ...report, problems: problems.length };
    await recordAudit(tx, {
      at,
      actor: ctx.actor,
      action: 'madrid.file-read',
      subject: file.id,
      details: { ...details, registrations: report.registrations.slice(0, 50) },
    });
  });
  return { file, format, records, ...report, problems, repeated: false };
}
