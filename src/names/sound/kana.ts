const rows: [string, string][] = [
  ['あいうえお', 'a i u e o'], ['かきくけこ', 'ka ki ku ke ko'], ['がぎぐげご', 'ga gi gu ge go'], ['さしすせそ', 'sa shi su se so'],
  ['ざじずぜぞ', 'za ji zu ze zo'], ['たちつてと', 'ta chi tsu te to'], ['だぢづでど', 'da ji zu de do'], ['なにぬねの', 'na ni nu ne no'],
  ['はひふへほ', 'ha hi fu he ho'], ['ばびぶべぼ', 'ba bi bu be bo'], ['ぱぴぷぺぽ', 'pa pi pu pe po'], ['まみむめも', 'ma mi mu me mo'],
  ['やゆよ', 'ya yu yo'], ['らりるれろ', 'ra ri ru re ro'], ['わゐゑをん', 'wa i e o n'], ['ゔ', 'vu'],
]; // prettier-ignore

const table = new Map<string, string>();
for (const [kana, latin] of rows) {
  const sounds = latin.split(' ');
  [...kana].forEach((ch, i) => table.set(ch, sounds[i] as string));
}
const smallY: Record<string, string> = { ゃ: 'a', ゅ: 'u', ょ: 'o' };
const smallVowel: Record<string, string> = { ぁ: 'a', ぃ: 'i', ぅ: 'u', ぇ: 'e', ぉ: 'o' };

function hiragana(ch: string): string {
  const code = ch.charCodeAt(0);
  return code >= 0x30a1 && code <= 0x30f6 ? String.fromCharCode(code - 0x60) : ch;
}

/**
 * Kana among folded letters spelt in Latin letters, Hepburn without length marks: シャンパン gives `shanpan`,
 * フェ gives `fe`, っ doubles the next consonant. Other letters pass through.
 */
export function kanaToLatin(letters: readonly string[]): string[] {
  let out = '';
  let double = false;
  for (const letter of letters) {
    const ch = hiragana(letter);
    if (ch === 'っ') double = true;
    else if (ch === 'ー' || ch === '゛' || ch === '゜') continue;
    else if (smallY[ch] !== undefined)
      out = /(sh|ch|j)i$/.test(out)
        ? out.slice(0, -1) + smallY[ch]
        : `${out.replace(/i$/, 'y')}${smallY[ch]}`;
    else if (smallVowel[ch] !== undefined) out = out.replace(/[aeiou]$/, '') + smallVowel[ch];
    else {
      const sound = table.get(ch) ?? letter;
      out += double && /^[a-z]/.test(sound) ? sound.charAt(0) + sound : sound;
      double = false;
    }
  }
  return [...out];
}
