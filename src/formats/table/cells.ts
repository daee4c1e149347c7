/** Several values in one cell are written `a | b`; a bar or backslash inside a value is written `\|` or `\\`. */
export function joinCell(values: readonly string[]): string {
  return values.map((value) => value.replace(/[\\|]/g, '\\$&')).join(' | ');
}

/** The values of a cell, ends trimmed; empty ones are left out. */
export function splitCell(cell: string): string[] {
  const values: string[] = [];
  let value = '';
  for (let i = 0; i < cell.length; i++) {
    const char = cell[i] ?? '';
    if (char === '\\' && i + 1 < cell.length) value += cell[++i] ?? '';
    else if (char === '|') {
      values.push(value);
      value = '';
    } else value += char;
  }
  values.push(value);
  return values.map((v) => v.trim()).filter((v) => v !== '');
}

const formulaStart = /^'*[=+\-@\t\r]/;

/**
 * A cell that a spreadsheet would run as a formula gets an apostrophe before it, as does one that has such an
 * apostrophe of its own, so that {@link unguardFormula} gives back every cell as it was.
 */
export function guardFormula(cell: string): string {
  return formulaStart.test(cell) ? `'${cell}` : cell;
}

export function unguardFormula(cell: string): string {
  return cell.startsWith("'") && formulaStart.test(cell) ? cell.slice(1) : cell;
}
