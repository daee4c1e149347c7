/** Namespaces of ST.96; the same in V6_0 and V8_0 (the version is in `com:st96Version`). */
export const namespaces = {
  gin: 'http://www.wipo.int/standards/XMLSchema/ST96/GeographicalIndication',
  tmk: 'http://www.wipo.int/standards/XMLSchema/ST96/Trademark',
  com: 'http://www.wipo.int/standards/XMLSchema/ST96/Common',
} as const;

const usual = new Map<string, string>([
  ...Object.entries(namespaces).map(([prefix, uri]) => [uri, prefix] as const),
  ['http://www.w3.org/XML/1998/namespace', 'xml'],
  ['http://www.w3.org/2001/XMLSchema-instance', 'xsi'],
]);

/** How the reader writes a name: with the usual prefix of a known namespace, `{uri}local` for others, else bare. */
export function canonicalName(uri: string, local: string): string {
  if (uri === '') return local;
  const prefix = usual.get(uri);
  return prefix === undefined ? `{${uri}}${local}` : `${prefix}:${local}`;
}

/** Prefix bindings in force at one element, with resolved names remembered: lists repeat a few names endlessly. */
export class Scope {
  readonly #bindings: ReadonlyMap<string, string>;
  readonly #elements = new Map<string, string>();
  readonly #attributes = new Map<string, string>();

  constructor(
    bindings: ReadonlyMap<string, string> = new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]),
  ) {
    this.#bindings = bindings;
  }

  /** The scope inside an element that declares these prefixes (`''` is the default namespace). */
  with(declared: ReadonlyMap<string, string>): Scope {
    return new Scope(new Map([...this.#bindings, ...declared]));
  }

  /** Canonical name of an element; undefined when its prefix is bound to nothing. */
  element(name: string): string | undefined {
    return this.#remember(this.#elements, name, true);
  }

  /** Canonical name of an attribute; undefined when its prefix is bound to nothing. */
  attribute(name: string): string | undefined {
    return this.#remember(this.#attributes, name, false);
  }

  #remember(memory: Map<string, string>, name: string, useDefault: boolean): string | undefined {
    const known = memory.get(name);
    if (known !== undefined) return known;
    const colon = name.indexOf(':');
    const prefix = colon === -1 ? '' : name.slice(0, colon);
    const local = colon === -1 ? name : name.slice(colon + 1);
    const uri =
      prefix === '' ? (useDefault ? (this.#bindings.get('') ?? '') : '') : this.#bindings.get(prefix);
    const resolved =
      uri === undefined || local === '' || local.includes(':') ? undefined : canonicalName(uri, local);
    if (resolved !== undefined && memory.size < 2000) memory.set(name, resolved);
    return resolved;
  }
}
