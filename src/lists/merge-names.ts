import { isStronger, type Evidence } from '../gi/evidence.ts';
import type { Entry } from '../gi/entry.ts';
import type { NameForm } from '../gi/name-form.ts';

const slot = (n: NameForm): string => `${n.kind}|${n.language}|${n.script}`;

/**
 * Takes an incoming entry for one already held on the list. What the file says wins. Name forms held on weaker
 * evidence stay beside it where the file is silent about that kind, language and script, so that an official text
 * with one spelling does not wipe out what was gathered; what the same or better source once said and no longer says
 * goes, and shows in the change set. A held basic mark and file numbers the file does not mention are kept.
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
    ...(!incoming.basicMark && held.basicMark && { basicMark: held.basicMark }),
  };
}
