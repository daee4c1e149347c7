import type { ClassGoods, SecondLanguage, WorkingLanguage } from './elements.ts';
import { advice, missing, toSign } from './supply.ts';
import { problem } from '../../formats/problems.ts';
import type { BasicMark, Entry } from '../../gi/entry.ts';
import { InputError, type Problem } from '../../gi/problem.ts';
import { addDays } from '../rules/calendar.ts';

/** What the package can be told beyond the entry. */
export interface FilingDetails {
  /** Language of the application: one of the three working languages of the Madrid System. */
  language: WorkingLanguage;
  /** Day the office of origin received the request, `YYYY-MM-DD`. */
  receivedOn?: string | undefined;
  /** Total fee in Swiss francs, decimal text such as `1053.00`. */
  feeInSwissFrancs?: string | undefined;
  /** The office's own reference. */
  officeReference?: string | undefined;
  /** What the holder's record in the register does not say. */
  holder?: Partial<Record<'name' | 'nameLatin' | 'address' | 'countryCode', string | undefined>> | undefined;
  /** Day the basic mark was registered, `YYYY-MM-DD`, where the list does not hold it. */
  basicMarkRegisteredOn?: string | undefined;
  /** The mark in Latin letters by its sound, where no list has it. */
  transliteration?: string | undefined;
  /** What the mark means, in the language of the application. */
  translation?: string | undefined;
  /** EM: the second language before the office of the European Union. */
  secondLanguage?: SecondLanguage | undefined;
  /** US: the declaration of intention to use that goes with it, such as MM18 and its date. */
  intentToUse?: string | undefined;
  /** Goods in the language of the application, where the basic mark has them in another. */
  goods?: { classNumber: number; text: string }[] | undefined;
  /** The regulations governing use that go with it, such as their title and date. */
  regulations?: string | undefined;
  /** Which representation goes with it, such as the name of the image file. */
  representation?: string | undefined;
}

/**
 * The goods of every class of the basic mark, in the language of the application as far as they are known in it; those
 * that are told where the classes of the mark are not held.
 */
export function goodsOf(mark: BasicMark, details: Pick<FilingDetails, 'goods' | 'language'>): ClassGoods[] {
  const numbers = [...new Set(mark.niceClasses.map((c) => c.classNumber))].sort((a, b) => a - b);
  if (numbers.length === 0) return details.goods ?? [];
  return numbers.map((classNumber) => {
    const told = details.goods?.find((g) => g.classNumber === classNumber)?.text.trim();
    return { classNumber, text: told || goodsIn(mark, classNumber, details.language) };
  });
}

/**
 * Refuses days of what has happened that have not come. A day may be one ahead of ours, as it is in the east while
 * Geneva still has the day before.
 * @throws InputError madrid/day-to-come
 */
export function checkPast(
  { receivedOn, basicMarkRegisteredOn }: Pick<FilingDetails, 'receivedOn' | 'basicMarkRegisteredOn'>,
  madeOn: string,
): void {
  const days = [
    ['receivedOn', receivedOn],
    ['basicMark.registeredOn', basicMarkRegisteredOn],
  ] as const;
  const problems = days
    .filter(([, day]) => day !== undefined && day > addDays(madeOn, 1))
    .map(([field, day]) =>
      problem('madrid/day-to-come', `${day} is after ${madeOn}, the day the package is made`, { field }),
    );
  if (problems.length > 0) throw new InputError(problems);
}

/** Goods of a class in the language of the application, when the basic mark has them. */
function goodsIn(mark: BasicMark, classNumber: number, language: string): string | undefined {
  return mark.niceClasses.find(
    (c) => c.classNumber === classNumber && c.language.split('-')[0] === language && c.goods.trim() !== '',
  )?.goods;
}

/**
 * What a filing still needs, errors first: items a placeholder stands for in the package. Warnings are items that
 * depend on the case, and the signature; they follow from practice as recalled and have to be checked against the Regulations.
 */
export function missingItems(
  entry: Entry & { basicMark: BasicMark },
  designations: readonly string[],
  details: FilingDetails,
): Problem[] {
  const { basicMark: mark } = entry;
  const { holder } = mark;
  const items: Problem[] = [];
  if (!holder) items.push(missing('holder', 'The holder of the basic mark'));
  if (holder && holder.nameLatin === undefined && !/\p{Script=Latin}/u.test(holder.name)) {
    items.push(missing('holder.nameLatin', 'The holder’s name in Latin letters'));
  }
  if ((holder?.address ?? '').trim() === '') items.push(missing('holder.address', 'The holder’s address'));
  if (mark.registeredOn === undefined)
    items.push(missing('basicMark.registeredOn', 'The registration date of the basic mark'));
  const goods = goodsOf(mark, details);
  if (goods.length === 0) items.push(missing('goods', 'The Nice classes and goods of the basic mark'));
  for (const { classNumber, text } of goods) {
    if (text === undefined) {
      const language = details.language;
      items.push(
        missing(
          'goods',
          `The goods of class ${classNumber} in the language of the application (${language})`,
        ),
      );
    }
  }
  for (const { classNumber } of details.goods ?? []) {
    if (!goods.some((g) => g.classNumber === classNumber))
      items.push(
        problem('madrid/class-not-in-basic-mark', `Class ${classNumber} is not in the basic mark`, {
          field: 'goods',
        }),
      );
  }
  const original = entry.names.find((n) => n.kind === 'original');
  const latin = entry.names.some(
    (n) => n.script === 'Latn' && (n.kind === 'romanisation' || n.kind === 'transcription'),
  );
  const unusable = details.transliteration && !/\p{Script=Latin}/u.test(details.transliteration);
  if ((original && original.script !== 'Latn' && !latin) || unusable) {
    items.push(missing('transliteration', 'A transliteration of the mark into Latin letters'));
  }
  if (details.receivedOn === undefined)
    items.push(missing('receivedOn', 'The day the office of origin received the request'));
  if (details.feeInSwissFrancs === undefined) items.push(missing('fee', 'The fee in Swiss francs'));
  if (!details.regulations)
    items.push(missing('regulations', `The regulations governing use of the ${mark.kind} mark`));
  if (!details.representation) {
    items.push(
      missing('representation', 'A representation of the mark as it stands in the basic registration'),
    );
  }
  items.push(toSign('The certification and signature of the office of origin'));
  if (mark.niceClasses.length === 0 && goods.length > 0)
    items.push(
      problem('madrid/advice', 'The classes of the basic mark are not held: check that it has these', {
        field: 'goods',
      }),
    );
  if (mark.evidence.level === 'unverified') {
    items.push(advice('basicMark', 'The basic mark was recalled, not read in the register: check it'));
  }
  if (!entry.names.some((n) => n.kind === 'translation')) {
    items.push(advice('translation', 'A translation of the mark, which some offices ask for'));
  }
  if (designations.includes('EM') && details.secondLanguage === undefined)
    items.push(advice('secondLanguage', 'EM: a second language for proceedings in the European Union'));
  if (details.secondLanguage !== undefined && details.secondLanguage === details.language)
    items.push(missing('secondLanguage', 'A second language other than that of the application'));
  if (details.secondLanguage !== undefined && !designations.includes('EM'))
    items.push(advice('secondLanguage', 'A second language is for EM alone, which is not designated'));
  if (designations.includes('US') && !details.intentToUse)
    items.push(advice('intentToUse', 'US: a declaration of intention to use the mark'));
  return items;
}
