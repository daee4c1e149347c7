import { open, readFile, type FileHandle } from 'node:fs/promises';
import { verifyEvidence, type EvidenceVerdict } from '../../client/evidence.ts';
import type { Config } from '../../platform/config.ts';
import { exit, UsageError, type Command } from '../command.ts';
import { ApiError, connect, type ApiProblem } from '../connection.ts';
import { download } from '../download.ts';

type Keys = Parameters<typeof verifyEvidence>[1]['keys'];

async function readJson<T>(file: string): Promise<T> {
  const text = await readFile(file, 'utf8');
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new UsageError(`${file} is not JSON.`);
  }
}

/** The reader is made when the first line is asked for: one made earlier drops the lines nobody waits for yet. */
async function* linesOf(handle: FileHandle): AsyncGenerator<string> {
  yield* handle.readLines({ autoClose: false });
}

async function ownKeys(config: Config): Promise<Keys> {
  const api = await connect(config);
  try {
    return await api.json<Keys>('/keys');
  } finally {
    await api.close();
  }
}

function verdictText(file: string, verdict: EvidenceVerdict): string {
  if (!verdict.sound) return `${file}, line ${verdict.line}: ${verdict.check}\n  ${verdict.message}`;
  const { office, log, from, to, records, checkpoints, signedAt, hash } = verdict;
  return `${file} is sound: records ${from}–${to} (${records}) of ${log}, signed for by ${office} up to its end on ${signedAt} (${checkpoints} checkpoint(s)).\nHash of the last record: ${hash}`;
}

const verifyLog: Command = {
  path: ['verify-log'],
  positionals: ['<export>'],
  summary: 'Check an exported evidence log, offline, with the office’s public keys',
  options: {
    keys: {
      type: 'string',
      value: 'file',
      help: 'Public keys of the office (JWK Set); this gateway’s own when absent',
    },
    checkpoint: {
      type: 'string',
      value: 'file',
      help: 'A checkpoint kept from earlier, which the log must still contain',
    },
  },
  examples: ['gi-gateway verify-log evidence.ndjson --keys cn-keys.json --checkpoint cn-last-month.json'],
  async run({ args, options, config, out }) {
    const [file] = args as [string];
    const { keys: keyFile, checkpoint } = options;
    const keys = typeof keyFile === 'string' ? await readJson<Keys>(keyFile) : await ownKeys(config);
    const kept = typeof checkpoint === 'string' ? [JSON.stringify(await readJson(checkpoint))] : [];
    const handle = await open(file);
    const verdict = await verifyEvidence(linesOf(handle), { keys, kept }).finally(() => handle.close());
    out.print(out.json ? JSON.stringify(verdict, null, 2) : verdictText(file, verdict));
    return verdict.sound ? exit.ok : exit.refused;
  },
};

const evidenceExport: Command = {
  path: ['evidence', 'export'],
  positionals: [],
  summary: 'Write the evidence log, signed for to its end, to a file or to standard output',
  options: {
    from: { type: 'string', value: 'number', help: 'First record wanted; all when absent' },
    out: { type: 'string', value: 'file', help: 'File to write; standard output when absent' },
  },
  examples: ['gi-gateway evidence export --out evidence.ndjson'],
  async run({ options, config, out }) {
    const api = await connect(config);
    try {
      const { from, out: file } = options;
      const response = await api.request(`/evidence${typeof from === 'string' ? `?from=${from}` : ''}`);
      if (!response.ok) throw new ApiError((await response.json()) as ApiProblem);
      await download(response, typeof file === 'string' ? file : undefined);
      if (typeof file === 'string')
        out.print(
          out.json
            ? JSON.stringify({ file })
            : `Wrote ${file}. Check it with: gi-gateway verify-log ${file} --keys <keys>`,
        );
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

const evidenceCheckpoint: Command = {
  path: ['evidence', 'checkpoint'],
  positionals: [],
  summary: 'Sign where the evidence log ends now, and print the checkpoint for others to keep',
  options: {},
  examples: ['gi-gateway evidence checkpoint > cn-2026-11.json'],
  async run({ config, out }) {
    const api = await connect(config);
    try {
      const { checkpoints } = await api.json<{ checkpoints: object[] }>('/evidence/checkpoints', {
        method: 'POST',
      });
      if (checkpoints.length === 0) {
        out.note('The log is empty; there is nothing to sign.');
        return exit.refused;
      }
      out.print(JSON.stringify(checkpoints[0]));
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

export const evidenceCommands: Command[] = [evidenceExport, evidenceCheckpoint, verifyLog];
