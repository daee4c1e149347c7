import type { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import type { Config } from '../platform/config.ts';

/** An option of a command, without its dashes. */
export interface OptionSpec {
  type: 'string' | 'boolean';
  /** Shown as `--name <value>`. */
  value?: string;
  help: string;
  required?: boolean;
}

export interface Invocation {
  args: string[];
  options: Record<string, string | boolean | undefined>;
  config: Config;
  out: Output;
  /** Where a password is read from. */
  stdin: Readable;
}

/** Where a command writes: results to `print`, everything for the person watching to `note`. */
export interface Output {
  print(text: string): void;
  note(text: string): void;
  json: boolean;
  /** True when `note` reaches a terminal, so that progress may be redrawn. */
  interactive: boolean;
  /** True when `print` reaches a terminal that wants colour. */
  colour?: boolean;
}

export interface Command {
  /** Words that name it: `['madrid', 'prepare']`. */
  path: string[];
  /** Positional arguments for the usage line: `<file>`. Those in `<>` are required. */
  positionals: string[];
  summary: string;
  options: Record<string, OptionSpec>;
  examples: string[];
  /** @returns the exit code. */
  run(invocation: Invocation): Promise<number>;
}

/** Exit codes that scripts can rely on. */
export const exit = { ok: 0, refused: 1, usage: 2, failed: 3 } as const;

/** A mistake in how the command was called. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Options every command takes. */
export const commonOptions: Record<string, OptionSpec> = {
  json: { type: 'boolean', help: 'Print JSON for machines' },
  help: { type: 'boolean', help: 'Show this help' },
};

/** Finds the command the words name, the longest name first; the rest are its arguments. */
export function findCommand(
  commands: Command[],
  words: string[],
): { command: Command; rest: string[] } | undefined {
  const fitting = commands.filter((c) => c.path.every((word, i) => words[i] === word));
  const command = fitting.sort((a, b) => b.path.length - a.path.length)[0];
  return command && { command, rest: words.slice(command.path.length) };
}

/** @throws UsageError naming the option or argument that is wrong or missing */
export function parseInvocation(command: Command, rest: string[]): Pick<Invocation, 'args' | 'options'> {
  const specs = { ...command.options, ...commonOptions };
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [name, { type: spec.type }]),
  );
  let parsed;
  try {
    parsed = parseArgs({ args: rest, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const values = parsed.values as Invocation['options'];
  if (values['help']) return { args: parsed.positionals, options: values };
  const required = command.positionals.filter((p) => p.startsWith('<'));
  const missing = required[parsed.positionals.length];
  if (missing) throw new UsageError(`${missing} is missing.`);
  if (parsed.positionals.length > command.positionals.length) {
    throw new UsageError(`"${parsed.positionals[command.positionals.length]}" is one argument too many.`);
  }
  for (const [name, spec] of Object.entries(command.options)) {
    if (spec.required && values[name] === undefined) throw new UsageError(`--${name} is missing.`);
  }
  return { args: parsed.positionals, options: values };
}

/** The help text of one command. */
export function commandHelp(command: Command): string {
  const rows = Object.entries({ ...command.options, ...commonOptions }).map(
    ([name, spec]): [string, string] => [
      `  --${name}${spec.value ? ` <${spec.value}>` : ''}`,
      `${spec.help}${spec.required ? ' (required)' : ''}`,
    ],
  );
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  const usage = ['gi-gateway', ...command.path, ...command.positionals, '[options]'].join(' ');
  const examples = command.examples.map((e) => `  ${e}`);
  return [
    command.summary,
    '',
    `Usage: ${usage}`,
    '',
    'Options:',
    ...rows.map(([left, right]) => left.padEnd(width) + right),
    ...(examples.length > 0 ? ['', 'Examples:', ...examples] : []),
  ].join('\n');
}

/** Commands with what each is for, one a line. */
export function commandLines(commands: Command[]): string[] {
  const rows = commands.map((c): [string, string] => [
    `  ${[...c.path, ...c.positionals].join(' ')}`,
    c.summary,
  ]);
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.map(([left, right]) => left.padEnd(width) + right);
}

/** The help text of the whole program. */
export function programHelp(commands: Command[]): string {
  return [
    'gi-gateway — bilateral lists of geographical indications: keep, compare, screen, exchange, file.',
    '',
    'Usage: gi-gateway <command> [options]      gi-gateway <command> --help',
    '',
    'Commands:',
    ...commandLines(commands),
    '',
    'Exit codes: 0 done · 1 refused, the message says why · 2 called wrongly · 3 the gateway failed or cannot be reached.',
  ].join('\n');
}
