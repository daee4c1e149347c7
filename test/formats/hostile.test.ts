import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { csv } from '../../src/formats/csv/csv.ts';
import { bundle } from '../../src/formats/bundle/bundle.ts';
import { eambrosia } from '../../src/formats/eambrosia/eambrosia.ts';
import type { Format } from '../../src/formats/format.ts';
import { json } from '../../src/formats/json/json.ts';
import { detectFormat } from '../../src/formats/registry.ts';
import { lisbon } from '../../src/formats/lisbon/lisbon.ts';
import { ndjson } from '../../src/formats/ndjson/ndjson.ts';
import { ukRegister } from '../../src/formats/register-csv/uk-register.ts';
import { xlsx } from '../../src/formats/xlsx/xlsx.ts';
import { zipped } from '../../src/formats/xlsx/zip-writer.ts';
import { st96 } from '../../src/formats/st96/st96.ts';
import { namespaces } from '../../src/formats/xml/namespaces.ts';
import { InputError } from '../../src/gi/problem.ts';
import { bytes, collect, context, decoded, refusal } from './support.ts';

const root = `<gin:GITransaction xmlns:gin="${namespaces.gin}" xmlns:tmk="${namespaces.tmk}" xmlns:com="${namespaces.com}" com:st96Version="V6_0">`;
const end = '</gin:GITransaction>';
const fixture = (path: string): Buffer =>
  readFileSync(new URL(`../../fixtures/formats/${path}`, import.meta.url));
function body(name = '安吉白茶', id = 't1'): string {
  return `<gin:GITransactionBody com:st96Version="V6_0"><gin:TransactionContentBag com:st96Version="V6_0">
<com:TransactionIdentifier>${id}</com:TransactionIdentifier><gin:TransactionData com:st96Version="V6_0">
<gin:GIData com:officeCode="CN" com:languageCode="zh"><gin:GINameBag><gin:GINameText>${name}</gin:GINameText></gin:GINameBag>
<gin:GICategory>Geographical Indication</gin:GICategory></gin:GIData></gin:TransactionData></gin:TransactionContentBag></gin:GITransactionBody>`;
}
const good = `<?xml version="1.0" encoding="UTF-8"?>\n${root}${body()}${end}`;

describe('hostile and broken XML', () => {
  it('a good document is read', async () => {
    expect((await decoded(st96, good))[0]?.entry?.names[0]?.text).toBe('安吉白茶');
  });

  it.each([
    ['a DOCTYPE', `<!DOCTYPE x>\n${root}${body()}${end}`, 'xml/doctype', 1],
    ['an external DOCTYPE', `<!DOCTYPE x SYSTEM "file:///etc/passwd">${root}${end}`, 'xml/doctype', 1],
    [
      'an entity bomb',
      `<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>\n${root}${body('&b;')}${end}`,
      'xml/doctype',
      1,
    ],
    ['an entity of its own', `${root}\n${body('&xxe;')}${end}`, 'xml/not-well-formed', 4],
    ['depth', root + '<a>'.repeat(200) + '</a>'.repeat(200) + end, 'input/too-deep', 1],
    ['a second root', `${root}${body()}${end}\n${root}${end}`, 'xml/not-well-formed', 5],
    ['text after the root', `${root}${body()}${end}\nmore`, 'xml/not-well-formed', 5],
    ['a control character', `${root}${body('a\u0001b')}${end}`, 'xml/not-well-formed', 3],
    ['a control character by number', `${root}${body('a&#1;b')}${end}`, 'xml/not-well-formed', 3],
    ['a duplicate attribute', `${root}<a b="1" b="2"/>${end}`, 'xml/not-well-formed', 1],
    [
      'the same attribute under two prefixes',
      `<a xmlns:x="u" xmlns:y="u" x:b="1" y:b="2"/>`,
      'xml/not-well-formed',
      1,
    ],
    ['an undeclared prefix', `${root}<nobody:a/>${end}`, 'xml/namespace', 1],
    ['a truncated file', good.slice(0, -40), 'xml/not-well-formed', 5],
    ['crossed tags', `${root}<a><b></a></b>${end}`, 'xml/not-well-formed', 1],
    ['another root', `<html xmlns="http://www.w3.org/1999/xhtml"/>`, 'st96/root', 1],
    ['another version', good.replaceAll('V6_0', 'V3_1'), 'st96/version', 2],
    ['no version', `<gin:GITransaction xmlns:gin="${namespaces.gin}"/>`, 'st96/version', 1],
    ['nothing', '', 'input/empty', undefined],
    ['white space', '   ', 'xml/not-well-formed', 1],
    ['an unknown encoding', '<?xml version="1.0" encoding="klingon"?><a/>', 'text/encoding-unknown', 1],
    [
      'a declared UTF-16 that is not',
      '<?xml version="1.0" encoding="UTF-16"?><a/>',
      'text/encoding-conflict',
      1,
    ],
    ['Latin-1 declared over UTF-8 bytes', good.replace('UTF-8', 'ISO-8859-1'), 'text/encoding-mismatch', 1],
    [
      'TIS-620 declared over UTF-8 bytes',
      good.replace('UTF-8', 'TIS-620').replace('安吉白茶', 'กาแฟ'),
      'text/encoding-mismatch',
      1,
    ],
  ])('%s is refused with its place', async (_, text, code, line) => {
    const problem = await refusal(st96, text);
    expect(problem).toMatchObject({ code, severity: 'error' });
    expect(problem?.remedy).not.toBe('');
    expect(problem?.place.line).toBe(line);
  });

  it('invalid UTF-8 is refused with its line', async () => {
    const broken = Buffer.from(good.replace('安吉白茶', '@@'));
    broken[broken.indexOf('@@')] = 0xff;
    expect(await refusal(st96, broken)).toMatchObject({ code: 'text/encoding-invalid', place: { line: 4 } });
  });

  it('a byte order mark against the declaration is refused', async () => {
    const utf16 = Buffer.from(`\uFEFF${good}`, 'utf16le');
    expect(await refusal(st96, utf16)).toMatchObject({ code: 'text/encoding-conflict' });
  });

  it.each([
    ['attribute', `${root}<a b="${'x'.repeat(70_000)}"/>${end}`, 'input/text-too-long'],
    ['text', `${root}${body('x'.repeat(70_000))}${end}`, 'input/text-too-long'],
    ['CDATA', `${root}${body(`<![CDATA[${'x'.repeat(70_000)}]]>`)}${end}`, 'input/text-too-long'],
    ['comment', `${root}<!--${'x'.repeat(200_000)}-->${end}`, 'input/text-too-long'],
    ['tag name', `${root}<${'x'.repeat(200_000)}/>${end}`, 'input/text-too-long'],
    [
      'record',
      `${root}<gin:GITransactionBody>${'<a>x</a>'.repeat(100_000)}</gin:GITransactionBody>${end}`,
      'input/record-too-large',
    ],
  ])('an endless %s is refused', async (_, text, code) => {
    const limits = { textLength: 50_000, recordLength: 300_000 };
    expect(await refusal(st96, text, { limits })).toMatchObject({ code, severity: 'error' });
  });

  it('total size and number of records are bounded', async () => {
    expect(await refusal(st96, good, { limits: { totalBytes: 100 } })).toMatchObject({
      code: 'input/too-large',
    });
    expect(
      await refusal(st96, root + body('a', '1') + body('b', '2') + end, { limits: { records: 1 } }),
    ).toMatchObject({
      code: 'input/too-many-records',
    });
  });

  it('a truncated file throws after its good records, so the caller keeps none', async () => {
    if (!st96.decode) throw new Error('st96 does not read');
    const entries: unknown[] = [];
    const reading = async (): Promise<void> => {
      for await (const record of st96.decode?.(
        bytes(root + body() + body('x', 't2') + '<gin:GITra', 50),
        context,
      ) ?? [])
        entries.push(record);
    };
    await expect(reading()).rejects.toBeInstanceOf(InputError);
  });
});

describe('declared encodings', () => {
  it.each([
    ['UTF-8 with byte order mark', Buffer.from(`\uFEFF${good}`)],
    ['UTF-16 little endian', Buffer.from(`\uFEFF${good.replace('UTF-8', 'UTF-16')}`, 'utf16le')],
    ['UTF-16 big endian', Buffer.from(`\uFEFF${good.replace('UTF-8', 'UTF-16')}`, 'utf16le').swap16()],
    ['UTF-16 without byte order mark', Buffer.from(good.replace('UTF-8', 'UTF-16LE'), 'utf16le')],
  ])('%s is read', async (_, content) => {
    for (const chunk of [1, 7, 5000]) {
      expect((await decoded(st96, content, {}, chunk))[0]?.entry?.names[0]?.text).toBe('安吉白茶');
    }
    expect(detectFormat(content.subarray(0, 4096)).id).toBe('st96');
  });

  it('Latin-1 and TIS-620 are read', async () => {
    const latin = Buffer.from(
      good.replace('UTF-8', 'ISO-8859-1').replace('安吉白茶', 'Piment d’Espelette é'.replace('’', "'")),
      'latin1',
    );
    expect((await decoded(st96, latin))[0]?.entry?.names[0]?.text).toBe("Piment d'Espelette é");
    const thai = Buffer.from(good.replace('UTF-8', 'TIS-620').replace('安吉白茶', '@'), 'latin1');
    const at = thai.indexOf('@');
    const coffee = Buffer.concat([
      thai.subarray(0, at),
      Buffer.from([0xa1, 0xd2, 0xe1, 0xbf]),
      thai.subarray(at + 1),
    ]);
    expect((await decoded(st96, coffee))[0]?.entry?.names[0]?.text).toBe('กาแฟ');
  });
});

describe('hostile and broken JSON', () => {
  it.each<[string, Format, string, string]>([
    ['not JSON', eambrosia, '[{"fileNumber": }]', 'json/not-well-formed'],
    ['truncated', eambrosia, '[{"fileNumber": "x"}', 'json/not-well-formed'],
    ['truncated in a record', eambrosia, '[{"fileNumber": "x', 'json/not-well-formed'],
    ['a trailing comma', eambrosia, '[{},]', 'json/not-well-formed'],
    ['text after the list', eambrosia, '[{}] x', 'json/not-well-formed'],
    ['a second list', eambrosia, '[{}][{}]', 'json/not-well-formed'],
    ['an object in place of the list', eambrosia, '{}', 'json/no-records'],
    ['depth', eambrosia, `[${'['.repeat(200)}${']'.repeat(200)}]`, 'input/too-deep'],
    ['closing brackets', eambrosia, ']]]]', 'json/not-well-formed'],
    ['crossed brackets', eambrosia, '[{]}', 'json/not-well-formed'],
    ['a raw line feed in a string', eambrosia, '[{"a":"\n"}]', 'json/not-well-formed'],
    ['the list twice', bundle, '{"entries":[],"entries":[]}', 'json/not-well-formed'],
    ['no header', bundle, '{"entries":[]}', 'bundle/header'],
    ['an unknown member', bundle, '{"format":"gi-gateway/list@1","entries":[],"x":1}', 'bundle/header'],
    ['no list', json, '{"giTransaction":{}}', 'json/no-records'],
    ['a list elsewhere', json, '{"giTransactionBody":[]}', 'json/no-records'],
  ])('%s is refused', async (_, format, text, code) => {
    expect(await refusal(format, text)).toMatchObject({ code, severity: 'error' });
  });

  it('a line of NDJSON that is not JSON costs that record, a last one without end the file', async () => {
    const [line = ''] = fixture('ndjson/two-lines/input.ndjson').toString().split('\n');
    const records = await decoded(ndjson, `${line}\n{"giTransaction":}\n${line.replace('t-1', 't-9')}\n`);
    expect(records.map((r) => r.problems[0]?.code)).toEqual([
      undefined,
      'json/not-well-formed',
      'record/duplicate-key',
    ]);
    expect(records[1]?.problems).toMatchObject([
      { code: 'json/not-well-formed', severity: 'error', place: { line: 2, record: 1 } },
    ]);
    expect(await refusal(ndjson, `${line}\n${line.slice(0, 80)}`)).toMatchObject({
      code: 'json/not-well-formed',
      place: { line: 2 },
    });
  });

  it('a wrong character is named by line, column and path', async () => {
    expect(await refusal(eambrosia, '[\n {},\n {"a": [1,\n   x]}\n]')).toMatchObject({
      place: { line: 4, column: 4, path: '$[1]', record: 1 },
    });
  });

  it('a record without end is refused', async () => {
    const text = `[{"a":"${'x'.repeat(200_000)}"}]`;
    expect(await refusal(eambrosia, text, { limits: { recordLength: 1000 } })).toMatchObject({
      code: 'input/record-too-large',
    });
  });

  it('invalid UTF-8 is refused', async () => {
    const content = Buffer.concat([Buffer.from('[\n{"a":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}]')]);
    expect(await refusal(eambrosia, content)).toMatchObject({
      code: 'text/encoding-invalid',
      place: { line: 2 },
    });
  });
});

describe('broken CSV', () => {
  it.each([
    ['no header', 'a,b\n1,2\n', 'csv/header'],
    ['a column twice', 'key,original_names,key\n', 'csv/header'],
    ['an open quote', 'key,original_names\na,"b\n', 'csv/not-well-formed'],
    ['a row cut off', 'key,original_names,origin\na,b,FR\nc,d', 'csv/not-well-formed'],
    ['nothing', '', 'input/empty'],
    ['blank lines', '\n\n', 'csv/no-header'],
  ])('%s is refused', async (_, text, code) => {
    expect(await refusal(csv, text)).toMatchObject({ code, severity: 'error' });
  });

  it.each([
    ['never closed', 'key,original_names\na,"b\n'],
    ['written twice', 'key,original_names\na,"b "c"\n'],
    ['not quoted', 'key,original_names\na,b("c")\n'],
  ])('a quote out of place is explained: %s', async (said, text) => {
    expect(await refusal(csv, text)).toMatchObject({
      code: 'csv/not-well-formed',
      message: expect.stringContaining(said) as string,
    });
  });

  it('a row with too many or too few cells costs that row only', async () => {
    const records = await decoded(
      csv,
      'key,original_names,origin\na,A,FR\nb,B, of France,FR\nc,C\nd,D,FR\ne,E\n',
    );
    expect(records.map((r) => r.entry?.key)).toEqual(['a', undefined, undefined, 'd', undefined]);
    expect(records.flatMap((r) => r.problems.map((p) => [p.code, p.place.line]))).toEqual([
      ['csv/cell-count', 3],
      ['csv/cell-count', 4],
      ['csv/cell-count', 6],
    ]);
  });

  it('a bad cell costs its row only, and is named by line and column', async () => {
    const records = await decoded(
      csv,
      'key,original_names,status,protected_on\r\na,A,protected,\r\nb,B,maybe,2021-02-30\r\nc,"C\nc",,\r\nd,D,x,\r\n',
    );
    expect(records.map((r) => r.entry?.key)).toEqual(['a', undefined, 'c', undefined]);
    expect(records[1]?.problems).toMatchObject([
      { code: 'date/invalid', place: { line: 3, field: 'protected_on' } },
      { code: 'csv/cell', place: { line: 3, field: 'status' } },
    ]);
    expect(records[3]?.place.line).toBe(6);
  });

  it('a semicolon file of a spreadsheet with byte order mark is read', async () => {
    const records = await decoded(
      csv,
      '\uFEFFkey;original_names;origin;extra_column\na;西湖龙井 [zh] | Longjing;CN;1\n',
    );
    expect(records[0]?.entry?.names.map((n) => [n.text, n.language, n.script])).toEqual([
      ['西湖龙井', 'zh', 'Hans'],
      ['Longjing', 'zh-Latn', 'Latn'],
    ]);
    expect(records[0]?.problems.map((p) => p.code)).toEqual(['csv/unknown-column']);
  });

  it('dates of the Buddhist era are converted and said', async () => {
    const [record] = await decoded(csv, 'key,original_names,protected_on\na,กาแฟดอยช้าง,12 มีนาคม 2550\n');
    expect(record?.entry?.dates).toEqual({ protected: '2007-03-12' });
    expect(record?.problems.map((p) => p.code)).toEqual(['date/buddhist-era']);
  });
});

describe('hostile and broken workbooks', () => {
  const sheet = (xml: string): string => `<worksheet><sheetData>${xml}</sheetData></worksheet>`;
  const header =
    '<row r="1"><c t="inlineStr"><is><t>key</t></is></c><c t="inlineStr"><is><t>original_names</t></is></c></row>';
  async function workbook(sheetXml: string, others: [string, string][] = []): Promise<Buffer> {
    async function* text(content: string): AsyncGenerator<string> {
      yield content;
    }
    async function* members(): AsyncGenerator<{ name: string; content: AsyncGenerator<string> }> {
      yield {
        name: 'xl/workbook.xml',
        content: text('<workbook><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'),
      };
      yield { name: 'xl/worksheets/sheet1.xml', content: text(sheetXml) };
      for (const [name, content] of others) yield { name, content: text(content) };
    }
    return Buffer.concat(await collect(zipped(members())));
  }

  it('a small workbook is read', async () => {
    const records = await decoded(
      xlsx,
      await workbook(
        sheet(
          `${header}<row r="7"><c r="A7" t="str"><v>a</v></c><c r="B7" t="str"><v>Champagne</v></c></row>`,
        ),
      ),
    );
    expect(records.map((r) => [r.entry?.key, r.place.line])).toEqual([['a', 7]]);
  });

  it.each([
    ['a bomb', sheet(header) + ' '.repeat(3_000_000), 'xlsx/too-large'],
    ['a DOCTYPE', `<!DOCTYPE x [<!ENTITY a "b">]>${sheet(header)}`, 'xml/doctype'],
    ['broken markup', '<worksheet><sheetData>', 'xml/not-well-formed'],
    ['depth', `<a>`.repeat(200), 'input/too-deep'],
    ['no header', sheet(''), 'csv/no-header'],
  ])('%s is refused', async (_, xml, code) => {
    expect(await refusal(xlsx, await workbook(xml), { limits: { totalBytes: 1_000_000 } })).toMatchObject({
      code,
    });
  });

  it('a member that is not read may be a bomb without harm', async () => {
    const content = await workbook(sheet(header), [['xl/media/image1.png', ' '.repeat(3_000_000)]]);
    expect(await refusal(xlsx, content, { limits: { totalBytes: 1_000_000 } })).toBeUndefined();
  });

  it('a cell far out on the right or down costs nothing', async () => {
    const far = `${header}<row r="1048576"><c r="A1048576" t="str"><v>a</v></c><c r="B1048576" t="str"><v>A</v></c><c r="XFD1048576" t="str"><v>x</v></c></row>`;
    const records = await decoded(xlsx, await workbook(sheet(far)));
    expect(records.map((r) => r.place.line)).toEqual([1_048_576]);
  });

  it('an archive that is cut off, encrypted or something else is refused', async () => {
    const whole = await workbook(sheet(header));
    const encrypted = Buffer.from(whole);
    const at = encrypted.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    encrypted[at + 8] = (encrypted[at + 8] ?? 0) | 1;
    for (const content of [
      whole.subarray(0, -30),
      whole.subarray(30),
      Buffer.from('PK\u0003\u0004'),
      encrypted,
      Buffer.alloc(100),
    ]) {
      expect(await refusal(xlsx, content)).toMatchObject({ code: 'xlsx/unusable' });
    }
    expect(await refusal(xlsx, Buffer.alloc(0))).toMatchObject({ code: 'input/empty' });
  });
});

describe('detectFormat', () => {
  const codeOf = (head: string): string | undefined => {
    try {
      return detectFormat(new TextEncoder().encode(head)).id;
    } catch (error) {
      return error instanceof InputError ? error.problems[0]?.code : String(error);
    }
  };

  it.each([
    [good.slice(0, 500), 'st96'],
    ['[ {"giIdentifier": "x", "protectedNames": ["a"], "fileNumber": "b"', 'eambrosia'],
    ['{\n "format": "gi-gateway/list@1",', 'bundle'],
    ['{"giTransaction":{"st96Version"', 'json'],
    ['key,status,original_names\n', 'csv'],
    ['', 'input/empty'],
    ['hello', 'format/unknown'],
    ['{"a":1}', 'format/unknown'],
    ['{"giTransaction": {"x": "gi-gateway/list@1"', 'format/ambiguous'],
  ])('%j is %s', (head, expected) => {
    expect(codeOf(head)).toBe(expected);
  });
});

type Random = (n: number) => number;

/** A stretch of the content of at most 40 bytes: where it begins and ends. */
function stretch(content: Buffer, random: Random): [from: number, to: number] {
  const from = random(content.length);
  return [from, Math.min(content.length, from + 1 + random(40))];
}

/** What a mutation puts in: marks of every format, where the parsers are at work. */
const tokens = [
  '<',
  '</',
  '<!--',
  ']]>',
  '<!DOCTYPE a>',
  '&#0;',
  '"',
  '\\u',
  '[',
  '{',
  '}',
  ',',
  '\n',
  'PK\u0003\u0004',
  '-1',
  '1e999',
];

/** Bytes altered, stretches taken out, doubled or moved, and marks put in. */
const mutations: ((content: Buffer, random: Random) => Buffer)[] = [
  (content, random) => {
    content[random(content.length)] = random(256);
    return content;
  },
  (content, random) => {
    const [from, to] = stretch(content, random);
    return Buffer.concat([content.subarray(0, from), content.subarray(to)]);
  },
  (content, random) => {
    const [from, to] = stretch(content, random);
    return Buffer.concat([content.subarray(0, to), content.subarray(from)]);
  },
  (content, random) => {
    const [from, to] = stretch(content, random);
    const at = random(content.length);
    return Buffer.concat([content.subarray(0, at), content.subarray(from, to), content.subarray(at)]);
  },
  (content, random) => {
    const at = random(content.length);
    const token = Buffer.from(tokens[random(tokens.length)]!);
    return Buffer.concat([content.subarray(0, at), token, content.subarray(at)]);
  },
];

describe('mutated documents', () => {
  it('give records or a coded error, never anything else', async () => {
    const samples: [Format, string][] = [
      [st96, good],
      [
        eambrosia,
        '[{"protectedNames":["Feta"],"fileNumber":"PDO-GR-0427","countries":["GR"],"giType":"PDO","productType":"FOOD","status":"registered"}]',
      ],
      [csv, 'key,original_names,origin,notes\na,"A [fr] | B",FR,"x\ny"\n'],
      [
        json,
        '{"giTransaction":{"giTransactionBody":[{"transactionIdentifier":"a","giData":{"officeCode":"CN","languageCode":"zh","giNameBag":{"giNameText":[{"text":"茶"}]}}}]}}',
      ],
      [bundle, '{"format":"gi-gateway/list@1","entries":[{"key":"a","names":[]}]}'],
    ];
    let state = 42;
    const random = (n: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return Math.floor((state / 2 ** 32) * n);
    };
    const files: [Format, Buffer][] = [
      ...samples.map(([format, text]): [Format, Buffer] => [format, Buffer.from(text)]),
      [ndjson, fixture('ndjson/two-lines/input.ndjson')],
      [xlsx, fixture('xlsx/written-by-openpyxl/input.xlsx')],
      [ukRegister, fixture('uk-register/gov-uk/input.csv')],
      [lisbon, fixture('lisbon/members/input.xml')],
      [st96, fixture('st96/edited-after-export/input.xml')],
    ];
    let inputs = 0;
    for (const [format, original] of files) {
      for (let run = 0; run < 1000; run++) {
        let content: Buffer = Buffer.from(original);
        for (let change = 0; change <= random(4); change++)
          content = mutations[random(mutations.length)]!(content, random);
        const cut = random(3) === 0 ? content.subarray(0, random(content.length)) : content;
        inputs++;
        const before = process.cpuUsage();
        try {
          for (const record of await collect(
            format.decode?.(bytes(cut, 64), context) ?? (async function* () {})(),
          )) {
            if (!record.entry) expect(record.problems.some((p) => p.severity === 'error')).toBe(true);
          }
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          expect(error.problems[0]?.code).toMatch(/^[a-z0-9]+\/[a-z-]+$/);
        }
        // Work, not the clock on the wall, which a busy machine stretches.
        expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
      }
    }
    expect(inputs).toBeGreaterThanOrEqual(10_000);
  });
});

describe('values made to be slow', () => {
  const spaces = ' '.repeat(200_000);
  it.each([
    ['publications', `a${spaces}b`],
    ['publications', `${'<'.repeat(100_000)}>`],
    ['original_names', `${' [a'.repeat(60_000)}`],
    ['product_codes', `a: ${' = '.repeat(60_000)}`],
    ['protected_on', `1 ${'x'.repeat(200_000)}`],
    ['file_numbers', `PDO-FR${'+FR'.repeat(60_000)}`],
    ['origin', 'FR,'.repeat(60_000)],
    ['extra', '['.repeat(100)],
  ])('of %s are read or refused like any other', async (column, value) => {
    const names = column === 'original_names' ? '' : ',original_names';
    const records = await decoded(csv, `key,${column}${names}\na,"${value}"${names === '' ? '' : ',A'}\n`);
    expect(records).toHaveLength(1);
  });
});
