import { exit, type Command, type Output } from '../command.ts';
import { connect } from '../connection.ts';
import { table } from '../output.ts';
import { jsonBody } from '../request.ts';
import { readPassword } from '../password.ts';

interface User {
  email: string;
  name: string;
  role: string;
  disabled: boolean;
}

const passwordOption = {
  'password-stdin': {
    type: 'boolean',
    help: 'Read the password from standard input instead of the terminal',
  },
} as const;

function show(user: User, out: Output): void {
  const state = user.disabled ? ', disabled' : '';
  out.print(out.json ? JSON.stringify(user, null, 2) : `${user.email} (${user.name}): ${user.role}${state}.`);
}

const add: Command = {
  path: ['user', 'add'],
  positionals: ['<email>'],
  summary: 'Make an account for the staff console; the first administrator is made this way',
  options: {
    name: { type: 'string', value: 'text', help: 'The person’s name', required: true },
    role: { type: 'string', value: 'role', help: 'viewer, editor, approver or admin', required: true },
    ...passwordOption,
  },
  examples: ['gi-gateway user add lin@office.example --name "Lin Hong" --role admin'],
  async run({ args, options, config, out, stdin }) {
    const password = await readPassword(stdin, options['password-stdin'] === true);
    const { name, role } = options;
    const api = await connect(config);
    try {
      show(await api.json<User>('/users', jsonBody('POST', { email: args[0], name, role, password })), out);
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

const list: Command = {
  path: ['user', 'list'],
  positionals: [],
  summary: 'Show the accounts of the staff console',
  options: {},
  examples: ['gi-gateway user list'],
  async run({ config, out }) {
    const api = await connect(config);
    try {
      const answer = await api.json<{ users: User[] }>('/users');
      const rows = answer.users.map((u) => [u.email, u.name, u.role, u.disabled ? 'disabled' : '']);
      out.print(out.json ? JSON.stringify(answer, null, 2) : table(['e-mail', 'name', 'role', ''], rows));
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

/** A command that changes one account. */
function changing(
  command: Omit<Command, 'run' | 'positionals'> & { positionals?: string[] },
  change: (invocation: Parameters<Command['run']>[0]) => Promise<object>,
): Command {
  return {
    positionals: ['<email>'],
    ...command,
    async run(invocation) {
      const { args, config, out } = invocation;
      const value = await change(invocation);
      const api = await connect(config);
      try {
        show(await api.json<User>(`/users/${encodeURIComponent(args[0]!)}`, jsonBody('PATCH', value)), out);
        return exit.ok;
      } finally {
        await api.close();
      }
    },
  };
}

const disable = changing(
  {
    path: ['user', 'disable'],
    summary: 'Close an account and end its sessions; --undo opens it again',
    options: { undo: { type: 'boolean', help: 'Open the account again' } },
    examples: ['gi-gateway user disable lin@office.example'],
  },
  async ({ options }) => ({ disabled: options['undo'] !== true }),
);

const role = changing(
  {
    path: ['user', 'role'],
    positionals: ['<email>', '<role>'],
    summary: 'Change what an account may do: viewer, editor, approver or admin',
    options: {},
    examples: ['gi-gateway user role lin@office.example approver'],
  },
  async ({ args }) => ({ role: args[1] }),
);

const password = changing(
  {
    path: ['user', 'password'],
    summary: 'Give an account a new password and end its sessions',
    options: passwordOption,
    examples: ['gi-gateway user password lin@office.example'],
  },
  async ({ options, stdin }) => ({ password: await readPassword(stdin, options['password-stdin'] === true) }),
);

export const userCommands: Command[] = [add, list, disable, role, password];
