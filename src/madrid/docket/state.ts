import { eventKinds, type MadridEvent } from '../notifications/event.ts';
import type { Day } from '../rules/calendar.ts';
import { graceEnd, independentFrom, termEnd } from '../rules/clock.ts';
import { docketDates, type DocketDate } from './dates.ts';
import { DesignationCourse, designationEvents, type DesignationView } from './designation.ts';

/** What the docket was told about a registration by a person, used where no notification says it. */
export interface RegistrationFacts {
  number: string;
  officeOfOrigin?: string | undefined;
  registeredOn?: Day | undefined;
}

/**
 * How the registration hangs on the basic mark. `threatened`: an action that may end the basic mark was reported within
 * the five years, so that independence is not sure (Article 6(3)).
 */
export type Dependency = 'dependent' | 'threatened' | 'independent' | 'ceased' | 'unknown';

export interface RegistrationState {
  number: string;
  officeOfOrigin?: string;
  registeredOn?: Day;
  expiresOn?: Day;
  /** False once it was cancelled, ceased or was not renewed everywhere. */
  inForce: boolean;
  endedOn?: Day;
  dependency: Dependency;
  /** The term and its grace have passed and no renewal was received. */
  renewalNotSeen: boolean;
  designations: DesignationView[];
  dates: DocketDate[];
}

const dayOf = (event: MadridEvent): Day => event.on ?? event.notifiedOn ?? '';
const rank = (event: MadridEvent): number => eventKinds.indexOf(event.kind);

/** Events in the order they took effect; of one day, first what others build on. */
export function inOrder(events: readonly MadridEvent[]): MadridEvent[] {
  return events.toSorted((a, b) => {
    if (a.kind === 'registration' || b.kind === 'registration') return rank(a) - rank(b);
    const [x, y] = [dayOf(a), dayOf(b)];
    return x === y ? rank(a) - rank(b) : x < y ? -1 : 1;
  });
}

const endings = new Set(['cancellation', 'ceasing-of-effect', 'non-renewal']);

/** The end of the term after renewals: as the last notification says it, else ten years on each time. */
function expiry(registeredOn: Day | undefined, events: readonly MadridEvent[]): Day | undefined {
  let end = registeredOn && termEnd(registeredOn);
  for (const event of events) {
    if (event.kind !== 'renewal') continue;
    if (event.expiresOn) end = event.expiresOn;
    else if (end && (event.on ?? end) <= graceEnd(end)) end = termEnd(end);
  }
  return end;
}

function dependencyOn(
  today: Day,
  registeredOn: Day | undefined,
  events: readonly MadridEvent[],
): { dependency: Dependency; ceasedOn?: Day } {
  const ceased = events.findLast((e) => e.kind === 'ceasing-of-effect');
  const ceasedOn = ceased && (ceased.on ?? ceased.notifiedOn);
  if (ceased && ceased.scope !== 'partial') return { dependency: 'ceased', ...(ceasedOn && { ceasedOn }) };
  const partly = ceasedOn ? { ceasedOn } : {};
  if (!registeredOn) return { dependency: 'unknown', ...partly };
  const threatened = events.some((e) => e.kind === 'possible-ceasing-of-effect');
  if (threatened) return { dependency: 'threatened', ...partly };
  return { dependency: today >= independentFrom(registeredOn) ? 'independent' : 'dependent', ...partly };
}

/**
 * Where an international registration stands on a day, from everything received about it. Only what was received
 * counts: silence is read as acceptance when the time to refuse is over, a missing renewal is reported, not concluded.
 */
export function registrationState(
  facts: RegistrationFacts,
  received: readonly MadridEvent[],
  today: Day,
): RegistrationState {
  const events = inOrder(received);
  const told = events.filter((e) => e.kind === 'registration' || e.kind === 'designation');
  const registeredOn = told.find((e) => e.registeredOn)?.registeredOn ?? facts.registeredOn;
  const officeOfOrigin = told.find((e) => e.officeOfOrigin)?.officeOfOrigin ?? facts.officeOfOrigin;
  const courses = new Map<string, DesignationCourse>();
  const courseOf = (office: string): DesignationCourse => {
    const course = courses.get(office) ?? new DesignationCourse(office);
    courses.set(office, course);
    return course;
  };
  let endedOn: Day | undefined;
  let inForce = true;
  for (const event of events) {
    const since = event.kind === 'registration' ? registeredOn : event.on;
    for (const { office, under } of event.designations ?? [])
      courseOf(office).designate(under, since, event.notifiedOn);
    if (!designationEvents.has(event.kind)) continue;
    for (const course of event.offices.length > 0 ? event.offices.map(courseOf) : courses.values())
      course.apply(event);
    if (endings.has(event.kind) && event.offices.length === 0 && event.scope !== 'partial') {
      inForce = false;
      endedOn = event.on ?? event.notifiedOn;
    }
  }
  const expiresOn = expiry(registeredOn, events);
  const { dependency, ceasedOn } = dependencyOn(today, registeredOn, events);
  const designations = [...courses.values()]
    .map((course) => course.view(today, officeOfOrigin))
    .sort((a, b) => (a.office < b.office ? -1 : 1));
  const dependent = dependency === 'dependent' || dependency === 'threatened';
  return {
    number: facts.number,
    ...(officeOfOrigin && { officeOfOrigin }),
    ...(registeredOn && { registeredOn }),
    ...(expiresOn && { expiresOn }),
    inForce,
    ...(endedOn && { endedOn }),
    dependency,
    renewalNotSeen: inForce && expiresOn !== undefined && today > graceEnd(expiresOn),
    designations,
    dates: docketDates({
      ...(registeredOn && { registeredOn }),
      ...(expiresOn && { expiresOn }),
      inForce,
      dependent,
      ...(ceasedOn && { ceasedOn }),
      designations,
    }),
  };
}
