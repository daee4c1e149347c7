import type { BasicMark, Entry } from '../../gi/entry.ts';
import type { NameForm } from '../../gi/name-form.ts';
import type { Problem } from '../../gi/problem.ts';
import { problem, shown } from '../../formats/problems.ts';
import type { FilingDetails } from './missing.ts';

type FilableEntry = Entry & { basicMark: BasicMark };

const evidence = { level: 'unverified', source: 'told for this filing' } as const;

const isLatin = (n: NameForm): boolean =>
  n.script === 'Latn' && (n.kind === 'romanisation' || n.kind === 'transcription');

/** The holder as the basic mark names it, with what was told besides; one that is told alone needs name and country. */
function holderOf({ holder }: BasicMark, details: FilingDetails): BasicMark['holder'] {
  const { name, nameLatin, address, countryCode } = details.holder ?? {};
  const whole = { name: name ?? holder?.name, countryCode: countryCode ?? holder?.countryCode };
  if (whole.name === undefined || whole.countryCode === undefined) return holder;
  return {
    ...holder,
    name: whole.name,
    countryCode: whole.countryCode,
    ...(nameLatin && { nameLatin }),
    ...(address && { address }),
  };
}

function namesOf(names: readonly NameForm[], details: FilingDetails): NameForm[] {
  const { transliteration, translation, language } = details;
  const latin = transliteration !== undefined && /\p{Script=Latin}/u.test(transliteration);
  const kept = names.filter(
    (n) => !(latin && isLatin(n)) && !(translation && n.kind === 'translation' && n.language === language),
  );
  const of = names.find((n) => n.kind === 'original')?.language.split('-')[0] ?? 'und';
  return [
    ...kept,
    ...(latin
      ? [
          {
            text: transliteration,
            language: `${of}-Latn`,
            script: 'Latn',
            kind: 'transcription' as const,
            evidence,
          },
        ]
      : []),
    ...(translation
      ? [{ text: translation, language, script: 'Latn', kind: 'translation' as const, evidence }]
      : []),
  ];
}

/** What was told otherwise than the list holds it: it is taken as told, and has to be looked at. */
function differing({ basicMark: mark }: FilableEntry, details: FilingDetails): Problem[] {
  const { holder, basicMarkRegisteredOn } = details;
  const pairs = [
    ['basicMark.registeredOn', mark.registeredOn, basicMarkRegisteredOn],
    ['holder', mark.holder?.name, holder?.name],
    ['holder', mark.holder?.countryCode, holder?.countryCode],
    ['holder.nameLatin', mark.holder?.nameLatin, holder?.nameLatin],
    ['holder.address', mark.holder?.address, holder?.address],
  ] as const;
  return pairs.flatMap(([field, held, told]) =>
    held === undefined || told === undefined || held === told
      ? []
      : [
          problem('madrid/differs', `“${shown(told)}” is told, “${shown(held)}” stands on the list`, {
            field,
          }),
        ],
  );
}

/**
 * An entry with what was told for its filing in place of what it does not hold, or holds otherwise: holder, registration
 * day, transliteration, and translation in the language of the application. Nothing of it is kept.
 */
export function withTold(
  entry: FilableEntry,
  details: FilingDetails,
): { entry: FilableEntry; differs: Problem[] } {
  const { holder: _, registeredOn: held, ...mark } = entry.basicMark;
  const holder = holderOf(entry.basicMark, details);
  const registeredOn = details.basicMarkRegisteredOn ?? held;
  return {
    entry: {
      ...entry,
      names: namesOf(entry.names, details),
      basicMark: { ...mark, ...(holder && { holder }), ...(registeredOn && { registeredOn }) },
    },
    differs: differing(entry, details),
  };
}
