import type { SoundScript } from './fold.ts';

/** `letters=sound` entries separated by blanks, longest letters first. */
function parse(entries: string): { map: Map<string, string>; longest: number } {
  const map = new Map(
    entries
      .trim()
      .split(/\s+/)
      .map((entry) => entry.split('=') as [string, string]),
  );
  return { map, longest: Math.max(...[...map.keys()].map((key) => key.length)) };
}

/**
 * Rough sounds in one alphabet for all scripts, so that what one script's examples teach about Latin spelling serves
 * the others: C ch, J dj, S sh, Z zh, T th, x kh, N ng, c ts, @ a neutral vowel, y a glide.
 */
const tables: Partial<Record<SoundScript, ReturnType<typeof parse>>> = {
  Cyrl: parse(`дж=J дз=dz а=a б=b в=v г=g д=d е=e ж=Z з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=h ц=c ч=C
    ш=S щ=St ъ=@ ь= ю=yu я=ya ё=yo ы=i э=e і=i ї=yi є=ye ґ=g ў=w`),
  Grek: parse(`ου=u μπ=b ντ=d γκ=g γγ=Ng τζ=J τσ=C αι=e ει=i οι=i α=a β=v γ=g δ=d ε=e ζ=z η=i θ=T ι=i κ=k λ=l μ=m ν=n ξ=ks
    ο=o π=p ρ=r σ=s τ=t υ=i φ=f χ=h ψ=ps ω=o ϊ=i ϋ=i`),
  Thai: parse(`ก=g ข=k ค=k ฆ=k ง=N จ=J ฉ=C ช=C ซ=s ฌ=C ญ=y ฎ=d ฏ=t ฐ=t ฑ=t ฒ=t ณ=n ด=d ต=t ถ=t ท=t ธ=t น=n บ=b ป=p ผ=p
    ฝ=f พ=p ฟ=f ภ=p ม=m ย=y ร=r ฤ=ri ล=l ว=w ศ=s ษ=s ส=s ห=h ฬ=l อ=o ฮ=h ะ=a \u0e31=a า=a \u0e33=am \u0e34=i \u0e35=i \u0e36=u
    \u0e37=u \u0e38=u \u0e39=u เ=e แ=e โ=o ใ=ay ไ=ay \u0e4c=~`),
};

/** The rough sound of letters of one script; `^` and `$` stand. Empty for scripts without a table. */
export function roughSound(script: SoundScript, letters: string): string {
  const table = tables[script];
  if (!table) return '';
  let out = '';
  for (let i = 0; i < letters.length;) {
    let length = Math.min(table.longest, letters.length - i);
    while (length > 1 && !table.map.has(letters.slice(i, i + length))) length--;
    const ch = letters.slice(i, i + length);
    out += table.map.get(ch) ?? ch;
    i += length;
  }
  return out;
}
