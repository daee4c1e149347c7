import { getList, allLists, listAgreements } from '../../lists/catalogue.ts';
import { feedAfter, feedStart } from '../../lists/feed.ts';
import { countEverHeld, firstPublication, lastChange, type LastChange } from '../../lists/harvest.ts';
import { settledRecord } from '../../lists/record.ts';
import type { Db } from '../../db/database.ts';
import { xmlEscaped } from '../../formats/xml/escape.ts';
import type { GiList } from '../../gi/agreement.ts';
import { Refusal } from '../../platform/errors.ts';
import { metadataFormats, type MetadataFormat } from './metadata.ts';
import { OaiError, type OaiRequest } from './request.ts';
import { readToken, selectionOf, writeToken, type Token } from './selection.ts';

/** What a provider is besides its records. */
export interface Repository {
  db: Db;
  officeCode: string;
  contactEmail: string;
  /** Address of the provider itself, and of the gateway it is part of, without a slash at its end. */
  baseUrl: string;
  origin: string;
}

/** Records of one answer. */
const PAGE = 100;

/** An instant to the second, as OAI-PMH writes it. */
export function utcSecond(instant: Date | string): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}

const element = (name: string, text: string): string => `<${name}>${xmlEscaped(text)}</${name}>`;

/** The six verbs of OAI-PMH 2.0 over all published lists: one item per list and entry, kept when it is removed. */
export class Provider {
  readonly #repository: Repository;
  readonly #prefix: string;

  constructor(repository: Repository) {
    this.#repository = repository;
    this.#prefix = `oai:${repository.officeCode.toLowerCase()}.gi-gateway:`;
  }

  /**
   * The element that answers a request.
   * @throws OaiError for what the protocol answers with an error
   */
  async answer(request: OaiRequest, responseDate: Date): Promise<string> {
    const given = request.arguments;
    switch (request.verb) {
      case 'Identify':
        return this.#identify(responseDate);
      case 'ListMetadataFormats':
        return this.#listMetadataFormats(given['identifier']);
      case 'ListSets':
        return this.#listSets(given['resumptionToken']);
      case 'GetRecord':
        return this.#getRecord(given['identifier']!, given['metadataPrefix']!);
      default:
        return this.#list(request.verb as Token['verb'], given);
    }
  }

  async #identify(responseDate: Date): Promise<string> {
    const { baseUrl, contactEmail, db, officeCode } = this.#repository;
    const earliest = (await firstPublication(db)) ?? responseDate;
    return [
      '<Identify>',
      element('repositoryName', `GI gateway of ${officeCode}`),
      element('baseURL', baseUrl),
      '<protocolVersion>2.0</protocolVersion>',
      element('adminEmail', contactEmail),
      element('earliestDatestamp', utcSecond(earliest)),
      '<deletedRecord>persistent</deletedRecord>',
      '<granularity>YYYY-MM-DDThh:mm:ssZ</granularity>',
      '</Identify>',
    ].join('');
  }

  async #listMetadataFormats(identifier: string | undefined): Promise<string> {
    if (identifier !== undefined) await this.#find(identifier);
    const formats = metadataFormats.map(
      (f) =>
        `<metadataFormat>${element('metadataPrefix', f.prefix)}${element('schema', f.schema)}${element('metadataNamespace', f.namespace)}</metadataFormat>`,
    );
    return `<ListMetadataFormats>${formats.join('')}</ListMetadataFormats>`;
  }

  async #listSets(token: string | undefined): Promise<string> {
    if (token !== undefined)
      throw new OaiError('badResumptionToken', 'The sets are told at once; there is no token for them.');
    const { db } = this.#repository;
    const sets = [
      ...(await listAgreements(db)).map((a) => ({ spec: a.id, name: a.title.en })),
      ...(await allLists(db)).map((l) => ({ spec: setOf(l.id), name: l.title.en })),
    ].sort((a, b) => (a.spec < b.spec ? -1 : 1));
    const elements = sets.map(
      ({ spec, name }) => `<set>${element('setSpec', spec)}${element('setName', name)}</set>`,
    );
    return `<ListSets>${elements.join('')}</ListSets>`;
  }

  async #getRecord(identifier: string, prefix: string): Promise<string> {
    const found = await this.#find(identifier);
    const format = formatOf(prefix);
    const list = await getList(this.#repository.db, found.listId);
    return `<GetRecord>${this.#record(found, list, format)}</GetRecord>`;
  }

  async #list(verb: Token['verb'], given: Record<string, string>): Promise<string> {
    const { db } = this.#repository;
    const { revision: newest } = await settledRecord(db);
    const resumed = given['resumptionToken'];
    const token = resumed === undefined ? undefined : readToken(resumed, verb, newest);
    const selection = token ?? selectionOf(given);
    const format = formatOf(selection.metadataPrefix);
    const lists = new Map((await allLists(db)).map((l) => [l.id, l]));
    const { set, from, until } = selection;
    const listIds = [...lists.values()]
      .filter((l) => set === undefined || set === l.agreementId || set === setOf(l.id))
      .map((l) => l.id);
    const revision = token?.revision ?? newest;
    const start = token ? { publication: token.publication, key: token.key } : feedStart;
    const page = await feedAfter(db, start, {
      limit: PAGE,
      upTo: revision,
      latestOnly: true,
      listIds,
      ...(from !== undefined && { from }),
      ...(until !== undefined && { until }),
    });
    if (page.changes.length === 0) throw new OaiError('noRecordsMatch', 'Nothing has changed that matches.');
    const told = page.changes.map((change) =>
      verb === 'ListIdentifiers'
        ? this.#header(change)
        : this.#record(change, lists.get(change.listId)!, format),
    );
    const cursor = token?.cursor ?? 0;
    const whole = from === undefined && until === undefined;
    const size = token
      ? token.size
      : whole && page.more
        ? await countEverHeld(db, listIds, revision)
        : undefined;
    const next: Token | undefined = page.more
      ? {
          verb,
          metadataPrefix: selection.metadataPrefix,
          ...(set !== undefined && { set }),
          ...(from !== undefined && { from }),
          ...(until !== undefined && { until }),
          revision,
          ...page.position,
          cursor: cursor + page.changes.length,
          ...(size !== undefined && { size }),
        }
      : undefined;
    // The last part of a list that came in parts ends with an empty token (section 3.5).
    const sized = size === undefined ? '' : ` completeListSize="${size}"`;
    const end =
      next || token
        ? `<resumptionToken${sized} cursor="${cursor}">${next ? writeToken(next) : ''}</resumptionToken>`
        : '';
    return `<${verb}>${told.join('')}${end}</${verb}>`;
  }

  /** @throws OaiError idDoesNotExist */
  async #find(identifier: string): Promise<LastChange> {
    const { db } = this.#repository;
    const found = /^([^/]+\/[^/]+)\/([^/]+)$/.exec(
      identifier.startsWith(this.#prefix) ? identifier.slice(this.#prefix.length) : '',
    );
    const missing = new OaiError('idDoesNotExist', 'There is no item of this identifier.');
    if (!found) throw missing;
    let key: string;
    try {
      key = decodeURIComponent(found[2]!);
      await getList(db, found[1]!);
    } catch (error) {
      if (error instanceof Refusal || error instanceof URIError) throw missing;
      throw error;
    }
    const change = await lastChange(db, found[1]!, key, (await settledRecord(db)).revision);
    if (!change) throw missing;
    return change;
  }

  #header({ listId, key, entry, at }: LastChange): string {
    return [
      entry ? '<header>' : '<header status="deleted">',
      element('identifier', `${this.#prefix}${listId}/${encodeURIComponent(key)}`),
      element('datestamp', utcSecond(at)),
      element('setSpec', listId.split('/')[0]!),
      element('setSpec', setOf(listId)),
      '</header>',
    ].join('');
  }

  #record(change: LastChange, list: GiList, format: MetadataFormat): string {
    const { entry, listId, key, giId } = change;
    const address = `${this.#repository.origin}/api/v1/lists/${listId}/entries/${encodeURIComponent(key)}`;
    const metadata = entry ? `<metadata>${format.write({ entry, list, giId, address })}</metadata>` : '';
    return `<record>${this.#header(change)}${metadata}</record>`;
  }
}

/** The set of a list: its agreement, then its annex. */
function setOf(listId: string): string {
  return listId.replace('/', ':');
}

/** @throws OaiError cannotDisseminateFormat */
function formatOf(prefix: string): MetadataFormat {
  const format = metadataFormats.find((f) => f.prefix === prefix);
  if (format) return format;
  const known = metadataFormats.map((f) => f.prefix).join(' or ');
  throw new OaiError('cannotDisseminateFormat', `Records are told as ${known}.`);
}
