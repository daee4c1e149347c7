import { writeFile } from 'node:fs/promises';
import { exit, UsageError, type Command, type Invocation } from '../command.ts';
import { connect, type ApiProblem, type Connection } from '../connection.ts';
import { problemLines } from '../output.ts';
import { jsonBody } from '../request.ts';

interface Package {
  xml: string;
  missing: NonNullable<ApiProblem['problems']>;
}

const kinds = ['xml', 'pdf', 'json'] as const;
type Kind = (typeof kinds)[number];

const common: Command['options'] = {
  language: { type: 'string', value: 'code', help: 'en, fr or es; en when absent' },
  'received-on': { type: 'string', value: 'date', help: 'Day the office received the request' },
  fee: { type: 'string', value: 'amount', help: 'Fee in Swiss francs, such as 1053.00' },
  reference: { type: 'string', value: 'text', help: 'The office’s own reference' },
  goods: { type: 'string', value: 'text', help: 'Goods by Nice class: "30: Tea; 32: Iced tea"' },
  format: {
    type: 'string',
    value: 'kind',
    help: 'xml (ST.96), pdf (the printable form) or json; xml when absent',
  },
  out: { type: 'string', value: 'file', help: 'File to write' },
};

const codes = (text: string | boolean | undefined): string[] =>
  String(text ?? '')
    .split(',')
    .map((c) => c.trim())
    .filter(Boolean);

function goodsOf(text: string | boolean | undefined): { classNumber: number; text: string }[] {
  return String(text ?? '')
    .split(';')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [, number, goods] = /^\s*(\d{1,2})\s*:\s*(.+)$/.exec(part) ?? [];
      if (!number || !goods) throw new UsageError(`"${part.trim()}" is not "class: goods".`);
      return { classNumber: Number(number), text: goods.trim() };
    });
}

/** What was given of these. */
const told = (values: Record<string, string | boolean | undefined>): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

function details(options: Invocation['options']): object {
  const { language, 'received-on': receivedOn, fee: feeInSwissFrancs, reference: officeReference } = options;
  return told({ language, receivedOn, feeInSwissFrancs, officeReference });
}

function kindOf(options: Invocation['options']): Kind {
  const asked = options['format'] ?? 'xml';
  const kind = kinds.find((k) => k === asked);
  if (!kind) throw new UsageError(`--format is xml, pdf or json, not "${String(asked)}".`);
  return kind;
}

/** Makes a package, writes it in the form asked for, and says what it lacks. */
async function write(
  api: Connection,
  path: string,
  body: object,
  { options, out }: Pick<Invocation, 'options' | 'out'>,
  stem: string,
  what: string,
): Promise<number> {
  const kind = kindOf(options);
  const made = await api.json<Package>(path, jsonBody('POST', body));
  const file = String(options['out'] ?? `${stem}.${kind}`);
  if (kind === 'pdf') {
    const request = jsonBody('POST', body);
    const headers = new Headers(request.headers);
    headers.set('accept', 'application/pdf');
    const response = await api.request(path, { ...request, headers });
    await writeFile(file, Buffer.from(await response.arrayBuffer()));
  } else await writeFile(file, kind === 'json' ? `${JSON.stringify(made, null, 2)}\n` : made.xml);
  const { missing } = made;
  const errors = missing.filter((p) => p.severity === 'error');
  const others = missing.filter((p) => p.severity !== 'error');
  if (out.json) {
    out.print(JSON.stringify({ ...body, file, missing }, null, 2));
    return exit.ok;
  }
  out.print(`Wrote ${file}: ${what}.`);
  if (errors.length === 0) out.print('Nothing is missing.');
  else {
    out.print(`Still missing before it can be filed (${errors.length}):`);
    for (const line of problemLines(errors)) out.print(line);
  }
  if (others.length > 0) {
    out.print(`To be looked at (${others.length}):`);
    for (const line of problemLines(others)) out.print(line);
  }
  return exit.ok;
}

const described: Record<Kind, string> = {
  xml: 'ST.96 V6_0 MadridOfficeToIBTransaction',
  pdf: 'the printable form',
  json: 'the package as JSON',
};

const prepare: Command = {
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
    ...common,
    regulations: { type: 'string', value: 'text', help: 'The regulations governing use that go with it' },
    representation: { type: 'string', value: 'text', help: 'The image of the mark that goes with it' },
    'holder-name': { type: 'string', value: 'name', help: 'The applicant, where the list does not hold it' },
    'holder-latin': { type: 'string', value: 'name', help: 'The applicant in Latin letters' },
    'holder-address': { type: 'string', value: 'address', help: 'Address of the applicant' },
    'holder-country': { type: 'string', value: 'code', help: 'Country of the applicant' },
    'basic-mark-registered-on': {
      type: 'string',
      value: 'date',
      help: 'Day the basic mark was registered, where the list does not hold it',
    },
    transliteration: { type: 'string', value: 'text', help: 'The mark in Latin letters by its sound' },
    translation: { type: 'string', value: 'text', help: 'The mark in the language of the application' },
    'second-language': { type: 'string', value: 'code', help: 'EM: en, fr, de, es or it' },
    'intent-to-use': { type: 'string', value: 'text', help: 'US: the declaration that goes with it' },
  },
  examples: [
    'gi-gateway madrid prepare cn-xi-hu-long-jing --designate EM,TH',
    'gi-gateway madrid prepare cn-xi-hu-long-jing --designate EM,TH --goods "30: Tea" --format pdf',
    'gi-gateway madrid prepare cn-xi-hu-long-jing --designate EM --transliteration "Xi Hu Long Jing" --second-language fr',
  ],
  async run({ args, options, config, out }) {
    const [giId] = args as [string];
    const designations = codes(options['designate']);
    const { regulations, representation, transliteration, translation } = options;
    const goods = goodsOf(options['goods']);
    const holder = told({
      name: options['holder-name'],
      nameLatin: options['holder-latin'],
      address: options['holder-address'],
      countryCode: options['holder-country'],
    });
    const body = {
      giId,
      designations,
      ...details(options),
      ...(goods.length > 0 && { goods }),
      ...(Object.keys(holder).length > 0 && { holder }),
      ...told({
        regulations,
        representation,
        basicMarkRegisteredOn: options['basic-mark-registered-on'],
        transliteration,
        translation,
        secondLanguage: options['second-language'],
        intentToUse: options['intent-to-use'],
      }),
    };
    const api = await connect(config);
    try {
      const what = `${described[kindOf(options)]}, designating ${designations.join(', ')}`;
      return await write(api, '/madrid/applications', body, { options, out }, `${giId}-madrid`, what);
    } finally {
      await api.close();
    }
  },
};

const request: Command = {
  path: ['madrid', 'request'],
  positionals: ['<form>', '<number>'],
  summary:
    'Write a request about a registration: MM4 designate, MM5 owner, MM6 limit, MM7, MM8, MM9, MM11 renew',
  options: {
    offices: { type: 'string', value: 'codes', help: 'Offices concerned, comma-separated' },
    'new-name': { type: 'string', value: 'name', help: 'MM5 the new owner, MM9 the new name' },
    'new-name-latin': { type: 'string', value: 'name', help: 'The same in Latin letters' },
    'new-address': { type: 'string', value: 'address', help: 'Its address' },
    'new-country': { type: 'string', value: 'code', help: 'Its country' },
    ...common,
  },
  examples: [
    'gi-gateway madrid request MM4 1289218 --offices JP,KR',
    'gi-gateway madrid request MM11 1289218 --format pdf',
  ],
  async run({ args, options, config, out }) {
    const [form, number] = args as [string, string];
    const { 'new-name': name, 'new-address': address, 'new-country': countryCode } = options;
    const body = {
      form: form.toUpperCase(),
      numbers: codes(number),
      offices: codes(options['offices']),
      goods: goodsOf(options['goods']),
      ...details(options),
      ...(name !== undefined && {
        newHolder: {
          name,
          countryCode: countryCode ?? 'CN',
          ...told({ nameLatin: options['new-name-latin'], address }),
        },
      }),
    };
    const api = await connect(config);
    try {
      const stem = `${body.form.toLowerCase()}-${number.replace(/\W+/g, '-')}`;
      const what = `${body.form} as ${described[kindOf(options)]}`;
      return await write(api, '/madrid/requests', body, { options, out }, stem, what);
    } finally {
      await api.close();
    }
  },
};

export const filingCommands: Command[] = [prepare, request];
