import type { Entry, EntryDates, EntryStatus } from '../../gi/entry.ts';
import type { NameForm } from '../../gi/name-form.ts';
import type { Place, Problem } from '../../gi/problem.ts';
import { guessLanguage } from '../../gi/script.ts';
import { isoDate } from '../../gi/thai-date.ts';
import type { DecodeContext, DecodedRecord, Format } from '../format.ts';
import { KeyGuard } from '../key-guard.ts';
import { limitsOf } from '../limits.ts';
import { nameScript, nameText, roleScript, withoutRepeats } from '../names.ts';
import { problem, shown, unusable } from '../problems.ts';
import { readDay } from '../register-csv/lines.ts';
import { decodeText } from '../text/decode-text.ts';
import type { XmlNode } from '../xml/node.ts';
import { child, childrenOf, tokenOf } from '../xml/node.ts';
import { readItems } from '../xml/read-items.ts';

/*
 * What is known of this format comes from the parser WIPO's Global Brand Database uses: NUMBER with KIND, PUB, the
 * status letters and the event groups. The elements of name, country and status were not seen there: those read here
 * are assumptions, so a record without them is an error, never an entry with a gap.
 */
const nameElements = ['NAME', 'APPELLATION', 'DENOMINATION'];
const countryElements = ['CC', 'COUNTRY', 'ORIGIN'];
const statusElements = ['STATUS', 'STAT'];

const statuses: Record<string, EntryStatus> = { A: 'protected', C: 'ended' };

/** Groups of events by member, with what they make of an entry protected there. */
const eventGroups: Record<string, EntryStatus | 'none'> = {
  REFUSALGR: 'refused',
  GRANTGR: 'protected',
  WITHDGR: 'protected',
  RENUNCIATION_RULE16GR: 'ended',
  MODIFICATIONGR: 'none',
};

interface Event {
  group: string;
  country: string | undefined;
  day: string | undefined;
}

function dayOf(text: string | undefined): string | undefined {
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text ?? '');
  if (compact) return isoDate(Number(compact[1]), Number(compact[2]), Number(compact[3]));
  return text === undefined ? undefined : readDay(text);
}

function eventsOf(node: XmlNode): Event[] {
  return Object.keys(eventGroups).flatMap((group) =>
    childrenOf(node, group)
      .flatMap((g) => (child(g, 'DATE') ? [g] : g.children))
      .map((event) => ({
        group,
        country: tokenOf(child(event, 'CC')),
        day: dayOf(tokenOf(child(event, 'DATE'))),
      })),
  );
}

class RecordReader {
  readonly problems: Problem[] = [];
  readonly #node: XmlNode;
  readonly #place: Place;
  readonly #context: DecodeContext;

  constructor(node: XmlNode, place: Place, context: DecodeContext) {
    this.#node = node;
    this.#place = place;
    this.#context = context;
  }

  #at(field: string): Place {
    return { ...this.#place, field };
  }

  #first(names: readonly string[]): string | undefined {
    return names.map((name) => tokenOf(child(this.#node, name))).find((text) => text !== undefined);
  }

  #wrong(field: string, message: string): void {
    this.problems.push(problem('lisbon/record', message, this.#at(field)));
  }

  #names(origin: string[]): NameForm[] {
    const texts = nameElements
      .flatMap((name) => childrenOf(this.#node, name))
      .flatMap((n) => tokenOf(n) ?? []);
    if (texts.length === 0) this.#wrong('NAME', `The record has none of ${nameElements.join(', ')}`);
    const { evidence } = this.#context;
    const forms = texts.map((raw): NameForm => {
      const text = nameText(raw, () => this.#at('NAME'), this.problems);
      return {
        text,
        language: guessLanguage(roleScript(text), origin),
        script: nameScript(text, origin),
        kind: 'original',
        evidence,
      };
    });
    return withoutRepeats(forms);
  }

  /** The last event of the member that protects the list decides over the register's own status. */
  #status(): { status: EntryStatus; dates: EntryDates } {
    const letter = this.#first(statusElements) ?? this.#node.attributes['STATUS'];
    const own = statuses[letter ?? ''];
    if (!own) this.#wrong('STATUS', `The status is “${shown(letter ?? '')}”, not A or C`);
    const here = this.#context.list.protectedIn;
    let status = own ?? 'protected';
    const dates: EntryDates = {};
    const events = eventsOf(this.#node).sort((a, b) => (a.day ?? '').localeCompare(b.day ?? ''));
    for (const { group, country, day } of events) {
      const makes = eventGroups[group];
      if (country !== here || makes === undefined || makes === 'none') continue;
      if (status !== 'ended') status = makes;
      if (day !== undefined && makes !== 'protected') dates[makes] = day;
      if (day !== undefined && group === 'GRANTGR') dates.protected = day;
    }
    const modified = events.filter((e) => e.group === 'MODIFICATIONGR').length;
    if (modified > 0) {
      this.problems.push(
        problem('lisbon/not-applied', `${modified} modification(s) are not read`, this.#at('MODIFICATIONGR')),
      );
    }
    return { status, dates };
  }

  read(): Entry {
    const numberNode = child(this.#node, 'NUMBER');
    const number = tokenOf(numberNode) ?? '';
    const kind = numberNode?.attributes['KIND'] ?? '';
    if (number === '') this.#wrong('NUMBER', 'The record has no number');
    if (kind !== 'AO' && kind !== 'GI') this.#wrong('NUMBER', `The kind is “${shown(kind)}”, not AO or GI`);
    const country = this.#first(countryElements);
    const origin = country !== undefined && /^[A-Z]{2}$/.test(country) ? [country] : [];
    const publication = tokenOf(child(this.#node, 'PUB'));
    const { evidence } = this.#context;
    return {
      key: `LISBON-${kind}-${number}`,
      fileNumbers: [`LISBON-${kind}-${number}`],
      origin,
      giType: kind === 'AO' ? 'AO' : 'GI',
      product: { class: 'other', classes: [] },
      names: this.#names(origin),
      notClaimed: [],
      ...this.#status(),
      publications: publication === undefined ? [] : [{ text: publication }],
      evidence,
      notes: [],
    };
  }
}

async function* decode(
  input: AsyncIterable<Uint8Array>,
  context: DecodeContext,
): AsyncGenerator<DecodedRecord> {
  const limits = limitsOf(context);
  const keys = new KeyGuard();
  let root = '';
  let record = 0;
  const batches = readItems(decodeText(input, limits, 'xml'), { limits, wholeRoot: () => false });
  for await (const items of batches) {
    for (const item of items) {
      if (item.kind === 'root') root = item.name;
      if (item.kind !== 'element') continue;
      const { node } = item;
      if (node.name === 'NUMBER') {
        const message = 'The root is a record; it has to contain records';
        throw unusable('lisbon/root', message, { line: node.line, path: `/${root}` });
      }
      if (!child(node, 'NUMBER')) continue;
      const path = `/${root}/${node.name}[${record + 1}]`;
      const place = { line: node.line, column: node.column, path, record: record++ };
      const reader = new RecordReader(node, place, context);
      const entry = reader.read();
      const failed = reader.problems.some((p) => p.severity === 'error');
      yield keys.check({ entry: failed ? undefined : entry, problems: reader.problems, place });
    }
  }
  if (record === 0)
    throw unusable('lisbon/root', 'The document has no record with a NUMBER', { path: `/${root}` });
}

/** The Lisbon System's register as WIPO's Global Brand Database receives it. Read only; partly by assumption. */
export const lisbon: Format = {
  id: 'lisbon',
  title: 'Lisbon register (XML)',
  mediaTypes: ['application/xml'],
  extensions: ['xml'],
  sniff: (head) => /<NUMBER\s[^>]*KIND\s*=\s*["'](?:AO|GI)["']/.test(head),
  decode,
};
