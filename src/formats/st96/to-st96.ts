import type { Entry, EntryDates } from '../../gi/entry.ts';
import type { NameForm } from '../../gi/name-form.ts';
import { giCategories, languageCode, officeCodes, productCategories, statusCategories } from './codes.ts';
import type { LocalText, St96Classification, St96Gi, St96Publication, St96Transaction } from './model.ts';
import { isPlainUri, xmlText, xmlToken } from './text.ts';

function localText(name: NameForm): LocalText {
  const code = languageCode(name.language);
  return { text: xmlText(name.text), ...(code === undefined ? {} : { languageCode: code }) };
}

/** Names by what ST.96 knows: variants are not protected forms and stay out, unless nothing else names the GI. */
function nameBags(names: NameForm[]): Pick<St96Gi, 'names' | 'transliterations' | 'translations'> {
  const of = (...kinds: NameForm['kind'][]): LocalText[] =>
    names.filter((n) => kinds.includes(n.kind)).map(localText);
  const originals = of('original');
  const first = names[0];
  return {
    names: originals.length > 0 || !first ? originals : [localText(first)],
    transliterations: of('transcription', 'romanisation'),
    translations: of('translation'),
  };
}

/** The Nice classification has its own element; a code of any other scheme is a national class number. */
function classification(code: Entry['product']['classes'][number]): St96Classification {
  const nice = code.scheme === 'NICE';
  return {
    kindCode: nice ? 'Nice' : xmlToken(code.scheme),
    ...(nice ? { classNumber: xmlText(code.code) } : { nationalClassNumber: xmlText(code.code) }),
    ...(code.title === undefined ? {} : { title: xmlText(code.title) }),
  };
}

function publications(entry: Entry): St96Publication[] {
  return entry.publications.map(({ text, uri }, i) => ({
    identifier: xmlToken(text),
    ...(i === 0 && entry.dates.published !== undefined ? { date: entry.dates.published } : {}),
    ...(uri !== undefined && isPlainUri(uri) ? { uri } : {}),
  }));
}

/** ST.96 ties dates to numbers: without a file number neither can be said. */
function numbers(entry: Entry): Partial<St96Gi> {
  const text = xmlToken(entry.fileNumbers[0] ?? '');
  if (text === '') return {};
  const decided = entry.status === 'protected' || entry.status === 'ended';
  const { applied, protected: since }: EntryDates = entry.dates;
  return {
    ...(applied !== undefined || !decided ? { applicationNumber: text } : {}),
    ...(applied === undefined ? {} : { applicationDate: applied }),
    ...(since !== undefined || decided ? { registrationNumber: text } : {}),
    ...(since === undefined ? {} : { registrationDate: since }),
  };
}

/**
 * What ST.96 can say about an entry. Characters XML forbids are already replaced and tokens collapsed, so that this is
 * also exactly what a reader gets back; {@link fromSt96} of it tells what was lost.
 */
export function toSt96(entry: Entry): St96Transaction {
  const language = entry.names.find((n) => n.kind === 'original') ?? entry.names[0];
  const comment = xmlText(entry.notes.join('\n'));
  const gi: St96Gi = {
    officeCode: entry.origin.find((code) => officeCodes.has(code)) ?? 'XX',
    languageCode: (language && languageCode(language.language)) ?? 'en',
    ...numbers(entry),
    ...nameBags(entry.names),
    classifications: entry.product.classes.map(classification),
    goodsDescriptions: entry.product.description === undefined ? [] : [xmlText(entry.product.description)],
    productCategories: productCategories[entry.product.class],
    category: giCategories[entry.giType],
    ...(comment === '' ? {} : { comment }),
    publications: publications(entry),
    ...(entry.status === 'refused' ? {} : { status: statusCategories[entry.status] }),
    ...(entry.status === 'ended' && entry.dates.ended !== undefined ? { expiryDate: entry.dates.ended } : {}),
  };
  const identifier = xmlToken(entry.key);
  if (entry.status !== 'refused') return { identifier, gi };
  const { refused } = entry.dates;
  const refusal = {
    reason: 'Refused',
    category: 'Total' as const,
    ...(refused === undefined ? {} : { eventDate: refused }),
  };
  return { identifier, gi, refusal };
}
