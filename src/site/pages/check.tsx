import type { FC } from 'hono/jsx';
import { productClasses } from '../../gi/product.ts';
import type { Problem } from '../../gi/problem.ts';
import type { ScreenedFinding } from '../../conflicts/screen.ts';
import type { ScreeningResult } from '../deps.ts';
import { Segments, whyAlike } from '../parts/finding.tsx';
import { ExplainedProblems } from '../parts/problem.tsx';
import { href, type View } from '../view.ts';

/** What was asked for and what came of it; no result before a name was sent. */
export interface Check {
  name: string;
  goods: string;
  result?: ScreeningResult;
  problems?: Problem[];
}

const Finding: FC<{ v: View; finding: ScreenedFinding }> = ({ v, finding }) => {
  const { kind, explanation, falseAlertsPerMillion: expected } = finding;
  return (
    <li class={finding.alert ? 'finding finding--alert' : 'finding'}>
      <p class="eyebrow">{v.t(finding.alert ? 'check.alert' : 'check.noAlert')}</p>
      <h3>
        <bdi>{finding.candidate}</bdi> <span class="finding-kind">{v.t(`finding.${kind}`)}</span>
      </h3>
      <p>{whyAlike(v, kind, explanation.message)}</p>
      <Segments
        segments={explanation.segments}
        title={`${v.t('check.parts')} (${v.t('check.yours')} / ${v.t('check.theirs')})`}
      />
      <p class="quiet">
        {v.t('check.strength', { percent: Math.round(finding.score * 100) })}{' '}
        {expected < 1
          ? v.t('check.expectedFew')
          : v.t('check.expected', { number: v.f.number(Math.round(expected)) })}
      </p>
      {finding.decision && (
        <p>
          {v.t('check.decision')}: {v.t(`ruling.${finding.decision.ruling}`)},{' '}
          {v.f.day(finding.decision.decidedAt)}
        </p>
      )}
      {finding.group && (
        <p>
          <a class="more" href={href(v, `/gi/${finding.group}`)}>
            {v.t('check.openAnswer')}
          </a>
        </p>
      )}
    </li>
  );
};

/** One finding for each protected indication, the strongest: its other spellings say the same again. */
function onePerIndication(findings: ScreenedFinding[]): ScreenedFinding[] {
  const seen = new Set<string>();
  return findings.filter((f) => {
    const id = f.group ?? f.candidateId;
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

const FindingList: FC<{ v: View; findings: ScreenedFinding[] }> = ({ v, findings }) => (
  <ol class="findings">
    {findings.map((f) => (
      <Finding v={v} finding={f} />
    ))}
  </ol>
);

const MAX_WEAKER = 5;

const Result: FC<{ v: View; check: Check; result: ScreeningResult }> = ({ v, check, result }) => {
  const findings = onePerIndication(result.findings);
  const alerts = findings.filter((f) => f.alert);
  const weaker = findings.filter((f) => !f.alert).slice(0, MAX_WEAKER);
  return (
    <section aria-labelledby="result">
      <h2 id="result">{v.t('check.result', { name: check.name })}</h2>
      {alerts.length === 0 ? (
        <p class="notice">{v.t('check.none', { size: v.f.number(result.size) })}</p>
      ) : (
        <>
          <p class="count">{v.t('check.count', { count: alerts.length })}</p>
          <p>{v.t('check.finding')}</p>
          <FindingList v={v} findings={alerts} />
        </>
      )}
      {weaker.length > 0 && (
        <details class="weaker">
          <summary>{v.t('check.weaker', { number: weaker.length })}</summary>
          <FindingList v={v} findings={weaker} />
        </details>
      )}
    </section>
  );
};

export const CheckPage: FC<{ v: View; check: Check }> = ({ v, check }) => (
  <>
    <h1>{v.t('check.title')}</h1>
    <p class="lead">{v.t('check.lead')}</p>
    <form class="check" method="post" action={href(v, '/check')}>
      <div>
        <label for="name">{v.t('check.name')}</label>
        <input
          id="name"
          name="name"
          type="text"
          value={check.name}
          maxlength={500}
          autocomplete="off"
          required
          aria-invalid={check.problems ? 'true' : undefined}
          aria-describedby={check.problems ? 'problems' : undefined}
        />
      </div>
      <div>
        <label for="goods">{v.t('check.goods')}</label>
        <select id="goods" name="goods">
          <option value="">{v.t('check.anyGoods')}</option>
          {productClasses.map((c) => (
            <option value={c} selected={c === check.goods}>
              {v.t(`product.${c}`)}
            </option>
          ))}
        </select>
      </div>
      <button class="button" type="submit">
        {v.t('check.button')}
      </button>
    </form>
    {check.problems && (
      <div id="problems" class="notice notice--error told" role="alert">
        <p>
          <strong>{v.t('check.error')}</strong>
        </p>
        <ExplainedProblems v={v} problems={check.problems} />
      </div>
    )}
    {check.result && <Result v={v} check={check} result={check.result} />}
  </>
);
