import { z } from 'zod';
import { sha256Hex } from '../../gi/content-hash.ts';
import { Refusal } from '../../platform/errors.ts';
import { wholeBody, type Outbound } from '../../platform/outbound/client.ts';

/** The client a partner made for us at its token endpoint (RFC 6749, section 4.4), without its secret. */
export interface OAuthClient {
  tokenUrl: string;
  clientId: string;
  scope?: string | undefined;
}

const TIMEOUT_MS = 20_000;
const MAX_ANSWER = 64 << 10;
/** How long a token is used whose end is not told. */
const USUAL_SECONDS = 300;
/** So long before its end a token is used no more: it must still hold when the request arrives. */
const EARLY_SECONDS = 30;

const tokenAnswer = z.object({
  access_token: z.string().min(1).max(16_384),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().positive().optional(),
});
const errorAnswer = z.object({ error: z.string().max(100) });

const refused = (why: string): Refusal =>
  new Refusal(
    'outbound/token-refused',
    502,
    `The partner’s token endpoint gave no token: ${why}.`,
    'Check client id, secret and scope with the partner; it is tried again later where that is foreseen.',
  );

const formEncoded = (text: string): string => new URLSearchParams({ v: text }).toString().slice(2);

/** Access tokens from partners' token endpoints, each used until it ends. */
export class ClientTokens {
  readonly #outbound: Outbound;
  readonly #held = new Map<string, { token: string; until: number }>();

  constructor(outbound: Outbound) {
    this.#outbound = outbound;
  }

  #placeOf({ tokenUrl, clientId, scope }: OAuthClient, secret: string): string {
    return sha256Hex(JSON.stringify([tokenUrl, clientId, scope, secret]));
  }

  /**
   * A token in force, a new one where none is held.
   * @throws Refusal outbound/token-refused, outbound/*
   */
  async token(client: OAuthClient, secret: string, now: Date, signal?: AbortSignal): Promise<string> {
    const place = this.#placeOf(client, secret);
    const held = this.#held.get(place);
    if (held && now.getTime() < held.until) return held.token;
    const { access_token: token, expires_in: seconds = USUAL_SECONDS } = await this.#ask(
      client,
      secret,
      signal,
    );
    this.#held.set(place, { token, until: now.getTime() + (seconds - EARLY_SECONDS) * 1000 });
    return token;
  }

  /** To be called when a token opened nothing: the next request gets a new one. */
  forget(client: OAuthClient, secret: string): void {
    this.#held.delete(this.#placeOf(client, secret));
  }

  async #ask(
    { tokenUrl, clientId, scope }: OAuthClient,
    secret: string,
    signal: AbortSignal | undefined,
  ): Promise<z.infer<typeof tokenAnswer>> {
    const basic = Buffer.from(`${formEncoded(clientId)}:${formEncoded(secret)}`).toString('base64');
    const form = new URLSearchParams({ grant_type: 'client_credentials', ...(scope && { scope }) });
    const answer = await this.#outbound.request({
      method: 'POST',
      url: tokenUrl,
      headers: {
        authorization: `Basic ${basic}`,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: Buffer.from(form.toString()),
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_ANSWER,
      ...(signal && { signal }),
    });
    let value: unknown;
    try {
      value = JSON.parse((await wholeBody(answer)).toString('utf8'));
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw refused(`it answered ${answer.status} and no JSON`);
    }
    const given = tokenAnswer.safeParse(value);
    if (answer.status === 200 && given.success) return given.data;
    const said = errorAnswer.safeParse(value);
    throw refused(`it answered ${answer.status}${said.success ? `, ${said.data.error}` : ''}`);
  }
}
