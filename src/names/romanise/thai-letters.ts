/**
 * Letter values of the Royal Thai General System of Transcription (Royal Institute, 1999): no tones, no vowel length.
 */
export const initials: Record<string, string> = {
  ก: 'k', ข: 'kh', ฃ: 'kh', ค: 'kh', ฅ: 'kh', ฆ: 'kh', ง: 'ng', จ: 'ch', ฉ: 'ch', ช: 'ch', ซ: 's', ฌ: 'ch', ญ: 'y', ฎ: 'd', ฏ: 't',
  ฐ: 'th', ฑ: 'th', ฒ: 'th', ณ: 'n', ด: 'd', ต: 't', ถ: 'th', ท: 'th', ธ: 'th', น: 'n', บ: 'b', ป: 'p', ผ: 'ph', ฝ: 'f', พ: 'ph', ฟ: 'f',
  ภ: 'ph', ม: 'm', ย: 'y', ร: 'r', ล: 'l', ว: 'w', ศ: 's', ษ: 's', ส: 's', ห: 'h', ฬ: 'l', อ: '', ฮ: 'h',
}; // prettier-ignore

const finalGroups: Record<string, string> = {
  กขคฆ: 'k', ง: 'ng', จชซฌฎฏฐฑฒดตถทธศษส: 't', ญณนรลฬ: 'n', บปพฟภ: 'p', ม: 'm', ย: 'i', ว: 'o',
}; // prettier-ignore

/** Values at the end of a syllable. */
export const finals: Record<string, string> = Object.fromEntries(
  Object.entries(finalGroups).flatMap(([group, value]) => [...group].map((ch) => [ch, value] as const)),
);

/** Two consonants read as one onset. A leading ห or อ is silent; ทร is s in native words. */
export const clusters: Record<string, string> = {
  กร: 'kr', กล: 'kl', กว: 'kw', ขร: 'khr', ขล: 'khl', ขว: 'khw', คร: 'khr', คล: 'khl', คว: 'khw', ตร: 'tr', ปร: 'pr', ปล: 'pl', พร: 'phr', พล: 'phl',
  ผล: 'phl', บร: 'br', บล: 'bl', ดร: 'dr', ฟร: 'fr', ฟล: 'fl', ทร: 's', จร: 'ch', สร: 's', ศร: 's', ซร: 's', หง: 'ng', หญ: 'y', หน: 'n', หม: 'm',
  หย: 'y', หร: 'r', หล: 'l', หว: 'w', อย: 'y',
}; // prettier-ignore

/** Final consonants followed by one that is not read: เพชร, สมุทร, จักร, บุตร. */
export const silentTails = new Set(['ชร', 'ทร', 'กร', 'ตร', 'คร', 'ดร', 'พร', 'รถ', 'รท']);

export type FinalRule = 'none' | 'optional' | 'required';

/** Vowels: what stands before and after the onset, the Latin value, whether a final may follow, and a cost. */
export const vowels: [before: string, after: string, latin: string, final: FinalRule, cost: number][] = [
  ['เ', 'ียะ', 'ia', 'none', 0], ['เ', 'ีย', 'ia', 'optional', 0], ['เ', 'ือะ', 'uea', 'none', 0], ['เ', 'ือ', 'uea', 'optional', 0],
  ['เ', 'าะ', 'o', 'none', 0], ['เ', 'า', 'ao', 'none', 0], ['เ', 'อะ', 'oe', 'none', 0], ['เ', 'อ', 'oe', 'optional', 0],
  ['เ', 'ิ', 'oe', 'required', 0], ['เ', 'ย', 'oei', 'none', 0.3], ['เ', '็', 'e', 'required', 0], ['เ', 'ะ', 'e', 'none', 0],
  ['เ', '', 'e', 'optional', 0.1], ['แ', 'ะ', 'ae', 'none', 0], ['แ', '็', 'ae', 'required', 0], ['แ', '', 'ae', 'optional', 0],
  ['โ', 'ะ', 'o', 'none', 0], ['โ', '', 'o', 'optional', 0], ['ใ', '', 'ai', 'none', 0], ['ไ', 'ย', 'ai', 'none', 0], ['ไ', '', 'ai', 'none', 0],
  ['', 'ัวะ', 'ua', 'none', 0], ['', 'ัว', 'ua', 'none', 0], ['', 'ัย', 'ai', 'none', 0], ['', 'ั', 'a', 'required', 0], ['', 'ะ', 'a', 'none', 0],
  ['', 'า', 'a', 'optional', 0], ['', 'ำ', 'am', 'none', 0], ['', 'ิ', 'i', 'optional', 0], ['', 'ี', 'i', 'optional', 0], ['', 'ึ', 'ue', 'optional', 0],
  ['', 'ือ', 'ue', 'none', 0], ['', 'ื', 'ue', 'required', 0], ['', 'ุ', 'u', 'optional', 0], ['', 'ู', 'u', 'optional', 0],
  ['', '็อ', 'o', 'required', 0], ['', '็', 'o', 'none', 0], ['', 'อ', 'o', 'optional', 0.2], ['', 'ว', 'ua', 'required', 0.4],
  ['', 'รร', 'a', 'required', 0.1], ['', 'รร', 'an', 'none', 0.2], ['', 'ฤ', 'rue', 'optional', 0], ['', '', 'o', 'required', 1.6],
  ['', '', 'a', 'none', 1.5],
]; // prettier-ignore
