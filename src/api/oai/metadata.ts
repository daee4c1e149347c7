import { namespaces } from '../../formats/xml/namespaces.ts';
import { xmlEscaped } from '../../formats/xml/escape.ts';
import { project } from '../../formats/st96/encode.ts';
import { transactionXml } from '../../formats/st96/write-xml.ts';
import type { GiList } from '../../gi/agreement.ts';
import type { Entry } from '../../gi/entry.ts';

/** A metadata format of the provider; every record is offered in every one. */
export interface MetadataFormat {
  prefix: string;
  schema: string;
  namespace: string;
  /** The one element inside `metadata`. `address` is where the entry is told in JSON. */
  write(record: { entry: Entry; list: GiList; giId: string; address: string }): string;
}

function dc(name: string, text: string | undefined, language?: string): string {
  if (text === undefined || text === '') return '';
  const lang = language === undefined || language === 'und' ? '' : ` xml:lang="${xmlEscaped(language)}"`;
  return `<dc:${name}${lang}>${xmlEscaped(text)}</dc:${name}>`;
}

const oaiDc: MetadataFormat = {
  prefix: 'oai_dc',
  schema: 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd',
  namespace: 'http://www.openarchives.org/OAI/2.0/oai_dc/',
  write({ entry, list, giId, address }) {
    return [
      '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd">',
      ...entry.names.map((n) => dc('title', n.text, n.language)),
      dc('identifier', address),
      ...entry.fileNumbers.map((n) => dc('identifier', n)),
      dc('type', `Geographical indication (${entry.giType}), ${entry.status}`),
      dc('subject', entry.product.class),
      ...entry.origin.map((code) => dc('coverage', code)),
      dc('date', entry.dates.protected),
      dc('source', list.title.en),
      dc('rights', (entry.legalBasis ?? list.legalBasis).text),
      dc('relation', giId),
      dc(
        'description',
        entry.evidence.level === 'unverified' ? 'Recalled, not read in a source.' : undefined,
      ),
      '</oai_dc:dc>',
    ].join('');
  },
};

const declarations = `xmlns:gin="${namespaces.gin}" xmlns:tmk="${namespaces.tmk}" xmlns:com="${namespaces.com}"`;

const st96: MetadataFormat = {
  prefix: 'st96',
  // The address WIPO names the schema by; that it can be fetched there was not verified.
  schema: `${namespaces.gin}/GITransaction_V6_0.xsd`,
  namespace: namespaces.gin,
  write: ({ entry }) =>
    transactionXml(project(entry).transaction).replace(
      /^<gin:GITransactionBody/,
      `<gin:GITransactionBody ${declarations}`,
    ),
};

export const metadataFormats: readonly MetadataFormat[] = [oaiDc, st96];
