import type { Readable } from 'node:stream';
import { FolderInUse } from '../platform/lock.ts';
import { ConfigError, readConfig } from '../platform/config.ts';
import { Refusal } from '../platform/errors.ts';
import { InputError } from '../gi/problem.ts';
import {
  UsageError,
  commandHelp,
  commandLines,
  exit,
  findCommand,
  parseInvocation,
  programHelp,
  type Output,
} from './command.ts';
import { commands } from './commands/index.ts';
import { ApiError } from './connection.ts';
import { problemLines, refusalText } from './output.ts';

/** Says what went wrong, and tells the code a script gets. */
function explain(error: unknown, out: Output): number {
  if (error instanceof ApiError) {
    if (out.json) out.print(JSON.stringify({ error: error.problem }, null, 2));
    out.note(refusalText(error.problem));
    return error.problem.status >= 500 ? exit.failed : exit.refused;
  }
  if (error instanceof InputError) {
    out.note(problemLines(error.problems as never).join('\n'));
    return exit.refused;
  }
  if (error instanceof Refusal) {
    out.note(`${error.code}: ${error.message}\n  → ${error.remedy}`);
    return error instanceof FolderInUse ? exit.failed : exit.refused;
  }
  if (error instanceof ConfigError || error instanceof UsageError) {
    out.note(error.message);
    return exit.usage;
  }
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR') {
    out.note(`The file cannot be read: ${message}`);
    return exit.refused;
  }
  if (code === 'EADDRINUSE') {
    out.note(`Another program listens there already (${message}). Set PORT to a free one.`);
    return exit.failed;
  }
  if (error instanceof TypeError && message === 'fetch failed') {
    out.note(
      'The gateway stopped answering. What it had finished is kept: start it and run the command again.',
    );
    return exit.failed;
  }
  out.note(`The gateway failed: ${message ?? String(error)}`);
  return exit.failed;
}

/**
 * Runs the command line.
 * @param argv arguments after the program's name
 * @returns the exit code
 */
export async function runCli(
  argv: string[],
  env: Record<string, string | undefined>,
  streams: Omit<Output, 'json'> & { stdin?: Readable },
): Promise<number> {
  const { stdin = process.stdin, ...output } = streams;
  const out: Output = {
    ...output,
    // What a stream's write returns is no exit code of the commands that end with it.
    print: (text) => void output.print(text),
    note: (text) => void output.note(text),
    json: argv.includes('--json'),
  };
  const found = findCommand(commands, argv);
  if (!found) {
    const family = commands.filter((command) => command.path[0] === argv[0]);
    if (family.length > 0) {
      const asked = argv.includes('--help');
      if (!asked) out.note(`"${argv[0]}" needs a second word:\n`);
      (asked ? out.print : out.note)(commandLines(family).join('\n'));
      return asked ? exit.ok : exit.usage;
    }
    const wantsHelp = argv.length === 0 || argv[0] === '--help' || argv[0] === 'help';
    if (!wantsHelp) out.note(`There is no command "${argv[0]}".\n`);
    (wantsHelp ? out.print : out.note)(programHelp(commands));
    return wantsHelp ? exit.ok : exit.usage;
  }
  const { command, rest } = found;
  try {
    const parsed = parseInvocation(command, rest);
    if (parsed.options['help']) {
      out.print(commandHelp(command));
      return exit.ok;
    }
    return await command.run({ ...parsed, config: readConfig(env), out, stdin });
  } catch (error) {
    const code = explain(error, out);
    if (error instanceof UsageError) out.note(`\n${commandHelp(command)}`);
    return code;
  }
}
