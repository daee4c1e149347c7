import { legalLines, type CalendarEvent } from '../madrid/docket/icalendar.ts';
import type { Alert } from './alerts.ts';
import type { OwnLimit } from './own-limits.ts';

/** The last day to oppose each mark, where it can be told. @param alertsUrl address of the alerts' pages */
export function oppositionEvents(alerts: readonly Alert[], alertsUrl: string): CalendarEvent[] {
  return alerts.flatMap((alert): CalendarEvent[] => {
    const { id, mark, gi, office, deadline, changedAt, candidate, status } = alert;
    if (deadline === undefined) return [];
    return [
      {
        uid: `${id}@watch.gi-gateway`,
        changedAt,
        on: deadline,
        summary: `Last day to oppose ${mark.text} (${mark.number}) at ${office}: ${gi.name}`,
        description: `Close to ${candidate} (${gi.id}), score ${alert.score.toFixed(2)}, ${status}\nCounted under the rules of ${office}; see the alert for their source.`,
        category: 'opposition',
        url: `${alertsUrl}/${id}`,
      },
    ];
  });
}

/** The last days for this office to refuse. */
export function refusalEvents(limits: readonly OwnLimit[], alertsUrl: string): CalendarEvent[] {
  return limits.map((limit) => {
    const { number, mark, rule, office, state, alerts } = limit;
    const [alert] = alerts;
    const near = alerts.map(({ candidate }) => candidate).join(', ');
    return {
      uid: `${number}.${rule}.own.${office}@madrid.gi-gateway`,
      changedAt: limit.changedAt,
      on: limit.on,
      summary: `Last day for this office to refuse ${number}${mark ? ` ${mark}` : ''}${near && ` (${near})`}`,
      description: `Madrid Protocol, ${limit.article}\nState: ${state}${legalLines(limit)}`,
      category: 'refusal',
      ...(alert && { url: `${alertsUrl}/${alert.id}` }),
    };
  });
}
