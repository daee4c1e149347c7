const token =
  /[\t\n\r ]*(?:([{}[\],:])|("(?:(?!\p{Cc})[^"\\]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/uy;

/**
 * Offset at which a text stops being JSON (its length when it ends too early). For text that `JSON.parse` refused:
 * the engine's own message does not always say where.
 */
export function locateJsonError(text: string): number {
  const stack: string[] = [];
  let expect: 'value' | 'value-or-close' | 'key' | 'key-or-close' | 'colon' | 'next' = 'value';
  let offset = 0;
  for (;;) {
    token.lastIndex = offset;
    const match = token.exec(text);
    if (!match) return offset + (/^[\t\n\r ]*/.exec(text.slice(offset))?.[0].length ?? 0);
    const [, mark, string, scalar] = match;
    const at = token.lastIndex - (mark ?? string ?? scalar ?? '').length;
    const container = stack.at(-1);
    if (expect === 'next' && container === undefined) return at;
    if (expect === 'value' || expect === 'value-or-close') {
      if (mark === '{') {
        stack.push('{');
        expect = 'key-or-close';
      } else if (mark === '[') {
        stack.push('[');
        expect = 'value-or-close';
      } else if (mark === undefined) expect = 'next';
      else if (mark === ']' && expect === 'value-or-close') {
        stack.pop();
        expect = 'next';
      } else return at;
    } else if (expect === 'key' || expect === 'key-or-close') {
      if (string !== undefined) expect = 'colon';
      else if (mark === '}' && expect === 'key-or-close') {
        stack.pop();
        expect = 'next';
      } else return at;
    } else if (expect === 'colon') {
      if (mark !== ':') return at;
      expect = 'value';
    } else if (mark === ',') expect = container === '{' ? 'key' : 'value';
    else if ((mark === '}' && container === '{') || (mark === ']' && container === '[')) stack.pop();
    else return at;
    offset = token.lastIndex;
  }
}
