import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { canonicalJson, sha256Hex } from '../gi/content-hash.ts';
import type { RecordState } from '../lists/record.ts';
import type { RecordWatch } from '../lists/record-watch.ts';
import { isoDate, type Clock } from '../platform/clock.ts';
import { Answers } from './answers.ts';
import type { ApiEnv } from './deps.ts';
import { release } from '../platform/release.ts';

/**
 * Answers may be kept by anybody and have to be checked before each use: what is published may change at any time, and
 * the check is cheap.
 */
const CACHE_CONTROL = 'public, no-cache';

/** A strong entity tag of everything an answer is made from, this release of the gateway among it. */
export function entityTag(...made: unknown[]): string {
  return `"${sha256Hex(canonicalJson([release, ...made])).slice(0, 32)}"`;
}

/** Whether an If-None-Match header names the tag (RFC 9110, section 13.1.2: weakly compared). */
export function namesTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return [...header.matchAll(/"[^"]*"/g)].some(([named]) => named === tag);
}

/** Puts the headers of a checked answer on what is about to be sent. */
export function markCurrent(c: Context, tag: string): void {
  c.header('etag', tag);
  c.header('cache-control', CACHE_CONTROL);
}

/** The answer to a caller whose copy is current. */
export function notModified(c: Context, tag: string): Response {
  markCurrent(c, tag);
  return c.body(null, 304);
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Tags kept for one state of the record. */
const MOST_TAGS = 20_000;

/** The tags of questions at one revision on one day; making one costs more than the rest of an answer that is held. */
class Tags {
  #made = '';
  readonly #tags = new Map<string, string>();

  of(state: RecordState, day: string, question: string): string {
    const made = `${state.revision} ${state.changedAt.getTime()} ${day}`;
    if (made !== this.#made || this.#tags.size >= MOST_TAGS) this.#tags.clear();
    this.#made = made;
    let tag = this.#tags.get(question);
    if (tag === undefined) {
      tag = entityTag(state.revision, state.changedAt.toISOString(), day, question);
      this.#tags.set(question, tag);
    }
    return tag;
  }
}

/** Path and query of an address. */
const questionIn = (url: string): string => url.slice(url.indexOf('/', url.indexOf('//') + 2));

/**
 * For answers made from the published lists alone: the same question on the same day at the same revision has the same
 * answer. A caller who holds it is told so, and one that was made before is given again, both without a query; what
 * another process publishes shows within a second. Others are made at the newest revision.
 */
export function unlessChanged(watch: RecordWatch, clock: Clock) {
  const answers = new Answers();
  const tags = new Tags();
  return createMiddleware<ApiEnv>(async (c, next) => {
    const question = questionIn(c.req.url);
    const day = isoDate(clock());
    const believed = tags.of(await watch.believed(), day, question);
    if (namesTag(c.req.header('if-none-match'), believed)) return notModified(c, believed);
    const held = answers.get(believed);
    if (held) {
      markCurrent(c, believed);
      return c.body(held.body, 200, held.headers);
    }
    // Read before the answer is made: should a list be published in between, the tag is the older one.
    const state = await watch.newest();
    c.set('record', state);
    const tag = tags.of(state, day, question);
    const made = answers.get(tag);
    if (made) {
      markCurrent(c, tag);
      return c.body(made.body, 200, made.headers);
    }
    const keep = (response: Response, body: string): void => {
      const headers: Record<string, string> = {};
      for (const name of ['content-type', 'link', 'vary']) {
        const value = response.headers.get(name);
        if (value !== null) headers[name] = value;
      }
      answers.keep(state.revision, tag, { body, headers });
    };
    let kept = false;
    // Marked and kept as it is written: to change a finished response, and to read a copy of it, costs more than the rest.
    c.json = ((value: unknown, status: ContentfulStatusCode = 200) => {
      const body = JSON.stringify(value);
      if (status === 200) markCurrent(c, tag);
      const response = c.body(body, status, JSON_TYPE);
      if (status === 200 && c.req.method !== 'HEAD') keep(response, body);
      kept = true;
      return response;
    }) as unknown as typeof c.json;
    await next();
    if (kept || c.res.status !== 200) return;
    markCurrent(c, tag);
    if (c.req.method !== 'HEAD') keep(c.res, await c.res.clone().text());
  });
}
