import { bitsOf } from '../evidence.ts';
import type { Prepared, Unit } from '../prepare.ts';
import { kindOfParts } from './kinds.ts';
import { share, sum, type Argument, type Frame } from './match.ts';
import { pairUnits, type Pairing } from './units.ts';
import { completeBonus } from './whole.ts';

/** The cores matched word by word: the same, known renderings, romanisations, homophones. */
export function compareParts(query: Prepared, candidate: Prepared, frame: Frame): Argument | undefined {
  let pairings = pairUnits(query.units, candidate.units);
  const wholeCore: Unit[][] = [[{ text: query.core, aliases: [] }], [{ text: candidate.core, aliases: [] }]];
  if (pairings.length < candidate.units.length) {
    const joined = pairUnits(wholeCore[0] as Unit[], wholeCore[1] as Unit[]);
    if (joined.length > 0) pairings = joined;
    else pairings = inside(query, candidate) ?? compound(query, candidate, frame) ?? pairings;
  }
  if (pairings.length === 0) return undefined;
  const matched = sum(pairings.map((p) => p.bits));
  const covered = share(
    candidate.core,
    pairings.map((p) => p.candidate.text),
  );
  const used = share(
    query.core,
    pairings.map((p) => p.query.text),
  );
  const complete = covered > 0.99 && used > 0.99;
  const raw = matched * covered ** 2 * (0.85 + 0.15 * used) + (complete ? completeBonus : 0);
  const total = Math.max(matched, 1);
  return {
    path: 'parts',
    ...kindOfParts(query, candidate, pairings, complete, frame),
    raw,
    segments: pairings.map((p) => ({
      query: p.query.text,
      candidate: p.candidate.text,
      weight: p.bits / total,
      why: p.via,
    })),
    ...aliasOf(pairings),
  };
}

/** In scripts without spaces a name may stand anywhere inside a longer one; in the middle it is more often chance. */
function inside(query: Prepared, candidate: Prepared): Pairing[] | undefined {
  if (candidate.script === 'Latn' || candidate.core.length < (candidate.script === 'Hani' ? 2 : 5))
    return undefined;
  const at = query.core.indexOf(candidate.core);
  if (at < 0) return undefined;
  const edge = at === 0 || at + candidate.core.length === query.core.length;
  const unit = { text: candidate.core, aliases: [] };
  return [{ query: unit, candidate: unit, via: 'same', bits: bitsOf(candidate.core) - (edge ? 0 : 5) }];
}

/** A Latin name from this length on, joined to so many letters of a longer word, is there by chance in hardly any. */
const compounded = { name: 6, rest: 3, cost: 4, unnamed: 20 } as const;

/** A Latin name of one word at the beginning or the end of a word of the sign: ChampagneCharly, Winecognac. */
function compound(query: Prepared, candidate: Prepared, { named }: Frame): Pairing[] | undefined {
  const name = candidate.core;
  if (candidate.script !== 'Latn' || candidate.units.length !== 1 || name.length < compounded.name)
    return undefined;
  const word = query.units.find(
    ({ text }) =>
      text.length >= name.length + compounded.rest && (text.startsWith(name) || text.endsWith(name)),
  );
  if (!word) return undefined;
  const unit = { text: name, aliases: [] };
  // Names of persons are put together from the same parts.
  const cost = named ? compounded.cost : compounded.unnamed;
  return [{ query: unit, candidate: unit, via: 'same', bits: bitsOf(name) - cost }];
}

function aliasOf(pairings: readonly Pairing[]): { alias?: string } {
  const alias = pairings.find((p) => p.via === 'alias');
  const id = alias?.query.aliases.find((a) => alias.candidate.aliases.includes(a));
  return id === undefined ? {} : { alias: id };
}
