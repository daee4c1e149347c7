import { setImmediate as turn } from 'node:timers/promises';
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { defaultLimits } from '../../formats/format.ts';
import { unusable } from '../../formats/problems.ts';
import { decodeText } from '../../formats/text/decode-text.ts';
import { InputError, type Place } from '../../gi/problem.ts';
import { Canonical, type Attribute, type Opened } from './canonical.ts';
import { DSIG, MESSAGE } from './names.ts';
import { TreeBuilder, type Tree } from './tree.ts';

/** A signed message taken apart in one reading: what its signature is over, and what is read, are the same events. */
export interface SignedXml {
  /** The whole document without its signature, canonical: what the one reference must cover. */
  document: Uint8Array[];
  signature: Tree | undefined;
  /** `ds:SignedInfo`, canonical: what the signature value is over. */
  signedInfo: Uint8Array[];
  header: Tree | undefined;
  /** The element inside `Content` as a document of its own, and its name `{namespace}local`. */
  content: { name: string; bytes: Uint8Array[] } | undefined;
  /** Signatures that stand anywhere but directly under the root, or beside another: none is ever right. */
  strayedSignatures: number;
}

const DEPTH = defaultLimits.depth;

const none: Attribute[] = [];

/** An element's attributes without its declarations of namespaces. */
function attributesOf({ attributes }: SaxesTagNS): Attribute[] {
  let found = none;
  for (const key in attributes) {
    const attribute = attributes[key]!;
    if (attribute.prefix === 'xmlns' || key === 'xmlns') continue;
    if (found === none) found = [attribute];
    else found.push(attribute);
  }
  return found;
}

class Reader {
  readonly #parser = new SaxesParser({
    xmlns: true,
    position: true,
    defaultXMLVersion: '1.0',
    forceXMLVersion: true,
  });
  readonly #document = new Canonical();
  readonly #signedInfo = new Canonical();
  readonly #content = new Canonical();
  readonly #header = new TreeBuilder();
  readonly #signature = new TreeBuilder();
  #contentName: string | undefined;
  #contents = 0;
  #strayed = 0;
  readonly #path: string[] = [];

  constructor() {
    const parser = this.#parser;
    parser.on('error', (error) => {
      throw this.#fault('xml/not-well-formed', error.message.replace(/^\d+:\d+: /, '').slice(0, 200));
    });
    parser.on('doctype', (text) => {
      if (/\b(?:SYSTEM|PUBLIC)\b/.test(text))
        throw this.#fault('xml/external-entity', 'The document has a DOCTYPE that points outside');
      if (text.includes('<!ENTITY')) throw this.#fault('xml/entities', 'The document declares entities');
      throw this.#fault('xml/doctype', 'The document has a DOCTYPE');
    });
    parser.on('opentag', (tag) => this.#opened(tag));
    parser.on('closetag', () => this.#closed());
    parser.on('text', (text) => this.#text(text));
    parser.on('cdata', (text) => this.#text(text));
    parser.on('processinginstruction', ({ target, body }) => {
      if (this.#signature.isOpen) return;
      this.#document.instruction(target, body);
      if (this.#content.isOpen) this.#content.instruction(target, body);
    });
  }

  write(text: string): void {
    this.#parser.write(text);
  }

  close(): SignedXml {
    this.#parser.close();
    const content = this.#contents === 1 && this.#contentName !== undefined;
    return {
      document: this.#document.bytes(),
      signature: this.#signature.root,
      signedInfo: this.#signedInfo.bytes(),
      header: this.#header.root,
      content: content ? { name: this.#contentName!, bytes: this.#content.bytes() } : undefined,
      strayedSignatures: this.#strayed,
    };
  }

  #fault(code: Parameters<typeof unusable>[0], message: string): InputError {
    const place: Place = { line: this.#parser.line, column: this.#parser.column };
    return unusable(code, message, place);
  }

  #opened(tag: SaxesTagNS): void {
    if (this.#path.length >= DEPTH)
      throw this.#fault('input/too-deep', `The document nests deeper than ${DEPTH} levels`);
    const { prefix, local, uri } = tag;
    const attributes = attributesOf(tag);
    const element: Opened = { prefix, local, uri, attributes };
    const name = `{${uri}}${local}`;
    const depth = this.#path.length;
    const parent = this.#path.at(-1);
    this.#path.push(name);
    const isSignature = name === `{${DSIG}}Signature`;
    if (this.#signature.isOpen || (isSignature && depth === 1 && this.#signature.root === undefined)) {
      if (isSignature && depth !== 1) this.#strayed++;
      if (!this.#signature.open(element))
        throw this.#fault('input/text-too-long', 'The signature is too long');
      if (this.#signedInfo.isOpen || (name === `{${DSIG}}SignedInfo` && depth === 2))
        this.#signedInfo.open(element);
      return;
    }
    if (isSignature) this.#strayed++;
    this.#document.open(element);
    if (
      this.#header.isOpen ||
      (name === `{${MESSAGE}}Header` && depth === 1 && this.#header.root === undefined)
    ) {
      if (!this.#header.open(element)) throw this.#fault('input/text-too-long', 'The header is too long');
    }
    if (this.#content.isOpen) this.#content.open(element);
    else if (depth === 2 && parent === `{${MESSAGE}}Content` && this.#contents++ === 0) {
      this.#contentName = name;
      this.#content.open(element);
    }
  }

  #closed(): void {
    this.#path.pop();
    if (this.#signature.isOpen) {
      this.#signature.close();
      if (this.#signedInfo.isOpen) this.#signedInfo.close();
      return;
    }
    this.#document.close();
    if (this.#header.isOpen) this.#header.close();
    if (this.#content.isOpen) this.#content.close();
  }

  #text(text: string): void {
    if (this.#signature.isOpen) {
      if (!this.#signature.text(text)) throw this.#fault('input/text-too-long', 'The signature is too long');
      this.#signedInfo.text(text);
      return;
    }
    this.#document.text(text);
    if (this.#header.isOpen && !this.#header.text(text))
      throw this.#fault('input/text-too-long', 'The header is too long');
    this.#content.text(text);
  }
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

/**
 * Reads a message with an enveloped signature. Nothing is trusted yet; see `verifySigned`. Between pieces of 64 KiB
 * other requests have their turn.
 * @throws InputError xml/*, input/*, text/* with line and column
 */
export async function readSigned(body: Uint8Array): Promise<SignedXml> {
  const reader = new Reader();
  for await (const piece of decodeText(once(body), defaultLimits, 'xml')) {
    reader.write(piece);
    await turn();
  }
  return reader.close();
}
