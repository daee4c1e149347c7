import { exit, type Command, type Invocation } from './command.ts';
import { connect, type Connection } from './connection.ts';

/**
 * Runs over a connection that is closed afterwards, and ends well unless something is thrown or another code returned. `check` looks at how the
 * command was called before anything is opened.
 */
export function connected(
  work: (api: Connection, invocation: Invocation) => Promise<number | void>,
  check: (options: Invocation['options']) => unknown = () => {},
): Command['run'] {
  return async (invocation) => {
    check(invocation.options);
    const api = await connect(invocation.config);
    try {
      return (await work(api, invocation)) ?? exit.ok;
    } finally {
      await api.close();
    }
  };
}
