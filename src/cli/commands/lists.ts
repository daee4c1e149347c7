import type { z } from 'zod';
import type { AgreementView, ListSummary } from '../../api/schemas.ts';
import { exit, type Command } from '../command.ts';
import { connect } from '../connection.ts';
import { table } from '../output.ts';

type Summary = z.infer<typeof ListSummary>;

/** "54 of 100 held, 54 sourced". */
export function held({ coverage }: Pick<Summary, 'coverage'>): string {
  const { held: count, expected, verified } = coverage;
  if (count === 0) return expected ? `0 of ${expected}` : 'empty';
  const total = expected === undefined ? `${count}` : `${count} of ${expected}`;
  return verified < count ? `${total} (${count - verified} unverified)` : total;
}

export const lists: Command = {
  path: ['lists'],
  positionals: [],
  summary: 'Show the lists held, their versions and how complete they are',
  options: {},
  examples: ['gi-gateway lists'],
  async run({ config, out }) {
    const api = await connect(config);
    try {
      const answer = await api.json<{ lists: Summary[] }>('/lists');
      if (out.json) out.print(JSON.stringify(answer, null, 2));
      else {
        const rows = answer.lists.map((l) => [
          l.list.id,
          l.list.protectedIn,
          l.version ? `v${l.version.number}` : '–',
          held(l),
          l.list.title.en,
        ]);
        out.print(table(['list', 'protects in', 'version', 'names held', 'title'], rows));
      }
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};

export const agreements: Command = {
  path: ['agreements'],
  positionals: [],
  summary: 'Show the agreements and what is known of them',
  options: {},
  examples: ['gi-gateway agreements --json'],
  async run({ config, out }) {
    const api = await connect(config);
    try {
      const answer = await api.json<{ agreements: z.infer<typeof AgreementView>[] }>('/agreements');
      if (out.json) out.print(JSON.stringify(answer, null, 2));
      else {
        const rows = answer.agreements.map(({ agreement: a, lists: l }) => [
          a.id,
          a.parties.join('–'),
          a.inForceOn ?? '–',
          l.map((s) => s.list.id).join(' '),
          a.title.en,
        ]);
        out.print(table(['agreement', 'parties', 'in force', 'lists', 'title'], rows));
      }
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};
