import type { Command } from '../command.ts';
import { auditCommands } from './audit.ts';
import { disputeCommands } from './disputes.ts';
import { conflictCommands } from './conflicts.ts';
import { correctionCommands } from './corrections.ts';
import { docketCommands } from './docket.ts';
import { evidenceCommands } from './evidence.ts';
import { exchangeCommands } from './exchange.ts';
import { exportCommand } from './export.ts';
import { guidance } from './guidance.ts';
import { importCommand, publish, resume } from './import.ts';
import { linkCommands } from './links.ts';
import { agreements, lists } from './lists.ts';
import { filingCommands } from './madrid.ts';
import { notificationCommands } from './notifications.ts';
import { partnerKeyCommands } from './partner-keys.ts';
import { partnerCommands } from './partners.ts';
import { procedureCommands } from './procedure.ts';
import { refusalCommands } from './refusals.ts';
import { reviewCommands } from './review.ts';
import { decide, screen } from './screen.ts';
import { search } from './search.ts';
import { serve } from './serve.ts';
import { signingKeyCommands } from './signing-keys.ts';
import { syncCommands } from './sync.ts';
import { targetCommands } from './targets.ts';
import { userCommands } from './users.ts';
import { alertCommands } from './alerts.ts';
import { markCommands } from './marks.ts';
import { noiseCommand } from './noise.ts';
import { statementCommands } from './statements.ts';
import { subscriptionCommands } from './subscriptions.ts';

/** All commands, in the order help shows them. */
export const commands: Command[] = [
  serve,
  search,
  screen,
  decide,
  lists,
  agreements,
  importCommand,
  resume,
  ...reviewCommands,
  ...conflictCommands,
  ...correctionCommands,
  publish,
  ...auditCommands,
  ...procedureCommands,
  ...statementCommands,
  ...linkCommands,
  exportCommand,
  ...signingKeyCommands,
  ...exchangeCommands,
  guidance,
  ...partnerCommands,
  ...partnerKeyCommands,
  ...targetCommands,
  ...syncCommands,
  ...evidenceCommands,
  ...disputeCommands,
  ...filingCommands,
  ...docketCommands,
  ...notificationCommands,
  ...refusalCommands,
  ...markCommands,
  noiseCommand,
  ...alertCommands,
  ...subscriptionCommands,
  ...userCommands,
];
