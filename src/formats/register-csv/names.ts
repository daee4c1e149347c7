import type { Evidence } from '../../gi/evidence.ts';
import type { NameForm } from '../../gi/name-form.ts';
import { guessLanguage, nativeScript } from '../../gi/script.ts';
import { nameScript, nameText, roleScript, withoutRepeats } from '../names.ts';
import type { RegisterLine } from './lines.ts';

/**
 * Name forms of one register line, in its order. Beside a name in a script of the origin a Latin one is the register's
 * transcription; otherwise all are names protected at origin. Languages are guessed from script and country.
 */
export function registerNames(
  line: RegisterLine,
  column: string,
  texts: readonly string[],
  origin: string[],
  evidence: Evidence,
): NameForm[] {
  const natives = new Set(origin.map(nativeScript));
  const clean = texts
    .map((text) => nameText(text, () => line.at(column), line.problems))
    .filter((text) => text !== '');
  if (clean.length === 0) line.report(column, 'The line has no name');
  const isNative = (text: string): boolean => roleScript(text) !== 'Latn' && natives.has(roleScript(text));
  const hasNative = clean.some(isNative) && !natives.has('Latn');
  const positions = new Map<string, number>();
  const forms = clean.map((text): NameForm => {
    const role = roleScript(text);
    const position = positions.get(role) ?? 0;
    positions.set(role, position + 1);
    return {
      text,
      language: guessLanguage(role, origin, position),
      script: nameScript(text, origin),
      kind: hasNative && role === 'Latn' ? 'transcription' : 'original',
      evidence,
    };
  });
  return withoutRepeats(forms);
}
