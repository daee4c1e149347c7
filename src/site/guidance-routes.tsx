import type { Context, Hono } from 'hono';
import { international, subjectOf } from '../guidance/guidance.ts';
import type { SiteDeps } from './deps.ts';
import { disputeFilter } from './disputes.ts';
import { DisputesPage } from './pages/disputes.tsx';
import { GuidancePage } from './pages/guidance.tsx';
import { CaseView } from './parts/disputes.tsx';
import type { Render, View } from './view.ts';

/** A jurisdiction's name over its guidance. */
const guidanceName = (v: View, code: string): string =>
  code === international ? v.t('guidance:international') : v.f.country(code);

/** Adds the pages of guidance per jurisdiction and of the disputes visitors may read. */
export function addGuidancePages(
  site: Hono,
  pages: string,
  deps: SiteDeps,
  viewOf: (c: Context) => View,
  render: Render,
): void {
  const at = (v: View) => ({ day: v.day });

  site.get(`${pages}/guidance/:code?`, async (c) => {
    const v = viewOf(c);
    const { guidance } = deps;
    const code = c.req.param('code');
    const jurisdictions = await deps.jurisdictions();
    const giId = (c.req.query('gi') ?? '').trim().slice(0, 200);
    const gi = giId === '' ? undefined : await deps.answer(giId, at(v));
    const subject = gi && subjectOf(gi, jurisdictions);
    const codes = code === undefined ? [] : guidance.reaching(code, jurisdictions);
    const sections = codes.map((jurisdiction) => ({
      jurisdiction,
      statements: guidance.statements({ jurisdiction, subject }),
    }));
    const name = code === undefined ? v.t('guidance:title') : guidanceName(v, code);
    const choices = guidance.jurisdictions();
    const page = { code, gi, sections, choices, name };
    return render(c, v, name, <GuidancePage v={v} {...page} />);
  });

  site.get(`${pages}/disputes`, async (c) => {
    const v = viewOf(c);
    const filter = disputeFilter(new URL(c.req.url).searchParams);
    const page = await deps.disputes(filter, at(v), c.req.query('after'));
    const name = v.t('disputes:title');
    const body = (
      <>
        <h1>{name}</h1>
        <p class="lead">{v.t('disputes:lead')}</p>
        <DisputesPage v={v} filter={filter} {...page} base="/disputes" />
      </>
    );
    return render(c, v, name, body);
  });

  site.get(`${pages}/disputes/:id`, async (c) => {
    const v = viewOf(c);
    const whole = await deps.dispute(c.req.param('id'), at(v));
    const body = (
      <>
        <p class="eyebrow">{v.t('disputes:case')}</p>
        <h1 class="long-title">{whole.dispute.title}</h1>
        <CaseView v={v} whole={whole} base="/disputes" document={() => undefined} />
      </>
    );
    return render(c, v, whole.dispute.title, body);
  });
}
