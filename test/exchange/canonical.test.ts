import fc from 'fast-check';
import { XmlC14NMode, XmlDocument } from 'libxml2-wasm';
import { describe, expect, it } from 'vitest';
import { readSigned } from '../../src/exchange/xmldsig/read-signed.ts';

const ours = async (xml: string): Promise<string> => {
  const { document } = await readSigned(new TextEncoder().encode(xml));
  return Buffer.concat(document).toString();
};

function libxml2(xml: string): string {
  const document = XmlDocument.fromString(xml);
  const canonical = document.canonicalizeToString({ mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0 });
  document.dispose();
  return canonical;
}

const prefixes = ['', 'a', 'b', 'c'];
const uris = ['urn:1', 'urn:2', 'http://example.org/ns'];
const text = fc.constantFrom(
  'plain',
  '&amp;&lt;&gt;&quot;',
  '龙井茶 𠮷',
  ' \t x \n',
  '&#13;&#10;&#9;',
  '\r\nnext\rline',
  '<![CDATA[<a>&amp;]]>',
  '<!-- dropped -->',
  '<?pi  data?>',
  '<?pi?>',
  "it's",
  ']] &gt;',
);
const value = fc.constantFrom('v', '&amp;&lt;>&quot;', ' a\tb\nc ', '&#13;&#10;&#9;', "it's", '龙', '\r\n');

interface Node {
  prefix: string;
  declares: Record<string, string>;
  attributes: [string, string, string][];
  children: (Node | string)[];
}

const node: fc.Arbitrary<Node> = fc.letrec<{ node: Node }>((tie) => ({
  node: fc.record({
    prefix: fc.constantFrom(...prefixes),
    declares: fc.dictionary(fc.constantFrom(...prefixes), fc.constantFrom(...uris), { maxKeys: 3 }),
    attributes: fc.uniqueArray(
      fc.tuple(fc.constantFrom(...prefixes), fc.constantFrom('x', 'y', 'B', 'é'), value),
      {
        maxLength: 4,
        selector: ([, local]) => local,
      },
    ),
    children: fc.array(fc.oneof({ depthSize: 'small', withCrossShrink: true }, text, tie('node')), {
      maxLength: 4,
    }),
  }),
})).node;

function written({ prefix, declares, attributes, children }: Node, root: boolean): string {
  // Every prefix is declared at the root; below, declarations come and go.
  const declared = root ? { a: 'urn:1', b: 'urn:2', c: 'urn:1', ...declares } : declares;
  const name = prefix === '' ? 'e' : `${prefix}:e`;
  const namespaces = Object.entries(declared).map(([p, uri]) =>
    p === '' ? ` xmlns="${uri}"` : ` xmlns:${p}='${uri}'`,
  );
  const others = attributes.map(([p, local, v]) => ` ${p === '' ? local : `${p}:${local}`}="${v}"`);
  const inner = children.map((c) => (typeof c === 'string' ? c : written(c, false))).join('');
  return `<${name}${others.join('\n ')}${namespaces.join(' ')}>${inner}</${name}>`;
}

describe('exclusive canonical XML', () => {
  it('is what libxml2 makes of any document', async () => {
    await fc.assert(
      fc.asyncProperty(node, fc.boolean(), async (tree, around) => {
        const xml = `<?xml version="1.0"?>${around ? '\n<?before it?>\n<!-- gone -->' : ''}${written(tree, true)}${around ? '\n<?after?>\n' : ''}`;
        expect(await ours(xml)).toBe(libxml2(xml));
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ['xml: attributes', '<e xml:lang="zh"><f xml:space="preserve" b="1" a="2"/></e>'],
    ['a default namespace taken back', '<e xmlns="urn:1"><f xmlns=""><g/></f></e>'],
    ['a prefix bound anew', '<a:e xmlns:a="urn:1"><a:f xmlns:a="urn:2"><a:g xmlns:a="urn:1"/></a:f></a:e>'],
    ['a namespace nobody uses', '<e xmlns:a="urn:1"><f xmlns:b="urn:2" b:x="1"/></e>'],
  ])('has %s as libxml2 has it', async (_, xml) => {
    expect(await ours(xml)).toBe(libxml2(xml));
  });

  it('is the same in another encoding', async () => {
    const xml = '<?xml version="1.0" encoding="UTF-16"?><e a="龙">井</e>';
    const { document } = await readSigned(
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(xml, 'utf16le')]),
    );
    expect(Buffer.concat(document).toString()).toBe('<e a="龙">井</e>');
  });
});
