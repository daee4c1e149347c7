import { decidePair } from '../../../conflicts/decisions.ts';
import { pairRulings } from '../../../db/schema/index.ts';
import {
  conflictStatus,
  countConflicts,
  decideConflicts,
  draftConflictPage,
} from '../../../lists/review/conflicts.ts';
import { openDraftIds } from '../../../lists/review/overview.ts';
import { Refusal } from '../../../platform/errors.ts';
import { href } from '../../view.ts';
import type { Console, ConsoleParts } from '../app.ts';
import { conflictFilter, conflictQuery } from '../conflict-filter.ts';
import { readForm, type Desk } from '../desk.ts';
import { ConflictBulkPage, ConflictsPage, rulingText } from '../pages/conflicts.tsx';

const PAGE = 50;
const PREVIEWED = 40;

function asRuling(text: string): (typeof pairRulings)[number] {
  const ruling = pairRulings.find((r) => r === text);
  if (ruling) return ruling;
  throw new Refusal('request/invalid', 400, 'That is no ruling.', 'Use the buttons of the page.');
}

/** The conflict queue over all drafts. */
export function addConflictRoutes(app: Console, { deps, render }: ConsoleParts): void {
  const { db } = deps;

  app.get('/conflicts', async (c) => {
    const desk = c.get('desk');
    const filter = conflictFilter(new URL(c.req.url).searchParams);
    const after = (c.req.query('after') ?? '').slice(0, 100);
    const found = await draftConflictPage(db, filter, { after, limit: PAGE + 1 });
    const conflicts = found.slice(0, PAGE);
    const drafts = await openDraftIds(db);
    const screening = [];
    for (const { versionId, listId } of drafts) {
      deps.screenings.start(versionId);
      const { screening: state, names, screened } = await conflictStatus(db, versionId);
      if (state === 'running') screening.push({ draftId: versionId, listId, names, screened });
    }
    const { kind: _, ...anyKind } = filter;
    const view = {
      filter,
      conflicts,
      after,
      screening,
      drafts,
      ...(await countConflicts(db, filter)),
      kinds: (await countConflicts(db, anyKind)).kinds,
      ...(found.length > PAGE && { next: conflicts.at(-1)!.id }),
    };
    return render(c, desk.v, desk.t('nav.conflicts'), <ConflictsPage desk={desk} view={view} />);
  });

  app.post('/conflicts', async (c) => {
    const desk = c.get('desk');
    const form = await readForm(c);
    const [draftId, id, said] = [form.text('draft', 100), form.text('id', 100), form.text('ruling')];
    const reject = said === 'reject';
    await decideConflicts(
      desk.ctx,
      {
        draftId,
        filter: { ids: [id] },
        ruling: reject ? 'conflict' : asRuling(said),
        reason: form.text('reason'),
        reject,
        expected: 1,
      },
      decidePair,
    );
    if (c.req.header('accept') === 'application/json') return c.json(await decidedState(desk, draftId, id));
    const query = new URLSearchParams(form.text('back')).toString();
    const at = /^\d{1,3}$/.test(form.text('at')) ? `#k${form.text('at')}` : '';
    return c.redirect(`${href(desk.v, '/console/conflicts')}${query && `?${query}`}${at}`, 303);
  });

  /** What the page's script shows after a ruling, without loading the page again. */
  async function decidedState(desk: Desk, draftId: string, id: string) {
    const [conflict] = await draftConflictPage(db, { draftId, ids: [id] }, { after: '', limit: 1 });
    const { open } = await countConflicts(db, { state: 'open' });
    return { text: rulingText(desk, conflict!), open: desk.t('conflict.toDecide', { count: open }) };
  }

  app.get('/conflicts/bulk', async (c) => {
    const desk = c.get('desk');
    const params = new URL(c.req.url).searchParams;
    const filter = { ...conflictFilter(params), state: 'open' as const };
    const page = (
      <ConflictBulkPage
        desk={desk}
        filter={filter}
        ruling={asRuling(params.get('ruling') ?? '')}
        total={(await countConflicts(db, filter)).total}
        conflicts={await draftConflictPage(db, filter, { after: '', limit: PREVIEWED })}
      />
    );
    return render(c, desk.v, desk.t('nav.conflicts'), page);
  });

  app.post('/conflicts/bulk', async (c) => {
    const desk = c.get('desk');
    const form = await readForm(c);
    const { draftId = '', ...filter } = conflictFilter(new URLSearchParams(form.text('filter')));
    await decideConflicts(
      desk.ctx,
      {
        draftId,
        filter,
        ruling: asRuling(form.text('ruling')),
        reason: form.text('reason'),
        reject: form.text('reject') === 'yes',
        expected: Number(form.text('expected')),
      },
      decidePair,
    );
    const back = `${href(desk.v, '/console/conflicts')}?${conflictQuery({ draftId })}`;
    return c.redirect(`${back}&done=conflicts-decided`, 303);
  });
}
