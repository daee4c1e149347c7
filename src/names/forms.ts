const slash = /\s*(?:\s[/|]\s|[；;|])\s*/u;
const bracket = /^(.*?)\s*[(（[【]([^()（）[\]【】]*)[)）\]】]\s*(.*)$/su;
const letters = /\p{L}{2}/u;
/** Names with more alternatives than this are lists; the rest of them is not read. */
const mostForms = 6;

/**
 * The spellings one line of a register holds: `茅台酒（贵州茅台酒）` is two names, `Halloumi / Hellim` too. The line as
 * written comes first; it is the only one when nothing is to be split.
 */
export function formsOf(name: string): string[] {
  const found: string[] = [];
  for (const part of name.split(slash).slice(0, mostForms)) {
    const [, before = '', inner = '', after = ''] = bracket.exec(part) ?? [];
    const outer = `${before} ${after}`.trim();
    if (outer === '') found.push(part);
    else found.push(outer, ...(after === '' ? [inner] : []));
  }
  const forms = [...new Set(found.map((f) => f.trim()).filter((f) => letters.test(f)))].slice(0, mostForms);
  return forms.length > 1 || (forms[0] !== undefined && forms[0] !== name.trim()) ? [name, ...forms] : [name];
}
