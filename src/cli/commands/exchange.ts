import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exit, type Command } from '../command.ts';
import { connect } from '../connection.ts';
import { problemLines } from '../output.ts';
import { jsonBody } from '../request.ts';

interface Receipt {
  messageId: string;
  outcome: string;
  list: string;
  records: number;
  changes: { added: number; changed: number; removed: number };
  problems: never[];
}

/** A signed file and its detached signature, which lies beside it as `<file>.jws` unless named. */
async function readSigned(
  file: string,
  signature: string | boolean | undefined,
): Promise<{ body: string; signature: string }> {
  const body = await readFile(file);
  return {
    body: body.toString('base64'),
    signature: (await readFile(typeof signature === 'string' ? signature : `${file}.jws`, 'utf8')).trim(),
  };
}

async function writeSigned(path: string, body: string, signature: string): Promise<void> {
  await writeFile(path, Buffer.from(body, 'base64'));
  await writeFile(`${path}.jws`, `${signature}\n`);
}

const keys: Command = {
  path: ['keys'],
  positionals: [],
  summary: 'Print this office’s public keys, for partners to check its signatures',
  options: {},
  examples: ['gi-gateway keys > cn-keys.json'],
  async run({ config, out }) {
    const api = await connect(config);
    try {
      out.print(JSON.stringify(await api.json('/keys'), null, 2));
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

const send: Command = {
  path: ['send'],
  positionals: [],
  summary: 'Write a list as a signed message for a partner office',
  options: {
    list: { type: 'string', value: 'id', help: 'List to send', required: true },
    to: { type: 'string', value: 'code', help: 'Partner office', required: true },
    out: { type: 'string', value: 'folder', help: 'Folder to write to; the current one when absent' },
  },
  examples: ['gi-gateway send --list cn-eu/III --to EU'],
  async run({ options, config, out }) {
    const api = await connect(config);
    try {
      const sent = await api.json<{ messageId: string; sha256: string; body: string; signature: string }>(
        `/lists/${String(options['list'])}/messages`,
        jsonBody('POST', { recipient: options['to'] }),
      );
      const path = join(String(options['out'] ?? '.'), `${sent.messageId}.json`);
      await writeSigned(path, sent.body, sent.signature);
      const { messageId, sha256 } = sent;
      if (out.json)
        out.print(JSON.stringify({ messageId, sha256, file: path, signature: `${path}.jws` }, null, 2));
      else
        out.print(
          `Wrote ${path} and ${path}.jws (SHA-256 ${sha256.slice(0, 16)}…). Send both files; check the partner’s answer with: gi-gateway receipt <file>`,
        );
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

const receive: Command = {
  path: ['receive'],
  positionals: ['<file>'],
  summary: 'Take a partner’s signed message in: checks it, leaves a draft, writes the signed receipt',
  options: {
    signature: { type: 'string', value: 'file', help: 'Detached signature; <file>.jws when absent' },
  },
  examples: ['gi-gateway receive msg_….json'],
  async run({ args, options, config, out }) {
    const [file] = args as [string];
    const signed = await readSigned(file, options['signature']);
    const api = await connect(config);
    try {
      const answer = await api.json<{ receipt: Receipt; body: string; signature: string; repeated: boolean }>(
        '/messages',
        jsonBody('POST', signed),
      );
      const path = `${file.replace(/\.json$/, '')}.receipt.json`;
      await writeSigned(path, answer.body, answer.signature);
      const { receipt, repeated } = answer;
      if (out.json)
        out.print(JSON.stringify({ receipt, repeated, file: path, signature: `${path}.jws` }, null, 2));
      else {
        const { added, changed, removed } = receipt.changes;
        out.print(
          `${repeated ? 'Received before; the same receipt again. ' : ''}${receipt.outcome}: ${receipt.records} records for ${receipt.list}, ${added} added, ${changed} changed, ${removed} removed.`,
        );
        for (const line of problemLines(receipt.problems)) out.print(line);
        out.print(`Receipt: ${path} and ${path}.jws; send both back.`);
      }
      return receipt.outcome === 'accepted' ? exit.ok : exit.refused;
    } finally {
      await api.close();
    }
  },
};

const receipt: Command = {
  path: ['receipt'],
  positionals: ['<file>'],
  summary: 'Check a partner’s signed receipt and keep it with the message it answers',
  options: {
    signature: { type: 'string', value: 'file', help: 'Detached signature; <file>.jws when absent' },
  },
  examples: ['gi-gateway receipt msg_….receipt.json'],
  async run({ args, options, config, out }) {
    const signed = await readSigned(args[0]!, options['signature']);
    const api = await connect(config);
    try {
      const taken = await api.json<Receipt>('/receipts', jsonBody('POST', signed));
      out.print(
        out.json
          ? JSON.stringify(taken, null, 2)
          : `${taken.messageId}: ${taken.outcome} by the partner, ${taken.records} records. The receipt is kept.`,
      );
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

export const exchangeCommands: Command[] = [keys, send, receive, receipt];
