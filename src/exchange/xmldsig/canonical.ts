/** One attribute of an element, its namespace resolved; declarations of namespaces are none. */
export interface Attribute {
  prefix: string;
  local: string;
  /** Empty for an attribute in no namespace. */
  uri: string;
  value: string;
}

/** An element as it is opened. */
export interface Opened {
  prefix: string;
  local: string;
  uri: string;
  attributes: Attribute[];
}

const textEscapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' };
const valueEscapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};

const escapedText = (text: string): string => text.replace(/[&<>\r]/g, (char) => textEscapes[char]!);
const escapedValue = (text: string): string => text.replace(/[&<"\t\n\r]/g, (char) => valueEscapes[char]!);

const qualified = (prefix: string, local: string): string => (prefix === '' ? local : `${prefix}:${local}`);

/** By code points, which UTF-16 units do not sort by where one text has a surrogate. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Length of text gathered before it becomes bytes. */
const PIECE = 1 << 16;

/**
 * Writes Exclusive XML Canonicalization 1.0 without comments (W3C, 2002) from the events of a parser: the same
 * document gives the same bytes, however it was written. The first element opened is the apex, which may stand
 * anywhere; a whole document has its processing instructions besides.
 */
export class Canonical {
  readonly #pieces: Uint8Array[] = [];
  #text = '';
  /** Namespace declarations written so far, one map for each open element that wrote some. */
  readonly #rendered: Map<string, string>[] = [];
  readonly #open: { name: string; declared: boolean }[] = [];
  #begun = false;

  /** True while the apex or something inside is open. */
  get isOpen(): boolean {
    return this.#open.length > 0;
  }

  open({ prefix, local, uri, attributes }: Opened): void {
    const held = this.#rendered.at(-1);
    let fresh: [string, string][] | undefined;
    const declare = (p: string, u: string): void => {
      if ((held?.get(p) ?? '') === u || p === 'xml' || fresh?.some(([known]) => known === p)) return;
      (fresh ??= []).push([p, u]);
    };
    declare(prefix, uri);
    for (const a of attributes) if (a.prefix !== '') declare(a.prefix, a.uri);
    if (fresh) {
      fresh.sort(([a], [b]) => compare(a, b));
      this.#rendered.push(new Map([...(held ?? []), ...fresh]));
    }
    const name = qualified(prefix, local);
    this.#open.push({ name, declared: fresh !== undefined });
    this.#begun = true;
    let tag = `<${name}`;
    for (const [p, u] of fresh ?? []) tag += ` ${p === '' ? 'xmlns' : `xmlns:${p}`}="${escapedValue(u)}"`;
    const sorted =
      attributes.length > 1
        ? attributes.toSorted((a, b) => compare(a.uri, b.uri) || compare(a.local, b.local))
        : attributes;
    for (const a of sorted) tag += ` ${qualified(a.prefix, a.local)}="${escapedValue(a.value)}"`;
    this.#write(`${tag}>`);
  }

  close(): void {
    const { name, declared } = this.#open.pop()!;
    if (declared) this.#rendered.pop();
    this.#write(`</${name}>`);
  }

  text(text: string): void {
    if (this.isOpen) this.#write(escapedText(text));
  }

  /** Outside the document element instructions stand on lines of their own. */
  instruction(target: string, body: string): void {
    const written = `<?${target}${body === '' ? '' : ` ${body.replaceAll('\r', '&#xD;')}`}?>`;
    if (this.isOpen) this.#write(written);
    else this.#write(this.#begun ? `\n${written}` : `${written}\n`);
  }

  /** The canonical bytes. */
  bytes(): Uint8Array[] {
    this.#flush();
    return this.#pieces;
  }

  #write(text: string): void {
    this.#text += text;
    if (this.#text.length >= PIECE) this.#flush();
  }

  #flush(): void {
    if (this.#text === '') return;
    this.#pieces.push(Buffer.from(this.#text));
    this.#text = '';
  }
}
