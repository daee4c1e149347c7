import { z } from '@hono/zod-openapi';
import { evidenceSchema } from '../../formats/entry-schema.ts';
import { designationStates } from '../../madrid/docket/designation.ts';
import { notificationFormats, type NotificationFormat } from '../../madrid/notifications/decode.ts';
import { eventKinds } from '../../madrid/notifications/event.ts';
import { treaties } from '../../madrid/rules/declarations.ts';
import { alertStatuses } from '../../watch/alerts.ts';
import { designatedStates } from '../../watch/designated.ts';
import { Problem } from '../schemas.ts';

/** Shapes of the docket routes, as they stand in /openapi.json. */

export const Office = z.string().regex(/^[A-Z]{2}$/, 'must be a two-letter WIPO ST.3 code');
export const RegistrationNumber = z.string().max(40).openapi({
  description: 'Number of the international registration, as WIPO writes it.',
  example: '1289218',
});

export const DocketDate = z
  .object({
    rule: z.string().openapi({ example: 'refusal-limit-declared' }),
    article: z.string().openapi({
      description: 'Article of the Madrid Protocol the date comes from.',
      example: 'Article 5(2)(b)',
    }),
    actor: z.enum(['holder', 'designated-office', 'office-of-origin', 'international-bureau']),
    says: z.string(),
    on: z.string().openapi({ format: 'date', description: 'A calendar day; it has no time zone.' }),
    office: Office.optional(),
    weekend: z.boolean().openapi({ description: 'The time may run to the next working day (Rule 4(4)).' }),
    runsTo: z.string().optional().openapi({
      format: 'date',
      description: 'The Monday it may run to; holidays of the offices are not held.',
    }),
    evidence: evidenceSchema,
  })
  .openapi('DocketDate');

const Gi = z.object({ id: z.string(), name: z.string() });

export const DueDate = DocketDate.extend({
  number: z.string(),
  gi: Gi,
  mark: z.string().optional(),
}).openapi('DueDate');

const Treaty = z.enum(treaties);

export const MadridEvent = z
  .object({
    kind: z.enum(eventKinds),
    registration: z.string().optional(),
    source: z.string().openapi({ description: 'Element or code it came as.', example: 'RFNT' }),
    offices: z.array(z.string()).openapi({ description: 'None: the whole registration.' }),
    designations: z.array(z.object({ office: z.string(), under: Treaty.optional() })).optional(),
    registeredOn: z.string().optional(),
    on: z.string().optional(),
    notifiedOn: z.string().optional(),
    expiresOn: z.string().optional(),
    scope: z.enum(['total', 'partial']).optional(),
    outcome: z.enum(['granted', 'partly-granted', 'refused']).optional(),
    opposition: z.object({ from: z.string().optional(), to: z.string().optional() }).optional(),
    officeOfOrigin: z.string().optional(),
    basicMarks: z.array(z.object({ office: z.string().optional(), number: z.string() })).optional(),
    mark: z.string().optional(),
    text: z.string().optional(),
    reference: z.string().optional(),
  })
  .openapi('MadridEvent');

const RefusalPeriod = z.object({
  months: z.union([z.literal(12), z.literal(18)]),
  article: z.string(),
  laterOnOpposition: z.boolean(),
  evidence: evidenceSchema,
});

export const RefusalTime = RefusalPeriod.extend({ office: Office }).openapi('RefusalTime');

const Designation = z.object({
  office: z.string(),
  under: Treaty.optional(),
  since: z.string().optional(),
  notifiedOn: z.string().optional(),
  state: z.enum(designationStates),
  stateSince: z.string().optional(),
  limited: z.boolean().openapi({ description: 'Goods or services were taken away on the way.' }),
  refusal: RefusalPeriod.extend({ limit: z.string().optional(), onOpposition: z.string().optional() }),
  warnings: z.array(z.string()),
});

export const DocketEntry = z
  .object({
    number: z.string(),
    gi: Gi,
    mark: z.string().optional(),
    officeOfOrigin: z.string().optional(),
    registeredOn: z.string().optional(),
    expiresOn: z.string().optional(),
    inForce: z.boolean(),
    endedOn: z.string().optional(),
    dependency: z.enum(['dependent', 'threatened', 'independent', 'ceased', 'unknown']),
    renewalNotSeen: z.boolean(),
    designations: z.array(Designation),
    dates: z.array(DocketDate),
    events: z.array(MadridEvent),
    addedAt: z.string(),
    addedBy: z.string(),
    changedAt: z.string(),
  })
  .openapi('DocketEntry');

const Place = Problem.shape.place;

export const WaitingEvent = z
  .object({
    id: z.string(),
    event: MadridEvent,
    file: z.object({ id: z.string(), name: z.string() }),
    place: Place,
    receivedAt: z.string(),
  })
  .openapi('WaitingEvent');

export const RecordReport = z
  .object({
    file: z.object({ id: z.string(), sha256: z.string(), size: z.int(), name: z.string() }),
    format: z.enum(Object.keys(notificationFormats) as [NotificationFormat, ...NotificationFormat[]]),
    records: z.int(),
    newEvents: z.int(),
    docketed: z.int(),
    waiting: z.int(),
    registrations: z.array(z.string()),
    problems: z.array(Problem),
    repeated: z.boolean(),
  })
  .openapi('NotificationReport');

export const WrittenRefusal = z
  .object({
    id: z.string(),
    number: z.string(),
    giId: z.string(),
    sha256: z.string(),
    createdAt: z.string(),
    createdBy: z.string(),
    reference: z.string().optional(),
    alertId: z.string().optional().openapi({ description: 'Alert of the watch it came from.' }),
    xml: z.string().openapi({ description: 'ST.96 V6_0 MadridOfficeToIBTransaction.' }),
    sent: z
      .object({
        how: z.enum(['outbox', 'file']),
        on: z.string().openapi({ format: 'date' }),
        at: z.string(),
        by: z.string(),
        note: z.string().optional(),
        deliveries: z.array(z.string()).openapi({ description: 'Ids in the outbox.' }),
      })
      .optional()
      .openapi({ description: 'How it went to the International Bureau; absent until then.' }),
  })
  .openapi('WrittenRefusal');

export const DesignatedMark = z
  .object({
    number: z.string(),
    mark: z.string().optional(),
    holder: z.string().optional(),
    officeOfOrigin: z.string().optional(),
    registeredOn: z.string().optional(),
    designation: Designation.optional().openapi({
      description: 'This office’s designation, as notifications tell.',
    }),
    state: z.enum(designatedStates),
    limit: z.string().optional().openapi({
      format: 'date',
      description: 'Last day for this office to refuse; absent where the day of notification is not known.',
    }),
    alerts: z.array(
      z.object({
        id: z.string(),
        giId: z.string(),
        candidate: z.string(),
        score: z.number(),
        status: z.enum(alertStatuses),
      }),
    ),
    refusals: z.array(
      z.object({ id: z.string(), giId: z.string(), createdAt: z.string(), sentOn: z.string().optional() }),
    ),
    changedAt: z.string().optional().openapi({ description: 'When the last notification was received.' }),
  })
  .openapi('DesignatedMark');

/** A last day for this office to refuse. */
export const OwnLimit = DocketDate.extend({
  number: z.string(),
  mark: z.string().optional(),
  state: z.enum(designatedStates),
  alerts: DesignatedMark.shape.alerts,
  changedAt: z.string(),
}).openapi('OwnLimit');

export const Moved = z
  .object({
    events: z.int().openapi({ description: 'Notifications that no longer wait.' }),
    registrations: z.array(z.string()).openapi({ description: 'Registrations they went to.' }),
  })
  .openapi('QueueMoved');

export const Docketed = z
  .object({ number: z.string(), giId: z.string(), events: z.int() })
  .openapi('Docketed', { description: '`events`: how many that waited found their place.' });
