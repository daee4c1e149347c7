/** One element of a record, small enough to hold. Names are canonical: `gin:GIData`, see `canonicalName`. */
export interface XmlNode {
  name: string;
  attributes: Record<string, string>;
  /** Character data directly inside the element. */
  text: string;
  children: XmlNode[];
  line: number;
  column: number;
}

/** First child of that name. */
export function child(node: XmlNode | undefined, name: string): XmlNode | undefined {
  return node?.children.find((c) => c.name === name);
}

/** All children of that name. */
export function childrenOf(node: XmlNode | undefined, name: string): XmlNode[] {
  return node?.children.filter((c) => c.name === name) ?? [];
}

/** The element reached by first children of these names in turn. */
export function descend(node: XmlNode | undefined, ...names: string[]): XmlNode | undefined {
  return names.reduce<XmlNode | undefined>((at, name) => child(at, name), node);
}

/** Text of an `xsd:token` element: white space collapsed; undefined when the element is absent or empty. */
export function tokenOf(node: XmlNode | undefined): string | undefined {
  const text = node?.text.replace(/[\t\n\r ]+/g, ' ').trim();
  return text === '' ? undefined : text;
}
