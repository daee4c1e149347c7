import type { Alert } from './alerts.ts';

/** A feed of alerts, as both of its forms need it. */
export interface Feed {
  id: string;
  title: string;
  /** Address of the feed itself, without its token. */
  self: string;
  /** Address of the alerts' pages. */
  alertsUrl: string;
  alerts: Alert[];
  updated: string;
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Text that may stand in XML 1.0. */
const xml = (text: string): string =>
  text.replace(/(?![\t\n])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '\ufffd').replace(/[&<>"]/g, (c) => escapes[c] ?? c);

const titleOf = (alert: Alert): string => `${alert.mark.text} (${alert.mark.id}) – ${alert.candidate}`;

function summaryOf(alert: Alert): string {
  const due = alert.deadline
    ? `oppose by ${alert.deadline} at ${alert.office}`
    : `no opposition deadline known at ${alert.office}`;
  return `${alert.kind}, score ${alert.score.toFixed(2)}, goods ${alert.goodsRelation}; ${due}; ${alert.status}`;
}

/** RFC 4287. */
export function atomFeed(feed: Feed): string {
  const entries = feed.alerts.map(
    (alert) =>
      `<entry><id>urn:gi-gateway:alert:${xml(alert.id)}</id><title>${xml(titleOf(alert))}</title><updated>${alert.changedAt}</updated><published>${alert.createdAt}</published><link rel="alternate" href="${xml(`${feed.alertsUrl}/${alert.id}`)}"/><category term="${xml(alert.kind)}"/><category term="${xml(alert.gi.id)}" scheme="urn:gi-gateway:gi"/><summary>${xml(summaryOf(alert))}</summary></entry>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:gi-gateway:watch:${xml(feed.id)}</id><title>${xml(feed.title)}</title><updated>${feed.updated}</updated><author><name>GI gateway</name></author><link rel="self" href="${xml(feed.self)}"/>
${entries.join('\n')}
</feed>
`;
}

/** JSON Feed 1.1; `_gi_gateway` carries the alert as the API has it. */
export function jsonFeed(feed: Feed): object {
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    feed_url: feed.self,
    home_page_url: feed.alertsUrl,
    items: feed.alerts.map((alert) => ({
      id: alert.id,
      url: `${feed.alertsUrl}/${alert.id}`,
      title: titleOf(alert),
      content_text: summaryOf(alert),
      date_published: alert.createdAt,
      date_modified: alert.changedAt,
      tags: [alert.kind, alert.gi.id, alert.office],
      _gi_gateway: alert,
    })),
  };
}
