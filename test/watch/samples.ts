import { zipped } from '../../src/formats/xlsx/zip-writer.ts';

/** Files of new marks as offices publish them. */

export interface SampleMark {
  number: string;
  text: string;
  classes?: number[];
  published?: string;
  status?: string;
}

/** A table of marks of the EUIPO. */
export function csv(marks: SampleMark[], office = 'EM'): string {
  const rows = marks.map(
    (m) =>
      `${m.number},${office},"${m.text.replaceAll('"', '""')}",${(m.classes ?? [33]).join('|')},${m.published ?? '2026-11-02'},${m.status ?? ''}`,
  );
  return ['number,office,mark,classes,published_on,status', ...rows, ''].join('\n');
}

/** ST.66 trade marks in WIPO's namespace. */
export function st66(marks: SampleMark[], office = 'EM'): string {
  const body = marks.map(
    (
      m,
    ) => `<TradeMark operationCode="${m.status === 'withdrawn' ? 'Delete' : 'Insert'}"><RegistrationOfficeCode>${office}</RegistrationOfficeCode>
<ApplicationNumber>${m.number}</ApplicationNumber><ApplicationDate>2026-10-01</ApplicationDate><MarkCurrentStatusCode>Application published</MarkCurrentStatusCode>
<WordMarkSpecification><MarkVerbalElementText>${m.text}</MarkVerbalElementText></WordMarkSpecification>
<GoodsServicesDetails><GoodsServices><ClassDescriptionDetails>${(m.classes ?? [33]).map((c) => `<ClassDescription><ClassNumber>${c}</ClassNumber><GoodsServicesDescription languageCode="en">Brandy</GoodsServicesDescription></ClassDescription>`).join('')}</ClassDescriptionDetails></GoodsServices></GoodsServicesDetails>
<PublicationDetails><Publication><PublicationDate>${m.published ?? '2026-11-02'}</PublicationDate></Publication></PublicationDetails>
<ApplicantDetails><Applicant><ApplicantAddressBook><FormattedNameAddress><Name><FreeFormatName><FreeFormatNameDetails><FreeFormatNameLine>Acme SA</FreeFormatNameLine></FreeFormatNameDetails></FreeFormatName></Name></FormattedNameAddress></ApplicantAddressBook></Applicant></ApplicantDetails></TradeMark>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<Transaction xmlns="http://www.wipo.int/standards/XMLSchema/trademarks"><TradeMarkTransactionBody><TransactionContentDetails><TransactionData><TradeMarkDetails>
${body.join('\n')}
</TradeMarkDetails></TransactionData></TransactionContentDetails></TradeMarkTransactionBody></Transaction>`;
}

/** ST.96 trade marks. */
export function st96(marks: SampleMark[], office = 'EM'): string {
  const body = marks.map(
    (
      m,
    ) => `<tmk:TrademarkTransactionBody><tmk:TransactionContentBag><com:TransactionIdentifier>${m.number}</com:TransactionIdentifier><tmk:TransactionData><tmk:TrademarkBag><tmk:Trademark com:operationCategory="${m.status === 'withdrawn' ? 'Delete' : 'Insert'}">
<com:RegistrationOfficeCode>${office}</com:RegistrationOfficeCode><com:ApplicationNumber><com:IPOfficeCode>${office}</com:IPOfficeCode><com:ApplicationNumberText>${m.number}</com:ApplicationNumberText></com:ApplicationNumber><tmk:ApplicationDate>2026-10-01</tmk:ApplicationDate>
<tmk:MarkRepresentation><tmk:MarkFeatureCategory>Word</tmk:MarkFeatureCategory><tmk:MarkReproduction><tmk:WordMarkSpecification><tmk:MarkVerbalElementText com:languageCode="en">${m.text}</tmk:MarkVerbalElementText></tmk:WordMarkSpecification></tmk:MarkReproduction></tmk:MarkRepresentation>
<tmk:GoodsServicesBag><tmk:GoodsServices><tmk:ClassDescriptionBag>${(m.classes ?? [33]).map((c) => `<tmk:ClassDescription><tmk:ClassNumber>${c}</tmk:ClassNumber><tmk:GoodsServicesDescriptionText com:languageCode="en">Brandy</tmk:GoodsServicesDescriptionText></tmk:ClassDescription>`).join('')}</tmk:ClassDescriptionBag></tmk:GoodsServices></tmk:GoodsServicesBag>
<tmk:PublicationBag><tmk:Publication><com:PublicationDate>${m.published ?? '2026-11-02'}</com:PublicationDate></tmk:Publication></tmk:PublicationBag>
<tmk:ApplicantBag><tmk:Applicant><com:LegalEntityName>Acme SA</com:LegalEntityName></tmk:Applicant></tmk:ApplicantBag></tmk:Trademark></tmk:TrademarkBag></tmk:TransactionData></tmk:TransactionContentBag></tmk:TrademarkTransactionBody>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<tmk:TrademarkTransaction xmlns:tmk="http://www.wipo.int/standards/XMLSchema/ST96/Trademark" xmlns:com="http://www.wipo.int/standards/XMLSchema/ST96/Common" com:st96Version="V6_0">
${body.join('\n')}
</tmk:TrademarkTransaction>`;
}

/** A ROMARIN extract of marks extended to the offices given. */
export function gazette(marks: SampleMark[], offices: string[]): string {
  const body = marks.map(
    (
      m,
    ) => `<MARKGR INTREGN="${m.number}" OOCD="DE" INTREGD="20261001"><CURRENT><HOLGR CLID="1"><NAME><NAMEL>Acme GmbH</NAMEL></NAME></HOLGR><IMAGE TEXT="${m.text}" TYPE="JPG"/>
<BASICGS NICEVER="12">${(m.classes ?? [33]).map((c) => `<GSGR NICCLAI="${c}"><GSTERMEN>Brandy</GSTERMEN></GSGR>`).join('')}</BASICGS><DESPG>${offices.map((o) => `<DCPCD>${o}</DCPCD>`).join('')}</DESPG></CURRENT>
<ENN REGRDAT="20261015" NOTDATE="20261022" PUBDATE="${(m.published ?? '2026-11-05').replaceAll('-', '')}"/>${m.status === 'withdrawn' ? '<RAN REGRDAT="20261118"/>' : ''}</MARKGR>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<ROMARIN EXTRDATE="20261106">\n${body.join('\n')}\n</ROMARIN>`;
}

const spreadsheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

/** A workbook as Excel writes one: numbers as numbers, days as numbers in the style of a date. */
export async function workbook(rows: (string | number | { day: number })[][]): Promise<Buffer> {
  const cell = (value: (typeof rows)[number][number], at: string): string => {
    if (typeof value === 'number') return `<c r="${at}"><v>${value}</v></c>`;
    if (typeof value === 'object') return `<c r="${at}" s="1"><v>${value.day}</v></c>`;
    return `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
  };
  const lines = rows.map(
    (row, y) =>
      `<row r="${y + 1}">${row.map((value, x) => cell(value, `${String.fromCharCode(65 + x)}${y + 1}`)).join('')}</row>`,
  );
  const parts = [
    [
      '[Content_Types].xml',
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    ],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${spreadsheet}" xmlns:r="${relations}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ],
    [
      'xl/styles.xml',
      `<styleSheet xmlns="${spreadsheet}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    ],
    [
      'xl/worksheets/sheet1.xml',
      `<worksheet xmlns="${spreadsheet}"><sheetData>${lines.join('')}</sheetData></worksheet>`,
    ],
  ] as const;
  const members = (async function* () {
    for (const [name, content] of parts) yield { name, content: once(content) };
  })();
  const pieces: Uint8Array[] = [];
  for await (const piece of zipped(members)) pieces.push(piece);
  return Buffer.concat(pieces);
}
