import {
  checkCharacters,
  endOfTag,
  expandReferences,
  isXmlName,
  MarkupFault,
  readTag,
  type Tag,
} from './tags.ts';

/** Who is told what a document holds, in its order. */
export interface TokenHandler {
  /** The same start tag met again comes as the same object. An empty element is opened and closed. */
  opened(tag: Tag): void;
  closed(): void;
  /** References replaced, line ends as line feeds. */
  text(text: string): void;
  instruction(target: string, body: string): void;
}

/** Tags longer than this, and others once so many are known, are read each time they come. */
const KNOWN_LENGTH = 160;
const KNOWN_TAGS = 2000;

const declaration =
  /^version\s*=\s*(?:"1\.[0-9]+"|'1\.[0-9]+')(?:\s+encoding\s*=\s*(?:"[A-Za-z][\w.-]*"|'[A-Za-z][\w.-]*'))?(?:\s+standalone\s*=\s*(?:"(?:yes|no)"|'(?:yes|no)'))?\s*$/;
/** Text with a reference, a bracket that may end `]]>`, or a character that needs a look. */
const special = /[^\t\n\u0020-%'-\\^-\ud7ff\ue000-\ufffd]/;

/** A copy of its own: a slice would keep the whole piece it was cut from. */
const copied = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

/**
 * Reads XML 1.0 piece by piece, strictly: no DOCTYPE, the five entities and character references only, every rule of
 * well-formedness. Lists repeat a few tags endlessly, so a tag is read once and known by its text from then on.
 * @throws MarkupFault from `write` and `close`; `line` and `column` then tell where
 */
export class XmlTokenizer {
  readonly #handler: TokenHandler;
  readonly #known = new Map<string, Tag>();
  readonly #open: string[] = [];
  #state: 'before' | 'inside' | 'after' = 'before';
  #buffer = '';
  /** Where in the buffer the next token begins, and how much of the document came before the buffer. */
  #at = 0;
  #before = 0;
  #line = 1;
  #lineStart = 0;
  /** The next line feed of the buffer, or its end. */
  #feed = 0;
  /** Whether the buffer has characters of two code units, and how many of the line came so far. */
  #wide = false;
  #wideInLine = 0;
  #heldReturn = false;

  constructor(handler: TokenHandler) {
    this.#handler = handler;
  }

  /** Code units up to the end of the token that is being told. */
  get position(): number {
    return this.#before + this.#at;
  }

  /** Code units held back because the token they belong to has not ended. */
  get pending(): number {
    return this.#buffer.length - this.#at;
  }

  get line(): number {
    return this.#line;
  }

  /** Characters of the line up to the end of the token that is being told. */
  get column(): number {
    return this.position - this.#lineStart - this.#wideInLine;
  }

  write(piece: string): void {
    const text = this.#withLineFeeds(piece);
    this.#before += this.#at;
    this.#buffer = this.pending > 0 ? this.#buffer.slice(this.#at) + text : text;
    this.#at = 0;
    this.#wide = /[\ud800-\udbff]/.test(this.#buffer);
    this.#feed = this.#feedFrom(0);
    this.#placingFaults(() => {
      while (this.#at < this.#buffer.length && this.#token());
    });
  }

  close(): void {
    if (this.#heldReturn) {
      this.#heldReturn = false;
      this.write('\n');
    }
    const rest = this.#buffer.slice(this.#at);
    if (rest.startsWith('<')) throw new MarkupFault('unexpected end');
    if (rest !== '') this.#placingFaults(() => this.#text(rest, this.#buffer.length));
    if (this.#state === 'inside') throw new MarkupFault(`unclosed tag: ${this.#open.at(-1)}`);
    if (this.#state === 'before') throw new MarkupFault('document must contain a root element');
  }

  #withLineFeeds(piece: string): string {
    let text = this.#heldReturn ? `\r${piece}` : piece;
    this.#heldReturn = text.endsWith('\r');
    if (this.#heldReturn) text = text.slice(0, -1);
    return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  }

  #feedFrom(at: number): number {
    const feed = this.#buffer.indexOf('\n', at);
    return feed === -1 ? this.#buffer.length : feed;
  }

  /** Moves on to where a token ends, counting lines and wide characters. */
  #advance(to: number): void {
    while (this.#feed < to) {
      this.#line++;
      this.#at = this.#feed + 1;
      this.#lineStart = this.position;
      this.#wideInLine = 0;
      this.#feed = this.#feedFrom(this.#at);
    }
    if (this.#wide)
      for (let i = this.#at; i < to; i++) {
        const unit = this.#buffer.charCodeAt(i);
        if (unit >= 0xd800 && unit <= 0xdbff) this.#wideInLine++;
      }
    this.#at = to;
  }

  /** Moves on to where a fault is before it is told. */
  #placingFaults(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (error instanceof MarkupFault) this.#advance(Math.min(this.#at + error.offset, this.#buffer.length));
      throw error;
    }
  }

  /** Reads the token that begins here; false when the buffer ends before it does. */
  #token(): boolean {
    const buffer = this.#buffer;
    const at = this.#at;
    if (buffer.charCodeAt(at) !== 0x3c) {
      const next = buffer.indexOf('<', at);
      if (next === -1) return false;
      this.#text(buffer.slice(at, next), next);
      return true;
    }
    const close = buffer.indexOf('>', at);
    if (close === -1) return this.#unfinished();
    const tag = this.#known.get(buffer.slice(at, close + 1));
    if (tag) {
      this.#advance(close + 1);
      this.#tell(tag);
      return true;
    }
    const second = buffer[at + 1];
    if (second === '!') return this.#declared();
    if (second === '?') return this.#instruction();
    return this.#tag();
  }

  /** A tag that has not ended; faults in what is there of it are told at once. */
  #unfinished(): boolean {
    const second = this.#buffer[this.#at + 1];
    if (second !== undefined && second !== '!' && second !== '?') endOfTag(this.#buffer, this.#at);
    return false;
  }

  #tag(): boolean {
    const last = endOfTag(this.#buffer, this.#at);
    if (last === -1) return false;
    const raw = this.#buffer.slice(this.#at, last + 1);
    const keeps = raw.length <= KNOWN_LENGTH && this.#known.size < KNOWN_TAGS;
    const own = keeps ? copied(raw) : raw;
    const tag = readTag(own);
    if (keeps) this.#known.set(own, tag);
    this.#advance(last + 1);
    this.#tell(tag);
    return true;
  }

  #tell(tag: Tag): void {
    if (tag.kind === 'close') {
      if (this.#open.pop() !== tag.name) throw new MarkupFault(`unexpected close tag: ${tag.name}`);
      if (this.#open.length === 0) this.#state = 'after';
      return this.#handler.closed();
    }
    if (this.#state === 'after') throw new MarkupFault('documents may contain only one root');
    this.#state = 'inside';
    this.#open.push(tag.name);
    this.#handler.opened(tag);
    if (tag.kind === 'open') return;
    this.#open.pop();
    if (this.#open.length === 0) this.#state = 'after';
    this.#handler.closed();
  }

  #text(raw: string, to: number): void {
    if (this.#state !== 'inside') {
      const said = raw.search(/[^ \t\n]/);
      if (said !== -1) throw new MarkupFault('text data outside of root node', said);
      return this.#advance(to);
    }
    let text = raw;
    if (special.test(raw)) {
      checkCharacters(raw);
      if (raw.includes(']]>')) throw new MarkupFault('the string "]]>" is disallowed in char data');
      if (raw.includes('&')) text = expandReferences(raw);
    }
    this.#advance(to);
    this.#handler.text(text);
  }

  /** A comment or a CDATA section. */
  #declared(): boolean {
    const buffer = this.#buffer;
    const at = this.#at;
    if (buffer.startsWith('<!--', at)) {
      const end = buffer.indexOf('--', at + 4);
      if (end === -1 || end + 2 >= buffer.length) return false;
      if (buffer[end + 2] !== '>') throw new MarkupFault('malformed comment');
      checkCharacters(buffer.slice(at + 4, end));
      this.#advance(end + 3);
      return true;
    }
    if (buffer.startsWith('<![CDATA[', at)) {
      if (this.#state !== 'inside') throw new MarkupFault('text data outside of root node');
      const end = buffer.indexOf(']]>', at + 9);
      if (end === -1) return false;
      const text = buffer.slice(at + 9, end);
      checkCharacters(text);
      this.#advance(end + 3);
      this.#handler.text(text);
      return true;
    }
    if (buffer.startsWith('<!DOCTYPE', at)) throw new MarkupFault('doctype', 0, 'xml/doctype');
    throw new MarkupFault('disallowed declaration');
  }

  #instruction(): boolean {
    const at = this.#at;
    const end = this.#buffer.indexOf('?>', at + 2);
    if (end === -1) return false;
    const said = this.#buffer.slice(at + 2, end);
    checkCharacters(said);
    const [, target = '', gap = '', body = ''] = /^([^ \t\n]*)([ \t\n]*)([^]*)$/.exec(said)!;
    if (!isXmlName(target)) throw new MarkupFault('a processing instruction must have a target');
    const first = this.position === 0;
    this.#advance(end + 2);
    if (target.toLowerCase() !== 'xml') this.#handler.instruction(target, body);
    else if (target !== 'xml' || !first || gap === '' || !declaration.test(body))
      throw new MarkupFault('an XML declaration must be at the start of the document and well-formed');
    return true;
  }
}
