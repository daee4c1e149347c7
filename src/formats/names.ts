import type { NameForm } from '../gi/name-form.ts';
import type { Place, Problem } from '../gi/problem.ts';
import { detectScript, dominantScript, mixedScriptWords, refineHan } from '../gi/script.ts';
import { simplify } from '../names/simplify.ts';
import { problem, shown } from './problems.ts';

/**
 * Text of a name as kept: NFC, ends trimmed. A change of normal form is reported, since the bytes then differ from
 * the partner's.
 */
export function nameText(raw: string, placeOf: () => Place, problems: Problem[]): string {
  const trimmed = raw.trim();
  const text = trimmed.normalize('NFC');
  if (text !== trimmed) {
    problems.push(
      problem('name/not-normalised', `The name “${shown(trimmed)}” was not in Unicode NFC`, placeOf()),
    );
  }
  const mixed = mixedScriptWords(text);
  if (mixed.length > 0) {
    const words = mixed.map((word) => `“${shown(word)}”`).join(', ');
    problems.push(
      problem('name/mixed-script', `Letters of several scripts in one word: ${words}`, placeOf()),
    );
  }
  return text;
}

/**
 * Script recorded with a name: one script's code, `Zyyy` when scripts mix. Han is traditional where a character says so
 * or Taiwan, Hong Kong or Macao is the origin, simplified otherwise; Japanese and Korean Han stays `Hani`.
 */
export function nameScript(text: string, countries: readonly string[]): string {
  const script = detectScript(text);
  if (script !== 'Hani' || countries.some((country) => country === 'JP' || country === 'KR')) return script;
  const byCountry = refineHan(script, countries);
  if (byCountry === 'Hant') return byCountry;
  return [...text].some((char) => simplify(char) !== char) ? 'Hant' : 'Hans';
}

/** The script that decides a name's role: that of most of its letters, so that one stray letter does not count. */
export function roleScript(text: string): string {
  const whole = detectScript(text);
  return whole === 'Zyyy' ? dominantScript(text) : whole;
}

/** The first of several equal forms; the same spelling given twice in one role is one form. */
export function withoutRepeats(names: NameForm[]): NameForm[] {
  const seen = new Set<string>();
  return names.filter((name) => {
    const key = `${name.kind}\n${name.language}\n${name.text}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
