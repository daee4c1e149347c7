import { stripVTControlCharacters } from 'node:util';
import type { ApiProblem } from './connection.ts';

/** Columns a terminal gives a character: wide for Han, kana and full-width forms, none for combining marks. */
function columns(text: string): number {
  let width = 0;
  // Colour takes no room.
  for (const ch of stripVTControlCharacters(text)) {
    if (/[\p{Mn}\p{Me}\p{Cf}]/u.test(ch)) continue;
    width +=
      /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(
        ch,
      )
        ? 2
        : 1;
  }
  return width;
}

/** Rows as aligned columns under a header, for a terminal. */
export function table(header: string[], rows: string[][]): string {
  const all = [header, ...rows];
  const widths = header.map((_, i) => Math.max(...all.map((r) => columns(r[i] ?? ''))));
  const line = (row: string[]): string =>
    row
      .map((cell, i) => cell + ' '.repeat(Math.max(0, (widths[i] ?? 0) - columns(cell))))
      .join('  ')
      .trimEnd();
  return [line(header), widths.map((w) => '─'.repeat(w)).join('  '), ...rows.map(line)].join('\n');
}

/** A place in an input, in words; empty where nothing is known of it. */
export function where(place: Record<string, unknown>): string {
  const parts: string[] = [];
  if (place['line'] !== undefined)
    parts.push(`line ${place['line']}${place['column'] !== undefined ? `:${place['column']}` : ''}`);
  if (place['record'] !== undefined) parts.push(`record ${Number(place['record']) + 1}`);
  if (place['path']) parts.push(String(place['path']));
  if (place['field']) parts.push(String(place['field']));
  return parts.join(', ');
}

/** Problems of an input, one per line with place and remedy; at most `limit` of them. */
export function problemLines(problems: NonNullable<ApiProblem['problems']>, limit = 20): string[] {
  const lines = problems.slice(0, limit).flatMap((p) => {
    const place = where(p.place);
    return [`  ${p.severity} ${p.code}${place ? ` at ${place}` : ''}: ${p.message}`, `    → ${p.remedy}`];
  });
  if (problems.length > limit) lines.push(`  … and ${problems.length - limit} more; --json lists all.`);
  return lines;
}

/** A refusal for people: what, and what to do. */
export function refusalText(problem: ApiProblem): string {
  if (problem.problems?.length) return problemLines(problem.problems).join('\n');
  return `${problem.code}: ${problem.detail}\n  → ${problem.remedy}`;
}
