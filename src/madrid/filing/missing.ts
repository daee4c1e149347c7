import type { ClassGoods, WorkingLanguage } from './elements.ts';
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
  holder?: { nameLatin?: string | undefined; address?: string | undefined } | undefined;
  /** Goods in the language of the application, where the basic mark has them in another. */
  goods?: { classNumber: number; text: string }[] | undefined;
  /** The regulations governing use that go with it, such as their title and date. */
  regulations?: string | undefined;
  /** Which representation goes with it, such as the name of the image file. */
  representation?: string | undefined;
}

/** The holder as the basic mark names it, with what was told besides. */
export function holderOf(mark: BasicMark, details: Pick<FilingDetails, 'holder'>): BasicMark['holder'] {
  if (!mark.holder) return undefined;
  const { nameLatin = mark.holder.nameLatin, address = mark.holder.address } = details.holder ?? {};
  return { ...mark.holder, ...(nameLatin && { nameLatin }), ...(address && { address }) };
}

/** The goods of every class of the basic mark, in the language of the application as far as they are known in it. */
export function goodsOf(mark: BasicMark, details: Pick<FilingDetails, 'goods' | 'language'>): ClassGoods[] {
  const numbers = [...new Set(mark.niceClasses.map((c) => c.classNumber))].sort((a, b) => a - b);
  return numbers.map((classNumber) => {
    const told = details.goods?.find((g) => g.classNumber === classNumber)?.text.trim();
    return { classNumber, text: told || goodsIn(mark, classNumber, details.language) };
  });
}

/**
 * Refuses a day of receipt that has not come. The day may be one ahead of ours, as it is in the east while Geneva
 * still has the day before.
 * @throws InputError madrid/day-to-come
 */
export function checkReceived(receivedOn: string | undefined, madeOn: string): void {
  if (receivedOn === undefined || receivedOn <= addDays(madeOn, 1)) return;
  throw new InputError([
    problem('madrid/day-to-come', `${receivedOn} is after ${madeOn}, the day the package is made`, {
      field: 'receivedOn',
    }),
  ]);
}

function missing(field: string, what: string): Problem {
  return problem('madrid/missing', what, { field });
}

function advice(field: string, what: string): Problem {
  return problem('madrid/advice', what, { field });
}

/** Goods of a class in the language of the application, when the basic mark has them. */
function goodsIn(mark: BasicMark, classNumber: number, language: string): string | undefined {
  return mark.niceClasses.find(
    (c) => c.classNumber === classNumber && c.language.split('-')[0] === language && c.goods.trim() !== '',
  )?.goods;
}

/**
 * What a filing still needs, errors first: items a placeholder stands for in the package. Warnings are items that
 * depend on the case; they follow from practice as recalled and have to be checked against the Regulations.
 */
export function missingItems(
  entry: Entry & { basicMark: BasicMark },
  designations: readonly string[],
  details: FilingDetails,
): Problem[] {
  const { basicMark: mark } = entry;
  const holder = holderOf(mark, details);
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
      items.push(missing('goods', `Class ${classNumber} is not in the basic mark: it cannot go beyond it`));
  }
  const original = entry.names.find((n) => n.kind === 'original');
  const latin = entry.names.some(
    (n) => n.script === 'Latn' && (n.kind === 'romanisation' || n.kind === 'transcription'),
  );
  if (original && original.script !== 'Latn' && !latin) {
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
  items.push(missing('signature', 'The certification and signature of the office of origin'));
  if (mark.evidence.level === 'unverified') {
    items.push(advice('basicMark', 'The basic mark was recalled, not read in the register: check it'));
  }
  if (!entry.names.some((n) => n.kind === 'translation')) {
    items.push(advice('translation', 'A translation of the mark, which some offices ask for'));
  }
  if (designations.includes('EM'))
    items.push(advice('secondLanguage', 'EM: a second language for proceedings in the European Union'));
  if (designations.includes('US'))
    items.push(advice('intentToUse', 'US: a declaration of intention to use the mark'));
  return items;
}
