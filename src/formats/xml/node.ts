/** One element of a record, small enough to hold. Names are canonical: `gin:GIData`, see `canonicalName`. */
export interface XmlNode {
  name: string;
  attributes: Record<string, string>;
  /** Character data directly inside the element; white space between child elements may be left out. */
  text: string;
  children: XmlNode[];
  line: number;
  column: number;
}

/** First child of that name. */
export function child(node: XmlNode | undefined, name: string): XmlNode | undefined {
  if (node) for (const c of node.children) if (c.name === name) return c;
  return undefined;
}

/** All children of that name. */
export function childrenOf(node: XmlNode | undefined, name: string): XmlNode[] {
  const found: XmlNode[] = [];
  if (node) for (const c of node.children) if (c.name === name) found.push(c);
  return found;
}

/** The element reached by first children of these names in turn. */
export function descend(node: XmlNode | undefined, ...names: string[]): XmlNode | undefined {
  return names.reduce<XmlNode | undefined>((at, name) => child(at, name), node);
}

/** Text of an `xsd:token` element: white space collapsed; undefined when the element is absent or empty. */
export function tokenOf(node: XmlNode | undefined): string | undefined {
  if (!node) return undefined;
  const trimmed = node.text.trim();
  const text = /[\t\n\r]|  /.test(trimmed) ? trimmed.replace(/[\t\n\r ]+/g, ' ') : trimmed;
  return text === '' ? undefined : text;
}
