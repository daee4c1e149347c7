import type { z } from 'zod';
import type { Gi } from '../../api/schemas.ts';
import { exit, type Command, type Output } from '../command.ts';
import { connect } from '../connection.ts';
import { table } from '../output.ts';

type Answer = z.infer<typeof Gi>;

function printAnswer(gi: Answer, out: Output): void {
  out.print(`\n${gi.name}   ${gi.id}   origin ${gi.origin.join(', ')}`);
  const protection = gi.protection.map((p) => {
    const via = p.via[0];
    const held = p.coverage
      .map((c) => `${c.listId} ${c.held}${c.expected ? `/${c.expected}` : ''}`)
      .join(', ');
    const basis = via
      ? `${via.listId}: ${via.legalBasis.text}`
      : held
        ? `on none of: ${held}`
        : 'no list held';
    return [p.jurisdiction, p.state, p.since ?? '', via?.evidence.level ?? '', basis];
  });
  out.print(table(['in', 'state', 'since', 'evidence', 'basis'], protection));
  out.print('');
  out.print(
    table(
      ['spelling', 'language', 'kind', 'evidence', 'source'],
      gi.names.map((n) => [n.text, n.language, n.kind, n.evidence.level, n.evidence.source]),
    ),
  );
}

export const search: Command = {
  path: ['search'],
  positionals: ['<name>'],
  summary: 'Find a name in any script and show where it is protected',
  options: {
    in: { type: 'string', value: 'code', help: 'Only those protected in CN, EU, FR, TH, …' },
    origin: { type: 'string', value: 'code', help: 'Only those from this country' },
    'as-of': { type: 'string', value: 'day', help: 'Answer as of a day, YYYY-MM-DD' },
    limit: { type: 'string', value: 'n', help: 'How many to show, 5 when absent' },
  },
  examples: ['gi-gateway search 香槟', 'gi-gateway search Longjing --in EU --as-of 2012-01-01'],
  async run({ args, options, config, out }) {
    const params = new URLSearchParams({ q: args[0]!, limit: String(options['limit'] ?? 5) });
    for (const [name, parameter] of [
      ['in', 'in'],
      ['origin', 'origin'],
      ['as-of', 'asOf'],
    ] as const) {
      if (options[name]) params.set(parameter, String(options[name]));
    }
    const api = await connect(config);
    try {
      const page = await api.json<{ gis: Answer[]; next?: string }>(`/gis?${params}`);
      if (out.json) out.print(JSON.stringify(page, null, 2));
      else if (page.gis.length === 0) out.print(`Nothing held resembles "${args[0]}".`);
      else for (const gi of page.gis) printAnswer(gi, out);
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};
