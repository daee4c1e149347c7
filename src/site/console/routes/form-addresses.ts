import { href } from '../../view.ts';
import type { Console } from '../app.ts';

/** What can be done on a page, by the address of the page; each is a form at the page's own address and its name. */
const acts: Readonly<Record<string, readonly string[]>> = {
  '/corrections': ['withdraw'],
  '/disputes/:id': ['documents', 'steps'],
  '/drafts/:id': [
    'approve',
    'assign',
    'comments',
    'correction-rulings',
    'decisions',
    'discard',
    'publish',
    'withdraw',
  ],
  '/imports/:id': ['resume'],
  '/links': ['end'],
  '/lists/:agreement/:annex': ['revert'],
  '/lists/:agreement/:annex/entries/:key': [
    'channels',
    'coexistence',
    'phase-outs',
    'procedure',
    'remove-channel',
    'remove-term',
    'withdraw',
  ],
  '/madrid': ['import', 'queue'],
  '/madrid/refusals/:id': ['transmission'],
  '/partners/:code': ['keys', 'keys/:id', 'targets', 'targets/:id'],
  '/subscriptions': [':id/end', 'notices/:id/retry'],
  '/watch': ['import', 'rescreen'],
  '': ['sign-out'],
};

/** Addresses that only take forms, each with the page its form stands on. */
const pages: readonly (readonly [form: string, page: string])[] = [
  ...Object.entries(acts).flatMap(([page, names]) => names.map((name) => [`${page}/${name}`, page] as const)),
  ['/madrid/refusals', '/madrid/designated'],
  ['/messages/notice', '/messages/send'],
];

/**
 * Leads whoever opens the address of a form to the page it stands on: a refused form is answered at that address, and
 * choosing another language, or the address bar, asks for it again. Add it before the pages that an id in an address
 * would be read for.
 */
export function addFormAddresses(app: Console): void {
  for (const [form, page] of pages)
    app.get(form, (c) => {
      const named = c.req.param() as Record<string, string>;
      const path = page.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(named[name]!));
      return c.redirect(href(c.get('desk').v, `/console${path}`), 303);
    });
}
