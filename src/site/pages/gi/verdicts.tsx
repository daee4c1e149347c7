import type { FC } from 'hono/jsx';
import { isStronger } from '../../../gi/evidence.ts';
import type { Jurisdiction } from '../../../gi/agreement.ts';
import type { Coverage, Protection, ProtectionVia } from '../../../gi/protection.ts';
import type { GiAnswer } from '../../../lists/queries.ts';
import { completeness } from '../../parts/completeness.tsx';
import { EvidenceBadge } from '../../parts/evidence.tsx';
import { Reference } from '../../parts/reference.tsx';
import { StageLine } from '../../parts/procedure.tsx';
import { StateIcon } from '../../parts/icons.tsx';
import { href, type View } from '../../view.ts';

/** The list that speaks best for a jurisdiction's state: same state, strongest evidence, a date before none. */
export function bestVia(protection: Protection): ProtectionVia | undefined {
  return protection.via
    .filter((via) => via.state === protection.state)
    .reduce<ProtectionVia | undefined>((best, via) => {
      if (!best || isStronger(via.evidence, best.evidence)) return via;
      return !isStronger(best.evidence, via.evidence) && via.since && !best.since ? via : best;
    }, undefined);
}

/** What a page needs of the lists an answer speaks of, by list id. */
export interface ListFacts {
  title(listId: string): string;
  protectedIn(listId: string): string | undefined;
  isRegister(listId: string): boolean;
}

const ViaLine: FC<{ v: View; via: ProtectionVia; lists: ListFacts }> = ({ v, via, lists }) => (
  <>
    <a href={href(v, `/lists/${via.listId}`)}>{lists.title(via.listId)}</a>{' '}
    <span class="quiet">{v.t('gi.version', { number: via.versionNumber })}</span>
  </>
);

const Searched: FC<{ v: View; coverage: Coverage[]; lists: ListFacts }> = ({ v, coverage, lists }) => (
  <details class="searched">
    <summary>{v.t('gi.listsSearched')}</summary>
    <ul>
      {coverage.map((c) => (
        <li>
          <a href={href(v, `/lists/${c.listId}`)}>{lists.title(c.listId)}</a>
          <span class="quiet">{completeness(v, c)}</span>
        </li>
      ))}
    </ul>
  </details>
);

function sinceWhen(v: View, state: Protection['state'], since: string | undefined): string {
  if (state === 'unknown') return v.t('gi.datesTooYoung');
  if (since) return v.t(state === 'not-yet' ? 'gi.starts' : 'gi.since', { date: v.f.day(since) });
  return state === 'protected' ? v.t('gi.sinceUnknown') : v.t(`stateText.${state}`);
}

/** What it means that no list held speaks of the name; `fileNumber` is its number in a register not held here. */
function absence(v: View, state: Protection['state'], fileNumber: string | undefined): string {
  if (fileNumber) return v.t('gi.ownNumber', { number: fileNumber });
  return v.t(state === 'unknown' ? 'gi.incomplete' : 'stateText.not-listed');
}

interface VerdictProps {
  v: View;
  protection: Protection;
  jurisdiction: Jurisdiction | undefined;
  fileNumber: string | undefined;
  lists: ListFacts;
  /** Address of what to know there, where something is held. */
  guidance: string | undefined;
}

const Verdict: FC<VerdictProps> = ({ v, protection, jurisdiction, fileNumber, lists, guidance }) => {
  const { state, via, coverage } = protection;
  const best = bestVia(protection);
  const doubtful = best?.evidence.level === 'unverified';
  const since = best?.since ?? protection.since;
  const source = best && lists.protectedIn(best.listId);
  const union = source === protection.jurisdiction ? undefined : source;
  // An EU number answers nothing by itself, but says where the answer stands: in the register not yet imported.
  const registerMissing = coverage.some((c) => c.held === 0 && lists.isRegister(c.listId));
  const elsewhere = registerMissing && state === 'unknown' ? fileNumber : undefined;
  return (
    <li class={`verdict verdict--${state}${doubtful ? ' verdict--doubtful' : ''}`}>
      <h3>{jurisdiction ? v.f.local(jurisdiction.name) : v.f.country(protection.jurisdiction)}</h3>
      <p class="verdict-state">
        <StateIcon state={state} doubtful={doubtful} />
        <span>
          {v.t(`state.${state}`)}
          {doubtful && <small>{v.t('evidence.unverified')}</small>}
        </span>
      </p>
      {best ? (
        <>
          <p class="verdict-since">
            {sinceWhen(v, state, since)}
            {best.until && `, ${v.t('gi.until', { date: v.f.day(best.until) })}`}
            {union && ` · ${v.t('gi.throughUnion', { union: v.f.country(union) })}`}
          </p>
          {best.procedure && best.procedure.stage !== 'protected' && (
            <p class="verdict-text">
              <a href={href(v, `/lists/${best.listId}/entries/${encodeURIComponent(best.entryKey)}`)}>
                <StageLine v={v} state={best.procedure} />
              </a>
            </p>
          )}
          {doubtful ? (
            <p class="verdict-text">{v.t('evidence.unverifiedText')}</p>
          ) : (
            <EvidenceBadge v={v} evidence={best.evidence} />
          )}
          <dl>
            <dt>{v.t('gi.basis')}</dt>
            <dd>
              <Reference v={v} reference={best.legalBasis} />
            </dd>
            <dt>{v.t('gi.list')}</dt>
            <dd>
              <ViaLine v={v} via={best} lists={lists} />
            </dd>
            {via.length > 1 && (
              <>
                <dt>{v.t('gi.also')}</dt>
                {via
                  .filter((other) => other !== best)
                  .map((other) => (
                    <dd>
                      <ViaLine v={v} via={other} lists={lists} />
                      <span class="quiet">
                        {' '}
                        · {v.t(`stateShort.${other.state}`)} · {v.t(`evidence.${other.evidence.level}`)}
                      </span>
                    </dd>
                  ))}
              </>
            )}
          </dl>
        </>
      ) : (
        <>
          <p class="verdict-text">{absence(v, state, elsewhere)}</p>
          <Searched v={v} coverage={coverage} lists={lists} />
        </>
      )}
      {guidance && (
        <p class="verdict-guidance">
          <a href={guidance}>{v.t('guidance:link')}</a>
        </p>
      )}
    </li>
  );
};

const readingOrder = ['CN', 'EU', 'FR', 'TH'];
const place = (code: string): number => readingOrder.indexOf(code) + 1 || 99;

/** Protected or not, jurisdiction by jurisdiction. */
export const Verdicts: FC<{
  v: View;
  answer: GiAnswer;
  jurisdictions: Jurisdiction[];
  lists: ListFacts;
  /** Jurisdictions there is guidance for. */
  guided: string[];
}> = ({ v, answer, jurisdictions, lists, guided }) => {
  const fileNumber = answer.occurrences
    .flatMap((o) => o.entry.fileNumbers)
    .find((n) => /^(PDO|PGI|GI)-/.test(n));
  const ordered = [...answer.protection].sort((a, b) => place(a.jurisdiction) - place(b.jurisdiction));
  return (
    <ul class="verdicts">
      {ordered.map((protection) => (
        <Verdict
          v={v}
          protection={protection}
          jurisdiction={jurisdictions.find((j) => j.code === protection.jurisdiction)}
          fileNumber={fileNumber}
          lists={lists}
          guidance={
            guided.includes(protection.jurisdiction)
              ? href(v, `/guidance/${protection.jurisdiction}`, { gi: answer.id })
              : undefined
          }
        />
      ))}
    </ul>
  );
};
