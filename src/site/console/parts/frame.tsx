import type { Child, FC } from 'hono/jsx';
import { href } from '../../view.ts';
import type { Desk } from '../desk.ts';

const sections = [
  { path: '/console', key: 'nav.today', role: 'viewer' },
  { path: '/console/alerts', key: 'watch:nav.alerts', role: 'viewer' },
  { path: '/console/watch', key: 'watch:nav.watch', role: 'viewer' },
  { path: '/console/madrid', key: 'madrid:desk.nav', role: 'viewer' },
  { path: '/console/import', key: 'nav.import', role: 'editor' },
  { path: '/console/lists', key: 'nav.lists', role: 'viewer' },
  { path: '/console/disputes', key: 'nav.disputes', role: 'viewer' },
  { path: '/console/approvals', key: 'nav.approvals', role: 'viewer' },
  { path: '/console/conflicts', key: 'nav.conflicts', role: 'viewer' },
  { path: '/console/corrections', key: 'nav.corrections', role: 'viewer' },
  { path: '/console/partners', key: 'nav.exchange', role: 'viewer' },
  { path: '/console/audit', key: 'nav.audit', role: 'viewer' },
  { path: '/console/users', key: 'nav.users', role: 'admin' },
] as const;

/** What was just done, as redirects name it; anything else in the address is not shown. */
const done = [
  'decided',
  'assigned',
  'commented',
  'approved',
  'withdrawn',
  'published',
  'discarded',
  'ruled',
  'reverted',
  'recorded',
  'corrected',
  'conflicts-decided',
  'correction-ruled',
  'correction-withdrawn',
  'stated',
  'linked',
  'unlinked',
  'partner-saved',
  'key-revoked',
  'keys-rotated',
  'target-changed',
  'delivery-replayed',
  'delivery-discarded',
  'ordered',
  'message-made',
  'message-received',
  'message-repeated',
  'receipt-kept',
  'source-changed',
  'source-looked',
  'user-added',
  'user-changed',
];

const watchDone = ['subscribed', 'unsubscribed', 'compared', 'retried'];

const madridDone = ['recorded-notifications', 'queue-moved', 'refusal-written', 'refusal-sent'];

/** What was just done, in words; undefined for what no page tells. */
function doneText({ v, t }: Desk): string | undefined {
  const params = new URLSearchParams(v.search);
  const told = params.get('done') ?? '';
  const count = (name: string): number => Number.parseInt(params.get(name) ?? '', 10) || 0;
  if (told === 'noise') {
    const [quietened, reopened] = [v.f.number(count('quietened')), v.f.number(count('reopened'))];
    const marks = count('marksToCompare');
    const more = marks > 0 ? ` ${v.t('watch:noise.compares', { count: marks })}` : '';
    return `${v.t('watch:done.noise', { quietened, reopened })}${more}`;
  }
  if (told === 'settled') {
    const followed = count('followed');
    const more = followed > 0 ? ` ${v.t('watch:done.followed', { count: followed })}` : '';
    return `${v.t('watch:done.settled')}${more}`;
  }
  if (watchDone.includes(told)) return v.t(`watch:done.${told}`);
  if (madridDone.includes(told)) return v.t(`madrid:desk.done.${told}`);
  return done.includes(told) ? t(`done.${told}`) : undefined;
}

/** Proof that a form comes from this session's pages. */
export const Token: FC<{ desk: Desk }> = ({ desk }) => (
  <input type="hidden" name="token" value={desk.formToken} />
);

/** The frame of every console page: who is signed in, where one can go, and what was just done. */
export const Frame: FC<{ desk: Desk; title: string; children?: Child }> = ({ desk, title, children }) => {
  const { v, t, user } = desk;
  const told = doneText(desk);
  return (
    <div class="console">
      <nav class="console-nav" aria-label={t('nav.label')}>
        <ul>
          {sections
            .filter((s) => desk.may(s.role))
            .map(({ path, key }) => (
              <li>
                <a href={href(v, path)} aria-current={v.path === path ? 'page' : undefined}>
                  {key.includes(':') ? v.t(key) : t(key)}
                </a>
              </li>
            ))}
        </ul>
        <form class="console-who" method="post" action={href(v, '/console/sign-out')}>
          <Token desk={desk} />
          <a href={href(v, '/console/account')}>{user.name}</a>
          <span class="quiet">{t(`role.${user.role}`)}</span>
          <button class="link" type="submit">
            {t('nav.signOut')}
          </button>
        </form>
      </nav>
      {told && (
        <p class="notice notice--done" role="status">
          {told}
        </p>
      )}
      <h1 class="long-title">{title}</h1>
      {children}
      <script src={desk.asset('console.js')} defer></script>
    </div>
  );
};
