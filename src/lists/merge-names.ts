import { isStronger, type Evidence } from '../gi/evidence.ts';
import type { Entry } from '../gi/entry.ts';
import type { NameForm } from '../gi/name-form.ts';

const slot = (n: NameForm): string => `${n.kind}|${n.language}|${n.script}`;

const members = ['basicMark', 'procedure', 'channels', 'phaseOuts', 'coexistence'] as const;

/** Members of the held entry that the incoming one is silent about. */
function keptMembers(incoming: Entry, held: Entry): Partial<Entry> {
  return Object.fromEntries(
    members.filter((m) => incoming[m] === undefined && held[m] !== undefined).map((m) => [m, held[m]]),
  );
}

/**
 * Takes an incoming entry for one already held on the list. What the file says wins. Name forms held on weaker
 * evidence stay beside it where the file is silent about that kind, language and script, so that an official text
 * with one spelling does not wipe out what was gathered; what the same or better source once said and no longer says
 * goes, and shows in the change set. A held basic mark, file numbers and what staff recorded of the procedure and its
 * terms are kept where the file does not mention them: silence takes nothing back, an empty list does.
 */
export function mergeWithHeld(incoming: Entry, held: Entry, fileEvidence: Evidence): Entry {
  const said = new Set(incoming.names.map(slot));
  const texts = new Set(incoming.names.map((n) => n.text));
  const kept = held.names.filter(
    (n) => isStronger(fileEvidence, n.evidence) && !said.has(slot(n)) && !texts.has(n.text),
  );
  return {
    ...incoming,
    key: held.key,
    fileNumbers: [...new Set([...incoming.fileNumbers, ...held.fileNumbers])],
    names: [...incoming.names, ...kept],
    ...keptMembers(incoming, held),
  };
}
