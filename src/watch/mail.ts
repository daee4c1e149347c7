import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Notice, Send } from './deliver.ts';
import { daysLeftText, kindText, mailSubject, mailText } from './texts.ts';

/** One line: nothing a mark says may break out of a line of the message. */
const line = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');

/** Last days told one by one in a message. */
const MOST_TOLD = 100;

function remindersOf({ subscription, reminders, alertsUrl, designatedUrl }: Notice): string[] {
  if (reminders.length === 0) return [];
  const { language } = subscription;
  const told = reminders.slice(0, MOST_TOLD).map((reminder) => {
    const { kind, mark, number, near, office, on, alertId, daysLeft } = reminder;
    const values = { mark: line(mark), number: line(number), name: line(near || '–'), office, day: on };
    const left = daysLeftText(language, daysLeft);
    const url = alertId ? `${alertsUrl}/${alertId}` : designatedUrl;
    return [`• ${mailText(language, kind, values)} ${left}`, `  ${url}`].join('\n');
  });
  const more = reminders.length - told.length;
  return [
    mailText(language, 'remindLead'),
    ...told,
    ...(more > 0 ? [mailText(language, 'more', { count: String(more) })] : []),
  ];
}

function alertsOf({ subscription, alerts, alertsUrl }: Notice): string[] {
  if (alerts.length === 0) return [];
  const { language } = subscription;
  const told = alerts.map((alert) => {
    const values = {
      mark: line(alert.mark.text),
      number: line(alert.mark.id),
      name: line(alert.candidate),
      gi: alert.gi.id,
      office: alert.office,
    };
    const due = alert.deadline
      ? mailText(language, 'deadline', { day: alert.deadline, office: alert.office })
      : mailText(language, 'noDeadline', { office: alert.office });
    const why = mailText(language, 'why', { kind: kindText(language, alert.kind) });
    return [
      `• ${mailText(language, 'line', values)}`,
      `  ${due}`,
      `  ${why}`,
      `  ${alertsUrl}/${alert.id}`,
    ].join('\n');
  });
  return [mailText(language, 'lead'), ...told];
}

/** The message of a notice, as plain text: the last days that draw near, then what is new. */
export function mailOf(notice: Notice): { subject: string; text: string } {
  const { subscription, alerts, reminders, alertsUrl, stopUrl } = notice;
  const { language, name } = subscription;
  const text = [
    ...remindersOf(notice),
    ...alertsOf(notice),
    `${mailText(language, 'all')} ${alertsUrl}`,
    `${mailText(language, 'stop')} ${stopUrl}`,
  ];
  const subject =
    reminders.length > 0
      ? mailSubject(language, 'remindSubject', reminders.length, name)
      : mailSubject(language, 'subject', alerts.length, name);
  return { subject: line(subject), text: `${text.join('\n\n')}\n` };
}

/** Where e-mail goes: an SMTP server, or a folder of files where none is configured. */
export interface MailRoute {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  smtpUrl: string | undefined;
  from: string;
  /** Folder that takes the messages without a server. */
  folder: string;
}

const SMTP_TIMEOUT_MS = 30_000;

/**
 * Sends notices by e-mail. Every try of a notice carries the same Message-ID, and the headers by which mail programs
 * offer to unsubscribe (RFC 2369, RFC 8058).
 */
export function mailSender(route: MailRoute): Send {
  const server = route.smtpUrl
    ? createTransport({
        url: route.smtpUrl,
        connectionTimeout: SMTP_TIMEOUT_MS,
        greetingTimeout: SMTP_TIMEOUT_MS,
        socketTimeout: SMTP_TIMEOUT_MS,
      })
    : undefined;
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return async (notice) => {
    const message = {
      from: route.from,
      to: notice.target,
      ...mailOf(notice),
      date: notice.at,
      messageId: `<${notice.id}@gi-gateway>`,
      headers: {
        'List-Unsubscribe': `<${notice.stopUrl}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        'Auto-Submitted': 'auto-generated',
      },
      disableFileAccess: true,
      disableUrlAccess: true,
    };
    if (server) {
      await server.sendMail(message);
      return;
    }
    const composed = await composer.sendMail(message);
    await mkdir(route.folder, { recursive: true });
    const path = join(route.folder, `${notice.id}.eml`);
    await writeFile(`${path}.part`, composed.message as Buffer);
    await rename(`${path}.part`, path);
  };
}
