import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ParseOption, XmlDocument, XmlLibError, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';

/** The ST.96 V6_0 schemas by the document they describe. */
const schemas = {
  'gi-transaction': 'GITransaction_V6_0.xsd',
  'gi-application': 'GIApplication_V6_0.xsd',
  'madrid-office-to-ib': 'MadridOfficeToIBTransaction_V6_0.xsd',
  'madrid-ib-to-office': 'MadridIBToOfficeTransaction_V6_0.xsd',
} as const;
export type SchemaKind = keyof typeof schemas;

/** One thing a schema objects to. Lines count from 1. */
export interface SchemaError {
  message: string;
  line: number;
  path?: string;
}

const validators = new Map<string, XsdValidator>();

function validatorFor(folder: string, kind: SchemaKind): XsdValidator {
  const path = join(folder, schemas[kind]);
  const known = validators.get(path);
  if (known) return known;
  xmlRegisterFsInputProviders();
  const schema = XmlDocument.fromBuffer(readFileSync(path), { url: pathToFileURL(path).href });
  try {
    const validator = XsdValidator.fromDoc(schema);
    validators.set(path, validator);
    return validator;
  } finally {
    schema.dispose();
  }
}

/**
 * Checks a document against WIPO's ST.96 V6_0 schema, whose XSD files are in `schemaFolder` (they are not part of this
 * package). Gives what the schema objects to, empty when valid. Holds the whole document in memory; no network and no
 * DTD is used. Throws when the schema files cannot be read.
 */
export function validateSt96(
  xml: string | Uint8Array,
  kind: SchemaKind,
  schemaFolder: string,
): SchemaError[] {
  const validator = validatorFor(schemaFolder, kind);
  let document: XmlDocument | undefined;
  try {
    const options = { option: ParseOption.XML_PARSE_NONET };
    document =
      typeof xml === 'string' ? XmlDocument.fromString(xml, options) : XmlDocument.fromBuffer(xml, options);
    validator.validate(document);
    return [];
  } catch (error) {
    if (!(error instanceof XmlLibError)) throw error;
    return error.details.map(({ message, line, xpath }) => ({
      message: message.trim(),
      line,
      ...(xpath === undefined ? {} : { path: xpath }),
    }));
  } finally {
    document?.dispose();
  }
}
