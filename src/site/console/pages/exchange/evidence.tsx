import type { FC } from 'hono/jsx';
import type { EvidenceVerdict } from '../../../../client/evidence.ts';
import type { EvidenceState } from '../../../../exchange/evidence/state.ts';
import { href } from '../../../view.ts';
import type { Desk } from '../../desk.ts';
import { ExchangeFrame, Moment } from '../../parts/exchange.tsx';
import { Token } from '../../parts/frame.tsx';

const Verdict: FC<{ desk: Desk; verdict: EvidenceVerdict }> = ({ desk, verdict }) => {
  const { v } = desk;
  if (verdict.sound) {
    const { from, to, hash } = verdict;
    return (
      <div class="notice notice--done" role="status">
        <p>{v.t('exchange:evidence.sound', { from, to })}</p>
        <code class="hash">{hash}</code>
      </div>
    );
  }
  const { line, check, message } = verdict;
  return (
    <div class="notice notice--error" role="alert">
      <p>
        <strong>{v.t('exchange:evidence.broken', { line, check })}</strong>
      </p>
      <p lang="en">{message}</p>
    </div>
  );
};

/** Where the evidence log stands, what it was signed for, and whether its chain holds. */
export const EvidencePage: FC<{ desk: Desk; state: EvidenceState; verdict?: EvidenceVerdict }> = (props) => {
  const { desk, state, verdict } = props;
  const { v } = desk;
  const t = (key: string) => v.t(`exchange:evidence.${key}`);
  const { head, checkpoints } = state;
  return (
    <ExchangeFrame desk={desk} title={v.t('exchange:nav.evidence')}>
      <p class="lead">{t('lead')}</p>
      {verdict && <Verdict desk={desk} verdict={verdict} />}
      {head ? (
        <>
          <dl class="facts">
            <dt>{t('log')}</dt>
            <dd>
              <code class="hash">{head.log}</code>
            </dd>
            <dt>{t('records')}</dt>
            <dd>{v.f.number(head.seq)}</dd>
            <dt>{t('last')}</dt>
            <dd>
              <Moment v={v} at={head.at} />
            </dd>
            <dt>{t('hash')}</dt>
            <dd>
              <code class="hash">{head.hash}</code>
            </dd>
          </dl>
          <form class="actions" method="post" action={href(v, '/console/evidence')}>
            <Token desk={desk} />
            <button class="button" type="submit">
              {t('check')}
            </button>
            <a href={href(v, '/console/evidence/export')} download>
              {t('export')}
            </a>
            <a href="/api/v1/keys">{t('ownKeys')}</a>
          </form>
        </>
      ) : (
        <p>{t('empty')}</p>
      )}
      <h2>{t('checkpoints')}</h2>
      {checkpoints.length === 0 ? (
        <p>{t('noCheckpoints')}</p>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">{t('upTo')}</th>
              <th scope="col">{t('signed')}</th>
              <th scope="col">JSON</th>
            </tr>
          </thead>
          <tbody>
            {checkpoints.map(({ seq, at, checkpoint, signature }) => (
              <tr>
                <th scope="row">{v.f.number(seq)}</th>
                <td data-label={t('signed')}>
                  <Moment v={v} at={at} />
                </td>
                <td data-label="JSON">
                  <details>
                    <summary>{t('show')}</summary>
                    <pre tabindex={0}>{`{"checkpoint":${checkpoint},"signature":"${signature}"}`}</pre>
                  </details>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </ExchangeFrame>
  );
};
