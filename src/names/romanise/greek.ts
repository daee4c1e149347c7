/**
 * Greek to Latin by ELOT 743 (ISO 843 type 2, the form on Greek passports and road signs); input folded: lower case,
 * no tonos. `variants` adds what registers and trade write instead.
 */
const pairs: Record<string, string> = {
  γγ: 'ng', γξ: 'nx', γχ: 'nch', ου: 'ou',
}; // prettier-ignore
const letters: Record<string, string> = {
  α: 'a', β: 'v', γ: 'g', δ: 'd', ε: 'e', ζ: 'z', η: 'i', θ: 'th', ι: 'i', κ: 'k', λ: 'l', μ: 'm', ν: 'n', ξ: 'x', ο: 'o',
  π: 'p', ρ: 'r', σ: 's', τ: 't', υ: 'y', φ: 'f', χ: 'ch', ψ: 'ps', ω: 'o',
}; // prettier-ignore
const voiced = /[αεηιουωβγδζλμνρ]/;

/** One ELOT 743 form of a folded Greek text; characters that are not Greek pass through. */
export function greekToLatin(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const ch = text[i] as string;
    const next = text[i + 1] ?? '';
    const two = ch + next;
    if (pairs[two]) [out, i] = [out + pairs[two], i + 1];
    else if (next === 'υ' && (ch === 'α' || ch === 'ε' || ch === 'η')) {
      out += (letters[ch] as string) + (voiced.test(text[i + 2] ?? '') ? 'v' : 'f');
      i++;
    } else if (two === 'μπ') {
      const edge = i === 0 || text[i - 1] === ' ' || i + 2 >= text.length || text[i + 2] === ' ';
      [out, i] = [out + (edge ? 'b' : 'mp'), i + 1];
    } else out += letters[ch] ?? ch;
  }
  return out;
}

const habits: [RegExp, string][] = [
  [/αι/g, 'ε'], [/[οε]ι/g, 'ι'], [/υι/g, 'ι'], [/(?<![αεηο])υ/g, 'ι'],
]; // prettier-ignore

/** Spellings by ear that stand beside the standard in registers: Kerkira, Hania, Playies, Velvedo, Peanias. */
export function greekVariants(text: string): string[] {
  let byEar = text;
  for (const [pattern, replacement] of habits) byEar = byEar.replace(pattern, replacement);
  const ear = greekToLatin(byEar);
  const soft = greekToLatin(byEar.replace(/ντ/g, 'δ').replace(/γκ/g, 'γ').replace(/μπ/g, 'μ_'));
  return [
    greekToLatin(text),
    ear,
    ear.replace(/ch/g, 'h'),
    ear.replace(/ch/g, 'kh'),
    soft
      .replace(/m_/g, 'b')
      .replace(/ch/g, 'h')
      .replace(/g(?=[ei])/g, 'y'),
    greekToLatin(text).replace(/f/g, 'ph').replace(/^i/, 'e'),
  ];
}
