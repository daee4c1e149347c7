import type { Evidence } from './evidence.ts';

/**
 * Legal ways by which a name is protected. `gi-product` (AQSIQ, now CNIPA) and `agricultural-gi` (ministry) are China's
 * own; marks serve as a third. `sui-generis`: a register of GIs; `treaty`: an agreement's list.
 */
export const protectionChannels = [
  'gi-product',
  'agricultural-gi',
  'collective-mark',
  'certification-mark',
  'sui-generis',
  'treaty',
] as const;
export type ProtectionChannelKind = (typeof protectionChannels)[number];

/** A channel as a list states it. */
export interface ProtectionChannel {
  channel: ProtectionChannelKind;
  number?: string;
  since?: string;
  evidence: Evidence;
}
