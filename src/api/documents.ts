import type { Context } from 'hono';
import { stream } from 'hono/streaming';
import type { StreamingApi } from 'hono/utils/stream';
import type { Format, ListDocument } from '../formats/format.ts';
import { formats } from '../formats/registry.ts';
import { listDocument } from '../lists/export.ts';
import { feedPositionAfter } from '../lists/feed.ts';
import { isoDate } from '../platform/clock.ts';
import { Refusal } from '../platform/errors.ts';
import { entityTag, markCurrent, namesTag, notModified } from './conditional.ts';
import { writeCursor } from './cursor.ts';
import type { RouteDeps } from './deps.ts';
import { negotiate, NotAcceptable } from './negotiate.ts';

/** Formats a list can be written in. */
export const writable: readonly Format[] = formats.filter((f) => f.encode ?? f.encodeBytes);

/** A media type a list is offered in, and the format that writes it. */
export interface Offer {
  mediaType: string;
  format: Format;
}

const all = writable.flatMap((format) => format.mediaTypes.map((mediaType) => ({ mediaType, format })));
/** JSON first: it is what a request that does not say is answered with. */
export const offers: readonly Offer[] = [
  ...all.filter((o) => o.format.id === 'json'),
  ...all.filter((o) => o.format.id !== 'json'),
];

export function typeOffer(mediaType: string): Offer {
  const offer = offers.find((o) => o.mediaType === mediaType);
  if (!offer) throw new NotAcceptable(offers.map((o) => o.mediaType));
  return offer;
}

/** @throws NotAcceptable */
export function acceptedOffer(accept: string | undefined): Offer {
  const types = offers.map((o) => o.mediaType);
  const type = negotiate(accept, types);
  if (!type) throw new NotAcceptable(types);
  return typeOffer(type);
}

/** The offer of a format asked for by id. */
export function formatOffer(id: string): Offer {
  const offer = offers.find((o) => o.format.id === id);
  if (offer) return offer;
  throw new Refusal(
    'request/not-acceptable',
    406,
    `Lists are not written as "${id}".`,
    `Ask for one of ${writable.map((f) => f.id).join(', ')}.`,
  );
}

/** Characters sent at once: a write costs more than a line of a list. */
const PIECE = 64 << 10;

async function* piecesOf(format: Format, document: ListDocument): AsyncIterable<string | Uint8Array> {
  if (format.encode) {
    let text = '';
    for await (const piece of format.encode(document)) {
      text += piece;
      if (text.length < PIECE) continue;
      yield text;
      text = '';
    }
    if (text !== '') yield text;
  }
  if (format.encodeBytes) yield* format.encodeBytes(document);
}

/** Sends versions of lists as documents, streamed, with strong entity tags made from the version's content hash. */
export class Documents {
  readonly #deps: RouteDeps;

  constructor(deps: RouteDeps) {
    this.#deps = deps;
  }

  /** @throws Refusal not-found/list, not-found/version */
  async send(
    c: Context,
    listId: string,
    { mediaType, format }: Offer,
    which: Parameters<typeof listDocument>[2],
  ): Promise<Response> {
    const { watch, clock } = this.#deps;
    const { db } = this.#deps.database;
    c.header('vary', 'Accept');
    const given = c.req.header('if-none-match');
    const question = JSON.stringify([listId, format.id, mediaType, which, isoDate(clock())]);
    if (given !== undefined) {
      const known = watch.remarked(await watch.believed(), question);
      if (known && namesTag(given, known)) return notModified(c, known);
    }
    const state = await watch.newest();
    const document = await listDocument(db, listId, which);
    const { agreement, list, version } = document;
    const tag = entityTag(version.contentHash, version, agreement, list, format.id, mediaType);
    watch.remark(state, question, tag);
    if (namesTag(given, tag)) return notModified(c, tag);
    markCurrent(c, tag);
    c.header('content-type', format.encode ? `${mediaType}; charset=utf-8` : mediaType);
    const name = `${listId.replace('/', '-')}-v${version.number}.${format.extensions[0]}`;
    c.header('content-disposition', `inline; filename="${name}"`);
    c.header('x-list-version', String(version.number));
    c.header('x-content-hash', version.contentHash);
    if (document.corrections.length > 0) c.header('x-corrections', String(document.corrections.length));
    c.header('x-changes-cursor', writeCursor(await feedPositionAfter(db, listId, version.number)));
    // Nobody reads the body of an answer to HEAD; a stream begun for it would wait for ever.
    if (c.req.method === 'HEAD') return c.body(null);
    return this.#stream(c, format, document, listId);
  }

  #stream(c: Context, format: Format, document: ListDocument, listId: string): Response {
    const write = async (out: StreamingApi): Promise<void> => {
      for await (const piece of piecesOf(format, document)) {
        // The reader has gone: stop reading the database for nobody.
        if (out.aborted) return;
        await out.write(piece);
      }
    };
    return stream(c, write, async (error, out) => {
      this.#deps.log.error({ err: error, list: listId }, 'export broke off');
      // Cutting the connection tells the reader that the document is not whole.
      out.abort();
    });
  }
}
