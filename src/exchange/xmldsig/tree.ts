import type { Opened } from './canonical.ts';

/** A small element held whole: a message's header or its signature. Names are `{namespace}local`. */
export interface Tree {
  name: string;
  attributes: Record<string, string>;
  text: string;
  children: Tree[];
}

/** Most characters of a tree: headers and signatures are short. */
const MOST = 64 << 10;

/** Builds a tree from a parser's events, within bounds. */
export class TreeBuilder {
  readonly #open: Tree[] = [];
  #size = 0;
  root: Tree | undefined;

  get isOpen(): boolean {
    return this.#open.length > 0;
  }

  /** @returns false when the tree has grown too large */
  open({ uri, local, attributes }: Opened): boolean {
    const tree: Tree = { name: `{${uri}}${local}`, attributes: {}, text: '', children: [] };
    this.#size += uri.length + local.length;
    for (const a of attributes) {
      tree.attributes[a.uri === '' ? a.local : `{${a.uri}}${a.local}`] = a.value;
      this.#size += a.value.length + a.local.length;
    }
    const parent = this.#open.at(-1);
    if (parent) parent.children.push(tree);
    else this.root = tree;
    this.#open.push(tree);
    return this.#size <= MOST;
  }

  text(text: string): boolean {
    const tree = this.#open.at(-1);
    if (tree) tree.text += text;
    this.#size += text.length;
    return this.#size <= MOST;
  }

  close(): void {
    this.#open.pop();
  }
}

/** The only child of that name; undefined when there is none or more than one. */
export function onlyChild(tree: Tree | undefined, name: string): Tree | undefined {
  const found = tree?.children.filter((child) => child.name === name) ?? [];
  return found.length === 1 ? found[0] : undefined;
}
