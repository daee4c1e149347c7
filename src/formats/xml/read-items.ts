import type { InputError, Place } from '../../gi/problem.ts';
import type { DecodeLimits } from '../format.ts';
import { checkRecordCount } from '../limits.ts';
import { shown, unusable } from '../problems.ts';
import { Scope } from './namespaces.ts';
import type { XmlNode } from './node.ts';
import { MarkupFault, type Tag } from './tags.ts';
import { XmlTokenizer } from './tokenizer.ts';

/** What the reader hands on, in document order. */
export type XmlItem =
  | { kind: 'root'; name: string; attributes: Record<string, string>; line: number }
  /** A child of the root with all it contains, or the root itself where `wholeRoot` says so. */
  | { kind: 'element'; node: XmlNode; index: number }
  /** A processing instruction outside the items. */
  | { kind: 'instruction'; target: string; body: string; line: number };

export interface ReadOptions {
  limits: DecodeLimits;
  /** True for a root that is one record by itself. */
  wholeRoot(name: string): boolean;
  /** True for an element around records, such as a bag: its children are handed on one by one in its place. */
  container?(name: string): boolean;
}

/**
 * Reads an XML document as a stream of its root's children, in batches of those that end in one piece of text. Strict: no DOCTYPE, no entities of
 * its own, XML 1.0 characters only, one root, bounded depth and lengths.
 * Throws `xml/*` and `input/*` errors with line and column.
 */
export async function* readItems(
  pieces: AsyncIterable<string>,
  options: ReadOptions,
): AsyncGenerator<XmlItem[]> {
  const reader = new ItemReader(options);
  for await (const piece of pieces) {
    reader.write(piece);
    yield reader.take();
  }
  reader.close();
  yield reader.take();
}

const noChildren: XmlNode[] = [];
const noAttributes: Record<string, string> = Object.freeze({});

class ItemReader {
  readonly #options: ReadOptions;
  readonly #parser: XmlTokenizer;
  /** What the names of tags met before stand for, in the scope they were met in. */
  readonly #resolved = new WeakMap<Tag, { scope: Scope } & Pick<XmlNode, 'name' | 'attributes'>>();
  readonly #open: XmlNode[] = [];
  readonly #scopes: Scope[] = [];
  #scope = new Scope();
  #ready: XmlItem[] = [];
  #itemStart = 0;
  #itemDepth = 1;
  #index = 0;

  constructor(options: ReadOptions) {
    this.#options = options;
    this.#parser = new XmlTokenizer({
      opened: (tag) => this.#opened(tag),
      closed: () => this.#closed(),
      text: (text) => this.#text(text),
      instruction: (target, body) => {
        if (this.#open.length < this.#itemDepth + 1)
          this.#ready.push({ kind: 'instruction', target, body, line: this.#parser.line });
      },
    });
  }

  take(): XmlItem[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  write(piece: string): void {
    this.#strictly(() => this.#parser.write(piece));
    const { textLength, recordLength } = this.#options.limits;
    if (this.#parser.pending > textLength) {
      throw this.#error(
        'input/text-too-long',
        `A text, tag or comment is longer than ${textLength} characters`,
      );
    }
    const read = this.#parser.position + this.#parser.pending;
    if (this.#open.length > this.#itemDepth && read - this.#itemStart > recordLength) {
      throw this.#error('input/record-too-large', `A record is longer than ${recordLength} characters`);
    }
  }

  close(): void {
    this.#strictly(() => this.#parser.close());
  }

  #strictly(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof MarkupFault)) throw error;
      const { code, message } = error;
      throw this.#error(
        code,
        code === 'xml/doctype'
          ? 'The document has a DOCTYPE'
          : `The document is not well-formed: ${shown(message)}`,
      );
    }
  }

  #error(code: Parameters<typeof unusable>[0], message: string): InputError {
    const place: Place = { line: this.#parser.line, column: this.#parser.column };
    if (this.#open.length > 0) place.path = `/${this.#open.map((n) => n.name).join('/')}`;
    if (this.#open.length > this.#itemDepth) place.record = this.#index;
    return unusable(code, message, place);
  }

  #opened(tag: Tag): void {
    const parser = this.#parser;
    if (this.#open.length >= this.#options.limits.depth) {
      throw this.#error(
        'input/too-deep',
        `The document nests deeper than ${this.#options.limits.depth} levels`,
      );
    }
    this.#scopes.push(this.#scope);
    const { name, attributes } = this.#names(tag);
    const node: XmlNode = {
      name,
      attributes,
      text: '',
      children: noChildren,
      line: parser.line,
      column: parser.column,
    };
    const depth = this.#open.length;
    if (depth === 0) {
      this.#itemDepth = this.#options.wholeRoot(name) ? 0 : 1;
      this.#ready.push({ kind: 'root', name, attributes, line: parser.line });
    } else if (depth === this.#itemDepth && this.#options.container?.(name)) this.#itemDepth++;
    if (depth === this.#itemDepth) {
      checkRecordCount(this.#index, this.#options.limits, parser.line);
      this.#itemStart = parser.position;
    } else if (depth > this.#itemDepth) {
      const parent = this.#open[depth - 1];
      if (parent?.children === noChildren) parent.children = [node];
      else parent?.children.push(node);
    }
    this.#open.push(node);
  }

  #names(tag: Tag): Pick<XmlNode, 'name' | 'attributes'> {
    const known = this.#resolved.get(tag);
    if (known?.scope === this.#scope) return known;
    const scope = this.#scope;
    const attributes = this.#attributes(tag.attributes);
    const name = this.#scope.element(tag.name);
    if (name === undefined)
      throw this.#error('xml/namespace', `The prefix of <${shown(tag.name)}> is not declared`);
    // A tag that declares prefixes changes the scope, and must do so each time.
    if (scope === this.#scope) this.#resolved.set(tag, { scope, name, attributes });
    return { name, attributes };
  }

  #attributes(raw: Tag['attributes']): Record<string, string> {
    let declared: Map<string, string> | undefined;
    let others = 0;
    for (const name in raw) {
      if (!name.startsWith('xmlns')) others++;
      else if (name === 'xmlns') (declared ??= new Map()).set('', raw[name] ?? '');
      else if (name.startsWith('xmlns:')) (declared ??= new Map()).set(name.slice(6), raw[name] ?? '');
      else others++;
    }
    if (declared) this.#scope = this.#scope.with(declared);
    if (others === 0) return noAttributes;
    const attributes: Record<string, string> = {};
    for (const name in raw) {
      if (name === 'xmlns' || name.startsWith('xmlns:')) continue;
      const value = raw[name] ?? '';
      if (value.length > this.#options.limits.textLength) {
        throw this.#error('input/text-too-long', `The attribute ${shown(name)} is too long`);
      }
      const canonical = this.#scope.attribute(name);
      if (canonical === undefined)
        throw this.#error('xml/namespace', `The prefix of ${shown(name)} is not declared`);
      if (Object.hasOwn(attributes, canonical)) {
        throw this.#error('xml/not-well-formed', `The attribute ${shown(canonical)} is there twice`);
      }
      attributes[canonical] = value;
    }
    return attributes;
  }

  #closed(): void {
    const node = this.#open.pop();
    this.#scope = this.#scopes.pop() ?? this.#scope;
    if (node && this.#open.length === this.#itemDepth) {
      this.#ready.push({ kind: 'element', node, index: this.#index++ });
    } else if (this.#open.length > 0 && this.#open.length < this.#itemDepth) {
      this.#itemDepth = this.#open.length;
    }
  }

  #text(text: string): void {
    const node = this.#open.length > this.#itemDepth ? this.#open[this.#open.length - 1] : undefined;
    if (!node) return;
    if (node.text === '') node.text = text;
    // Indentation between children says nothing; most of a pretty-printed file is such text.
    else if (node.children.length > 0 && text.trim() === '') return;
    else node.text += text;
    if (node.text.length > this.#options.limits.textLength) {
      throw this.#error('input/text-too-long', `The text of ${node.name} is too long`);
    }
  }
}
