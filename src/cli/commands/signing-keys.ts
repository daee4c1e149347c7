import { exit, type Command } from '../command.ts';
import { connect } from '../connection.ts';
import { table } from '../output.ts';
import { jsonBody } from '../request.ts';
import { wholeNumber } from '../whole-number.ts';

interface Rotation {
  keys: { kid: string; kind: string; replaces: string }[];
  until: string;
}

const keys: Command = {
  path: ['keys'],
  positionals: [],
  summary:
    'Print this office’s public keys, for partners to check its signatures: those in use, then retired ones',
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

const rotateKeys: Command = {
  path: ['keys', 'rotate'],
  positionals: [],
  summary: 'Put new signing keys in the place of this office’s; the old ones stay published as retired',
  options: {
    overlap: {
      type: 'string',
      value: 'days',
      help: 'Days that signatures of the old keys still count; 7 when absent, 0 where a key may be in other hands',
    },
  },
  examples: ['gi-gateway keys rotate', 'gi-gateway keys rotate --overlap 0'],
  async run({ options, config, out }) {
    const overlapDays = wholeNumber('overlap', options['overlap']);
    const api = await connect(config);
    try {
      const wanted = overlapDays === undefined ? {} : { overlapDays };
      const made = await api.json<Rotation>('/keys/rotation', jsonBody('POST', wanted));
      const rows = made.keys.map(({ kind, kid, replaces }) => [kind, kid, replaces]);
      out.print(out.json ? JSON.stringify(made, null, 2) : table(['', 'signs from now on', 'retired'], rows));
      out.note(
        `What the old keys signed counts until ${made.until}. Give partners the new set at once: gi-gateway keys > keys.json`,
      );
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

export const signingKeyCommands: Command[] = [keys, rotateKeys];
