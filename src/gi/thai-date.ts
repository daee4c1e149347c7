/** Thai official dates count years of the Buddhist era: 2550 BE is 2007 CE. */
const offset = 543;
const months = [
  'มกราคม',
  'กุมภาพันธ์',
  'มีนาคม',
  'เมษายน',
  'พฤษภาคม',
  'มิถุนายน',
  'กรกฎาคม',
  'สิงหาคม',
  'กันยายน',
  'ตุลาคม',
  'พฤศจิกายน',
  'ธันวาคม',
];
const shortMonths = [
  'ม.ค.',
  'ก.พ.',
  'มี.ค.',
  'เม.ย.',
  'พ.ค.',
  'มิ.ย.',
  'ก.ค.',
  'ส.ค.',
  'ก.ย.',
  'ต.ค.',
  'พ.ย.',
  'ธ.ค.',
];

/** Thai digits ๐–๙ as 0–9; other characters stay. */
export function westernDigits(text: string): string {
  return text.replace(/[๐-๙]/g, (d) => String(d.charCodeAt(0) - 0x0e50));
}

/** True for a year that can only be Buddhist era in a GI record (2484–2643 BE, that is 1941–2100 CE). */
export function isBuddhistYear(year: number): boolean {
  return year >= 2484 && year <= 2643;
}

/** Common-era year of a Buddhist-era year; from 1941 on the two calendars begin their years on the same day. */
export function commonEraYear(buddhistYear: number): number {
  return buddhistYear - offset;
}

/** Gregorian `YYYY-MM-DD` if the three numbers are a real day, otherwise undefined. */
export function isoDate(year: number, month: number, day: number): string | undefined {
  if (!(year >= 1000 && year <= 9999) || !(month >= 1 && month <= 12) || !(day >= 1 && day <= 31))
    return undefined;
  if (day > 28 && new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return undefined;
  return `${year}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
}

/**
 * Reads a date as Thai registers write it and gives the Gregorian ISO date: `12 มีนาคม 2550`, `12 มี.ค. 2550`,
 * `๑๒ มีนาคม พ.ศ. ๒๕๕๐`, `12/03/2550`, `2550-03-12`. Years outside the Buddhist range are taken as common era.
 * Undefined when it is not a real day in one of these forms.
 */
export function parseThaiDate(text: string): string | undefined {
  const clean = westernDigits(text)
    .replace(/พ\.\s?ศ\.\s*/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const era = (year: number): number => (isBuddhistYear(year) ? commonEraYear(year) : year);
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(clean);
  if (iso) return isoDate(era(Number(iso[1])), Number(iso[2]), Number(iso[3]));
  const slashes = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(clean);
  if (slashes) return isoDate(era(Number(slashes[3])), Number(slashes[2]), Number(slashes[1]));
  const words = /^(\d{1,2}) ?(\S+?) ?(\d{4})$/.exec(clean);
  if (!words) return undefined;
  const name = words[2] ?? '';
  const month = Math.max(months.indexOf(name), shortMonths.indexOf(name)) + 1;
  return month === 0 ? undefined : isoDate(era(Number(words[3])), month, Number(words[1]));
}
