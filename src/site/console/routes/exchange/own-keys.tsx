import { MOST_OVERLAP_DAYS, rotateSigningKeys } from '../../../../exchange/keys/rotate.ts';
import { href } from '../../../view.ts';
import type { Console, ConsoleParts } from '../../app.ts';
import { readForm } from '../../desk.ts';
import { OwnKeysPage } from '../../pages/exchange/own-keys.tsx';
import { daysOf } from '../form-values.ts';

/** The keys this office signs with. */
export function addOwnKeyRoutes(app: Console, { deps, render }: ConsoleParts): void {
  const { clock, exchange } = deps;
  const { signer, officeCode } = exchange;

  app.get('/keys', (c) => {
    const desk = c.get('desk');
    const page = <OwnKeysPage desk={desk} keys={signer.publicKeys().keys} now={clock()} />;
    return render(c, desk.v, desk.v.t('exchange:ownKeys.title'), page);
  });

  app.post('/keys', async (c) => {
    const desk = c.get('desk');
    const overlapDays = daysOf(await readForm(c), 'overlapDays', 0, MOST_OVERLAP_DAYS);
    await rotateSigningKeys({ ...desk.ctx, signer, officeCode }, { overlapDays });
    return c.redirect(href(desk.v, '/console/keys', { done: 'keys-rotated' }), 303);
  });
}
