import type { SoundForm } from './fold.ts';

/** `letter=latin` entries separated by blanks. */
function parse(entries: string): Record<string, string> {
  return Object.fromEntries(entries.split(' ').map((entry) => entry.split('=') as [string, string]));
}

const greek = parse(
  'α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s τ=t υ=y φ=f χ=ch ψ=ps ω=o ' +
    'ϊ=i ϋ=y ου=ou μπ=b ντ=d γκ=g γγ=ng τζ=j τσ=ts αυ=av ευ=ev αι=ai ει=ei οι=oi',
);
const cyrillic = parse(
  'а=a б=b в=v г=g д=d е=e ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=h ц=ts ч=ch ' +
    'ш=sh щ=sht ъ=a ь= ю=yu я=ya ё=yo ы=y э=e і=i ї=yi є=ye ґ=g ў=u ј=j љ=lj њ=nj ћ=c ђ=dj џ=dz',
);
const thai = parse(
  'ก=k ข=kh ค=kh ฆ=kh ง=ng จ=ch ฉ=ch ช=ch ซ=s ฌ=ch ญ=y ฎ=d ฏ=t ฐ=th ฑ=th ฒ=th ณ=n ด=d ต=t ถ=th ท=th ธ=th ' +
    'น=n บ=b ป=p ผ=ph ฝ=f พ=ph ฟ=f ภ=ph ม=m ย=y ร=r ฤ=rue ล=l ว=w ศ=s ษ=s ส=s ห=h ฬ=l อ= ฮ=h ะ=a \u0e31=a ' +
    '\u0e32=a \u0e33=am \u0e34=i \u0e35=i \u0e36=ue \u0e37=ue \u0e38=u \u0e39=u เ=e แ=ae โ=o ใ=ai ไ=ai ' +
    '\u0e4c= ๆ=',
);
const tables: Record<string, Record<string, string>> = { Grek: greek, Cyrl: cyrillic, Thai: thai };

/**
 * One plain Latin spelling of a folded form, letter by letter (Greek and Cyrillic pairs of letters first), for use as
 * a common ground between scripts and as a first guess in training; not a scheme to show to people. Han needs
 * readings and is not handled here.
 */
export function plainLatin(form: SoundForm): string {
  const table = tables[form.script];
  if (!table) return form.text;
  let out = '';
  for (let i = 0; i < form.text.length; i++) {
    const pair = table[form.text.slice(i, i + 2)];
    if (pair !== undefined) i++;
    out += pair ?? table[form.text.charAt(i)] ?? form.text.charAt(i);
  }
  return out;
}
