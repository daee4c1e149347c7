/** Modified Hepburn for kana; long vowels written without macrons, as folded Latin has none. */
const rows: Record<string, string> = {
  'アイウエオ': 'a i u e o', 'カキクケコ': 'ka ki ku ke ko', 'ガギグゲゴ': 'ga gi gu ge go', 'サシスセソ': 'sa shi su se so', 'ザジズゼゾ': 'za ji zu ze zo',
  'タチツテト': 'ta chi tsu te to', 'ダヂヅデド': 'da ji zu de do', 'ナニヌネノ': 'na ni nu ne no', 'ハヒフヘホ': 'ha hi fu he ho', 'バビブベボ': 'ba bi bu be bo',
  'パピプペポ': 'pa pi pu pe po', 'マミムメモ': 'ma mi mu me mo', 'ヤユヨ': 'ya yu yo', 'ラリルレロ': 'ra ri ru re ro', 'ワヰヱヲン': 'wa i e o n', 'ヴ': 'vu',
}; // prettier-ignore
const small: Record<string, string> = {
  ャ: 'ya',
  ュ: 'yu',
  ョ: 'yo',
  ァ: 'a',
  ィ: 'i',
  ゥ: 'u',
  ェ: 'e',
  ォ: 'o',
};
const table = new Map<string, string>();
for (const [kana, latin] of Object.entries(rows)) {
  const readings = latin.split(' ');
  [...kana].forEach((ch, i) => table.set(ch, readings[i] as string));
}

const toKatakana = (text: string): string =>
  text.replace(/[\u3041-\u3096]/g, (ch) => String.fromCharCode(ch.charCodeAt(0) + 0x60));

/** Hepburn form of kana in a text; everything else passes through. */
export function kanaToLatin(text: string): string {
  const kana = [...toKatakana(text)];
  let out = '';
  for (let i = 0; i < kana.length; i++) {
    const ch = kana[i] as string;
    const reading = table.get(ch);
    if (reading !== undefined) out += reading;
    else if (small[ch] !== undefined) out = joinSmall(out, small[ch]);
    else if (ch === 'ッ') out += table.get(kana[i + 1] ?? '')?.[0]?.replace('c', 't') ?? '';
    else if (ch !== 'ー') out += ch;
  }
  return out;
}

/** キ + ャ = kya, シ + ャ = sha, フ + ァ = fa, ティ = ti. */
function joinSmall(out: string, vowel: string): string {
  if (!/[aiueo]$/.test(out)) return out + vowel;
  const stem = out.slice(0, -1);
  if (!vowel.startsWith('y')) return stem + vowel;
  return /(sh|ch|j)$/.test(stem) ? stem + vowel.slice(1) : stem + vowel;
}
