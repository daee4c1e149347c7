import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Evidence } from '../gi/evidence.ts';
import { addDays, addMonths, isWeekend, type Day } from '../madrid/rules/calendar.ts';
import { packagePath } from '../platform/paths.ts';

const evidence = z.object({ level: z.enum(['official', 'public-source', 'unverified']), source: z.string() });
const period = z.string().regex(/^P\d+[MD]$/);

const ruleSchema = z.strictObject({
  office: z.string().regex(/^[A-Z]{2}$/),
  period,
  counts: z.enum(['from', 'after']),
  stage: z.enum(['before', 'after']),
  article: z.string(),
  extension: z.strictObject({ period, how: z.string() }).optional(),
  since: z.string().optional(),
  earlier: period.optional(),
  international: z
    .strictObject({
      starts: z.enum(['next-month', 'month-later', 'office-publication']),
      article: z.string().optional(),
      evidence: evidence.optional(),
    })
    .optional(),
  evidence,
});

/**
 * How long an office hears oppositions. `counts`: whether the day of publication is the first day of the period (`from`,
 * so that three months from the 4th end on the 3rd) or the period runs after it. `stage`: before or after registration.
 * `since` is the day from which `period` holds, `earlier` what held before it. `international`: when the period of an
 * international registration starts, told from the day of the WIPO Gazette.
 */
export type OppositionRule = z.infer<typeof ruleSchema>;

/** Every rule held, by ST.3 code; the data are fixtures/watch/opposition.json. */
export const oppositionRules: ReadonlyMap<string, OppositionRule> = new Map(
  z
    .object({ format: z.literal('gi-gateway/opposition@1'), offices: z.array(ruleSchema) })
    .parse(JSON.parse(readFileSync(packagePath('fixtures/watch/opposition.json'), 'utf8')))
    .offices.map((rule) => [rule.office, rule]),
);

/** When and where a mark can be opposed. */
export interface OppositionWindow {
  /** ST.3 code of the office the opposition goes to. */
  office: string;
  /** Last day to oppose; absent where it cannot be told yet. */
  lastDay?: Day;
  /** Last day if an extension is asked for in time. */
  extendedTo?: Day;
  extension?: string;
  article: string;
  stage: OppositionRule['stage'];
  evidence: Evidence;
  /** Why there is no day, or why it is not certain. */
  remark?: 'no-rule' | 'no-publication-date' | 'office-publication' | 'counted-from-gazette' | 'weekend';
  /** A list held here protects the GI there, so that an opposition has ground; false is not proof that none does. */
  protectedThere: boolean;
}

function later(day: Day, length: string): Day {
  const count = Number(length.slice(1, -1));
  return length.endsWith('M') ? addMonths(day, count) : addDays(day, count);
}

/** Last day of a period that starts with or after a day. */
export function lastDayOf(start: Day, length: string, counts: OppositionRule['counts']): Day {
  const end = later(start, length);
  return counts === 'from' ? addDays(end, -1) : end;
}

const firstOfNextMonth = (day: Day): Day => `${addMonths(`${day.slice(0, 8)}01`, 1).slice(0, 8)}01`;

function startOf(
  rule: OppositionRule,
  publishedOn: Day,
  international: boolean,
): { start: Day; counts: OppositionRule['counts'] } {
  if (!international) return { start: publishedOn, counts: rule.counts };
  if (rule.international?.starts === 'next-month')
    return { start: firstOfNextMonth(publishedOn), counts: 'from' };
  return { start: addMonths(publishedOn, 1), counts: 'after' };
}

/**
 * The window of one office for a mark published on a day.
 * @param international the day is that of the WIPO Gazette, the office a designated one
 */
export function oppositionWindow(
  office: string,
  publishedOn: Day | undefined,
  options: { international: boolean; protectedThere: boolean },
): OppositionWindow {
  const { international, protectedThere } = options;
  const rule = oppositionRules.get(office);
  if (!rule || (international && !rule.international)) {
    return {
      office,
      article: '',
      stage: 'before',
      evidence: { level: 'unverified', source: '' },
      remark: 'no-rule',
      protectedThere,
    };
  }
  const own = international ? rule.international : undefined;
  const head = {
    office,
    article: own?.article ?? rule.article,
    stage: rule.stage,
    evidence: own?.evidence ?? rule.evidence,
    protectedThere,
  };
  if (!publishedOn) return { ...head, remark: 'no-publication-date' };
  if (own?.starts === 'office-publication') return { ...head, remark: 'office-publication' };
  const length = rule.since && rule.earlier && publishedOn < rule.since ? rule.earlier : rule.period;
  const { start, counts } = startOf(rule, publishedOn, international);
  const lastDay = lastDayOf(start, length, counts);
  const remark =
    own?.starts === 'month-later' ? 'counted-from-gazette' : isWeekend(lastDay) ? 'weekend' : undefined;
  return {
    ...head,
    lastDay,
    ...(rule.extension && {
      extendedTo: later(lastDay, rule.extension.period),
      extension: rule.extension.how,
    }),
    ...(remark && { remark }),
  };
}

/** What a mark tells of where it may be opposed. */
export interface Opposable {
  office: string;
  designations: readonly string[];
  publishedOn?: Day | undefined;
}

/** ST.3 code of the office of international registrations. */
export const internationalBureau = 'WO';

/**
 * Every window of a mark: its own office's, or one for each office an international registration is extended to. The
 * first is the one to turn to: where the GI is protected before where it is not, the nearest day first.
 * @param protectedAt whether the GI is protected where an office grants marks
 */
export function windowsOf(mark: Opposable, protectedAt: (office: string) => boolean): OppositionWindow[] {
  const international = mark.office === internationalBureau;
  const offices = international ? [...new Set(mark.designations)] : [mark.office];
  const windows = offices.map((office) =>
    oppositionWindow(office, mark.publishedOn, { international, protectedThere: protectedAt(office) }),
  );
  const order = (w: OppositionWindow): string =>
    `${w.protectedThere ? 0 : 1}${w.lastDay ?? '9999-12-31'}${w.office}`;
  return windows.sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

/** Months from the publication of a mark after which no office still hears oppositions, where no day can be told. */
export const MOST_MONTHS_OPEN = 24;

/**
 * Whether a mark may still be opposed somewhere on a day. A window whose last day cannot be told counts as open until
 * two years after the publication.
 * @param publishedOn the day of publication, or the day the mark was first heard of
 */
export function mayBeOpposed(windows: readonly OppositionWindow[], publishedOn: Day, today: Day): boolean {
  return windows.some((w) => {
    const last = w.extendedTo ?? w.lastDay ?? addMonths(publishedOn, MOST_MONTHS_OPEN);
    return last >= today;
  });
}
