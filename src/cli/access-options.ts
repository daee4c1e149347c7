import { readFile } from 'node:fs/promises';
import { UsageError, type Invocation } from './command.ts';

/** A key or secret from a file, so that it stands in no history of a shell. */
export async function keyIn(file: string | boolean | undefined): Promise<string | undefined> {
  return typeof file === 'string' ? (await readFile(file, 'utf8')).trim() : undefined;
}

export const keyOption = {
  'key-file': {
    type: 'string',
    value: 'file',
    help: 'The API key the partner gave us, or the secret of the OAuth client',
  },
} as const;

/** How we show ourselves at a partner's system. */
export const accessOptions = {
  ...keyOption,
  'token-url': { type: 'string', value: 'url', help: 'Its OAuth token endpoint, where it wants tokens' },
  'client-id': { type: 'string', value: 'id', help: 'The client it made for us there' },
  scope: { type: 'string', value: 'scopes', help: 'Scopes to ask for, separated by spaces' },
} as const;

/** The parts of a request that say how we show ourselves. @throws UsageError */
export async function accessOf(options: Invocation['options']): Promise<object> {
  const bearer = await keyIn(options['key-file']);
  const [tokenUrl, clientId, scope] = [options['token-url'], options['client-id'], options['scope']];
  if ((tokenUrl === undefined) !== (clientId === undefined))
    throw new UsageError('--token-url and --client-id go together.');
  if (tokenUrl !== undefined && !bearer) throw new UsageError('--token-url needs the secret in --key-file.');
  return {
    ...(bearer && { bearer }),
    ...(tokenUrl !== undefined && { oauth: { tokenUrl, clientId, ...(scope !== undefined && { scope }) } }),
  };
}
