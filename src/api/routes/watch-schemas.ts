import { z } from '@hono/zod-openapi';
import { alertStatuses, rescreenCauses } from '../../watch/alerts.ts';
import { channels, mailLanguages, paces, reminderRange } from '../../watch/subscriptions.ts';
import { Decision, Finding } from '../screening-schemas.ts';
import { Problem } from '../schemas.ts';

/** Shapes of the watch. */

const evidence = z.object({ level: z.enum(['official', 'public-source', 'unverified']), source: z.string() });

export const OppositionWindow = z
  .object({
    office: z.string().openapi({ example: 'EM', description: 'ST.3 code.' }),
    lastDay: z
      .string()
      .optional()
      .openapi({ description: 'Last day to oppose; absent where it cannot be told yet.' }),
    extendedTo: z.string().optional(),
    extension: z.string().optional(),
    article: z.string(),
    stage: z.enum(['before', 'after']).openapi({ description: 'Before or after registration.' }),
    evidence,
    remark: z
      .enum(['no-rule', 'no-publication-date', 'office-publication', 'counted-from-gazette', 'weekend'])
      .optional(),
    protectedThere: z.boolean().openapi({
      description:
        'A list held here protects the GI where the office grants marks; false is not proof that none does.',
    }),
  })
  .openapi('OppositionWindow');

export const OppositionRule = z
  .object({
    office: z.string(),
    period: z.string().openapi({ example: 'P3M' }),
    counts: z
      .enum(['from', 'after'])
      .openapi({ description: 'Whether the day of publication is the first day of the period.' }),
    stage: z.enum(['before', 'after']),
    article: z.string(),
    extension: z.object({ period: z.string(), how: z.string() }).optional(),
    since: z.string().optional(),
    earlier: z.string().optional(),
    international: z
      .object({
        starts: z.enum(['next-month', 'month-later', 'office-publication']),
        article: z.string().optional(),
        evidence: evidence.optional(),
      })
      .optional(),
    evidence,
  })
  .openapi('OppositionRule');

export const Mark = z
  .object({
    id: z.string().openapi({ example: 'EM:018900001' }),
    office: z.string(),
    number: z.string(),
    text: z.string(),
    language: z.string().optional(),
    classes: z.array(z.int()),
    goods: z.string(),
    holder: z.string().optional(),
    appliedOn: z.string().optional(),
    publishedOn: z.string().optional(),
    state: z.enum(['pending', 'registered', 'withdrawn']),
    designations: z.array(z.string()),
  })
  .openapi('WatchedMark');

export const Alert = z
  .object({
    id: z.string(),
    sequence: z.int(),
    mark: Mark,
    gi: z.object({
      id: z.string(),
      name: z.string(),
      origin: z.array(z.string()),
      agreements: z.array(z.string()),
    }),
    candidate: z.string().openapi({ description: 'Spelling of the GI that was come close to.' }),
    kind: z.string(),
    score: z.number(),
    falseAlertsPerMillion: z.number(),
    goodsRelation: z.enum(['same', 'similar', 'different', 'unknown']),
    explanation: Finding.shape.explanation,
    office: z.string(),
    deadline: z.string().optional(),
    windows: z.array(OppositionWindow),
    status: z.enum(alertStatuses),
    quietedBy: z.string().optional().openapi({
      example: 'class:42',
      description: 'Scope of the rule that keeps it quiet; `default` where that is the usual threshold.',
    }),
    assignee: z.string().optional(),
    note: z.string().optional(),
    runId: z.string(),
    rescreenId: z
      .string()
      .optional()
      .openapi({ description: 'The later comparison that found it, where the mark was screened before.' }),
    createdAt: z.string(),
    changedAt: z.string(),
    changedBy: z.string(),
  })
  .openapi('WatchAlert');

export const NoiseRule = z
  .object({
    scope: z.string(),
    alertAt: z.number(),
    reason: z.string(),
    changedAt: z.string(),
    changedBy: z.string(),
  })
  .openapi('NoiseRule');

export const AlertView = Alert.extend({
  decisions: z
    .array(Decision.extend({ supersededAt: z.string().optional() }))
    .openapi({ description: 'What was ever ruled on the pair of names, newest first.' }),
  history: z.array(
    z.object({
      id: z.int(),
      at: z.string(),
      actor: z.string(),
      action: z.string(),
      subject: z.string(),
      details: z.record(z.string(), z.unknown()),
    }),
  ),
  rule: NoiseRule.optional().openapi({ description: 'The rule that keeps it quiet.' }),
  foundBy: z
    .enum(rescreenCauses)
    .optional()
    .openapi({ description: 'Why the mark was compared again, where a later comparison found it.' }),
}).openapi('WatchAlertView');

export const Run = z
  .object({
    id: z.string(),
    file: z.object({ name: z.string(), sha256: z.string(), size: z.int() }),
    format: z.string(),
    office: z.string().optional(),
    state: z.enum(['running', 'done', 'failed']),
    position: z.int().openapi({ description: 'Records read, screened and written so far.' }),
    added: z.int(),
    changed: z.int(),
    withdrawn: z.int(),
    refused: z.int().openapi({ description: 'Records that could not be used; `problems` says why.' }),
    alerts: z.int().openapi({ description: 'Alerts that are new.' }),
    problems: z.array(Problem),
    engine: z.string(),
    startedAt: z.string(),
    startedBy: z.string(),
    endedAt: z.string().optional(),
  })
  .openapi('WatchRun');

export const Rescreen = z
  .object({
    id: z.string(),
    publication: z.int().openapi({ description: 'The names are those of this publication.' }),
    state: z.enum(['running', 'done']),
    cause: z.enum(rescreenCauses).openapi({
      description:
        '`names`: names that are new. `rule`: a rule of the watch was loosened that may have kept alerts from being raised.',
    }),
    names: z.int().openapi({
      description: 'Names that are new, or protected where they were not; every name after a rule.',
    }),
    marks: z.int().openapi({ description: 'Marks compared with them.' }),
    alerts: z.int().openapi({ description: 'Alerts that are new.' }),
    startedAt: z.string(),
    startedBy: z.string(),
    endedAt: z.string().optional(),
  })
  .openapi('WatchRescreen');

const status = z.enum(alertStatuses);

/** Filters of alerts in a query string. */
export const alertQuery = {
  gi: z.string().max(200).optional().openapi({ example: 'fr-champagne' }),
  origin: z
    .string()
    .max(10)
    .optional()
    .openapi({ example: 'FR', description: 'ISO code of the GI’s origin.' }),
  agreement: z.string().max(60).optional().openapi({ example: 'cn-eu' }),
  office: z
    .string()
    .max(10)
    .optional()
    .openapi({ example: 'EM', description: 'Office of the mark, or one it is extended to.' }),
  class: z.coerce
    .number()
    .int()
    .min(1)
    .max(45)
    .optional()
    .openapi({ description: 'Nice class of the mark.' }),
  minScore: z.coerce.number().min(0).max(1).optional(),
  status: z.string().max(100).optional().openapi({
    example: 'new,assigned',
    description: 'One or several, joined by commas; the open ones when absent, `all` for every one.',
  }),
  assignee: z.string().max(200).optional(),
  mark: z.string().max(200).optional().openapi({ description: 'Part of the mark’s words.' }),
  run: z.string().max(60).optional(),
  dueBy: z.iso.date().optional(),
};

/** The same filter kept with a subscription. */
export const SubscriptionFilter = z
  .object({
    gi: z.string().max(200).optional(),
    origin: z.string().max(10).optional(),
    agreement: z.string().max(60).optional(),
    office: z.string().max(10).optional(),
    class: z.int().min(1).max(45).optional(),
    minScore: z.number().min(0).max(1).optional(),
  })
  .openapi('WatchFilter');

export const AlertStatus = status;

export const FollowedAlert = z
  .object({
    id: z.string(),
    status,
    moved: z.boolean().openapi({
      description: 'Whether it was moved on; one that was settled or closed before is left as it is.',
    }),
  })
  .openapi('FollowedAlert', { description: 'An alert that something was begun from.' });

export const SubscriptionRequest = z.object({
  name: z.string().min(1).max(200),
  channel: z.enum(channels),
  target: z.string().max(500).optional().openapi({ description: 'E-mail address or URL; none for a feed.' }),
  language: z.enum(mailLanguages).optional(),
  pace: z.enum(paces).optional().openapi({ description: '`daily`: at most one notice a day.' }),
  filter: SubscriptionFilter.default({}),
  remindDays: z
    .array(z.int().min(0).max(reminderRange.most))
    .max(reminderRange.leads)
    .optional()
    .openapi({
      example: [90, 30, 7],
      description:
        'So many days before a last day to oppose what nobody decided on, or for this office to refuse, the subscriber is reminded of it, once each; never when absent. A feed has its calendar instead.',
    }),
});

export const Subscription = z
  .object({
    id: z.string(),
    name: z.string(),
    channel: z.enum(channels),
    target: z.string().optional(),
    language: z.enum(mailLanguages),
    pace: z.enum(paces),
    filter: SubscriptionFilter,
    remindDays: z.array(z.int()),
    createdAt: z.string(),
    createdBy: z.string(),
    sent: z.int().openapi({ description: 'Notices sent.' }),
    due: z.int(),
    failed: z.int().openapi({ description: 'Notices given up.' }),
    lastError: z.string().optional(),
  })
  .openapi('WatchSubscription');

export const DeliveryReport = z
  .object({ planned: z.int(), sent: z.int(), failed: z.int() })
  .openapi('WatchDeliveryReport');

export const Notice = z
  .object({
    id: z.string(),
    subscription: z.object({
      id: z.string(),
      name: z.string(),
      channel: z.enum(channels),
      target: z.string().optional(),
    }),
    state: z.enum(['due', 'sent', 'failed']).openapi({ description: '`failed`: given up.' }),
    attempts: z.int(),
    alerts: z.int().openapi({ description: 'How many alerts it tells of.' }),
    reminders: z.int().openapi({ description: 'How many last days it reminds of.' }),
    createdAt: z.string(),
    nextAt: z.string().optional().openapi({ description: 'When it is tried next.' }),
    sentAt: z.string().optional(),
    lastError: z.string().optional(),
  })
  .openapi('WatchNotice');
