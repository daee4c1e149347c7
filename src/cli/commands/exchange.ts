import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exit, type Command, type Output } from '../command.ts';
import { connect, type Connection } from '../connection.ts';
import { problemLines, table } from '../output.ts';
import { jsonBody, query } from '../request.ts';

interface Receipt {
  messageId: string;
  outcome: string;
  list: string;
  records: number;
  changes: { added: number; changed: number; removed: number };
  problems: never[];
}

const isXml = (file: string): boolean => file.toLowerCase().endsWith('.xml');

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

/** Writes signed bytes, and the signature beside them unless it is inside. */
async function writeSigned(path: string, body: string, signature: string): Promise<string> {
  await writeFile(path, Buffer.from(body, 'base64'));
  if (signature === '') return path;
  await writeFile(`${path}.jws`, `${signature}\n`);
  return `${path} and ${path}.jws`;
}

interface Made {
  messageId: string;
  format: 'json' | 'xml';
  sha256: string;
  body: string;
  signature: string;
}

async function writeMade(made: Made, folder: string | boolean | undefined, out: Output): Promise<void> {
  const { messageId, format, sha256, body, signature } = made;
  const path = join(String(folder ?? '.'), `${messageId}.${format}`);
  const files = await writeSigned(path, body, signature);
  if (out.json) {
    const beside = signature === '' ? {} : { signature: `${path}.jws` };
    out.print(JSON.stringify({ messageId, sha256, file: path, ...beside }, null, 2));
    return;
  }
  const what = signature === '' ? 'Send it' : 'Send both files';
  out.print(
    `Wrote ${files} (SHA-256 ${sha256.slice(0, 16)}…). ${what}; check the partner’s answer with: gi-gateway receipt <file>`,
  );
}

const outOption = {
  out: { type: 'string', value: 'folder', help: 'Folder to write to; the current one when absent' },
} as const;
const formatOption = {
  format: {
    type: 'string',
    value: 'id',
    help: 'json (with a JWS beside it) or xml (signed inside); json when absent',
  },
} as const;

const deliverOption = {
  deliver: { type: 'boolean', help: 'Deliver it to the partner’s targets instead of writing a file' },
} as const;

/** Puts it into the outbox instead of into a file. */
async function deliver(
  api: Connection,
  list: string | boolean | undefined,
  wanted: object,
  out: Output,
): Promise<number> {
  const { deliveries } = await api.json<{ deliveries: string[] }>(
    `/lists/${String(list)}/deliveries`,
    jsonBody('POST', wanted),
  );
  if (out.json) out.print(JSON.stringify({ deliveries }, null, 2));
  else for (const id of deliveries) out.print(`${id} is in the outbox. See: gi-gateway outbox show ${id}`);
  return exit.ok;
}

const send: Command = {
  path: ['send'],
  positionals: [],
  summary: 'Write a list as a signed message for a partner office',
  options: {
    list: { type: 'string', value: 'id', help: 'List to send', required: true },
    to: { type: 'string', value: 'code', help: 'Partner office', required: true },
    ...formatOption,
    ...outOption,
    ...deliverOption,
  },
  examples: [
    'gi-gateway send --list cn-eu/III --to EU',
    'gi-gateway send --list cn-eu/III --to EU --format xml',
  ],
  async run({ options, config, out }) {
    const api = await connect(config);
    try {
      const { to: recipient, format } = options;
      if (options['deliver']) return await deliver(api, options['list'], { recipient }, out);
      const made = await api.json<Made>(
        `/lists/${String(options['list'])}/messages`,
        jsonBody('POST', { recipient, ...(format && { format }) }),
      );
      await writeMade(made, options['out'], out);
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

const notify: Command = {
  path: ['notify'],
  positionals: ['<type>'],
  summary: 'Write a signed notice for a partner office: opposition, decision or protection-ended',
  options: {
    list: { type: 'string', value: 'id', help: 'List the entry stands on', required: true },
    entry: { type: 'string', value: 'key', help: 'Key of the entry', required: true },
    to: { type: 'string', value: 'code', help: 'Partner office', required: true },
    on: { type: 'string', value: 'day', help: 'Day it happened: YYYY-MM-DD', required: true },
    text: { type: 'string', value: 'text', help: 'Grounds or reasons', required: true },
    reference: { type: 'string', value: 'text', help: 'File number or citation' },
    outcome: { type: 'string', value: 'outcome', help: 'On decisions: protected, refused or partly-refused' },
    ...formatOption,
    ...outOption,
    ...deliverOption,
  },
  examples: [
    'gi-gateway notify decision --list cn-eu/IV --entry PGI-EU-1 --to EU --on 2026-11-20 --outcome protected --text "No opposition was filed."',
  ],
  async run({ args, options, config, out }) {
    const { entry, on, text, reference, outcome, to: recipient, format } = options;
    const notice = { entry, on, text, ...(reference && { reference }), ...(outcome && { outcome }) };
    const api = await connect(config);
    try {
      if (options['deliver'])
        return await deliver(api, options['list'], { recipient, notice: { type: args[0], notice } }, out);
      const made = await api.json<Made>(
        `/lists/${String(options['list'])}/notices`,
        jsonBody('POST', { recipient, type: args[0], notice, ...(format && { format }) }),
      );
      await writeMade(made, options['out'], out);
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
    signature: {
      type: 'string',
      value: 'file',
      help: 'Detached signature of a JSON file; <file>.jws when absent',
    },
  },
  examples: ['gi-gateway receive msg_….json'],
  async run({ args, options, config, out }) {
    const [file] = args as [string];
    const request = isXml(file)
      ? { method: 'POST', body: await readFile(file), headers: { 'content-type': 'application/xml' } }
      : jsonBody('POST', await readSigned(file, options['signature']));
    const api = await connect(config);
    try {
      const answer = await api.json<{ receipt: Receipt; body: string; signature: string; repeated: boolean }>(
        '/messages',
        request,
      );
      const path = `${file.replace(/\.(?:json|xml)$/i, '')}.receipt.json`;
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

interface Message {
  id: string;
  direction: string;
  partner: string;
  messageId: string;
  type: string;
  list: string;
  at: string;
  outcome?: string;
}

const messageList: Command = {
  path: ['messages'],
  positionals: [],
  summary: 'Show the messages exchanged, newest first, and what their receipts say',
  options: {
    partner: { type: 'string', value: 'code', help: 'Only those of this office' },
    direction: { type: 'string', value: 'in|out', help: 'Only those received, or sent' },
    type: { type: 'string', value: 'type', help: 'list, opposition, decision or protection-ended' },
    cursor: { type: 'string', value: 'id', help: 'Those after the last one shown' },
  },
  examples: ['gi-gateway messages --partner EU --direction in'],
  async run({ options, config, out }) {
    const api = await connect(config);
    try {
      const { partner, direction, type, cursor } = options;
      const answer = await api.json<{ messages: Message[]; next?: string }>(
        `/messages?${query({ partner, direction, type, cursor })}`,
      );
      const rows = answer.messages.map((m) => [
        m.id,
        m.direction === 'in' ? `from ${m.partner}` : `to ${m.partner}`,
        m.type,
        m.list,
        m.at.slice(0, 16),
        m.outcome ?? 'no receipt',
      ]);
      if (out.json) out.print(JSON.stringify(answer, null, 2));
      else {
        out.print(table(['message', '', 'type', 'list', 'at', 'receipt'], rows));
        if (answer.next) out.note(`More: --cursor ${answer.next}`);
      }
      return exit.ok;
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

export const exchangeCommands: Command[] = [send, notify, receive, receipt, messageList];
