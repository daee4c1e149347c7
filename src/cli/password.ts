import type { Readable } from 'node:stream';
import type { ReadStream } from 'node:tty';
import { UsageError } from './command.ts';

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const ERASE = new Set(['\u007f', '\b']);

/** Reads one line from a terminal without showing it. */
async function hiddenLine(terminal: ReadStream, prompt: string): Promise<string> {
  process.stderr.write(prompt);
  terminal.setRawMode(true);
  terminal.setEncoding('utf8');
  let line = '';
  try {
    for await (const piece of terminal.iterator({ destroyOnReturn: false }) as AsyncIterable<string>) {
      for (const character of piece) {
        if (character === '\r' || character === '\n' || character === CTRL_D) return line;
        if (character === CTRL_C) throw new UsageError('Cancelled.');
        line = ERASE.has(character) ? [...line].slice(0, -1).join('') : line + character;
      }
    }
    return line;
  } finally {
    terminal.setRawMode(false);
    terminal.pause();
    process.stderr.write('\n');
  }
}

/**
 * A new password: typed twice at the terminal without echo, or the first line of standard input. Never an argument,
 * which other users of the machine could see.
 * @throws UsageError
 */
export async function readPassword(stdin: Readable, fromStdin: boolean): Promise<string> {
  if (fromStdin) {
    let text = '';
    for await (const piece of stdin) text += String(piece);
    return text.split(/\r?\n/)[0] ?? '';
  }
  const terminal = stdin as ReadStream;
  if (!terminal.isTTY)
    throw new UsageError('There is no terminal to type a password at; use --password-stdin.');
  const first = await hiddenLine(terminal, 'New password: ');
  if ((await hiddenLine(terminal, 'Again: ')) === first) return first;
  throw new UsageError('The two passwords are not the same.');
}
