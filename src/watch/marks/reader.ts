import { shown, problem, type ProblemCode } from '../../formats/problems.ts';
import { isoDate } from '../../gi/thai-date.ts';
import type { Place, Problem } from '../../gi/problem.ts';
import type { MarkState } from '../../db/schema/index.ts';
import type { Day } from '../../madrid/rules/calendar.ts';
import type { DecodedMark, WatchedMark } from './mark.ts';

/** Days before and after these are slips of the pen, or years of another calendar. */
const earliest = '1850-01-01';
const latest = '2100-01-01';
/** Longest texts kept; the kept file has the rest. */
const MAX = { text: 500, goods: 4000, holder: 300, number: 60 };

const withdrawnWords =
  /withdraw|refus|reject|cancel|expire|surrender|abandon|annul|lapsed|dead|deleted?|ended|terminated|撤回|无效|驳回|注销|失效|ถอน|ปฏิเสธ|เพิกถอน/i;
const registeredWords =
  /^(registered|registration published|granted|protected|live\/registered|已注册|จดทะเบียน)/i;

/** What is told of a mark before it is checked. */
export interface RawMark {
  office: string | undefined;
  number: string | undefined;
  text: string | undefined;
  language?: string | undefined;
  classes: readonly string[];
  goods: string | undefined;
  holder: string | undefined;
  appliedOn: string | undefined;
  publishedOn: string | undefined;
  state: string | undefined;
  designations: readonly string[];
}

const tidy = (text: string | undefined): string => text?.replace(/\s+/g, ' ').trim() ?? '';
const isOffice = (code: string): boolean => /^[A-Z]{2}$/.test(code);

/** Codes some files write for an office that ST.3 names otherwise. */
const otherCodes: Record<string, string> = { EU: 'EM', UK: 'GB', IB: 'WO', WIPO: 'WO' };

function officeOf(raw: string): string {
  const code = raw.toUpperCase();
  return otherCodes[code] ?? code;
}

/** Checks one record, collecting what is wrong with it. */
export class MarkReader {
  readonly #problems: Problem[] = [];
  readonly #place: Place;

  constructor(place: Place) {
    this.#place = place;
  }

  /** The record as a mark; without office, number or words there is none. */
  read(raw: RawMark): DecodedMark {
    const office = officeOf(tidy(raw.office));
    const number = tidy(raw.number).replaceAll(' ', '').slice(0, MAX.number);
    const text = tidy(raw.text).slice(0, MAX.text);
    if (office === '') this.#report('marks/no-office', 'The record names no office', 'office');
    else if (!isOffice(office))
      this.#report('marks/no-office', `“${shown(office)}” is no office code`, 'office');
    if (number === '') this.#report('marks/no-number', 'The record has no number', 'number');
    const state = stateOf(tidy(raw.state));
    if (text === '' && state !== 'withdrawn')
      this.#report('marks/no-words', 'The record has no words to compare', 'mark');
    const language = tidy(raw.language).slice(0, 35);
    const holder = tidy(raw.holder).slice(0, MAX.holder);
    const appliedOn = this.#day(raw.appliedOn, 'applied_on');
    const publishedOn = this.#day(raw.publishedOn, 'published_on');
    const mark: WatchedMark = {
      office,
      number,
      text,
      classes: this.#classes(raw.classes),
      goods: tidy(raw.goods).slice(0, MAX.goods),
      state,
      designations: [...new Set(raw.designations.map((d) => officeOf(tidy(d))).filter(isOffice))].sort(),
      ...(language && { language }),
      ...(holder && { holder }),
      ...(appliedOn && { appliedOn }),
      ...(publishedOn && { publishedOn }),
    };
    const usable =
      (text !== '' || state === 'withdrawn') && !this.#problems.some((p) => p.severity === 'error');
    return { mark: usable ? mark : undefined, problems: this.#problems, place: this.#place };
  }

  #classes(raw: readonly string[]): number[] {
    const classes = new Set<number>();
    for (const text of raw.map(tidy).filter(Boolean)) {
      const number = Number(text);
      if (Number.isInteger(number) && number >= 1 && number <= 45) classes.add(number);
      else this.#report('marks/class', `“${shown(text)}” is no Nice class`, 'classes');
    }
    return [...classes].sort((a, b) => a - b);
  }

  /**
   * A day written `YYYY-MM-DD`, `YYYYMMDD`, `2026/11/2`, `2026.11.2` or `2026年11月2日`, with or without a time or a zone:
   * the day as written counts. Days written day or month first can be read two ways and are not taken.
   */
  #day(raw: string | undefined, field: string): Day | undefined {
    const text = tidy(raw);
    if (text === '') return undefined;
    const match =
      /^(\d{4})-?(\d{2})-?(\d{2})(?:Z|[+-]\d{2}:\d{2}|[T ][\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?$/.exec(text) ??
      /^(\d{4})(?:[/.]|年)(\d{1,2})(?:[/.]|月)(\d{1,2})日?$/.exec(text);
    const day = match && isoDate(Number(match[1]), Number(match[2]), Number(match[3]));
    if (day && day >= earliest && day < latest) return day;
    this.#report(
      'marks/date',
      day ? `“${shown(text)}” cannot be the day` : `“${shown(text)}” is not a day`,
      field,
    );
    return undefined;
  }

  #report(code: ProblemCode, message: string, field: string): void {
    this.#problems.push(problem(code, message, { ...this.#place, field }));
  }
}

function stateOf(text: string): MarkState {
  if (withdrawnWords.test(text)) return 'withdrawn';
  return registeredWords.test(text) ? 'registered' : 'pending';
}
