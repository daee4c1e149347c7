import type { Readable } from 'node:stream';
import { runCli } from '../../src/cli/main.ts';

/** What a command did: its exit code, what it printed, and what it said beside that. */
export interface Ran {
  code: number;
  out: string;
  notes: string;
}

/** Runs commands in this process, with an environment of their own, as a pipe would see them. @param stdin what they read */
export function commandLine(
  env: Record<string, string>,
  stdin?: Readable,
): (...argv: string[]) => Promise<Ran> {
  return async (...argv) => {
    const out: string[] = [];
    const notes: string[] = [];
    const code = await runCli(argv, env, {
      print: (text) => out.push(text),
      note: (text) => notes.push(text),
      interactive: false,
      ...(stdin && { stdin }),
    });
    return { code, out: out.join('\n'), notes: notes.join('\n') };
  };
}
