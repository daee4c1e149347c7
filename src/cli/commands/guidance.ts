import { exit, type Command } from '../command.ts';
import { connect } from '../connection.ts';
import { query } from '../request.ts';

interface Statement {
  jurisdiction: string;
  topic: string;
  title: { en: string };
  text: { en: string };
  source: { text: string; uri?: string };
  evidence: string;
  checkedOn: string;
}

function lines(statement: Statement): string[] {
  const { jurisdiction, topic, title, text, source, evidence, checkedOn } = statement;
  return [
    `${jurisdiction} · ${topic} · ${title.en}`,
    `  ${text.en}`,
    `  Source (${evidence}, looked at on ${checkedOn}): ${source.text}${source.uri ? ` ${source.uri}` : ''}`,
    '',
  ];
}

export const guidance: Command = {
  path: ['guidance'],
  positionals: ['[jurisdiction]'],
  summary: 'What to know where: official signs, routes, oppositions, contacts, each with its source',
  options: {
    gi: { type: 'string', value: 'gi', help: 'Only what holds for this GI' },
    topic: { type: 'string', value: 'topic', help: 'Only this topic, such as opposition or official-sign' },
  },
  examples: ['gi-gateway guidance EU --gi cn-anji-bai-cha', 'gi-gateway guidance --topic opposition'],
  async run({ args, options, config, out }) {
    const api = await connect(config);
    try {
      const asked = query({ in: args[0], gi: options['gi'], topic: options['topic'] });
      const answer = await api.json<{ jurisdictions: string[]; statements: Statement[] }>(
        `/guidance?${asked}`,
      );
      if (out.json) out.print(JSON.stringify(answer, null, 2));
      else if (answer.statements.length === 0) out.print('Nothing is held on this.');
      else out.print(answer.statements.flatMap(lines).join('\n').trimEnd());
      return exit.ok;
    } finally {
      await api.close();
    }
  },
};
