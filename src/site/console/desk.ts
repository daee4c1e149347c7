import type { Context as Request } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { formToken, isFormToken, sessionOf } from '../../accounts/sessions.ts';
import { listUsers, type User } from '../../accounts/users.ts';
import type { Context } from '../../db/context.ts';
import type { Db } from '../../db/database.ts';
import { atLeast, emailOf, personActor } from '../../db/roles.ts';
import type { Role } from '../../db/schema/index.ts';
import type { Screenings } from '../../lists/review/screenings.ts';
import type { FormDocument } from '../../madrid/filing/form-document.ts';
import type { Clock } from '../../platform/clock.ts';
import { Refusal } from '../../platform/errors.ts';
import type { Watch } from '../../watch/watch.ts';
import { readSmallFiles, readUpload, type Upload } from '../multipart.ts';
import type { AssetUrl } from '../parts/layout.tsx';
import type { Translate } from '../texts.ts';
import type { View } from '../view.ts';
import type { ConsoleExchange } from './exchange.ts';

/** What the console works on. */
export interface ConsoleDeps {
  db: Db;
  clock: Clock;
  screenings: Screenings;
  markWatch: Watch;
  /** Key of subscribers' webhook secrets, and where links in feeds lead to. */
  notices: { webhookKey: Buffer; publicUrl: string };
  /** Largest file the import page takes, in bytes. */
  maxFileBytes: number;
  /** Told of errors that are nobody's input. */
  onError(error: unknown, path: string): void;
  /** Prints a form as PDF. */
  print(form: FormDocument): Promise<Uint8Array>;
  exchange: ConsoleExchange;
}

/** A signed-in person's request: who, what they may do, and how the page speaks. */
export interface Desk {
  v: View;
  /** A text of the console. */
  t: Translate;
  user: User;
  /** Acts in the person's name. */
  ctx: Context;
  /** Proof for every form that it comes from this session's pages. */
  formToken: string;
  asset: AssetUrl;
  may(role: Role): boolean;
  /** A person's name for an actor of the audit trail. */
  who(actor: string): string;
  people: User[];
}

const cookie = 'session';

/** Behind a proxy that ends TLS the request itself is plain; its word can only make the cookie stricter. */
function isSecure(c: Request): boolean {
  return new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https';
}

export function rememberSession(c: Request, token: string): void {
  setCookie(c, cookie, token, { path: '/', httpOnly: true, sameSite: 'Lax', secure: isSecure(c) });
}

export function forgetSession(c: Request): void {
  deleteCookie(c, cookie, { path: '/', secure: isSecure(c) });
}

export function sessionToken(c: Request): string | undefined {
  return getCookie(c, cookie);
}

/** The text of the console in the language of a view. */
export function consoleTexts(v: View): Translate {
  return (key, values) => v.t(`console:${key}`, values);
}

/** @returns undefined when nobody is signed in */
export async function openDesk(
  c: Request,
  deps: ConsoleDeps,
  v: View,
  asset: AssetUrl,
): Promise<Desk | undefined> {
  const token = sessionToken(c);
  const user = token === undefined ? undefined : await sessionOf(deps, token);
  if (!token || !user) return undefined;
  const t = consoleTexts(v);
  const people = await listUsers(deps.db);
  const names = new Map(people.map((p) => [p.email, p.name]));
  return {
    v: { ...v, day: v.today },
    t,
    user,
    ctx: { db: deps.db, clock: deps.clock, actor: personActor(user.email) },
    formToken: formToken(token),
    asset,
    may: (role) => atLeast(user.role, role),
    who(actor) {
      const email = emailOf(actor);
      if (email !== undefined) return names.get(email) ?? email;
      if (actor.startsWith('local:')) return t('who.local', { name: actor.slice('local:'.length) });
      return actor === 'system' ? t('who.system') : actor;
    },
    people,
  };
}

/** A posted form: the last value of each field, all of one that may be ticked several times, and files. */
export class Form {
  readonly #fields: Record<string, unknown>;
  constructor(fields: Record<string, unknown>) {
    this.#fields = fields;
  }
  #last(name: string): unknown {
    const value = this.#fields[name];
    return Array.isArray(value) ? value.at(-1) : value;
  }
  /** The field's text without the spaces around it; empty when absent. */
  text(name: string, max = 2000): string {
    const value = this.#last(name);
    return typeof value === 'string' ? value.trim().slice(0, max) : '';
  }
  /** The field's text as it was typed. */
  secret(name: string): string {
    const value = this.#last(name);
    return typeof value === 'string' ? value : '';
  }
  /** The field's text, or undefined when it is empty. */
  optional(name: string): string | undefined {
    return this.text(name) || undefined;
  }
  /** Every field's text, to show a form again as it was filled in. */
  texts(): Record<string, string> {
    return Object.fromEntries(Object.keys(this.#fields).map((name) => [name, this.text(name)]));
  }
  /** Every text of a field that may be there several times. */
  all(name: string): string[] {
    const value = this.#fields[name];
    const values = Array.isArray(value) ? (value as unknown[]) : [value];
    return values.filter((v): v is string => typeof v === 'string' && v !== '');
  }
  /** The file chosen in a field, which may be empty; undefined where none was chosen. */
  file(name: string): File | undefined {
    const value = this.#last(name);
    return value instanceof File && (value.size > 0 || value.name !== '') ? value : undefined;
  }
}

/**
 * Reads a form of a signed-in person up to its file, which is left to be read as a stream.
 * @throws Refusal request/forged when it does not come from the session's own pages
 */
export async function readFileForm(c: Request): Promise<{ form: Form; file: Upload['file'] }> {
  const body = c.req.raw.body as unknown as AsyncIterable<Uint8Array> | null;
  if (!body) throw forged();
  const { fields, file } = await readUpload(c.req.header('content-type'), body);
  const form = new Form(fields);
  if (isFormToken(sessionToken(c) ?? '', form.text('token'))) return { form, file };
  throw forged();
}

/**
 * Reads a form of a signed-in person with its files, none larger than is said for it.
 * @throws Refusal request/forged when it does not come from the session's own pages, request/too-large
 */
export async function readFilesForm(
  c: Request,
  limits: Record<string, number>,
): Promise<{ form: Form; files: Awaited<ReturnType<typeof readSmallFiles>>['files'] }> {
  const body = c.req.raw.body as unknown as AsyncIterable<Uint8Array> | null;
  if (!body) throw forged();
  const { fields, files } = await readSmallFiles(c.req.header('content-type'), body, limits, fileTooLarge);
  const form = new Form(fields);
  if (isFormToken(sessionToken(c) ?? '', form.text('token'))) return { form, files };
  throw forged();
}

/** @throws Refusal request/too-large */
export function fileTooLarge(): never {
  throw new Refusal(
    'request/too-large',
    413,
    'The form or file is larger than this page takes.',
    'Split the file, or have the operator raise the limit (MAX_FILE_MB).',
  );
}

/**
 * Reads a form of a signed-in person.
 * @throws Refusal request/forged when it does not come from the session's own pages
 */
export async function readForm(c: Request): Promise<Form> {
  const form = new Form(await c.req.parseBody({ all: true }));
  if (isFormToken(sessionToken(c) ?? '', form.text('token'))) return form;
  throw forged();
}

export function forged(): Refusal {
  return new Refusal(
    'request/forged',
    403,
    'The form does not come from a page of this session.',
    'Open the page again and repeat what you did.',
  );
}
