import type { ProtectionChannel } from './channel.ts';
import type { Occurrence } from './protection.ts';

/** A channel of a GI, with the list it was read from. */
export type KnownChannel = ProtectionChannel & { listId: string };

const ofRight = new Set(['PDO', 'PGI', 'GI', 'AO']);

/**
 * The channels by which a GI is protected or applied for: those its entries state, its marks, and what the kind of list
 * says by itself. A Chinese home entry that states no channel has none: which of the three it is is not known.
 */
export function channelsOf(occurrences: Occurrence[]): KnownChannel[] {
  return occurrences.flatMap(({ list, entry }): KnownChannel[] => {
    const { basicMark, channels = [], dates } = entry;
    const known: ProtectionChannel[] = [...channels];
    if (basicMark) {
      const { number, registeredOn: since, evidence } = basicMark;
      known.push({ channel: `${basicMark.kind}-mark`, number, ...(since && { since }), evidence });
    }
    const since = dates.protected;
    const own = { ...(since && { since }), evidence: entry.evidence };
    if (list.kind === 'treaty') known.push({ channel: 'treaty', ...own });
    else if (list.protectedIn !== 'CN' && ofRight.has(entry.giType)) {
      const [number] = entry.fileNumbers;
      known.push({ channel: 'sui-generis', ...(number && { number }), ...own });
    }
    return known.map((c) => ({ ...c, listId: list.id }));
  });
}
