import { createHash } from 'node:crypto';
import { createLocalJWKSet, flattenedVerify, type JSONWebKeySet } from 'jose';
import { canonicalJson } from '../gi/content-hash.ts';

/** What did not hold; docs/evidence.md says what each means. */
export type EvidenceCheck =
  | 'line/malformed'
  | 'header/unknown'
  | 'record/altered'
  | 'chain/out-of-sequence'
  | 'chain/broken'
  | 'time/backwards'
  | 'checkpoint/bad-signature'
  | 'checkpoint/other-log'
  | 'checkpoint/mismatch'
  | 'end/nothing-signed'
  | 'end/unsigned'
  | 'end/truncated';

/** The first thing wrong with an export. */
export interface EvidenceFault {
  check: EvidenceCheck;
  /** Line of the export, from 1. */
  line: number;
  /** Record concerned, where one can be named. */
  seq?: number;
  message: string;
}

/** What a sound export proves. */
export interface EvidenceProof {
  /** The log's id. */
  log: string;
  /** ST.3 code of the office whose keys signed. */
  office: string;
  /** First and last record seen. */
  from: number;
  to: number;
  records: number;
  checkpoints: number;
  /** Hash of the last record; it vouches for everything before. */
  hash: string;
  /** When the last checkpoint was signed, ISO 8601. */
  signedAt: string;
}

export type EvidenceVerdict = ({ sound: true } & EvidenceProof) | ({ sound: false } & EvidenceFault);

interface SignedCheckpoint {
  checkpoint: {
    format: 'gi-gateway/checkpoint@1';
    log: string;
    office: string;
    seq: number;
    hash: string;
    at: string;
  };
  signature: string;
}
interface ChainedRecord {
  record: { seq: number; at: string; prev: string };
  hash: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

class Fault extends Error {
  readonly fault: EvidenceFault;
  constructor(fault: EvidenceFault) {
    super(fault.message);
    this.fault = fault;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isRecord(value: unknown): value is ChainedRecord {
  if (!isObject(value) || !isObject(value['record'])) return false;
  const { seq, at, prev } = value['record'];
  return (
    Number.isSafeInteger(seq) &&
    typeof at === 'string' &&
    typeof prev === 'string' &&
    typeof value['hash'] === 'string'
  );
}

function isCheckpoint(value: unknown): value is SignedCheckpoint {
  if (!isObject(value) || !isObject(value['checkpoint']) || typeof value['signature'] !== 'string')
    return false;
  const { format, log, office, seq, hash, at } = value['checkpoint'];
  return (
    format === 'gi-gateway/checkpoint@1' &&
    [log, office, hash, at].every((text) => typeof text === 'string') &&
    Number.isSafeInteger(seq)
  );
}

/** The keys that counted at an instant, by their `nbf` and `exp` (seconds). */
function inForce({ keys }: JSONWebKeySet, at: string): JSONWebKeySet {
  const seconds = Date.parse(at) / 1000;
  return {
    keys: keys.filter((key) => {
      const { nbf, exp } = key as { nbf?: number; exp?: number };
      return (nbf === undefined || nbf <= seconds) && (exp === undefined || seconds < exp);
    }),
  };
}

async function isSigned({ checkpoint, signature }: SignedCheckpoint, keys: JSONWebKeySet): Promise<boolean> {
  const [header, payload, mark, ...rest] = signature.split('.');
  if (!header || payload !== '' || !mark || rest.length > 0) return false;
  const signed = Buffer.from(canonicalJson(checkpoint)).toString('base64url');
  try {
    const jws = { protected: header, payload: signed, signature: mark };
    await flattenedVerify(jws, createLocalJWKSet(inForce(keys, checkpoint.at)), { algorithms: ['EdDSA'] });
    return true;
  } catch {
    return false;
  }
}

/** Follows a log line by line. */
class Follower {
  readonly #keys: JSONWebKeySet;
  /** Checkpoints kept from elsewhere, by record: the export must pass through them. */
  readonly #known: Map<number, SignedCheckpoint>;
  line = 0;
  #log: string | undefined;
  #head = { seq: 0, hash: '', at: '' };
  #first: number | undefined;
  #records = 0;
  #checkpoints = 0;
  #last: SignedCheckpoint['checkpoint'] | undefined;

  constructor(keys: JSONWebKeySet, known: SignedCheckpoint[]) {
    this.#keys = keys;
    this.#known = new Map(known.map((k) => [k.checkpoint.seq, k]));
  }

  fault(check: EvidenceCheck, message: string, seq?: number): Fault {
    return new Fault({ check, line: this.line, message, ...(seq !== undefined && { seq }) });
  }

  async take(text: string): Promise<void> {
    this.line++;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw this.fault('line/malformed', 'The line is not JSON; the file may have been cut.');
    }
    if (this.#log === undefined) this.#open(value);
    else if (isRecord(value)) this.#record(value);
    else if (isCheckpoint(value)) await this.#checkpoint(value);
    else throw this.fault('line/malformed', 'The line is neither a record nor a checkpoint.');
  }

  #open(value: unknown): void {
    if (!isObject(value) || value['format'] !== 'gi-gateway/evidence@1' || typeof value['log'] !== 'string')
      throw this.fault('header/unknown', 'The first line is not the header of an evidence log.');
    this.#log = value['log'];
    this.#head.hash = sha256(canonicalJson(value));
  }

  #record({ record, hash }: ChainedRecord): void {
    const { seq, at, prev } = record;
    const head = this.#head;
    if (sha256(canonicalJson(record)) !== hash)
      throw this.fault('record/altered', `Record ${seq} is not what its hash was made of.`, seq);
    if (seq !== head.seq + 1) {
      const missing = `Record ${head.seq + 1} should stand here and record ${seq} does: records are missing or were moved.`;
      throw this.fault('chain/out-of-sequence', missing, seq);
    }
    if (prev !== head.hash) {
      const broken = `Record ${seq} was not written after the record before it as it stands here; one of the two was changed.`;
      throw this.fault('chain/broken', broken, seq);
    }
    if (at < head.at)
      throw this.fault('time/backwards', `Record ${seq} is dated before the one before it.`, seq);
    this.#head = { seq, hash, at };
    this.#first ??= seq;
    this.#records++;
    this.#meetKnown();
  }

  async #checkpoint(signed: SignedCheckpoint): Promise<void> {
    const { checkpoint } = signed;
    const { seq } = checkpoint;
    if (!(await isSigned(signed, this.#keys)))
      throw this.fault(
        'checkpoint/bad-signature',
        `The checkpoint of record ${seq} is not signed with any of the keys given.`,
        seq,
      );
    if (checkpoint.log !== this.#log)
      throw this.fault('checkpoint/other-log', `The checkpoint is of another log, ${checkpoint.log}.`, seq);
    // A checkpoint before any record is where a partial export begins: it vouches for all that is left out.
    if (this.#records === 0 && !this.#last) this.#head = { seq, hash: checkpoint.hash, at: '' };
    else if (seq !== this.#head.seq || checkpoint.hash !== this.#head.hash) {
      const since = this.#last ? `record ${this.#last.seq}` : 'the beginning';
      throw this.fault(
        'checkpoint/mismatch',
        `The signed checkpoint of record ${seq} does not fit the log here: something since ${since} was rewritten or removed.`,
        seq,
      );
    }
    this.#last = checkpoint;
    this.#checkpoints++;
    this.#meetKnown();
  }

  #meetKnown(): void {
    const known = this.#known.get(this.#head.seq)?.checkpoint;
    if (known && known.hash !== this.#head.hash)
      throw this.fault(
        'checkpoint/mismatch',
        `The checkpoint kept of record ${known.seq} was signed for another history than this one.`,
        known.seq,
      );
  }

  /** The proof, once all lines were taken. */
  end(): EvidenceProof {
    const last = this.#last;
    const { seq, hash } = this.#head;
    if (this.#log === undefined || !last)
      throw this.fault('end/nothing-signed', 'The export has no checkpoint, so nobody has signed for it.');
    if (last.seq !== seq)
      throw this.fault('end/unsigned', `Nobody has signed for the records after ${last.seq}.`, last.seq + 1);
    for (const { checkpoint } of this.#known.values()) {
      if (checkpoint.log !== this.#log)
        throw this.fault('checkpoint/other-log', `The checkpoint kept is of another log, ${checkpoint.log}.`);
      if (checkpoint.seq > seq) {
        const gone = `The log had ${checkpoint.seq} records when the checkpoint kept was signed, and ends here with ${seq}.`;
        throw this.fault('end/truncated', gone, seq + 1);
      }
    }
    return {
      log: this.#log,
      office: last.office,
      from: this.#first ?? seq,
      to: seq,
      records: this.#records,
      checkpoints: this.#checkpoints,
      hash,
      signedAt: last.at,
    };
  }
}

/**
 * Checks an exported evidence log with nothing but the office's public keys, and names the first thing wrong. Reads
 * line by line; a log of any length takes the same memory.
 * @param lines of the export, without their line ends
 * @param options.keys public keys of the office, as its `/api/v1/keys` gives them
 * @param options.kept checkpoints kept from earlier exports (their whole line): a log cut or rewritten since then shows
 */
export async function verifyEvidence(
  lines: AsyncIterable<string> | Iterable<string>,
  options: { keys: JSONWebKeySet; kept?: string[] },
): Promise<EvidenceVerdict> {
  const known: SignedCheckpoint[] = [];
  for (const text of options.kept ?? []) {
    const value: unknown = JSON.parse(text);
    if (!isCheckpoint(value) || !(await isSigned(value, options.keys)))
      return {
        sound: false,
        check: 'checkpoint/bad-signature',
        line: 0,
        message: 'A checkpoint kept is not signed with any of the keys given.',
      };
    known.push(value);
  }
  const follower = new Follower(options.keys, known);
  try {
    for await (const line of lines) await follower.take(line);
    return { sound: true, ...follower.end() };
  } catch (error) {
    if (error instanceof Fault) return { sound: false, ...error.fault };
    throw error;
  }
}
