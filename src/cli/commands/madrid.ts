import { writeFile } from 'node:fs/promises';
import { exit, type Command } from '../command.ts';
import { connect, type ApiProblem } from '../connection.ts';
import { problemLines } from '../output.ts';
import { jsonBody } from '../request.ts';

interface Package {
  xml: string;
  missing: NonNullable<ApiProblem['problems']>;
  giId: string;
  designations: string[];
}

export const madridPrepare: Command = {
  path: ['madrid', 'prepare'],
  positionals: ['<gi>'],
  summary: 'Write a Madrid application for a Chinese GI with a basic mark, and say what is still missing',
  options: {
    designate: {
      type: 'string',
      value: 'codes',
      help: 'Contracting parties, comma-separated: EM,TH',
      required: true,
    },
    out: { type: 'string', value: 'file', help: 'File to write; <gi>-madrid.xml when absent' },
  },
  examples: ['gi-gateway madrid prepare cn-xi-hu-long-jing --designate EM,TH'],
  async run({ args, options, config, out }) {
    const [giId] = args as [string];
    const designations = String(options['designate'])
      .split(',')
      .map((c) => c.trim())
      .filter(Boolean);
    const api = await connect(config);
    try {
      const body = { giId, designations };
      const made = await api.json<Package>('/madrid/applications', jsonBody('POST', body));
      const file = String(options['out'] ?? `${giId}-madrid.xml`);
      await writeFile(file, made.xml);
      if (out.json) out.print(JSON.stringify({ giId, designations, file, missing: made.missing }, null, 2));
      else {
        out.print(
          `Wrote ${file}: ST.96 V6_0 MadridOfficeToIBTransaction, designating ${designations.join(', ')}.`,
        );
        if (made.missing.length === 0) out.print('Nothing is missing.');
        else {
          out.print(`Still missing before it can be filed (${made.missing.length}):`);
          for (const line of problemLines(made.missing)) out.print(line);
        }
      }
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};
