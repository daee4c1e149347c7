import { latinBits, letterIndex } from './letters.ts';
import { mainScript } from './script.ts';

const perLetter = {
  Hani: 10,
  Thai: 3.3,
  Grek: 3.6,
  Cyrl: 3.6,
  Kana: 5,
  Hang: 8,
  Zyyy: 2,
  Zzzz: 3.5,
} as const;

/** Bits of information in a folded piece of a name: how unlikely another name holds it by chance. */
export function bitsOf(text: string): number {
  const script = mainScript(text);
  if (script === 'Latn') return latinBits(text);
  let letters = 0;
  for (const ch of text)
    if (!/\p{M}/u.test(ch)) letters += letterIndex(ch.codePointAt(0) as number) > 0 ? 0.4 : 1;
  return letters * perLetter[script];
}
