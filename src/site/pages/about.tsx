import type { FC } from 'hono/jsx';
import { evidenceLevels } from '../../gi/evidence.ts';
import { protectionStates } from '../../gi/protection.ts';
import { EvidenceBadge } from '../parts/evidence.tsx';
import { StateIcon } from '../parts/icons.tsx';
import type { View } from '../view.ts';

export const AboutPage: FC<{ v: View }> = ({ v }) => (
  <>
    <h1>{v.t('about.title')}</h1>
    <p class="lead">{v.t('about.p1')}</p>
    <p>{v.t('about.p2')}</p>
    <h2>{v.t('about.evidenceTitle')}</h2>
    <dl class="legend">
      {[...evidenceLevels].map((level) => (
        <div>
          <dt>
            <EvidenceBadge v={v} evidence={{ level, source: '' }} />
          </dt>
          <dd>{v.t(`evidence.${level}Text`)}</dd>
        </div>
      ))}
    </dl>
    <h2>{v.t('about.statesTitle')}</h2>
    <dl class="legend">
      {protectionStates.map((state) => (
        <div>
          <dt class={`state state--${state}`}>
            <StateIcon state={state} />
            <strong>{v.t(`state.${state}`)}</strong>
          </dt>
          <dd>{v.t(`stateText.${state}`)}</dd>
        </div>
      ))}
    </dl>
    <h2>{v.t('about.machinesTitle')}</h2>
    <p>
      {v.t('about.machines')} <a href="/docs">{v.t('about.apiLink')}</a>
    </p>
    <h2>{v.t('about.privacyTitle')}</h2>
    <p>{v.t('about.privacy')}</p>
  </>
);
