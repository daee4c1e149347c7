/** Codes of refusals that are not about a record of a file; stable, documented in docs/errors.md. */
export const refusalCodes = [
  'not-found/agreement',
  'not-found/list',
  'not-found/version',
  'not-found/gi',
  'not-found/entry',
  'not-found/draft',
  'not-found/import',
  'not-found/correction',
  'not-found/conflict',
  'not-found/user',
  'not-found/partner',
  'not-found/event',
  'not-found/guidance',
  'not-found/key',
  'not-found/route',
  'not-found/watch-run',
  'not-found/alert',
  'not-found/subscription',
  'lists/stale-draft',
  'lists/open-problems',
  'lists/nothing-to-publish',
  'lists/needs-approval',
  'lists/self-approval',
  'lists/undecided',
  'lists/approved',
  'lists/not-a-change',
  'lists/same-content',
  'lists/selection-changed',
  'lists/already-corrected',
  'lists/correction-ended',
  'lists/suspended-corrections',
  'lists/open-conflicts',
  'lists/not-screened',
  'procedure/order',
  'procedure/incomplete',
  'procedure/ground',
  'procedure/opposition-late',
  'procedure/opposition-twice',
  'procedure/opposition-unknown',
  'procedure/opposition-open',
  'procedure/period-open',
  'procedure/appeal-open',
  'procedure/term-order',
  'accounts/not-allowed',
  'accounts/bad-credentials',
  'accounts/too-many-attempts',
  'accounts/email-taken',
  'accounts/last-admin',
  'access/bad-credentials',
  'access/too-many-attempts',
  'access/scope',
  'access/key-ended',
  'request/invalid',
  'request/bad-cursor',
  'request/too-large',
  'request/too-many',
  'request/unauthorised',
  'request/forged',
  'request/not-acceptable',
  'request/bad-cursor',
  'request/too-many',
  'request/unknown-format',
  'docket/bad-number',
  'docket/not-protected',
  'watch/running',
  'watch/closed',
  'watch/reason-missing',
  'watch/target-missing',
  'exchange/bad-signature',
  'exchange/unsigned',
  'exchange/algorithm-none',
  'exchange/symmetric-algorithm',
  'exchange/algorithm-refused',
  'exchange/key-not-valid',
  'exchange/unknown-sender',
  'exchange/not-for-us',
  'exchange/content-changed',
  'outbound/forbidden-address',
  'outbound/unreachable',
  'outbound/timeout',
  'outbound/too-large',
  'outbound/redirected',
  'storage/locked',
  'internal',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** A refusal a caller can act on: what, and what to do. Never carries internals. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  /** HTTP status that fits: 400, 401, 403, 404, 406, 409, 413, 422, 429, 500, 502, 504. */
  readonly status: number;
  readonly remedy: string;

  constructor(code: RefusalCode, status: number, message: string, remedy: string) {
    super(message);
    this.code = code;
    this.status = status;
    this.remedy = remedy;
  }
}
