import type { FC } from 'hono/jsx';
import type { Evidence } from '../../gi/evidence.ts';
import type { View } from '../view.ts';
import { EvidenceIcon } from './icons.tsx';

/** The level of evidence as a word with its shape; `source` adds where it was read. */
export const EvidenceBadge: FC<{ v: View; evidence: Evidence; source?: boolean }> = ({
  v,
  evidence,
  source = false,
}) => (
  <span class="evidence">
    <span class={`badge badge--${evidence.level}`}>
      <EvidenceIcon level={evidence.level} />
      {v.t(`evidence.${evidence.level}`)}
    </span>
    {source && evidence.source !== '' && (
      <span class="source" lang="en">
        {evidence.source}
      </span>
    )}
  </span>
);
