import { Refusal } from '../platform/errors.ts';
import { alertStatuses, openStatuses, type AlertFilter, type AlertStatus } from './alerts.ts';

function statusesOf(text: string | undefined): readonly AlertStatus[] | undefined {
  if (text === undefined || text === '') return openStatuses;
  if (text === 'all') return undefined;
  return text.split(',').map((part) => {
    const status = alertStatuses.find((s) => s === part.trim());
    if (status) return status;
    throw new Refusal(
      'request/invalid',
      400,
      `"${part.slice(0, 40)}" is no status.`,
      `Use ${alertStatuses.join(', ')} or all.`,
    );
  });
}

/** The filter that a query string asks for: what is open unless it names statuses. @throws Refusal request/invalid */
export function readAlertFilter(
  query: Omit<AlertFilter, 'status'> & { status?: string | undefined },
): AlertFilter {
  return { ...query, status: statusesOf(query.status) };
}
