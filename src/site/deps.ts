import type { Overview } from '../disputes/overview.ts';
import type { DisputeFilter, DisputeSummary } from '../disputes/search.ts';
import type { NameRegistry } from '../conflicts/name-registry.ts';
import { screenName, type ScreenedFinding } from '../conflicts/screen.ts';
import type { Db } from '../db/database.ts';
import type { Jurisdiction } from '../gi/agreement.ts';
import type { Entry } from '../gi/entry.ts';
import { Guidance } from '../guidance/guidance.ts';
import { allJurisdictions } from '../lists/catalogue.ts';
import { changesBetween, countChanges, type ChangeCounts, type EntryChange } from '../lists/change-set.ts';
import type { VersionRef } from '../gi/protection.ts';
import { entryHistory, type HistoryEvent } from '../lists/entry-history.ts';
import { procedureView, type ProcedureView } from '../lists/procedure/view.ts';
import {
  agreementViews,
  entryPage,
  frameAt,
  giAnswer,
  listSummaries,
  listView,
  type AgreementView,
  type GiAnswer,
  type ListSummary,
  type ListView,
} from '../lists/queries.ts';
import type { Screenings } from '../lists/review/screenings.ts';
import { searchGis, type SearchPage } from '../lists/search.ts';
import { getVersion, type AsOf } from '../lists/versions.ts';
import { docketPage, dueWithin, type DocketPage, type DueDate } from '../madrid/docket/docket.ts';
import { queuePage } from '../madrid/docket/queue.ts';
import type { ScreenQuery } from '../names/engine.ts';
import { stoppable, unsubscribeByLink } from '../watch/subscriptions.ts';
import type { Clock } from '../platform/clock.ts';
import { packagePath } from '../platform/paths.ts';
import type { ConsoleDeps } from './console/desk.ts';
import type { ConsoleExchange } from './console/exchange.ts';
import type { FormDocument } from '../madrid/filing/form-document.ts';
import type { FilingPackage, FilingRequest } from '../madrid/filing/prepare.ts';
import type { ChangeDetails, ChangePackage } from '../madrid/filing/prepare-change.ts';
import { Glyphs } from '../madrid/filing/print/glyphs.ts';
import { printForm } from '../madrid/filing/print/pdf.ts';
import { disputesPage, wholeCase } from './disputes.ts';
import { makeApplication, makeChange, type Attempt } from './filing.ts';
import type { WholeCase } from './parts/disputes.tsx';

/** A geographical indication found by name, with the spelling that was found. */
export type Found = SearchPage['gis'][number];

/** A page of the difference between two versions; `next` continues it. */
export interface Changes extends ChangeCounts {
  entries: EntryChange[];
  next?: string;
}

export interface ScreeningResult {
  findings: ScreenedFinding[];
  /** Number of names compared with. */
  size: number;
}

/** Everything the pages ask of the gateway; all but the staff console read and never write. */
export interface SiteDeps {
  console: ConsoleDeps;
  clock: Clock;
  /** Geographical indications by a name in any script, best first, at most 20. */
  search(query: string, at: AsOf): Promise<Found[]>;
  /** @throws Refusal not-found/gi */
  answer(id: string, at: AsOf): Promise<GiAnswer>;
  lists(at: AsOf): Promise<ListSummary[]>;
  /** @throws Refusal not-found/list */
  list(id: string, at: AsOf): Promise<ListView>;
  /** @throws Refusal not-found/version */
  version(listId: string, number: number): Promise<VersionRef>;
  entries(
    versionId: string,
    page: { after: string; limit: number },
  ): Promise<{ key: string; giId: string; entry: Entry }[]>;
  /** An entry's procedure on a day. @throws Refusal not-found/list, not-found/entry */
  procedure(listId: string, key: string, at: AsOf): Promise<ProcedureView>;
  /** What the versions of a list did to an entry. @throws Refusal not-found/entry */
  history(listId: string, key: string): Promise<HistoryEvent[]>;
  /** What changed between two versions; without `from`, everything in `to` is added. */
  changes(from: string | undefined, to: string, page: { after: string; limit: number }): Promise<Changes>;
  agreements(at: AsOf): Promise<AgreementView[]>;
  jurisdictions(): Promise<Jurisdiction[]>;
  /** @throws InputError when the name cannot be compared */
  screen(query: ScreenQuery): Promise<ScreeningResult>;
  /** A page of the Madrid docket, after a registration number, as it stands on a day. */
  docket(at: AsOf, page: { after: string | undefined; limit: number }): Promise<DocketPage>;
  /** Dates of the docket within some days of a day. */
  due(at: AsOf, days: number): Promise<DueDate[]>;
  /** Signs, routes, oppositions and contacts per jurisdiction. */
  guidance: Guidance;
  /** A page of the disputes visitors may read, with the overview of all of them. */
  disputes(
    filter: DisputeFilter,
    at: AsOf,
    after: string | undefined,
  ): Promise<{ cases: DisputeSummary[]; next: string | undefined; overview: Overview }>;
  /** @throws Refusal not-found/dispute */
  dispute(id: string, at: AsOf): Promise<WholeCase>;
  /** ST.3 code of the office whose gateway this is. */
  officeCode: string;
  /** A Madrid application for a GI, or why it cannot be made. @throws Refusal not-found/gi */
  application(request: FilingRequest, day: string): Promise<Attempt<FilingPackage>>;
  /** A request about a registration, or why it cannot be made. @throws Refusal not-found/registration, docket/bad-number */
  change(details: ChangeDetails, day: string): Promise<Attempt<ChangePackage>>;
  /** A filing as a printable PDF. */
  print(form: FormDocument): Promise<Uint8Array>;
  /** Notifications that found no registration. */
  waiting(): Promise<number>;
  /** The name of the subscription a link ends. @throws Refusal not-found/subscription */
  stoppable(id: string, token: string): Promise<string>;
  /** Ends a subscription by the link in a message. @throws Refusal not-found/subscription */
  unsubscribe(id: string, token: string): Promise<void>;
  /** Told of errors that are nobody's input; the visitor sees only that something went wrong. */
  onError(error: unknown, path: string): void;
}

const MAX_FOUND = 20;
const MAX_FILE_BYTES = 1 << 30;
/** Findings below this are chance: hundreds of thousands of false alerts per million comparisons. */
const MIN_LIKENESS = 0.05;

async function changes(
  db: Db,
  from: string | undefined,
  to: string,
  page: { after: string; limit: number },
): Promise<Changes> {
  const entries = await changesBetween(db, from, to, page);
  const last = entries.at(-1);
  return {
    ...(await countChanges(db, from, to)),
    entries,
    ...(last && entries.length === page.limit && { next: last.key }),
  };
}

/** The pages' questions answered from the database. */
export function siteDeps(ctx: {
  db: Db;
  names: NameRegistry;
  screenings: Screenings;
  clock: Clock;
  markWatch: ConsoleDeps['markWatch'];
  notices: ConsoleDeps['notices'];
  onError: SiteDeps['onError'];
  exchange: ConsoleExchange;
  /** Largest file staff may send; one gibibyte when absent. */
  maxFileBytes?: number;
}): SiteDeps {
  const { db, names, screenings, clock, markWatch, notices, onError, exchange } = ctx;
  const { officeCode } = exchange;
  const glyphs = new Glyphs();
  const print = (form: FormDocument): Promise<Uint8Array> => printForm(form, glyphs);
  return {
    console: {
      db,
      clock,
      screenings,
      markWatch,
      notices,
      exchange,
      onError,
      print,
      maxFileBytes: ctx.maxFileBytes ?? MAX_FILE_BYTES,
    },
    clock,
    onError,
    guidance: new Guidance(packagePath('fixtures/guidance')),
    async search(query, at) {
      const frame = await frameAt(db, at, clock());
      return (await searchGis(db, frame, await names.engine(), { q: query, limit: MAX_FOUND })).gis;
    },
    answer: async (id, at) => giAnswer(db, await frameAt(db, at, clock()), id),
    lists: (at) => listSummaries(db, at),
    list: (id, at) => listView(db, id, at),
    version: (listId, number) => getVersion(db, listId, number),
    entries: (versionId, page) => entryPage(db, versionId, page),
    procedure: async (listId, key, at) => procedureView(db, await frameAt(db, at, clock()), listId, key),
    history: async (listId, key) => (await entryHistory(db, listId, key)).history,
    changes: (from, to, page) => changes(db, from, to, page),
    agreements: (at) => agreementViews(db, at),
    jurisdictions: () => allJurisdictions(db),
    docket: async (at, { after, limit }) =>
      docketPage(db, await frameAt(db, at, clock()), { cursor: after, limit }),
    due: async (at, days) => dueWithin(db, await frameAt(db, at, clock()), days),
    officeCode,
    application: (request, day) => makeApplication(db, day, clock(), request),
    change: (details, day) => makeChange(db, day, clock(), details, officeCode),
    print,
    disputes: (filter, { day }, after) => disputesPage(db, filter, { staff: false, day }, after),
    dispute: (id, { day }) => wholeCase(db, id, { staff: false, day }),
    waiting: async () => (await queuePage(db, { cursor: '', limit: 1, office: officeCode })).total,
    stoppable: (id, token) => stoppable(db, id, token),
    unsubscribe: (id, token) => unsubscribeByLink({ db, clock }, id, token),
    async screen(query) {
      const engine = await names.engine();
      return { findings: await screenName(db, engine, query, { minScore: MIN_LIKENESS }), size: engine.size };
    },
  };
}
