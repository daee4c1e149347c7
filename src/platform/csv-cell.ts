/** A cell of a CSV file that a spreadsheet must not take for a formula. */
export function plainCell(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
