import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { ParseOption, XmlDocument, XsdValidator, type XmlElement } from 'libxml2-wasm';
import { readToken, writeToken } from '../../src/api/oai/selection.ts';
import { openApp, staffToken, type TestApp } from '../support/app.ts';
import { databases } from '../support/databases.ts';

const ns = {
  o: 'http://www.openarchives.org/OAI/2.0/',
  dc: 'http://purl.org/dc/elements/1.1/',
  oai_dc: 'http://www.openarchives.org/OAI/2.0/oai_dc/',
  gin: 'http://www.wipo.int/standards/XMLSchema/ST96/GeographicalIndication',
};

interface Answer {
  /** Texts of all nodes an expression finds; `o:` is the protocol's namespace. */
  texts(xpath: string): string[];
  count(xpath: string): number;
  /** Local names of the children of the first element found. */
  children(xpath: string): string[];
  error: string | undefined;
  token: string | undefined;
}

const schema = XsdValidator.fromDoc(
  XmlDocument.fromBuffer(readFileSync(new URL('./oai-pmh.xsd', import.meta.url))),
);

function parse(xml: string): Answer {
  // Parsing fails on anything that is not well-formed or uses a prefix nobody declared.
  const document = XmlDocument.fromString(xml, { option: ParseOption.XML_PARSE_NONET });
  try {
    schema.validate(document);
    const find = (xpath: string) => document.find(xpath, ns).map((n) => n.content);
    const names = (xpath: string): string[] => {
      const all: string[] = [];
      const first = document.get(xpath, ns) as XmlElement | null;
      for (let node = first?.firstChild ?? null; node; node = node.next)
        if ('name' in node) all.push(String(node.name));
      return all;
    };
    const errors = find('/o:OAI-PMH/o:error/@code');
    const tokens = find('//o:resumptionToken');
    const known = new Map<string, string[]>();
    for (const xpath of probes) known.set(xpath, find(xpath));
    const trees = new Map(trunks.map((xpath) => [xpath, names(xpath)]));
    return {
      texts: (xpath) => known.get(xpath) ?? fail(xpath),
      count: (xpath) => (known.get(xpath) ?? fail(xpath)).length,
      children: (xpath) => trees.get(xpath) ?? fail(xpath),
      error: errors[0],
      token: tokens[0],
    };
  } finally {
    document.dispose();
  }
}

const fail = (xpath: string): never => {
  throw new Error(`${xpath} is not among the expressions of this test`);
};
const identifiers = '//o:header/o:identifier';
const probes = [
  identifiers,
  '//o:header/o:datestamp',
  "//o:header[@status='deleted']/o:identifier",
  "//o:record[o:header/@status='deleted']/o:metadata",
  '//o:record',
  '//o:setSpec',
  '//o:set/o:setSpec',
  '//o:metadataPrefix',
  '/o:OAI-PMH/o:responseDate',
  '/o:OAI-PMH/o:request',
  '/o:OAI-PMH/o:request/@verb',
  '/o:OAI-PMH/o:request/@*',
  '//o:resumptionToken/@cursor',
  '//o:resumptionToken/@completeListSize',
  '//o:Identify/o:earliestDatestamp',
  '//o:Identify/o:deletedRecord',
  '//o:metadata/oai_dc:dc/dc:title',
  '//o:metadata/gin:GITransactionBody',
];
const trunks = ['/o:OAI-PMH', '//o:Identify', '//o:header', '//o:record', '//o:set', '//o:metadataFormat'];

describe.each(databases)('OAI-PMH 2.0 over the bundled lists, on $name', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp(open);
  });
  afterAll(() => app.close());

  const ask = async (query: string): Promise<Answer> => {
    const response = await app.get(`/oai?${query}`);
    expect(response.status, query).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/xml; charset=utf-8');
    return parse(await response.text());
  };
  /** All answers of a list, from the first request along its tokens. */
  const harvest = async (verb: string, query: string, between?: () => Promise<void>): Promise<Answer[]> => {
    const answers = [await ask(`verb=${verb}&${query}`)];
    while (answers.at(-1)!.token) {
      if (answers.length === 1) await between?.();
      answers.push(await ask(`verb=${verb}&resumptionToken=${answers.at(-1)!.token}`));
    }
    return answers;
  };
  const all = (answers: Answer[], xpath: string): string[] => answers.flatMap((a) => a.texts(xpath));
  const republish = async (list: string, change: (csv: string) => string): Promise<void> => {
    const csv = await (await app.get(`/api/v1/lists/${list}/document?format=csv`)).text();
    await app.get(`/api/v1/lists/${list}/imports?fileName=x.csv`, {
      method: 'POST',
      headers: { authorization: `Bearer ${staffToken}` },
      body: change(csv),
    });
    expect((await app.staff('POST', `/api/v1/lists/${list}/publications`, {})).status).toBe(200);
  };

  it('identifies itself with the members the protocol wants, in their order, and truthfully', async () => {
    const answer = await ask('verb=Identify');
    expect(answer.children('/o:OAI-PMH')).toEqual(['responseDate', 'request', 'Identify']);
    expect(answer.children('//o:Identify')).toEqual([
      'repositoryName',
      'baseURL',
      'protocolVersion',
      'adminEmail',
      'earliestDatestamp',
      'deletedRecord',
      'granularity',
    ]);
    expect(answer.texts('//o:Identify/o:deletedRecord')).toEqual(['persistent']);
    const stamps = all(await harvest('ListIdentifiers', 'metadataPrefix=oai_dc'), '//o:header/o:datestamp');
    expect(answer.texts('//o:Identify/o:earliestDatestamp')).toEqual([[...stamps].sort()[0]]);
  });

  it('answers a request by POST as by GET', async () => {
    const response = await app.get('/oai', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'verb=ListSets',
    });
    const posted = parse(await response.text());
    expect(posted.texts('//o:set/o:setSpec')).toEqual(
      (await ask('verb=ListSets')).texts('//o:set/o:setSpec'),
    );
  });

  it('has a set for each agreement and list, and harvests by them', async () => {
    const sets = await ask('verb=ListSets');
    expect(sets.children('//o:set')).toEqual(['setSpec', 'setName']);
    expect(sets.texts('//o:set/o:setSpec')).toEqual(
      expect.arrayContaining(['cn-eu', 'cn-eu:III', 'cn-fr:FR', 'register:cn']),
    );
    const count = async (set: string): Promise<number> =>
      all(await harvest('ListIdentifiers', `metadataPrefix=st96&set=${set}`), identifiers).length;
    expect(await count('cn-eu:III')).toBe(54);
    expect(await count('cn-eu')).toBe(
      (await count('cn-eu:III')) + (await count('cn-eu:IV')) + (await count('cn-eu:V')),
    );
    expect((await ask('verb=ListRecords&metadataPrefix=st96&set=nowhere')).error).toBe('noRecordsMatch');
  });

  it.each(['ListRecords', 'ListIdentifiers'])('pages %s through everything exactly once', async (verb) => {
    const answers = await harvest(verb, 'metadataPrefix=oai_dc');
    const ids = all(answers, identifiers);
    expect(new Set(ids).size).toBe(ids.length);
    const { lists } = (await (await app.get('/api/v1/lists')).json()) as {
      lists: { coverage: { held: number } }[];
    };
    expect(ids.length).toBe(lists.reduce((sum, l) => sum + l.coverage.held, 0));
    expect(answers.length).toBe(Math.ceil(ids.length / 100));
    const cursors = all(answers, '//o:resumptionToken/@cursor');
    expect(cursors).toEqual(answers.map((_, i) => String(i * 100)));
    const sizes = all(answers, '//o:resumptionToken/@completeListSize');
    expect(new Set(sizes)).toEqual(new Set([String(ids.length)]));
    expect(answers.at(-1)!.token).toBe('');
    expect(answers[0]!.count('//o:record')).toBe(verb === 'ListRecords' ? 100 : 0);
  });

  it('tells a record in every format it lists', async () => {
    const id = (await ask('verb=ListIdentifiers&metadataPrefix=oai_dc&set=cn-fr:FR')).texts(identifiers)[0]!;
    expect(id).toBe('oai:cn.gi-gateway:cn-fr/FR/bordeaux');
    const formats = await ask(`verb=ListMetadataFormats&identifier=${id}`);
    expect(formats.children('//o:metadataFormat')).toEqual(['metadataPrefix', 'schema', 'metadataNamespace']);
    expect(formats.texts('//o:metadataPrefix')).toEqual(['oai_dc', 'st96']);
    const dc = await ask(`verb=GetRecord&metadataPrefix=oai_dc&identifier=${id}`);
    expect(dc.children('//o:record')).toEqual(['header', 'metadata']);
    expect(dc.children('//o:header')).toEqual(['identifier', 'datestamp', 'setSpec', 'setSpec']);
    expect(dc.texts('//o:setSpec')).toEqual(['cn-fr', 'cn-fr:FR']);
    expect(dc.texts('//o:metadata/oai_dc:dc/dc:title')).toContain('Bordeaux');
    const st96 = await ask(`verb=GetRecord&metadataPrefix=st96&identifier=${id}`);
    expect(st96.count('//o:metadata/gin:GITransactionBody')).toBe(1);
  });

  it('is not disturbed by a publication in the middle of a harvest, and tells it in the next', async () => {
    const quiet = all(await harvest('ListRecords', 'metadataPrefix=oai_dc&set=cn-eu'), identifiers);
    const disturbed = await harvest('ListRecords', 'metadataPrefix=oai_dc&set=cn-eu', () =>
      republish('cn-eu/III', (csv) => csv.replace(/^PGI-CN-2704,.*\r?\n/m, '')),
    );
    expect(all(disturbed, identifiers)).toEqual(quiet);
    const since = disturbed[0]!.texts('/o:OAI-PMH/o:responseDate')[0]!;
    const next = await harvest('ListRecords', `metadataPrefix=oai_dc&set=cn-eu&from=${since}`);
    const removed = 'oai:cn.gi-gateway:cn-eu/III/PGI-CN-2704';
    expect(all(next, "//o:header[@status='deleted']/o:identifier")).toContain(removed);
  });

  it('keeps a removed record as deleted, without metadata, and tells one that came back once', async () => {
    const held = await (await app.get('/api/v1/lists/cn-th/TH/document?format=csv')).text();
    const id = 'oai:cn.gi-gateway:cn-th/TH/phetchabun-sweet-tamarind';
    const whole = 'metadataPrefix=st96&set=cn-th:TH';
    await republish('cn-th/TH', (csv) => csv.replace(/^phetchabun-sweet-tamarind,.*\r?\n?/m, ''));
    const without = await ask(`verb=ListRecords&${whole}`);
    expect(without.texts("//o:header[@status='deleted']/o:identifier")).toEqual([id]);
    expect(without.count("//o:record[o:header/@status='deleted']/o:metadata")).toBe(0);
    const gone = await ask(`verb=GetRecord&metadataPrefix=st96&identifier=${id}`);
    expect(gone.texts("//o:header[@status='deleted']/o:identifier")).toEqual([id]);
    await republish('cn-th/TH', () => held);
    const back = await ask(`verb=ListIdentifiers&${whole}`);
    expect(back.texts(identifiers).filter((i) => i === id)).toHaveLength(1);
    expect(back.count("//o:header[@status='deleted']/o:identifier")).toBe(0);
  });

  it('harvests by datestamp, both ends in, to the second or the day', async () => {
    const record = await ask(
      'verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:cn.gi-gateway:cn-fr/FR/champagne',
    );
    const stamp = record.texts('//o:header/o:datestamp')[0]!;
    expect(stamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const within = async (query: string) =>
      all(await harvest('ListIdentifiers', `metadataPrefix=oai_dc&set=cn-fr:FR&${query}`), identifiers)
        .length;
    expect(await within(`from=${stamp}&until=${stamp}`)).toBe(5);
    expect(await within(`from=${stamp.slice(0, 10)}`)).toBe(5);
    expect(await within(`until=${stamp.slice(0, 10)}`)).toBe(5);
    const later = new Date(Date.parse(stamp) + 3_600_000).toISOString().slice(0, 19);
    const none = await ask(`verb=ListRecords&metadataPrefix=oai_dc&set=cn-fr:FR&from=${later}Z`);
    expect(none.error).toBe('noRecordsMatch');
    const before = await ask('verb=ListRecords&metadataPrefix=oai_dc&until=2001-01-01');
    expect(before.error).toBe('noRecordsMatch');
  });

  const token = (change: object): string =>
    writeToken({
      verb: 'ListRecords',
      metadataPrefix: 'oai_dc',
      revision: 3,
      publication: 0,
      key: '',
      cursor: 0,
      ...change,
    });
  it.each([
    ['', 'badVerb'],
    ['verb=Nonsense', 'badVerb'],
    ['verb=toString', 'badVerb'],
    ['verb=Identify&verb=Identify', 'badVerb'],
    ['verb=Identify&set=x', 'badArgument'],
    ['verb=ListRecords', 'badArgument'],
    ['verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=st96', 'badArgument'],
    ['verb=ListRecords&metadataPrefix=oai_dc&identifier=x', 'badArgument'],
    ['verb=ListRecords&metadataPrefix=oai_dc&from=yesterday', 'badArgument'],
    ['verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30', 'badArgument'],
    ['verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-01', 'badArgument'],
    ['verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-01-02T00:00:00Z', 'badArgument'],
    ['verb=ListRecords&metadataPrefix=marc', 'cannotDisseminateFormat'],
    ['verb=GetRecord&metadataPrefix=oai_dc', 'badArgument'],
    ['verb=GetRecord&metadataPrefix=oai_dc&identifier=nothing', 'idDoesNotExist'],
    ['verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:cn.gi-gateway:cn-eu/III/none', 'idDoesNotExist'],
    ['verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:cn.gi-gateway:cn-eu/X/none', 'idDoesNotExist'],
    ['verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:cn.gi-gateway:cn-eu/III/%25', 'badArgument'],
    ['verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:cn.gi-gateway:cn-eu/III/%2525', 'idDoesNotExist'],
    ['verb=GetRecord&metadataPrefix=oai_dc&identifier=%3Cx%3E', 'badArgument'],
    ['verb=ListRecords&metadataPrefix=a%20b', 'badArgument'],
    ['verb=ListRecords&metadataPrefix=oai_dc&set=%E9%BE%99', 'badArgument'],
    [
      'verb=GetRecord&metadataPrefix=marc&identifier=oai:cn.gi-gateway:cn-fr/FR/champagne',
      'cannotDisseminateFormat',
    ],
    ['verb=ListMetadataFormats&identifier=nothing', 'idDoesNotExist'],
    ['verb=ListSets&resumptionToken=x', 'badResumptionToken'],
    ['verb=ListRecords&resumptionToken=x', 'badResumptionToken'],
    [`verb=ListIdentifiers&resumptionToken=${token({})}`, 'badResumptionToken'],
    [`verb=ListRecords&resumptionToken=${token({ revision: 1e9 })}`, 'badResumptionToken'],
    [`verb=ListRecords&resumptionToken=${token({})}&metadataPrefix=oai_dc`, 'badArgument'],
  ])('answers %s with the error %s', async (query, code) => {
    const answer = await ask(query);
    expect(answer.error).toBe(code);
    expect(answer.children('/o:OAI-PMH')).toEqual(['responseDate', 'request', 'error']);
    expect(answer.texts('/o:OAI-PMH/o:request')).toEqual(['http://localhost/oai']);
    // A request that could not be understood is not said back.
    const silent = code === 'badVerb' || code === 'badArgument';
    expect(answer.count('/o:OAI-PMH/o:request/@*') === 0).toBe(silent);
  });
});

describe('a resumption token', () => {
  it('says all that is needed to go on, for its verb alone', () => {
    const token = {
      verb: 'ListRecords',
      metadataPrefix: 'st96',
      set: 'cn-eu',
      from: '2026-01-01T00:00:00Z',
      revision: 7,
      publication: 3,
      key: '武夷岩茶',
      cursor: 200,
      size: 314,
    } as const;
    expect(readToken(writeToken(token), 'ListRecords', 7)).toEqual(token);
    expect(() => readToken(writeToken(token), 'ListIdentifiers', 7)).toThrow('not given here');
    expect(() => readToken(writeToken(token), 'ListRecords', 6)).toThrow('not given here');
  });
});
