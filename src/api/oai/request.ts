/** Error codes of OAI-PMH 2.0, section 3.6. */
export type OaiErrorCode =
  | 'badArgument'
  | 'badResumptionToken'
  | 'badVerb'
  | 'cannotDisseminateFormat'
  | 'idDoesNotExist'
  | 'noMetadataFormats'
  | 'noRecordsMatch'
  | 'noSetHierarchy';

/** A request that OAI-PMH answers with an `error` element. */
export class OaiError extends Error {
  override readonly name = 'OaiError';
  readonly code: OaiErrorCode;
  constructor(code: OaiErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

interface VerbArguments {
  required: readonly string[];
  optional: readonly string[];
}

const listing: VerbArguments = { required: ['metadataPrefix'], optional: ['from', 'until', 'set'] };

/** Arguments each verb takes (OAI-PMH 2.0, section 4); `resumptionToken` is exclusive where it is taken. */
const verbs: Record<string, VerbArguments & { resumable?: true }> = {
  Identify: { required: [], optional: [] },
  ListMetadataFormats: { required: [], optional: ['identifier'] },
  ListSets: { required: [], optional: [], resumable: true },
  GetRecord: { required: ['identifier', 'metadataPrefix'], optional: [] },
  ListIdentifiers: { ...listing, resumable: true },
  ListRecords: { ...listing, resumable: true },
};

/** What arguments may look like; an answer repeats them, and would not be valid with others (sections 2.4, 2.6 and 3.3). */
const syntax: Record<string, RegExp> = {
  identifier: /^(?:[^\s<>"{}|\\^`%\p{Cc}]|%[\dA-Fa-f]{2})+$/u,
  metadataPrefix: /^[A-Za-z0-9\-_.!~*'()]+$/,
  set: /^[A-Za-z0-9\-_.!~*'()]+(?::[A-Za-z0-9\-_.!~*'()]+)*$/,
};

export interface OaiRequest {
  verb: string;
  arguments: Record<string, string>;
}

/**
 * The verb and arguments of a request, as the protocol allows them.
 * @throws OaiError badVerb, badArgument
 */
export function readRequest(parameters: URLSearchParams): OaiRequest {
  const [verb, ...more] = parameters.getAll('verb');
  const allowed = verb !== undefined && Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (verb === undefined || more.length > 0 || !allowed) {
    const all = Object.keys(verbs).join(', ');
    throw new OaiError('badVerb', `Give one verb; it is one of ${all}.`);
  }
  const given: Record<string, string> = {};
  for (const [name, value] of parameters) {
    if (name === 'verb') continue;
    if (Object.hasOwn(given, name)) throw new OaiError('badArgument', `The argument ${name} is repeated.`);
    if (Object.hasOwn(syntax, name) && !syntax[name]!.test(value))
      throw new OaiError('badArgument', `The argument ${name} has characters it cannot have.`);
    given[name] = value;
  }
  const resuming = allowed.resumable && Object.hasOwn(given, 'resumptionToken');
  const known = resuming ? ['resumptionToken'] : [...allowed.required, ...allowed.optional];
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) {
      const why = resuming ? 'cannot stand beside resumptionToken' : `is not one of ${verb}`;
      throw new OaiError('badArgument', `The argument ${name} ${why}.`);
    }
  }
  for (const name of resuming ? [] : allowed.required) {
    if (!Object.hasOwn(given, name)) throw new OaiError('badArgument', `${verb} needs the argument ${name}.`);
  }
  return { verb, arguments: given };
}
