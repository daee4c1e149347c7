import type { FC } from 'hono/jsx';
import type { EvidenceLevel } from '../../gi/evidence.ts';
import type { ProtectionState } from '../../gi/protection.ts';

const Icon: FC<{ class?: string; children?: unknown }> = ({ class: name = 'icon', children }) => (
  <svg class={name} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    {children as never}
  </svg>
);

const shield = 'M12 2.5 20 5.4v6c0 5-3.3 8.6-8 10.1-4.7-1.5-8-5.1-8-10.1v-6z';

/** A shape for each state, so that the state is never told by colour alone. */
export const StateIcon: FC<{ state: ProtectionState; doubtful?: boolean }> = ({
  state,
  doubtful = false,
}) => {
  switch (state) {
    case 'protected':
      return (
        <Icon class={doubtful ? 'icon icon--line' : 'icon icon--solid'}>
          <path class="shape" d={shield} />
          <path class="mark" d="m8 12 2.8 2.8L16.2 9" />
        </Icon>
      );
    case 'pending':
      return (
        <Icon class="icon icon--line">
          <circle class="shape" cx="12" cy="12" r="9" />
          <path class="mark" d="M12 7v5.2l3.4 2" />
        </Icon>
      );
    case 'not-yet':
      return (
        <Icon class="icon icon--line">
          <path class="shape" d={shield} />
          <path class="mark" d="M8 12h7m-2.6-2.8L15.4 12l-3 2.8" />
        </Icon>
      );
    case 'refused':
      return (
        <Icon class="icon icon--line">
          <circle class="shape" cx="12" cy="12" r="9" />
          <path class="mark" d="m8.6 8.6 6.8 6.8m0-6.8-6.8 6.8" />
        </Icon>
      );
    case 'ended':
      return (
        <Icon class="icon icon--line">
          <path class="shape" d={shield} />
          <path class="mark" d="M4.5 19.5 19.5 4.5" />
        </Icon>
      );
    case 'unknown':
      return (
        <Icon class="icon icon--line">
          <circle class="shape" cx="12" cy="12" r="9" />
          <path class="mark" d="M9.4 9.4a2.7 2.7 0 1 1 3.7 2.6c-.8.3-1.1.8-1.1 1.7m0 2.6v.1" />
        </Icon>
      );
    case 'not-listed':
      return (
        <Icon class="icon icon--dashed">
          <circle class="shape" cx="12" cy="12" r="9" />
          <path class="mark" d="M8.5 12h7" />
        </Icon>
      );
  }
};

export const EvidenceIcon: FC<{ level: EvidenceLevel }> = ({ level }) => (
  <Icon class="icon icon--small">
    {level === 'official' && (
      <path class="mark" d="M4 20h16M5.5 20v-9m4.3 9v-9m4.4 9v-9m4.3 9v-9M3.5 11h17L12 4.5z" />
    )}
    {level === 'public-source' && (
      <path
        class="mark"
        d="M12 6.5C9.8 5 7 4.6 4 5v13c3-.4 5.8 0 8 1.5m0-13c2.2-1.5 5-1.9 8-1.5v13c-3-.4-5.8 0-8 1.5m0-13v13"
      />
    )}
    {level === 'unverified' && (
      <path class="mark" d="M8.6 8.8a3.5 3.5 0 1 1 5 3.2c-1.2.6-1.6 1.2-1.6 2.5m0 4v.1" />
    )}
  </Icon>
);

export const SearchIcon: FC = () => (
  <Icon class="icon icon--small">
    <circle class="mark" cx="10.5" cy="10.5" r="6" />
    <path class="mark" d="m15 15 5 5" />
  </Icon>
);
